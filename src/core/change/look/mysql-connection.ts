import type { Value } from '../../command/invocation.js';
import { addressGiven } from '../../target/dotenv.js';
import { directoryOf, pathIn } from '../../target/files.js';
import { isLoopback } from '../../target/loopback.js';
import { mysqlOptions } from '../../target/mysql-options.js';
import { type ToolInvocation, variable } from '../../target/whereabouts.js';

/** Where a client goes, as whom, and how it is kept secret; without any file of options, which could name programs. */
export interface MysqlConnection {
  /** Each one word, so that no value is another option. */
  readonly words: readonly string[];
  readonly password: string | undefined;
}

const long: Readonly<Record<string, string>> = {
  '-h': 'host',
  '-P': 'port',
  '-S': 'socket',
  '-u': 'user',
  '-D': 'database',
  '-p': 'password',
  '-C': 'compress',
};

/** What the connection is made of. */
const parts =
  /^(?:host|port|socket|user|database|password|protocol|compress|tls-version|ssl(?:-\w+)*|skip-ssl(?:-\w+)*|disable-ssl|get-server-public-key|server-public-key-path)$/;

const files = /^(?:socket|ssl-(?:ca|capath|cert|key|crl|crlpath)|server-public-key-path)$/;

/** Options that decide nothing of what is asked here. */
const idle =
  /^(?:-[ABEHNbefinqrstvwX]|--(?:batch|silent|table|verbose|force|wait|no-auto-rehash|skip-auto-rehash|skip-column-names|column-names|raw|vertical|html|xml|quick|unbuffered|show-warnings|execute|connect-timeout|max-allowed-packet|max_allowed_packet|default-character-set|no-defaults|defaults-file|defaults-extra-file|defaults-group-suffix|local-infile|binary-mode|ssl))$/;

/** Options of a file that load something, or that send statements of their own. */
const foreign = /^(?:init-command|plugin-dir|default-auth|login-path|one-database)$/;

/**
 * The connection of a mysql or mariadb call, in the order in which the client itself looks. Undefined where a part of it is not
 * known, or where an option may lead elsewhere.
 */
export function mysqlConnection(setting: ToolInvocation): MysqlConnection | undefined {
  const found = new Map<string, string>();
  const filed = mysqlOptions(setting);
  for (const [name, value] of filed) {
    if (foreign.test(name)) return undefined;
    if (parts.test(name)) found.set(name, value);
  }
  for (const [name, option] of Object.entries(variables)) {
    const value = variable(setting, name);
    if (value !== undefined && value.opaque.length > 0) return undefined;
    // A variable fills what nobody else has said.
    if (value !== undefined && value.text !== '' && !found.has(option)) found.set(option, value.text);
  }
  if (!takeOptions(setting, found)) return undefined;
  const [database, more] = setting.args.operands;
  const given = addressGiven(setting, database);
  if (more !== undefined || (database !== undefined && !isName(given))) return undefined;
  if (given !== undefined) found.set('database', given.text);
  if (found.get('password') === filed.get('password') && !isForServer(found, filed)) found.delete('password');
  return connectionOf(found, setting);
}

/** A password of a file is for the server that the file names, or for one of this machine: not for one that only the call names. */
function isForServer(found: ReadonlyMap<string, string>, filed: ReadonlyMap<string, string>): boolean {
  const host = found.get('host') ?? '';
  return host === '' || isLoopback(host) || host === filed.get('host');
}

const variables: Readonly<Record<string, string>> = {
  MYSQL_HOST: 'host',
  MYSQL_TCP_PORT: 'port',
  MYSQL_UNIX_PORT: 'socket',
  MYSQL_PWD: 'password',
};

function isName(value: Value | undefined): boolean {
  return value !== undefined && value.opaque.length === 0 && !value.text.includes('://');
}

/** False where an option is not known. */
function takeOptions({ args }: ToolInvocation, found: Map<string, string>): boolean {
  for (const [option, values] of args.options) {
    const name = long[option] ?? option.replace(/^--/, '');
    if (parts.test(name)) {
      const value = values.at(-1)?.text ?? '';
      // Without a value a password is asked for, which nobody does here.
      if (name !== 'password' || values.length > 0) found.set(name, value);
    } else if (!idle.test(option)) return false;
  }
  return true;
}

function connectionOf(
  found: ReadonlyMap<string, string>,
  setting: ToolInvocation,
): MysqlConnection | undefined {
  const words: string[] = [];
  for (const [name, value] of found) {
    if (value.includes('\0')) return undefined;
    if (name === 'password') continue;
    const text =
      files.test(name) && value !== '' ? pathIn(directoryOf(setting), value, setting.world) : value;
    words.push(text === '' ? `--${name}` : `--${name}=${text}`);
  }
  const password = found.get('password');
  return { words, password: password === '' ? undefined : password };
}
