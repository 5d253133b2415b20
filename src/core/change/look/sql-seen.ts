import { isJsonObject, type JsonObject, parseJson } from '../../shared/json.js';
import type { Effect } from '../../tool/effect.js';
import type { ToolCall } from '../../toolcall/toolcall.js';
import type { ItemFact } from '../change.js';
import { previewSqlAs, type TableMeasure } from '../preview/sql.js';
import type { Preview } from '../preview.js';
import type { Dependent } from '../sql/schema.js';
import type { Answerer, Seen } from './look.js';
import { sampledRows, sampleIn } from './sample.js';
import type { SqlTask } from './sql-tasks.js';

/** One line of an answer. Decoded by hand: a library of shapes is 11 kB of an engine that each call starts. */
type Line =
  | { readonly is: 'server'; readonly version: string; readonly primary: boolean; readonly product?: string }
  | { readonly is: 'absent' | 'plan'; readonly n: number }
  | {
      readonly is: 'table';
      readonly n: number;
      readonly estimate: number | undefined;
      readonly bytes: number | undefined;
    }
  | { readonly is: 'count'; readonly n: number; readonly rows: number }
  | { readonly is: 'column'; readonly n: number; readonly name: string; readonly type: string }
  | { readonly is: 'values'; readonly n: number; readonly name: string; readonly rows: number }
  | { readonly is: 'refers'; readonly n: number; readonly table: string; readonly action: string }
  /** Everything that refers to it was told; of the whole server, or of what this account may see. */
  | { readonly is: 'keys'; readonly n: number; readonly whole: boolean }
  | { readonly is: 'view'; readonly n: number; readonly name: string }
  | { readonly is: 'goes'; readonly n: number; readonly table: string; readonly rows: number }
  | { readonly is: 'sample'; readonly n: number; readonly row: string };

const longestName = 200;

function nameAt(value: JsonObject, key: string): string | undefined {
  const found = value[key];
  return typeof found === 'string' && found.length <= longestName ? found : undefined;
}

function countAt(value: JsonObject, key: string, least = 0): number | undefined {
  const found = value[key];
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= least ? found : undefined;
}

/** True for what is given in its form, or not at all. */
function isAbsentOr(value: JsonObject, key: string, found: number | undefined): boolean {
  return found !== undefined || value[key] === undefined || value[key] === null;
}

/** What does not fit one of the forms says nothing. */
function lineOf(value: unknown): Line | undefined {
  if (!isJsonObject(value)) return undefined;
  const { is, primary } = value;
  if (is === 'server') {
    const version = nameAt(value, 'version');
    const product = nameAt(value, 'product');
    if (version === undefined || typeof primary !== 'boolean') return undefined;
    if (product === undefined && value['product'] !== undefined) return undefined;
    return { is, version, primary, ...(product === undefined ? {} : { product }) };
  }
  const n = countAt(value, 'n');
  return n === undefined ? undefined : ofTable(value, n);
}

function ofTable(value: JsonObject, n: number): Line | undefined {
  const { is } = value;
  const name = nameAt(value, 'name');
  const table = nameAt(value, 'table');
  const rows = countAt(value, 'rows');
  // A statistic; below 0 where the server has none.
  const estimate = countAt(value, 'estimate', -1);
  switch (is) {
    case 'absent':
    case 'plan':
      return { is, n };
    case 'table': {
      const bytes = countAt(value, 'bytes');
      const fits = isAbsentOr(value, 'estimate', estimate) && isAbsentOr(value, 'bytes', bytes);
      return fits ? { is, n, estimate, bytes } : undefined;
    }
    case 'count':
      return rows === undefined ? undefined : { is, n, rows };
    case 'column': {
      const type = nameAt(value, 'type');
      return name === undefined || type === undefined ? undefined : { is, n, name, type };
    }
    case 'values':
      return name === undefined || rows === undefined ? undefined : { is, n, name, rows };
    case 'refers': {
      const action = nameAt(value, 'action');
      return table === undefined || action === undefined ? undefined : { is, n, table, action };
    }
    case 'keys':
      return typeof value['whole'] === 'boolean' ? { is, n, whole: value['whole'] } : undefined;
    case 'view':
      return name === undefined ? undefined : { is, n, name };
    case 'goes':
      return table === undefined || rows === undefined ? undefined : { is, n, table, rows };
    case 'sample': {
      const row = sampleIn(value['columns']);
      return row === undefined ? undefined : { is, n, row };
    }
    default:
      return undefined;
  }
}

type Of<K extends Line['is']> = Extract<Line, { is: K }>;

/** Further lines are not read. */
const mostLines = 2_000;

/** What an answer of lines of JSON says of tables; undefined where no server has answered in this form. */
export function seenInSql(
  output: string,
  tasks: readonly SqlTask[],
  product = 'PostgreSQL',
): Seen | undefined {
  const lines = linesOf(output);
  const server = lines.find(({ line: { is } }) => is === 'server')?.line;
  if (server?.is !== 'server') return undefined;
  const by: Answerer = {
    server: `${server.product ?? product} ${server.version.split(' ')[0] ?? ''}`,
    role: server.primary ? 'primary' : 'standby',
  };
  const found = tasks.map((task, at) => ({ task, ...measuredAt(at, lines) }));
  return { by, preview: (effect, call) => previewBy(found, effect, call) };
}

interface FoundTable {
  readonly task: SqlTask;
  readonly isAbsent: boolean;
  readonly measured: TableMeasure;
}

function previewBy(found: readonly FoundTable[], effect: Effect, call: ToolCall): Preview | undefined {
  return previewSqlAs(effect, call, (table, kind) => {
    const one = found.find(({ task }) => task.table === table && task.kind === kind);
    return one === undefined || one.isAbsent ? one && 'absent' : one.measured;
  });
}

interface ReadLine {
  readonly line: Line;
  /** What stands behind it, up to the next line that is known: a plan. */
  readonly behind: string;
}

function linesOf(output: string): readonly ReadLine[] {
  const read: { line: Line; behind: string }[] = [];
  for (const text of output.split('\n').slice(0, mostLines)) {
    const line = text.startsWith('{"is"') ? lineOf(parseJson(text)) : undefined;
    const last = read.at(-1);
    if (line !== undefined) read.push({ line, behind: '' });
    else if (last?.line.is === 'plan') last.behind += `${text}\n`;
  }
  return read;
}

function measuredAt(at: number, all: readonly ReadLine[]): Omit<FoundTable, 'task'> {
  const own = all.filter(({ line: one }) => 'n' in one && one.n === at);
  const of = <K extends Line['is']>(is: K): readonly Of<K>[] =>
    own.flatMap(({ line: one }) => (isOf(one, is) ? [one] : []));
  const table = of('table')[0];
  const counted = of('count')[0]?.rows;
  const planned = own.find(({ line: one }) => one.is === 'plan')?.behind;
  const guess = counted === undefined ? plannedRows(planned ?? '') : undefined;
  const goes = new Map(of('goes').map((one) => [one.table, one.rows]));
  const dependents = [
    ...of('refers').map(
      (one): Dependent => ({ kind: 'table', name: one.table, onDelete: onDeleteOf(one.action), file: '' }),
    ),
    ...of('view').map((one): Dependent => ({ kind: 'view', name: one.name, onDelete: '', file: '' })),
  ];
  const values = new Map(of('values').map((one) => [one.name, one.rows]));
  const keys = of('keys')[0];
  const size: readonly ItemFact[] =
    table?.bytes === undefined ? [] : [{ is: 'bytes', text: String(table.bytes) }];
  return {
    isAbsent: of('absent').length > 0,
    measured: {
      rows: counted,
      about: guess,
      total: table?.estimate === undefined || table.estimate < 0 ? undefined : table.estimate,
      size,
      goes,
      values,
      sample: [...new Set(of('sample').map(({ row }) => row))].slice(0, sampledRows),
      keys: table === undefined || keys === undefined ? 'none' : keys.whole ? 'all' : 'own',
      schema: {
        dependents,
        columns: new Map(of('column').map((one) => [one.name, one.type])),
        files: [],
      },
    },
  };
}

function isOf<K extends Line['is']>(one: Line, is: K): one is Of<K> {
  return one.is === is;
}

function onDeleteOf(action: string): Dependent['onDelete'] {
  if (/^c/i.test(action)) return 'cascade';
  return /^(?:n|d|set (?:null|default))/i.test(action) ? 'set null' : '';
}

/** The rows that a plan's uppermost step expects. */
function plannedRows(plan: string): number | undefined {
  const found = /"(?:Plan Rows|rows_produced_per_join)": (\d{1,15})\b/.exec(plan)?.[1];
  if (found !== undefined) return Number(found);
  const [, rows, filtered] =
    /"rows": (\d{1,15}),\s{1,40}"filtered": (\d{1,3}(?:\.\d{1,6})?)/.exec(plan) ?? [];
  return rows === undefined ? undefined : Math.round((Number(rows) * Number(filtered)) / 100);
}
