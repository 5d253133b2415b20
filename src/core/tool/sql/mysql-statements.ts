import { action, opaqueAction, type SqlAction } from './action.js';
import { takesEveryRow } from './filter.js';
import type { SqlToken } from './lexer.js';
import { alterTableActions } from './mysql-alter.js';
import type { MysqlPart } from './mysql-part.js';
import { renameActions } from './renames.js';
import { actionsOfWords } from './words-class.js';

export type MysqlReader = (part: MysqlPart) => readonly SqlAction[];

/** One reader a statement rule of the grammar. A statement that has none is unknown. */
export const mysqlReaders: ReadonlyMap<string, MysqlReader> = new Map<string, MysqlReader>([
  ...always(
    [],
    'selectStatement setOperations interSectStatement withStatement tableStatement valuesStatement parenthesizedQuery deleteStatement updateStatement handlerStatement handlerOpenStatement handlerReadIndexStatement handlerReadStatement handlerCloseStatement emptyStatement_ doStatement startTransaction beginWork commitWork rollbackWork savePointStatement rollbackStatement releaseStatement unlockTables xaStartTransaction xaEndTransaction xaPrepareStatement xaCommitWork xaRollbackWork xaRecoverWork deallocatePrepare analyzeTable checkTable checksumTable cacheIndexStatement loadIndexIntoCache showStatement simpleDescribeStatement fullDescribeStatement analyzeDescribeStatement helpStatement useStatement signalStatement resignalStatement diagnosticsStatement setAutocommitStatement setResourceGroup',
  ),
  ['singleDeleteStatement', readDelete],
  ['multipleDeleteStatement', readDelete],
  ['singleUpdateStatement', readUpdate],
  ['multipleUpdateStatement', readUpdate],
  ['insertStatement', readInsert],
  ['replaceStatement', (part) => [action('replace', 'rows', target(part))]],
  ['loadDataStatement', readLoad],
  ['loadXmlStatement', readLoad],
  ['importTableStatement', () => [action('create', 'table')]],
  ['intoClause', readInto],
  ['callStatement', (part) => [action('execute', 'procedure', first(part.names('fullId')))]],
  [
    'truncateTable',
    (part) => [{ ...action('destroy', 'table', target(part), 'no-filter'), uncountable: true }],
  ],
  ['alterTable', alterTableActions],
  [
    'renameTable',
    (part) => renameActions(part.tokens) ?? [action('modify', 'table', part.names('tableName'))],
  ],
  [
    'dropDatabase',
    (part) => [{ ...action('destroy', 'database', part.names('databaseName')), uncountable: true }],
  ],
  ['dropTable', (part) => [action('destroy', 'table', part.names('tableName'))]],
  ['dropTableSpace', (part) => [action('destroy', 'tablespace', part.names('tableSpaceName'))]],
  ['dropServer', (part) => [action('destroy', 'server', part.names('uid'))]],
  ...dropping('Event Index Procedure Function Trigger View Role User LogFileGroup ResourceGroup Spatial'),
  ...creating(
    'Database Index Procedure Trigger Server TableSpaceInnoDB TableSpaceNDB LogFileGroup ResourceGroup Event',
  ),
  [
    'createFunction',
    (part) => [action('create', 'function', first(part.names('functionNameCreate', 'fullId')))],
  ],
  ['createTable', (part) => [made(part, 'table', 'replace')]],
  ['createView', (part) => [made(part, 'view', 'modify')]],
  [
    'createFunctionLoadable',
    (part) => [action('execute', 'function', part.names('functionNameCreate'), 'privileged')],
  ],
  ...changing('Database Event Function Procedure Server TableSpace View LogFileGroup ResourceGroup'),
  ['alterInstance', () => [action('modify', 'server', [], 'privileged')]],
  ['createUser', (part) => [action('expose', 'user', part.names('userName'), 'privileged')]],
  ['createRole', (part) => [action('expose', 'role', part.names('userOrRoleName'), 'privileged')]],
  ['alterUser', (part) => [action('expose', 'role', part.names('userName'), 'privileged')]],
  ['renameUser', (part) => [action('modify', 'role', part.names('userName'), 'privileged')]],
  ['grantStatement', () => [action('expose', 'rights', [], 'privileged')]],
  ['grantProxy', () => [action('expose', 'rights', [], 'privileged')]],
  ['revokeStatement', () => [action('modify', 'rights')]],
  ['setRole', (part) => (has(part.tokens, 'DEFAULT') ? [action('expose', 'role', [], 'privileged')] : [])],
  ['setPasswordStatement', () => [action('expose', 'role', [], 'secret')]],
  ['setStatement', readSet],
  ['setTransactionStatement', (part) => (has(part.tokens, 'GLOBAL') ? [serverChange] : [])],
  ['resetPersist', () => [serverChange]],
  ...always([action('modify', 'server')], 'flushStatement'),
  ...always([action('modify', 'table')], 'optimizeTable repairTable'),
  ...always([action('stop', 'table')], 'lockTables'),
  ...always([action('stop', 'connection')], 'killStatement'),
  ...always([action('stop', 'server')], 'shutdownStatement reStartStatement'),
  ...always(
    [{ ...action('destroy', 'binary-log'), uncountable: true }],
    'purgeBinaryLogs resetStatement resetAllChannel',
  ),
  ...always([action('execute', 'binary-log', [], 'opaque-code')], 'binLogStatement'),
  ...always(
    [action('replace', 'replication')],
    'changeMaster changeReplicationSource changeReplicationFilter',
  ),
  ...always([action('stop', 'replication')], 'stopSlaveOrReplica stopGroupReplication'),
  ...always([action('modify', 'replication')], 'startSlaveOrReplica startGroupReplication'),
  ...always([action('execute', 'plugin', [], 'privileged')], 'installPlugin installComponent'),
  ...always([action('delete', 'plugin', [], 'protection-off')], 'uninstallPlugin uninstallComponent'),
  ['cloneStatement', readClone],
  ['prepareStatement', readPrepare],
  ['executeStatement', (part) => [action('execute', 'prepared-statement', part.names('uid'))]],
]);

const serverChange = action('modify', 'server', [], 'privileged');

function always(actions: readonly SqlAction[], rules: string): readonly (readonly [string, MysqlReader])[] {
  return rules.split(' ').map((rule) => [rule, () => actions] as const);
}

function creating(nouns: string): readonly (readonly [string, MysqlReader])[] {
  return withNoun('create', 'create', nouns);
}

function dropping(nouns: string): readonly (readonly [string, MysqlReader])[] {
  return withNoun('drop', 'delete', nouns);
}

function changing(nouns: string): readonly (readonly [string, MysqlReader])[] {
  return withNoun('alter', 'modify', nouns);
}

function withNoun(
  prefix: string,
  verb: 'create' | 'delete' | 'modify',
  nouns: string,
): readonly (readonly [string, MysqlReader])[] {
  return nouns.split(' ').map((word) => {
    const noun = word
      .replace(/(?:InnoDB|NDB)$/, '')
      .replace('TableSpace', 'Tablespace')
      .replace(/(?<=[a-z])[A-Z]/g, '-$&')
      .toLowerCase();
    return [`${prefix}${word}`, (part) => [action(verb, noun, namesFor(noun, part))]] as const;
  });
}

/** Other statements name one thing, and after it what it stands on. */
function namesFor(noun: string, part: MysqlPart): readonly string[] {
  return /^(?:view|user|role)$/.test(noun) ? namesIn(part) : first(namesIn(part));
}

function namesIn(part: MysqlPart): readonly string[] {
  return part.names(
    'databaseName',
    'databaseNameCreate',
    'indexName',
    'indexNameCreate',
    'functionName',
    'viewName',
    'userName',
    'tableSpaceName',
    'tableSpaceNameCreate',
    'fullId',
    'uid',
  );
}

function made(part: MysqlPart, noun: string, again: 'replace' | 'modify'): SqlAction {
  const replaces = part.tokens[1]?.key === 'OR' && part.tokens[2]?.key === 'REPLACE';
  return action(replaces ? again : 'create', noun, first(part.names('tableNameCreate', 'viewNameCreate')));
}

/** The tables that change: named by the statement itself, not those that it only reads. */
function target(part: MysqlPart): readonly string[] {
  const own = part.node.children.filter((child) => /^table(?:Name|Sources?)$/.test(child.rule));
  const named = own.filter((child) => child.rule === 'tableName');
  return (named.length > 0 ? named : own).flatMap((child) => namesOf(child, part));
}

function namesOf(child: MysqlPart['node'], part: MysqlPart): readonly string[] {
  if (child.rule === 'tableName')
    return [
      part
        .words(child)
        .map((token) => token.text)
        .join(''),
    ];
  return child.children.flatMap((one) => namesOf(one, part));
}

function readDelete(part: MysqlPart): readonly SqlAction[] {
  const names = target(part);
  if (!takesEveryRow(part.tokens)) return [action('delete', 'rows', names)];
  return [{ ...action('destroy', 'rows', names, 'no-filter'), uncountable: true }];
}

function readUpdate(part: MysqlPart): readonly SqlAction[] {
  const names = target(part);
  if (!takesEveryRow(part.tokens)) return [action('modify', 'rows', names)];
  return [{ ...action('replace', 'rows', names, 'no-filter'), uncountable: true }];
}

function readInsert(part: MysqlPart): readonly SqlAction[] {
  return [action(has(part.tokens, 'DUPLICATE') ? 'modify' : 'create', 'rows', target(part))];
}

function readLoad(part: MysqlPart): readonly SqlAction[] {
  return [action(has(part.tokens, 'REPLACE') ? 'replace' : 'create', 'rows', target(part))];
}

/** `INTO OUTFILE` and `INTO DUMPFILE` write a file of the server; `INTO @x` a variable. */
function readInto(part: MysqlPart): readonly SqlAction[] {
  const file = part.tokens.find((token) => token.kind === 'text');
  return has(part.tokens, 'OUTFILE', 'DUMPFILE') ? [action('create', 'server-file', [file?.text ?? ''])] : [];
}

function readSet(part: MysqlPart): readonly SqlAction[] {
  const variables = part.node.children.filter((child) => child.rule === 'variableClause');
  return variables.flatMap((variable) => {
    const words = part.words(variable);
    if (has(words, 'GLOBAL', 'PERSIST', 'PERSIST_ONLY')) return [serverChange];
    // Statements that the replicas and the log of changes do not see.
    if (has(words, 'SQL_LOG_BIN')) return [action('modify', 'session', ['sql_log_bin'], 'protection-off')];
    return [];
  });
}

/** A clone from another server replaces all data of this one. */
function readClone(part: MysqlPart): readonly SqlAction[] {
  if (has(part.tokens, 'LOCAL')) return [action('create', 'server-file')];
  return [{ ...action('destroy', 'server', [], 'privileged'), uncountable: true }];
}

/** Inside a routine a prepared text can be known only when it is a literal. */
function readPrepare(part: MysqlPart): readonly SqlAction[] {
  const text = part.tokens.find((token) => token.kind === 'text')?.text;
  return text === undefined ? [opaqueAction('PREPARE')] : actionsOfWords(text, 'mysql');
}

function first(names: readonly string[]): readonly string[] {
  return names.slice(0, 1);
}

function has(tokens: readonly SqlToken[], ...keys: readonly string[]): boolean {
  return tokens.some((token) => keys.includes(token.key));
}
