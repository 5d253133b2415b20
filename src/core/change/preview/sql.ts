import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import type { ToolCall } from '../../toolcall/toolcall.js';
import type { ItemFact, UnknownPart } from '../change.js';
import { shownPath, startOf } from '../nearby.js';
import type { ObjectItem, Preview } from '../preview.js';
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
  const [, noun = '', named = ''] = /^(table|rows|column)[ /](.+)$/.exec(effect.resource) ?? [];
  if (!systems.test(effect.target.system) || named === '' || effect.verb === 'read') return undefined;
  const table = sqlName(noun === 'column' ? named.split('.')[0] : named);
  const detail = detailFor(table, sqlStatements(`${textIn(call)}\n${effect.argv.join('\n')}`));
  if (detail === undefined) return undefined;
  const schema = effect.elsewhere ? undefined : schemaOf(table, startOf(effect, world), world);
  const dependents = schema === undefined ? [] : dependentRows(detail, table, schema);
  return {
    items: [...ownRows(table, detail, schema), ...dependents],
    sources: ['command', ...(schema?.files ?? []).map((path) => shownPath(path, world))],
    unknown: unknownOf(table, detail, schema),
  };
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
  schema: TableSchema | undefined,
): readonly UnknownPart[] {
  const needsDependents = schema === undefined && (cascades || kind === 'delete' || kind === 'drop');
  return [
    { what: 'rows', of: table },
    ...(needsDependents ? [{ what: 'dependents', of: `table ${table}` } as const] : []),
  ];
}
