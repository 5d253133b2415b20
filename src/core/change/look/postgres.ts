import { hasOption } from '../../command/arguments.js';
import type { World } from '../../shared/world.js';
import { directoryOf, fileText, pathIn } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Effect } from '../../tool/effect.js';
import { inputOf } from '../../tool/input.js';
import { readPsqlScript } from '../../tool/sql/psql-script.js';
import type { SqlWriting } from './condition.js';
import type { LookKind, Lookup } from './look.js';
import { postgresConnection } from './postgres-connection.js';
import { postgresScript } from './postgres-script.js';
import { seenInSql } from './sql-seen.js';
import { type SqlTask, sqlTasks } from './sql-tasks.js';

/**
 * PostgreSQL, by its own client: one READ ONLY transaction of fixed queries about the tables that the statements name. No
 * start-up file is read, no password asked for, and each query ends by itself.
 */
export const postgresLook: LookKind = {
  name: 'postgres',
  programs: new Set(['psql']),
  plan: (setting, effects) => plan(setting, effects),
  read: ([heard], setting) => seenInSql(heard?.text ?? '', tasksOf(setting) ?? []),
};

const words = [
  ...['-X', '-w', '-q', '-A', '-t'],
  // A query that fails leaves the transaction to the next one.
  ...['-v', 'ON_ERROR_ROLLBACK=on', '-v', 'FETCH_COUNT=200', '-v', 'VERBOSITY=terse', '-f', '-'],
];

function plan(setting: ToolInvocation, effects: readonly Effect[]): Omit<Lookup, 'kind'> | undefined {
  const env = postgresConnection(setting);
  const tasks = tasksOf(setting);
  if (env === undefined || tasks === undefined || tasks.length === 0) return undefined;
  const password = env['PGPASSWORD'];
  const isWithheld = password === undefined && setting.world.credentials?.['PGPASSWORD'] !== undefined;
  return {
    place: placeOf(effects),
    program: 'psql',
    runs: [words],
    env: {
      HOME: setting.world.home,
      PGCONNECT_TIMEOUT: '5',
      PGAPPNAME: 'countersign-look',
      PGCLIENTENCODING: 'UTF8',
      ...env,
    },
    input: postgresScript(tasks),
    secrets: password === undefined ? [] : [password],
    ...(isWithheld ? { withheld: 'PGPASSWORD' } : {}),
  };
}

function placeOf(effects: readonly Effect[]): string {
  const target = effects[0]?.target;
  const { account, scope, name = '' } = target ?? {};
  return account === undefined
    ? `PostgreSQL ${name}`
    : `PostgreSQL ${account}${scope === undefined ? '' : `/${scope}`}`;
}

/** Undefined where not all that reaches the server is known. */
function tasksOf(setting: ToolInvocation): readonly SqlTask[] | undefined {
  const sql = sqlOf(setting, setting.world);
  return sql === undefined ? undefined : sqlTasks(sql, 'postgres', writing);
}

const writing: SqlWriting = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  functions: new Set(['NOW', 'LOWER', 'UPPER', 'COALESCE', 'LENGTH', 'ABS', 'TRIM', 'DATE', 'DATE_TRUNC']),
};

/** The statements of a call; a client's own commands may lead anywhere. */
function sqlOf(setting: ToolInvocation, world: World): string | undefined {
  const { args } = setting;
  const valued = (...names: readonly string[]) => names.flatMap((name) => args.options.get(name) ?? []);
  const variables = new Map(
    valued('-v', '--set', '--variable').map(({ text }) => [
      text.replace(/=.*$/s, ''),
      text.replace(/^[^=]*=?/, ''),
    ]),
  );
  const commands = valued('-c', '--command').map(({ text }) => text);
  const files = valued('-f', '--file').map(({ text }) => text);
  const read = files
    .filter((path) => path !== '-')
    .map((path) => fileText(world, pathIn(directoryOf(setting), path, world)));
  const takesInput = commands.length === 0 && (files.length === 0 || files.includes('-'));
  const input = takesInput && !hasOption(args, '-l', '--list') ? inputOf(setting) : undefined;
  if (input?.kind === 'opaque') return undefined;
  const texts = [...commands, ...read, ...(input?.kind === 'text' ? [input.text] : [])];
  const parts = texts.map((text) => (text === undefined ? undefined : readPsqlScript(text, variables)));
  let sql = '';
  for (const part of parts) {
    if (part === undefined || part.some(leadsElsewhere)) return undefined;
    sql += part.map((one) => (one.kind === 'sql' ? one.text : ';')).join(' ');
    sql += ' ; ';
  }
  return sql;
}

function leadsElsewhere(part: ReturnType<typeof readPsqlScript>[number]): boolean {
  return part.kind === 'meta' && !/^(?:g|gx|timing|echo|pset|x|a|t|q|set|unset|warn)$/.test(part.name);
}
