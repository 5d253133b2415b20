import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Effect } from '../../tool/effect.js';
import { fileInput, type Input, inputOf } from '../../tool/input.js';
import { readMysqlClient } from '../../tool/sql/mysql-client.js';
import type { SqlWriting } from './condition.js';
import type { LookKind, Lookup } from './look.js';
import { mysqlConnection } from './mysql-connection.js';
import { mysqlScript } from './mysql-script.js';
import { seenInSql } from './sql-seen.js';
import { type SqlTask, sqlTasks } from './sql-tasks.js';

/**
 * MySQL and MariaDB, by their own clients: a session that is read-only before the first question is asked, with fixed queries
 * about the tables that the statements name. No file of options is read, none of this machine's files is given to the server.
 */
export const mysqlLook: LookKind = {
  name: 'mysql',
  programs: new Set(['mysql', 'mariadb']),
  plan: (setting, effects) => plan(setting, effects),
  read: ([heard], setting) => seenInSql(heard?.text ?? '', askedBy(setting)?.tasks ?? [], 'MySQL'),
};

const words = [
  // Where the session cannot be made read-only, there is none.
  ...['--init-command=SET SESSION TRANSACTION READ ONLY', '--local-infile=0', '--skip-reconnect'],
  ...['--batch', '--skip-column-names', '--raw', '--unbuffered', '--quick', '--force', '--binary-mode'],
  ...['--no-auto-rehash', '--connect-timeout=5', '--default-character-set=utf8mb4'],
];

function plan(setting: ToolInvocation, effects: readonly Effect[]): Omit<Lookup, 'kind'> | undefined {
  const asked = askedBy(setting);
  const to = mysqlConnection(setting);
  if (asked === undefined || asked.tasks.length === 0 || to === undefined) return undefined;
  const { program } = setting.invocation;
  const { password } = to;
  const isWithheld = password === undefined && setting.world.credentials?.['MYSQL_PWD'] !== undefined;
  return {
    place: placeOf(program, effects),
    program,
    runs: [['--no-defaults', ...words, ...to.words]],
    env: {
      HOME: setting.world.home,
      MYSQL_HISTFILE: '/dev/null',
      ...(password === undefined ? {} : { MYSQL_PWD: password }),
    },
    input: mysqlScript(asked.tasks, asked.asksKeys),
    secrets: password === undefined ? [] : [password],
    ...(isWithheld ? { withheld: 'MYSQL_PWD' } : {}),
  };
}

function placeOf(program: string, effects: readonly Effect[]): string {
  const { account, scope, name = '' } = effects[0]?.target ?? {};
  const to = account === undefined ? name : `${account}${scope === undefined ? '' : `/${scope}`}`;
  return `${program === 'mariadb' ? 'MariaDB' : 'MySQL'} ${to}`;
}

interface Asked {
  readonly tasks: readonly SqlTask[];
  /** False where the call may switch foreign keys off: nothing is known then of what goes along. */
  readonly asksKeys: boolean;
}

const writing: SqlWriting = {
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  functions: new Set(['NOW', 'LOWER', 'UPPER', 'COALESCE', 'LENGTH', 'ABS', 'TRIM', 'DATE', 'CURDATE']),
};

/** Undefined where not all that reaches the server is known. */
function askedBy(setting: ToolInvocation): Asked | undefined {
  const sql = sqlOf(setting);
  // A backslash is a command of the client or a letter that is written otherwise; whether a versioned comment runs is the server's to say.
  if (sql === undefined || /\\|\/\*M?!/.test(sql)) return undefined;
  const tasks = sqlTasks(sql, 'mysql', writing);
  return tasks && { tasks, asksKeys: !/FOREIGN_KEY_CHECKS/i.test(sql) };
}

function sqlOf(setting: ToolInvocation): string | undefined {
  const commands = ['-e', '--execute'].flatMap((name) => setting.args.options.get(name) ?? []);
  const input: Input =
    commands.length > 0
      ? { kind: 'text', text: commands.map(({ text }) => text).join('\n') }
      : inputOf(setting);
  return sqlIn(input, setting, 0);
}

const mostSources = 3;

function sqlIn(input: Input, setting: ToolInvocation, depth: number): string | undefined {
  if (input.kind !== 'text' || depth > mostSources) return undefined;
  let sql = '';
  for (const part of readMysqlClient(input.text)) {
    // A script that another one reads; any other command of the client may lead anywhere.
    const isScript = part.kind === 'own' && part.name === 'source';
    const own = isScript ? sqlIn(fileInput(setting, part.text), setting, depth + 1) : undefined;
    const text = part.kind === 'sql' ? part.text : own;
    if (text === undefined) return undefined;
    sql += `${text} ; `;
  }
  return sql;
}
