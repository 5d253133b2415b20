import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import type { ToolCall } from '../../toolcall/toolcall.js';
import type { ItemFact, UnknownPart } from '../change.js';
import { shownPath, startOf } from '../nearby.js';
import { notKnown, type ObjectItem, type Preview } from '../preview.js';
import { schemaOf, type TableSchema } from '../sql/schema.js';
import { detailFor, type SqlDetail, sqlName, sqlStatements } from '../sql/statements.js';
import type { States } from '../terraform/state.js';

const systems = /^(?:postgres|mysql|mariadb|sqlite|mssql|cockroach)/;

/** Statements about a table: which rows and columns, and what the schema's own files say goes with them. No database is asked. */
export function previewSql(
  effect: Effect,
  world: World,
  _states: States,
  call: ToolCall,
): Preview | undefined {
  const subject = subjectOf(effect, call);
  if (subject === undefined) return undefined;
  const { table, detail } = subject;
  const schema = effect.elsewhere ? undefined : schemaOf(table, startOf(effect, world), world);
  const dependents = schema === undefined ? [] : dependentRows(detail, table, schema);
  return {
    items: [...ownRows(table, detail, schema), ...dependents],
    sources: ['command', ...(schema?.files ?? []).map((path) => shownPath(path, world))],
    unknown: unknownOf(table, detail, schema === undefined ? 'none' : 'all'),
  };
}

/** What the database itself says of a table, where it was asked. */
export interface TableMeasure {
  /** Rows that the statement reaches, counted. */
  readonly rows: number | undefined;
  /** The same as the server guesses it. */
  readonly about: number | undefined;
  /** Rows of the whole table, as the server guesses. */
  readonly total: number | undefined;
  readonly size: readonly ItemFact[];
  /** Rows of others that go along, by their table. */
  readonly goes: ReadonlyMap<string, number>;
  /** Rows that hold something, by column. */
  readonly values: ReadonlyMap<string, number>;
  /** Whether all that refers to the table is known, or only what this account may see. */
  readonly keys: 'all' | 'own' | 'none';
  /** A few of the rows, without their values. */
  readonly sample: readonly string[];
  readonly schema: TableSchema;
}

/** The same by what the database says. `absent`: there is no such table. Undefined where it says nothing of this one. */
export function previewSqlAs(
  effect: Effect,
  call: ToolCall,
  measure: (table: string, kind: SqlDetail['kind']) => TableMeasure | 'absent' | undefined,
): Preview | undefined {
  const subject = subjectOf(effect, call);
  const measured = subject && measure(subject.table, subject.detail.kind);
  if (subject === undefined || measured === undefined) return undefined;
  const { table, detail } = subject;
  const sources = ['command'];
  if (measured === 'absent') return { items: [], sources, ...notKnown('absent', `table ${table}`) };
  // Which of the rows a limit leaves, nobody knows beforehand.
  const isCut = detail.limit !== '' && Number(detail.limit) < (measured.rows ?? Number.POSITIVE_INFINITY);
  const own = ownRows(table, detail, measured.schema).map((row) =>
    withSample(withMeasure(row, detail, measured), measured),
  );
  const dependents =
    measured.rows === 0 && detail.kind === 'delete' ? [] : dependentRows(detail, table, measured.schema);
  const unknown = unknownOf(table, detail, measured.keys);
  return {
    items: [...own, ...(isCut ? dependents : dependents.flatMap((row) => withCount(row, measured)))],
    sources,
    unknown: unknown.filter(({ what }) => what !== 'rows' || measured.rows === undefined),
  };
}

function subjectOf(
  effect: Effect,
  call: ToolCall,
): { readonly table: string; readonly detail: SqlDetail } | undefined {
  const [, noun = '', named = ''] = /^(table|rows|column)[ /](.+)$/.exec(effect.resource) ?? [];
  if (!systems.test(effect.target.system) || named === '' || effect.verb === 'read') return undefined;
  const table = sqlName(noun === 'column' ? named.split('.')[0] : named);
  const detail = detailFor(table, sqlStatements(`${textIn(call)}\n${effect.argv.join('\n')}`));
  return detail && { table, detail };
}

/** A row of the statement's own with what was counted; what is only guessed is no count. */
function withMeasure(row: ObjectItem, { kind, limit }: SqlDetail, measured: TableMeasure): ObjectItem {
  const { rows, about: planned, total, size } = measured;
  const about = row.about ?? [];
  if (kind === 'drop-column') {
    const filled = measured.values.get(row.name.slice(row.name.lastIndexOf('.') + 1));
    return filled === undefined
      ? row
      : withLoss({ ...row, about: [...about, { is: 'filled', text: String(filled) }] }, filled);
  }
  const guess = rows === undefined ? (planned ?? total) : undefined;
  const guessed: readonly ItemFact[] = guess === undefined ? [] : [{ is: 'rows-about', text: String(guess) }];
  if (kind === 'drop') {
    const counted: readonly ItemFact[] = rows === undefined ? guessed : [{ is: 'rows', text: String(rows) }];
    return { ...row, about: [...about, ...counted, ...size] };
  }
  const whole = kind === 'truncate' ? size : [];
  if (rows === undefined) return { ...row, about: [...about, ...guessed, ...whole] };
  const reached = limit === '' ? rows : Math.min(rows, Number(limit));
  return counted({ ...row, about: [...about, ...whole] }, reached);
}

function withSample(row: ObjectItem, { sample }: TableMeasure): ObjectItem {
  if (sample.length === 0) return row;
  const about = sample.map((text): ItemFact => ({ is: 'sample', text }));
  return { ...row, about: [...(row.about ?? []), ...about] };
}

function counted({ uncounted: _, ...row }: ObjectItem, count: number): ObjectItem {
  return withLoss({ ...row, count }, count);
}

/** Nothing is lost where there is none. */
function withLoss(row: ObjectItem, rows: number): ObjectItem {
  const { consequence: _, ...kept } = row;
  return rows === 0 ? kept : row;
}

/** Rows of another table that go along; none where it has none. */
function withCount(row: ObjectItem, { goes }: TableMeasure): readonly ObjectItem[] {
  const count = row.uncounted === true ? goes.get(row.name) : undefined;
  if (count === undefined) return [row];
  return count === 0 ? [] : [counted(row, count)];
}

/** Whatever of the call is text: the statement stands somewhere in it. */
function textIn({ payload }: ToolCall): string {
  if (payload.kind === 'shell') return payload.command;
  return payload.kind === 'mcp' ? textsOf(payload.arguments).join('\n') : '';
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function ownRows(table: string, detail: SqlDetail, schema: TableSchema | undefined): readonly ObjectItem[] {
  const { kind, where, limit, columns } = detail;
  const filter: readonly ItemFact[] = [
    ...(where === '' ? [] : [{ is: 'where', text: where } as const]),
    ...(limit === '' ? [] : [{ is: 'at-most', text: limit } as const]),
  ];
  const about = filter.length > 0 ? { about: filter } : {};
  const whole = where === '' && limit === '' ? 'all rows of' : 'rows of';
  switch (kind) {
    case 'drop':
      return [{ kind: 'object', sign: 'deleted', noun: 'table', name: table, consequence: 'data-lost' }];
    case 'truncate':
      return [
        {
          kind: 'object',
          sign: 'deleted',
          noun: 'all rows of',
          name: table,
          uncounted: true,
          consequence: 'data-lost',
        },
      ];
    case 'delete':
      return [
        {
          kind: 'object',
          sign: 'deleted',
          noun: whole,
          name: table,
          uncounted: true,
          consequence: 'data-lost',
          ...about,
        },
      ];
    case 'update': {
      const set: readonly ItemFact[] =
        columns.length === 0 ? [] : [{ is: 'arguments', text: columns.join(', ') }];
      return [
        {
          kind: 'object',
          sign: 'changed',
          noun: whole,
          name: table,
          uncounted: true,
          consequence: 'data-lost',
          about: [...set, ...filter],
        },
      ];
    }
    case 'drop-column':
      return columns.map((name) => {
        const type = schema?.columns.get(name) ?? '';
        return {
          kind: 'object',
          sign: 'deleted',
          noun: 'column',
          name: `${table}.${name}`,
          consequence: 'data-lost',
          ...(type === '' ? {} : { about: [{ is: 'type', text: type }] }),
        };
      });
  }
}

function dependentRows(
  { kind, cascades }: SqlDetail,
  table: string,
  { dependents }: TableSchema,
): readonly ObjectItem[] {
  return dependents.flatMap(({ kind: what, name, onDelete }): readonly ObjectItem[] => {
    const row = { kind: 'object', sign: 'deleted' } as const;
    if (what === 'view')
      return kind === 'drop' && cascades
        ? [{ ...row, noun: 'view', name, about: [{ is: 'by', text: 'CASCADE' }] }]
        : [];
    if (kind === 'drop' && cascades)
      return [
        { ...row, noun: 'foreign key', name: `${name} to ${table}`, about: [{ is: 'by', text: 'CASCADE' }] },
      ];
    const by =
      kind === 'truncate' && cascades
        ? 'CASCADE'
        : kind === 'delete' && onDelete === 'cascade'
          ? 'ON DELETE CASCADE'
          : '';
    if (by !== '')
      return [
        {
          ...row,
          noun: 'rows of',
          name,
          uncounted: true,
          consequence: 'data-lost',
          about: [{ is: 'by', text: by }],
        },
      ];
    if (kind !== 'delete' || onDelete !== 'set null') return [];
    return [
      {
        ...row,
        sign: 'changed',
        noun: 'rows of',
        name,
        uncounted: true,
        about: [{ is: 'by', text: 'ON DELETE SET NULL' }],
      },
    ];
  });
}

function unknownOf(
  table: string,
  { cascades, kind }: SqlDetail,
  keys: TableMeasure['keys'],
): readonly UnknownPart[] {
  const needsDependents = keys !== 'all' && (cascades || kind === 'delete' || kind === 'drop');
  const of = keys === 'own' ? `table ${table} from other databases` : `table ${table}`;
  return [{ what: 'rows', of: table }, ...(needsDependents ? [{ what: 'dependents', of } as const] : [])];
}
