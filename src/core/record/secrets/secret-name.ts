const longestName = 100;

/** Anywhere in a name, however its words are joined. */
const inName = [
  ...['password', 'passwd', 'passphrase', 'passcode', 'secret', 'apikey', 'accesskey', 'privatekey', 'token'],
  ...['accountkey', 'sharedkey', 'authkey', 'credential', 'encryptionkey', 'signingkey', 'masterkey', 'jwt'],
  ...[
    'clientkey',
    'storagekey',
    'sessionkey',
    'consumerkey',
    'authorization',
    'mnemonic',
    'connectionstring',
  ],
  ...['deploykey', 'adminkey', 'servicekey', 'licensekey', 'webhookkey', 'appkey', 'hmackey', 'aeskey'],
];

const words = new Set([
  'pass',
  'pwd',
  'psw',
  'pw',
  'creds',
  'cookie',
  'bearer',
  'sas',
  'otp',
  'totp',
  'requirepass',
]);

/** A word that ends in "pass" or "pwd" is a password, but for these. */
const otherPasses = new Set([
  'bypass',
  'compass',
  'encompass',
  'surpass',
  'trespass',
  'underpass',
  'overpass',
]);

/** The last word of a name that only points to a secret, or measures one. */
const pointers = new Set(
  `file files path paths name names id ids arn url uri urls endpoint type kind ttl length len size count limit limits max min
   policy policies version versions expiry expires expiration expired age at issuer audience scope scopes ref reference field
   column label format prefix suffix class provider store manager dir folder directory enabled enable required require disabled
   mode method algorithm algo alg rotation rotate days minutes seconds hours timeout retries attempts lifetime period status
   state source backend engine helper command cmd tool group role user username email hint placeholder env variable var regex
   pattern index table list exists valid validity verified used usage budget stdin prompt cache reset change tokens secrets
   in out hash hashed stage stages arns label labels mount mounts service`.split(/\s+/),
);

/** An option that asks, or forbids to ask, takes no value. */
const asking = new Set(['no', 'ask', 'prompt', 'without', 'skip', 'show', 'get', 'list', 'with']);

/**
 * True where what a name stands for is a secret: an environment variable, an option, a header, a key of JSON or YAML. A
 * name that says where a secret lies, what it is called or how long it lives is none.
 */
export function isSecretName(name: string): boolean {
  const parts = wordsOf(name);
  const last = parts.at(-1);
  if (last === undefined || name.length > longestName) return false;
  if (!parts.some(isSecretWord) && !inName.some((one) => parts.join('').includes(one))) return false;
  if (parts.length > 1 && asking.has(parts[0] ?? '')) return false;
  return !pointers.has(last);
}

function isSecretWord(word: string): boolean {
  return words.has(word) || (/.(?:pass|pwd)$/.test(word) && !otherPasses.has(word));
}

function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, longestName + 1)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
