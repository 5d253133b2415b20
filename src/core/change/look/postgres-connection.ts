import { optionValue } from '../../command/arguments.js';
import { addressGiven } from '../../target/dotenv.js';
import { directoryOf, fileText, pathIn } from '../../target/files.js';
import { isLoopback } from '../../target/loopback.js';
import { iniAt } from '../../target/memo.js';
import { type ToolInvocation, variable } from '../../target/whereabouts.js';

/** Words of a connection that say where it goes, as whom, and how it is kept secret: by the variable that says the same. */
const variables: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslcrl: 'PGSSLCRL',
  sslsni: 'PGSSLSNI',
  channel_binding: 'PGCHANNELBINDING',
  gssencmode: 'PGGSSENCMODE',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  options: 'PGOPTIONS',
  require_auth: 'PGREQUIREAUTH',
};

/** Words that decide nothing of what is asked here. */
const idle =
  /^(?:application_name|fallback_application_name|connect_timeout|keepalives\w*|tcp_user_timeout|sslnegotiation|sslcompression|client_encoding|schema|pgbouncer|connection_limit|pool_timeout)$/;

const places = ['host', 'hostaddr'];
/** A socket, or an address of this machine. */
const isHere = (host: string): boolean => host === '' || host.startsWith('/') || isLoopback(host);

/** Settings of a session that load nothing and give no other right. */
const harmlessOptions =
  /^\s*(?:(?:-c\s*|--)(?:search_path|statement_timeout|lock_timeout|idle_in_transaction_session_timeout|application_name|timezone|datestyle)=[\w",$./+-]*(?:\s+|$))*$/i;

const files = new Set(['passfile', 'sslrootcert', 'sslcert', 'sslkey', 'sslcrl']);

/**
 * The connection of a psql call as variables, in the order in which psql itself looks. Undefined where a part is not known, or
 * is one that could load code.
 */
export function postgresConnection(setting: ToolInvocation): Readonly<Record<string, string>> | undefined {
  const { args, world } = setting;
  const named = optionValue(args, '-d', '--dbname');
  const [first, second] = args.operands;
  const given = addressGiven(setting, named ?? first);
  if (given !== undefined && given.opaque.length > 0) return undefined;
  const string = given === undefined ? new Map<string, string>() : stringParts(given.text);
  if (string === undefined) return undefined;
  const found = new Map(string);
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '' && !found.has(name)) found.set(name, value);
  };
  add('host', optionValue(args, '-h', '--host')?.text);
  add('port', optionValue(args, '-p', '--port')?.text);
  add('user', optionValue(args, '-U', '--username')?.text ?? (named === undefined ? second : first)?.text);
  for (const [name, word] of Object.entries(variables)) {
    const value = variable(setting, word);
    if (value !== undefined && value.opaque.length > 0) return undefined;
    add(name, value?.text);
  }
  const service = found.get('service') ?? variable(setting, 'PGSERVICE')?.text;
  found.delete('service');
  if (service !== undefined) {
    const path = variable(setting, 'PGSERVICEFILE')?.text ?? '~/.pg_service.conf';
    const section = iniAt(world, pathIn(directoryOf(setting), path, world)).get(service);
    if (section === undefined) return undefined;
    // A password of a service is for its own server.
    const isElsewhere = places.some((name) => found.has(name) && found.get(name) !== section.get(name));
    if (section.has('password') && isElsewhere) return undefined;
    for (const [name, value] of section) add(name, value);
  }
  add('passfile', `${world.home}/.pgpass`);
  if (!isForServer(found, setting)) found.set('passfile', '/dev/null');
  if (!harmlessOptions.test(found.get('options') ?? '')) return undefined;
  return asVariables(found, setting);
}

/**
 * A file of passwords is read for servers that it names, and for those of this machine: a line for every server would hand its
 * password to one that only the call names.
 */
function isForServer(parts: ReadonlyMap<string, string>, setting: ToolInvocation): boolean {
  const hosts = places.flatMap((name) => parts.get(name)?.split(',') ?? []);
  if (hosts.every(isHere)) return true;
  const path = pathIn(directoryOf(setting), parts.get('passfile') ?? '', setting.world);
  const lines = (fileText(setting.world, path) ?? '').split('\n');
  const named = new Set(lines.map((line) => line.replace(/\\:/g, '\0').split(':')[0]?.replaceAll('\0', ':')));
  return hosts.every((host) => named.has(host) || isHere(host));
}

function asVariables(
  parts: ReadonlyMap<string, string>,
  setting: ToolInvocation,
): Readonly<Record<string, string>> | undefined {
  const env: Record<string, string> = {};
  for (const [name, value] of parts) {
    const word = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (word === undefined && !idle.test(name)) return undefined;
    if (word === undefined) continue;
    // `engine:key` would have a library loaded.
    if (name === 'sslkey' && value.includes(':')) return undefined;
    if (value.includes('\0')) return undefined;
    env[word] = files.has(name) ? pathIn(directoryOf(setting), value, setting.world) : value;
  }
  return env;
}

/** What a connection string or a lone database name says; undefined where it cannot be read whole. */
function stringParts(text: string): ReadonlyMap<string, string> | undefined {
  if (/^postgres(?:ql)?:\/\//.test(text)) return addressParts(text);
  if (/^\w+\s*=/.test(text)) return keywordParts(text);
  return text.includes('://') ? undefined : new Map([['dbname', text]]);
}

function addressParts(text: string): ReadonlyMap<string, string> | undefined {
  const match = /^postgres(?:ql)?:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(text);
  if (match === null) return undefined;
  const [, authority = '', database = '', query = ''] = match;
  const at = authority.lastIndexOf('@');
  const login = authority.slice(0, Math.max(0, at));
  const hostList = authority.slice(at + 1);
  const hosts = hostList.split(',').map((one) => /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(one));
  if (hosts.some((host) => host === null)) return undefined;
  const [user = '', ...password] = login.split(':');
  const parts = new Map<string, string>();
  const put = (name: string, value: string): void => {
    if (value !== '') parts.set(name, value);
  };
  put('host', hosts.map((host) => plain((host?.[1] ?? '').replace(/^\[|\]$/g, ''))).join(','));
  const ports = hosts.map((host) => host?.[2] ?? '');
  put('port', ports.every((port) => port === '') ? '' : ports.join(','));
  put('user', plain(user));
  put('password', plain(password.join(':')));
  put('dbname', plain(database));
  for (const pair of query.split('&'))
    if (pair !== '') put(plain(pair.split('=')[0] ?? ''), plain(pair.replace(/^[^=]*=?/, '')));
  return parts;
}

/** `host=db port=5432 dbname='my db'`; whatever is left over is a form that is not known. */
function keywordParts(text: string): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  const rest = text
    .slice(0, 4_096)
    .replace(
      /\b(\w+)\s{0,8}=\s{0,8}(?:'((?:[^'\\]|\\[\s\S])*)'|([^\s'\\]*))/g,
      (_, name: string, quoted?: string, bare?: string) => {
        parts.set(name, quoted?.replace(/\\([\s\S])/g, '$1') ?? bare ?? '');
        return '';
      },
    );
  return rest.trim() === '' && text.length <= 4_096 ? parts : undefined;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
