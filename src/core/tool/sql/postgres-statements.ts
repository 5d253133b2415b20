import { field, listField, textField } from '../../target/fields.js';
import type { Trait } from '../effect.js';
import { action, dropColumns, type SqlAction } from './action.js';
import { isAlwaysTrueNode } from './postgres-filter.js';

type Reader = (body: unknown) => readonly SqlAction[];

/** One reader a statement node. A statement of another name is made, changed or dropped by its prefix, else unknown. */
export const statementReaders: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...reading(
    'TransactionStmt NotifyStmt ListenStmt UnlistenStmt VariableShowStmt FetchStmt ClosePortalStmt DeallocateStmt DiscardStmt CheckPointStmt ConstraintsSetStmt ExplainStmt PrepareStmt DeclareCursorStmt ReturnStmt PLAssignStmt RawStmt',
  ),
  ['SelectStmt', readSelect],
  ['DeleteStmt', readDelete],
  ['UpdateStmt', readUpdate],
  [
    'InsertStmt',
    (body) => [action(updatesOnConflict(body) ? 'modify' : 'create', 'rows', relation(body, 'relation'))],
  ],
  ['MergeStmt', (body) => [action('modify', 'rows', relation(body, 'relation'))]],
  ['TruncateStmt', readTruncate],
  ['DropStmt', readDrop],
  ['DropdbStmt', (body) => [whole('database', named(body, 'dbname'))]],
  ['DropOwnedStmt', () => [whole('owned-objects', [])]],
  ['DropTableSpaceStmt', (body) => [whole('tablespace', named(body, 'tablespacename'))]],
  ['DropSubscriptionStmt', (body) => [action('destroy', 'subscription', named(body, 'subname'))]],
  ['DropRoleStmt', () => [action('delete', 'role')]],
  ['AlterTableStmt', readAlterTable],
  ['RenameStmt', readRename],
  [
    'AlterObjectSchemaStmt',
    (body) => [action('stop', kindOf(body, 'objectType'), relation(body, 'relation'))],
  ],
  ['AlterSystemStmt', () => [action('modify', 'server', [], 'privileged')]],
  ['AlterRoleStmt', () => [action('expose', 'role', [], 'privileged')]],
  ['AlterRoleSetStmt', () => [action('modify', 'role', [], 'privileged')]],
  ['CreateRoleStmt', (body) => [action('expose', 'role', named(body, 'role'), 'privileged')]],
  [
    'GrantStmt',
    (body) => [
      field(body, 'is_grant') === true
        ? action('expose', 'rights', [], 'privileged')
        : action('modify', 'rights'),
    ],
  ],
  [
    'GrantRoleStmt',
    (body) => [
      field(body, 'is_grant') === true
        ? action('expose', 'rights', [], 'privileged')
        : action('modify', 'rights'),
    ],
  ],
  ['AlterDefaultPrivilegesStmt', () => [action('expose', 'rights', [], 'privileged')]],
  ['CreateStmt', (body) => [action('create', 'table', relation(body, 'relation'))]],
  ['CreateTableAsStmt', (body) => [action('create', 'table', relationOf(field(body, 'into', 'rel')))]],
  ['CreateExtensionStmt', (body) => [action('execute', 'extension', named(body, 'extname'), 'privileged')]],
  ['CreateFunctionStmt', readFunction],
  [
    'ViewStmt',
    (body) => [action(field(body, 'replace') === true ? 'modify' : 'create', 'view', relation(body, 'view'))],
  ],
  ['IndexStmt', (body) => [action('create', 'index', relation(body, 'relation'))]],
  ['RuleStmt', (body) => [action('modify', 'rule', relation(body, 'relation'))]],
  ['CopyStmt', readCopy],
  ['VariableSetStmt', readSet],
  ['LockStmt', () => [action('stop', 'table')]],
  ['LoadStmt', () => [action('execute', 'library', [], 'privileged')]],
  ['CallStmt', () => [action('execute', 'procedure')]],
  ['ExecuteStmt', () => [action('execute', 'prepared-statement')]],
  ['ImportForeignSchemaStmt', () => [action('create', 'foreign-table')]],
  ...changing(
    'VacuumStmt ReindexStmt ClusterStmt RefreshMatViewStmt CommentStmt SecLabelStmt ReassignOwnedStmt RepackStmt',
  ),
]);

function reading(names: string): readonly (readonly [string, Reader])[] {
  return names.split(' ').map((name) => [name, () => []] as const);
}

function changing(names: string): readonly (readonly [string, Reader])[] {
  return names
    .split(' ')
    .map((name) => [name, () => [action('modify', name.replace('Stmt', '').toLowerCase())]] as const);
}

function readSelect(body: unknown): readonly SqlAction[] {
  const into = field(body, 'intoClause', 'rel');
  return into === undefined ? [] : [action('create', 'table', relationOf(into))];
}

function readDelete(body: unknown): readonly SqlAction[] {
  const names = relation(body, 'relation');
  if (!isAlwaysTrueNode(field(body, 'whereClause'))) return [action('delete', 'rows', names)];
  return [{ ...action('destroy', 'rows', names, 'no-filter'), uncountable: true }];
}

function readUpdate(body: unknown): readonly SqlAction[] {
  const names = relation(body, 'relation');
  if (!isAlwaysTrueNode(field(body, 'whereClause'))) return [action('modify', 'rows', names)];
  return [{ ...action('replace', 'rows', names, 'no-filter'), uncountable: true }];
}

function updatesOnConflict(body: unknown): boolean {
  return textField(body, 'onConflictClause', 'action') === 'ONCONFLICT_UPDATE';
}

function readTruncate(body: unknown): readonly SqlAction[] {
  const names = listField(body, 'relations').flatMap((one) => relationOf(field(one, 'RangeVar')));
  const cascades = textField(body, 'behavior') === 'DROP_CASCADE';
  return [
    {
      ...action('destroy', 'table', names, 'no-filter', ...(cascades ? (['recursive'] as const) : [])),
      uncountable: true,
    },
  ];
}

function readDrop(body: unknown): readonly SqlAction[] {
  const kind = kindOf(body, 'removeType');
  const names = listField(body, 'objects')
    .map(objectName)
    .filter((name) => name !== '');
  const cascades = textField(body, 'behavior') === 'DROP_CASCADE';
  const traits: readonly Trait[] = cascades ? ['recursive'] : [];
  const made = action(
    /^(?:table|schema|foreign-table|foreign-server)$/.test(kind) ? 'destroy' : 'delete',
    kind,
    names,
    ...traits,
  );
  return [cascades || kind === 'schema' ? { ...made, uncountable: true } : made];
}

function objectName(node: unknown): string {
  const one = textField(node, 'String', 'sval');
  if (one !== undefined) return one;
  const parts = [
    ...listField(node, 'List', 'items'),
    ...listField(node, 'TypeName', 'names'),
    ...listField(node, 'ObjectWithArgs', 'objname'),
  ];
  return parts.map((part) => textField(part, 'String', 'sval') ?? '').join('.');
}

function readAlterTable(body: unknown): readonly SqlAction[] {
  const names = relation(body, 'relation');
  const commands = listField(body, 'cmds');
  const kinds = commands.map((one) => textField(one, 'AlterTableCmd', 'subtype') ?? '');
  const dropped = commands.filter((_, at) => kinds[at] === 'AT_DropColumn');
  if (dropped.length > 0)
    return [
      dropColumns(
        names,
        dropped.flatMap((one) => textField(one, 'AlterTableCmd', 'name') ?? []),
      ),
    ];
  const off = kinds.some((kind) =>
    /^AT_(?:DropConstraint|DropNotNull|Disable\w*|NoForceRowSecurity)$/.test(kind),
  );
  return [action('modify', 'table', names, ...(off ? (['protection-off'] as const) : []))];
}

/** Who is connected by the name of a database, or looks into a schema by its, finds none. */
function readRename(body: unknown): readonly SqlAction[] {
  const kind = kindOf(body, 'renameType');
  const isWhole = kind === 'database' || kind === 'schema';
  return [
    action(isWhole ? 'stop' : 'modify', isWhole ? kind : 'rename', isWhole ? named(body, 'subname') : []),
  ];
}

function kindOf(body: unknown, key: string): string {
  return (textField(body, key) ?? '').replace('OBJECT_', '').toLowerCase().replace(/_/g, '-') || 'object';
}

function readFunction(body: unknown): readonly SqlAction[] {
  const language = listField(body, 'options')
    .filter((option) => textField(option, 'DefElem', 'defname') === 'language')
    .map((option) => textField(option, 'DefElem', 'arg', 'String', 'sval') ?? '')[0];
  const names = [
    listField(body, 'funcname')
      .map((part) => textField(part, 'String', 'sval') ?? '')
      .join('.'),
  ];
  if (/^(?:c|internal|plpython3?u|plperlu|pltclu)$/i.test(language ?? ''))
    return [action('execute', 'function', names, 'privileged')];
  return [action(field(body, 'replace') === true ? 'modify' : 'create', 'function', names)];
}

function readCopy(body: unknown): readonly SqlAction[] {
  const names = relation(body, 'relation');
  if (field(body, 'is_program') === true)
    return [action('execute', 'server-program', [], 'privileged', 'opaque-code')];
  if (field(body, 'is_from') === true) return [action('create', 'rows', names)];
  const file = textField(body, 'filename');
  return file === undefined ? [] : [action('create', 'server-file', [file])];
}

function readSet(body: unknown): readonly SqlAction[] {
  const name = textField(body, 'name') ?? '';
  if (name === 'session_replication_role' || name === 'row_security')
    return [action('modify', 'session', [name], 'protection-off')];
  return [];
}

function whole(noun: string, names: readonly string[]): SqlAction {
  return { ...action('destroy', noun, names), uncountable: true };
}

function named(body: unknown, key: string): readonly string[] {
  const name = textField(body, key);
  return name === undefined ? [] : [name];
}

function relation(body: unknown, key: string): readonly string[] {
  return relationOf(field(body, key));
}

function relationOf(node: unknown): readonly string[] {
  const name = textField(node, 'relname');
  if (name === undefined) return [];
  const schema = textField(node, 'schemaname');
  return [schema === undefined ? name : `${schema}.${name}`];
}
