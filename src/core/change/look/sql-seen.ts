import * as v from 'valibot';
import type { Effect } from '../../tool/effect.js';
import type { ToolCall } from '../../toolcall/toolcall.js';
import type { ItemFact } from '../change.js';
import { parseJson } from '../json.js';
import { previewSqlAs, type TableMeasure } from '../preview/sql.js';
import type { Preview } from '../preview.js';
import type { Dependent } from '../sql/schema.js';
import type { Answerer, Seen } from './look.js';
import type { SqlTask } from './sql-tasks.js';

const name = v.pipe(v.string(), v.maxLength(200));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A statistic; below 0 where the server has none. */
const estimate = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));
const n = count;

/** One line of an answer. What does not fit one of these says nothing. */
const line = v.variant('is', [
  v.object({ is: v.literal('server'), version: name, primary: v.boolean(), product: v.optional(name) }),
  v.object({ is: v.literal('absent'), n }),
  v.object({ is: v.literal('table'), n, estimate: v.nullish(estimate), bytes: v.nullish(count) }),
  v.object({ is: v.literal('plan'), n }),
  v.object({ is: v.literal('count'), n, rows: count }),
  v.object({ is: v.literal('column'), n, name, type: name }),
  v.object({ is: v.literal('values'), n, name, rows: count }),
  v.object({
    is: v.literal('refers'),
    n,
    table: name,
    action: name,
    depth: count,
    estimate: v.nullish(estimate),
  }),
  v.object({ is: v.literal('view'), n, name }),
  v.object({ is: v.literal('goes'), n, table: name, rows: count }),
]);
type Line = v.InferOutput<typeof line>;
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
    const parsed = text.startsWith('{"is"') ? v.safeParse(line, parseJson(text)) : undefined;
    const last = read.at(-1);
    if (parsed?.success) read.push({ line: parsed.output, behind: '' });
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
  const size: readonly ItemFact[] =
    table?.bytes === undefined || table.bytes === null ? [] : [{ is: 'bytes', text: String(table.bytes) }];
  return {
    isAbsent: of('absent').length > 0,
    measured: {
      rows: counted,
      about: guess,
      total:
        table?.estimate === undefined || table.estimate === null || table.estimate < 0
          ? undefined
          : table.estimate,
      size,
      goes,
      values,
      isKnown: table !== undefined,
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
  const found = /"Plan Rows": (\d{1,15})\b/.exec(plan)?.[1];
  return found === undefined ? undefined : Number(found);
}
