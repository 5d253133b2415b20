import type { Span } from '../../shared/span.js';
import type { Word } from './command-words.js';

/** Finds the secrets among the words behind a program's name. */
type Finder = (words: readonly Word[]) => readonly Span[];

function whole({ start, end }: Word): Span {
  return [start, end];
}

/** The word behind an option, or what is joined to it. */
function after(...options: readonly string[]): Finder {
  return (words) =>
    words.flatMap((word, index) => {
      const next = words[index + 1];
      if (options.includes(word.text)) return next === undefined ? [] : [whole(next)];
      const option = options.find((one) => /^-[A-Za-z]$/.test(one) && word.text.startsWith(one));
      return option === undefined
        ? []
        : [[word.start + option.length + edge(word, option), word.end] as const];
    });
}

/** Only what is joined to an option: `mysql -pvalue`, where `-p value` would be a database. */
function joined(option: string): Finder {
  return (words) =>
    words.flatMap((word) =>
      word.text.startsWith(option) && word.text.length > option.length
        ? [[word.start + option.length + edge(word, option), word.end] as const]
        : [],
    );
}

/** A quote between the option and its value. */
function edge(word: Word, option: string): number {
  return /^["'=]/.test(word.text.slice(option.length)) ? 1 : 0;
}

/** `user:password` behind an option, or joined to it; `sign` parts them. */
function userAnd(sign: string, ...options: readonly string[]): Finder {
  return (words) =>
    words.flatMap((word, index) => {
      const next = words[index + 1];
      const isOption = options.includes(word.text);
      const isJoined = options.some((one) => word.text.startsWith(one) && /^-[A-Za-z]$|=$/.test(one));
      const holder = isOption ? next : isJoined ? word : undefined;
      const colon = holder?.text.indexOf(sign) ?? -1;
      return holder === undefined || colon < 0
        ? []
        : [[holder.start + colon + sign.length, holder.end] as const];
    });
}

/** The word behind another one, `AUTH value`. */
function behind(...names: readonly string[]): Finder {
  return (words) =>
    words.flatMap((word, index) => {
      const next = words[index + 1];
      return next !== undefined && names.includes(word.text.toLowerCase()) ? [whole(next)] : [];
    });
}

/** Only where one of the words is there: `docker run -p` is a port. */
function where(word: RegExp, ...finders: readonly Finder[]): Finder {
  return (words) =>
    words.slice(0, 8).some(({ text }) => word.test(text)) ? finders.flatMap((find) => find(words)) : [];
}

/** The last word that is no option. */
const lastWord: Finder = (words) => {
  const last = words.filter(({ text }) => !text.startsWith('-')).at(-1);
  return last === undefined ? [] : [whole(last)];
};

/** `user/password@database`. */
const oracle: Finder = (words) =>
  words.flatMap(({ start, text }) => {
    const slash = text.indexOf('/');
    const sign = text.indexOf('@', slash);
    return slash > 0 && sign > slash + 1 && !text.startsWith('-')
      ? [[start + slash + 1, start + sign] as const]
      : [];
  });

const openssl: Finder = (words) => [
  ...words.flatMap(({ start, end, text }) => (text.startsWith('pass:') ? [[start + 5, end] as const] : [])),
  ...after('-k', '-K')(words),
];

function all(...finders: readonly Finder[]): Finder {
  return (words) => finders.flatMap((find) => find(words));
}

const login = /^(?:login|auth)$/;

const table: readonly (readonly [string, Finder])[] = [
  [
    'mysql mysqldump mysqladmin mariadb mariadb-dump mysqlimport mysqlcheck mysqlsh mycli',
    all(joined('-p'), behind('password')),
  ],
  ['redis-cli valkey-cli keydb-cli', all(after('-a'), behind('auth', 'requirepass', 'masterauth'))],
  [
    'curl',
    all(
      userAnd(':', '-u', '--user', '--user=', '-U', '--proxy-user', '--proxy-user='),
      userAnd('=', '-b', '--cookie'),
      after('--oauth2-bearer'),
    ),
  ],
  ['http https xh', userAnd(':', '-a', '--auth')],
  ['sshpass', after('-p')],
  ['docker podman nerdctl helm buildah crane oras skopeo oc az cf', where(login, after('-p'))],
  ['mongo mongosh mongodump mongorestore mongoexport mongoimport', after('-p')],
  ['ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami', after('-w')],
  ['ldappasswd', after('-w', '-s', '-a')],
  ['sqlcmd bcp isql osql', after('-P')],
  ['sqlplus rman expdp impdp exp imp sqlldr', oracle],
  ['openssl', openssl],
  ['zip unzip', after('-P')],
  ['7z 7za 7zz rar unrar', joined('-p')],
  ['htpasswd', where(/^-[a-zB]*b/, lastWord)],
  ['smbclient rpcclient', userAnd('%', '-U', '--user')],
  [
    'net',
    where(/^(?:user|use)$/i, (words) =>
      words
        .slice(2, 3)
        .filter(({ text }) => !text.startsWith('/'))
        .map(whole),
    ),
  ],
  ['psexec schtasks', after('-p', '/p', '/rp', '/P', '/RP')],
  ['vault bw', where(/^(?:login|unlock)$/, (words) => lastWord(words).slice(0, words.length > 1 ? 1 : 0))],
  ['gh', where(/^secret$/, after('-b', '--body'))],
  ['ssh-keygen', after('-N', '-P')],
  ['wpa_passphrase', lastWord],
  ['nmcli machine', behind('password', 'wifi-sec.psk', '802-11-wireless-security.psk')],
  ['poetry', where(/^config$/, where(/^(?:pypi-token|http-basic)\./, lastWord))],
  ['composer', where(/^config$/, where(/^(?:http-basic|github-oauth|gitlab-token|bearer)\./, lastWord))],
  [
    'aws',
    all(
      where(/^secretsmanager$/, after('--secret-string', '--secret-binary')),
      where(/^put-parameter$/, after('--value')),
    ),
  ],
  ['keyvault', where(/^secret$/, after('--value'))],
  [
    'convertto-securestring',
    (words) =>
      words
        .filter(({ text }) => !text.startsWith('-'))
        .slice(0, 1)
        .map(whole),
  ],
];

export const programs: ReadonlyMap<string, Finder> = new Map(
  table.flatMap(([names, finder]) => names.split(' ').map((name) => [name, finder] as const)),
);

const stores: readonly (readonly RegExp[])[] = [
  [/^(?:fly|flyctl|doppler|supabase|turso)$/, /^secrets$/, /^set$|^import$/],
  [/^kubectl$|^oc$/, /^create$/, /^secret$/],
  [/^vault$|^bao$/, /^kv$/, /^put$|^patch$/],
  [/^op$/, /^item$/, /^create$|^edit$/],
  [/^docker$|^podman$/, /^secret$/, /^create$/],
  [/^az$/, /^keyvault$/, /^secret$/],
];

/** True for a command that puts `name=value` where only secrets lie. */
export function storesOfSecrets(words: readonly string[]): boolean {
  return stores.some((store) => store.every((one) => words.some((word) => one.test(word))));
}

/** True for a command that takes a secret from what it reads. */
export function readsSecret(words: readonly string[]): boolean {
  const has = (one: RegExp): boolean => words.some((word) => one.test(word));
  return (
    has(/^--(?:password|token|api-key|secret)-stdin$|^--with-token$|^--passphrase-fd$/) ||
    has(/(?:^|\/)chpasswd$/) ||
    (has(/(?:^|\/)passwd$/) && has(/^--stdin$/)) ||
    (has(/(?:^|\/)sudo$/) && has(/^-[a-zA-Z]*S/)) ||
    (has(/(?:^|\/)(?:cryptsetup|kinit)$/) && !has(/^--key-file/)) ||
    (has(/^secrets?$/) && has(/^(?:set|put|create|import|versions|add)$/)) ||
    (has(/^pass$/) && has(/^insert$/))
  );
}
