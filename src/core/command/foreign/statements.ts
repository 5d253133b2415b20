import { type Given, type Known, type LeadingCall, type Thing, textOfKnown } from './known.js';

const runs =
  /^(?:execute|executemany|executescript|exec_driver_sql|query|exec|run|raw|unsafe|\$executeRaw|\$executeRawUnsafe|\$queryRaw|\$queryRawUnsafe|statement|unprepared|rawQuery|command|prepare|batch|sql|insert|queryOne|fetch|fetchrow|fetchall|read_sql|read_sql_query|multi_query|mysqli_query|pg_query|begin|all|get|executeQuery|executeStatement|queryForObject|update|execute_query)$/;

const drivers: readonly (readonly [root: RegExp, client: 'psql' | 'mysql' | 'sqlite3'])[] = [
  [/^(?:sqlite3|aiosqlite|better-sqlite3|sqlite|bun:sqlite|node:sqlite|SQLite3)(?:\.|$)/, 'sqlite3'],
  [/^(?:pymysql|MySQLdb|mysql|mysql2|mysqlclient|aiomysql|mariadb|mysqli|mysqli_\w+)(?:\.|\/|$)/, 'mysql'],
];

/** A statement that a call hands to a database, as the client's words; undefined where none is handed on. */
export function statementWords(thing: Thing, given: Given): readonly string[] | undefined {
  const last = thing.steps.at(-1)?.name ?? thing.root;
  if (!runs.test(last) && !(thing.root === 'bun' && last === 'SQL')) return undefined;
  if (/^neo4j(?:-driver)?(?:\.|$)/.test(thing.root)) return cypherWords(thing, given);
  const sql = [...given.args.slice(0, 2), ...given.named.values()].flatMap(
    (value) => statementIn(value) ?? [],
  )[0];
  if (sql === undefined) return undefined;
  const url = connectionOf(thing);
  const root = thing.root === '' ? (thing.steps[0]?.name ?? '') : thing.root;
  const client = clientOf(root, url);
  if (client === 'sqlite3') return ['sqlite3', url ?? ':memory:', sql];
  if (client === 'mysql') return ['mysql', ...mysqlWords(url), '-e', sql];
  return ['psql', ...(url === undefined ? [] : [url]), '-c', sql];
}

/** Cypher, which no word begins: whatever a graph's driver is given to run. */
function cypherWords(thing: Thing, { args: [first] }: Given): readonly string[] | undefined {
  const url = connectionOf(thing);
  return first?.kind === 'text'
    ? ['cypher-shell', ...(url === undefined ? [] : ['-a', url]), first.text]
    : undefined;
}

/** BigQuery only says what a statement would cost where the job that it is given with says so, and nothing changes that. */
export function isDryRun(thing: Thing, given: Given, calls: readonly LeadingCall[]): boolean {
  const config = given.named.get('job_config');
  const last = config?.kind === 'thing' ? config.steps.at(-1) : undefined;
  const dry = last?.called?.named.get('dry_run');
  if (!/^google\.cloud/.test(thing.root) || last?.name !== 'QueryJobConfig') return false;
  const isChanged = calls.some(
    (one) =>
      one.thing.steps.some(({ name, called }) => called === last.called && name === 'QueryJobConfig') &&
      one.given !== last.called,
  );
  return dry?.kind === 'text' && dry.text === 'True' && !isChanged;
}

function clientOf(root: string, url: string | undefined): 'psql' | 'mysql' | 'sqlite3' {
  if (/^(?:jdbc:)?(?:mysql|mariadb)/.test(url ?? '')) return 'mysql';
  if (/^sqlite|\.(?:db|sqlite3?)$|^:memory:$/.test(url ?? '')) return 'sqlite3';
  return drivers.find(([pattern]) => pattern.test(root))?.[1] ?? 'psql';
}

/** `text('…')` and tagged templates hand their own text on. */
function statementIn(value: Known): string | undefined {
  if (value.kind === 'text') return beginsStatement.test(value.text) ? value.text : undefined;
  if (value.kind === 'record')
    return [...value.entries].flatMap(([name, one]) =>
      /^(?:sql|text|query|statement)$/.test(name) ? (statementIn(one) ?? []) : [],
    )[0];
  if (value.kind !== 'thing') return undefined;
  const step = value.steps.at(-1);
  return /^(?:text|sql|SQL|raw|literal|Prisma|raw_sql|expr)$/.test(step?.name ?? '')
    ? step?.called?.args.flatMap((one) => statementIn(one) ?? [])[0]
    : undefined;
}

const beginsStatement =
  /^[\s(;]*(?:--[^\n]*\n\s*)*(?:select|with|insert|update|delete|merge|replace|drop|truncate|alter|create|grant|revoke|copy|call|do|vacuum|begin|rename|reindex|set)\s/i;

/** The address that the way begins with: a text, or its parts by name. */
function connectionOf(thing: Thing): string | undefined {
  for (const { name, called } of thing.steps) {
    if (called === undefined || runs.test(name)) continue;
    const address = [...called.args, ...called.named.values()].flatMap(addressIn)[0];
    if (address !== undefined) return address;
    const parts = new Map([...called.args.flatMap(entriesOf), ...called.named]);
    const text = (...names: readonly string[]): string | undefined =>
      names.map((one) => parts.get(one)).flatMap((one) => (one?.kind === 'text' ? one.text : []))[0];
    const host =
      text('host', 'hostname', 'server') ??
      (called.isNew && /mysqli/.test(name) ? textOfKnown(called.args[0]) : undefined);
    const database =
      text('database', 'dbname', 'db') ??
      (called.isNew && /mysqli/.test(name) ? textOfKnown(called.args[3]) : undefined);
    if (host !== undefined)
      return `${/mysql/i.test(`${thing.root}${name}`) ? 'mysql' : 'postgres'}://${host}/${database ?? ''}`;
  }
  return undefined;
}

function entriesOf(value: Known): readonly (readonly [string, Known])[] {
  return value.kind === 'record' ? [...value.entries] : [];
}

function addressIn(value: Known): readonly string[] {
  if (value.kind === 'record')
    return [...value.entries].flatMap(([name, one]) =>
      /^(?:connectionString|uri|url|dsn|connection|filename)$/i.test(name) ? addressIn(one) : [],
    );
  if (value.kind === 'thing') return variableIn(value);
  if (value.kind !== 'text') return [];
  const dsn = /^(mysql|pgsql|sqlite|sqlsrv):(?!\/\/)(.*)$/s.exec(value.text);
  if (dsn !== null) {
    const parts = new Map(
      (dsn[2] ?? '').split(';').map((pair) => [pair.split('=')[0] ?? '', pair.replace(/^[^=]*=/, '')]),
    );
    if (dsn[1] === 'sqlite') return [dsn[2] ?? ''];
    return [
      `${dsn[1] === 'pgsql' ? 'postgres' : (dsn[1] ?? '')}://${parts.get('host') ?? ''}/${parts.get('dbname') ?? ''}`,
    ];
  }
  return /^[a-z+]+:\/\/|\.(?:db|sqlite3?)$|^:memory:$|\bhost=/.test(value.text)
    ? [value.text.replace(/^([a-z]+)\+[a-z0-9]+:\/\//, '$1://')]
    : [];
}

/** `os.environ['DATABASE_URL']`, `process.env.DATABASE_URL`, `getenv('DATABASE_URL')`: the client is told the variable. */
export function variableIn({ steps }: Thing): readonly string[] {
  const last = steps.at(-1);
  const before = steps.at(-2)?.name ?? '';
  if (last === undefined) return [];
  const isAsked =
    last.called !== undefined && (/^(?:getenv|env)$/.test(last.name) || /^(?:environ|env|ENV)$/.test(before));
  const name = isAsked
    ? textOfKnown(last.called?.args[0])
    : /^\$?(?:environ|env|_ENV|ENV)$/.test(before)
      ? last.name
      : '';
  return /^[A-Za-z_]\w*$/.test(name) ? [`$${name}`] : [];
}

function mysqlWords(url: string | undefined): readonly string[] {
  if (url?.startsWith('$') === true) return [url];
  const [, host = '', database = ''] =
    /^[a-z]+:\/\/(?:[^/@]*@)?([^/:?]*)(?::\d+)?\/?([^?]*)/.exec(url ?? '') ?? [];
  return [...(host === '' ? [] : ['-h', host]), ...(database === '' ? [] : [database])];
}
