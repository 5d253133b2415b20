/** What nobody but the guard may know, in its own folder: whoever has it can make a window's answers and entries of the record. */
export const guardSecrets = ['salt', 'log-key.pem'] as const;

/** Credentials of a person, by where their tools keep them. Paths are relative to a home. */
const homeSecrets = [
  '.aws/credentials',
  '.aws/sso/cache',
  '.aws/cli/cache',
  '.azure/accesstokens.json',
  '.azure/msal_token_cache.json',
  '.azure/msal_token_cache.bin',
  '.azure/service_principal_entries.json',
  '.bash_history',
  '.zsh_history',
  '.cargo/credentials',
  '.cargo/credentials.toml',
  '.config/doctl/config.yaml',
  '.config/gcloud/access_tokens.db',
  '.config/gcloud/application_default_credentials.json',
  '.config/gcloud/credentials.db',
  '.config/gcloud/legacy_credentials',
  '.config/gh/hosts.yml',
  '.config/glab-cli/config.yml',
  '.config/hub',
  '.config/op',
  '.config/rclone/rclone.conf',
  '.docker/config.json',
  '.gem/credentials',
  '.git-credentials',
  '.gnupg',
  '.kube/config',
  '.my.cnf',
  '.mylogin.cnf',
  '.netrc',
  '.npmrc',
  '.password-store',
  '.pgpass',
  '.pypirc',
  '.s3cfg',
  '.terraform.d/credentials.tfrc.json',
  '.vault-token',
  '.fly/config.yml',
  '.local/share/keyrings',
  '.mozilla/firefox',
  '.config/google-chrome',
  '.composer/auth.json',
  ...guardSecrets.map((name) => `.countersign/${name}`),
  '.m2/settings-security.xml',
  '.databrickscfg',
  '.snowsql/config',
  'library/keychains',
  '_netrc',
];

/** Folders that hold nothing but credentials, so that copying one copies them. */
const secretFolders = ['.aws', '.ssh', '.gnupg', '.kube', '.azure', '.password-store', '.config/gcloud'];

const systemSecrets =
  /^\/(?:etc\/(?:shadow|gshadow|master\.passwd|sudoers|krb5\.keytab|ssh\/ssh_host_[^/]*_key)-?$|private\/etc\/master\.passwd|proc\/[^/]+\/environ$|run\/secrets\/|var\/run\/secrets\/)/;

const privateKey =
  /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|\/\.ssh\/(?!known_hosts|authorized_keys|config)[^/]+(?<!\.pub)$/;

const keyFile =
  /\.(?:pem|p12|pfx|jks|keystore|kdbx|ppk|asc)$|(?:^|\/)(?:secrets?|credentials?|service[-_]?account[^/]*)\.(?:json|ya?ml|toml|ini)$|(?:^|\/)\.env(?:\.(?!example|sample|template|dist|test|defaults)[\w-]+)*$/;

export type SecretRank = 'person' | 'project';

/**
 * `person`: credentials of whoever is signed in to this machine. `project`: files of a project that usually hold some.
 * `path` is absolute. Homes other than one's own count as well.
 */
export function secretRank(path: string, home: string): SecretRank | undefined {
  const lower = path.toLowerCase().replace(/(?<!\/)\/+$/, '');
  if (systemSecrets.test(lower) || privateKey.test(lower)) return 'person';
  const inHome = belowHome(lower, home.toLowerCase());
  if (inHome !== undefined) {
    if (homeSecrets.some((one) => inHome === one || inHome.startsWith(`${one}/`))) return 'person';
    if (secretFolders.includes(inHome)) return 'person';
  }
  return keyFile.test(lower) ? 'project' : undefined;
}

/** What of a path lies below a home: the world's, or anybody's. */
function belowHome(path: string, home: string): string | undefined {
  if (path.startsWith(`${home}/`)) return path.slice(home.length + 1);
  return (
    /^\/(?:root|home\/[^/]+|users\/[^/]+)\/(.+)$/.exec(path)?.[1] ??
    /^[a-z]:\/users\/[^/]+\/(.+)$/.exec(path)?.[1]
  );
}

/** Text that is a credential by its form: vendors' key prefixes, private key blocks. */
const secretText =
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{60,}|\bglpat-[A-Za-z0-9_-]{20}\b|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bsk_live_[A-Za-z0-9]{16,}|\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}|\bAIza[A-Za-z0-9_-]{35}\b|\bnpm_[A-Za-z0-9]{36}\b|\bpypi-AgEIcHlwaS[A-Za-z0-9_-]{20,}|\bdop_v1_[a-f0-9]{64}\b|\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{40,}/;

export function holdsSecretText(text: string): boolean {
  return secretText.test(text);
}
