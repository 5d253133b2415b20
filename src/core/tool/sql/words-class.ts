import { budgets } from '../../shared/budgets.js';
import type { Trait, Verb } from '../effect.js';
import {
  action,
  dropColumns,
  opaqueAction,
  type SqlAction,
  type SqlDialect,
  switchAction,
} from './action.js';
import { takesEveryRow } from './filter.js';
import { functionActions } from './functions.js';
import { isOpaqueToken, readStatements, type SqlToken } from './lexer.js';
import { columnAt, namesAfter } from './names.js';
import { readRename, renameActions } from './renames.js';

/** What is read of one text; beyond it the text counts as not known, so that a hostile one costs little. */
const most = { characters: 128 * 1024, statements: 500 };

/** What a statement does by its keywords alone: lower trust than a grammar, and `unknown` for a keyword in no list. */
export function actionsOfWords(sql: string, dialect: SqlDialect, depth = 0): readonly SqlAction[] {
  const script = readStatements(sql.slice(0, most.characters), dialect);
  const read = script.statements.slice(0, most.statements);
  const actions = read.flatMap((tokens) => actionsOfStatement(tokens, dialect, depth));
  const whole = sql.length <= most.characters && read.length === script.statements.length;
  return script.broken || !whole ? [...actions, opaqueAction(sql)] : actions;
}

type Reader = (tokens: readonly SqlToken[], dialect: SqlDialect, depth: number) => readonly SqlAction[];

function actionsOfStatement(
  tokens: readonly SqlToken[],
  dialect: SqlDialect,
  depth: number,
): readonly SqlAction[] {
  const start = tokens.findIndex((token) => token.key !== '(');
  const words = start < 0 ? [] : tokens.slice(start);
  const first = words[0];
  if (first === undefined) return [];
  if (isOpaqueToken(first)) return [opaqueAction(first.text)];
  const reader = readers.get(first.key);
  const found = reader?.(words, dialect, depth) ?? [action(plain.get(first.key) ?? 'unknown', 'statement')];
  return withOpaqueNames([...found, ...functionActions(words)], words);
}

/** A name that is not known may be any table. */
function withOpaqueNames(actions: readonly SqlAction[], tokens: readonly SqlToken[]): readonly SqlAction[] {
  const opaque = tokens.filter(isOpaqueToken).map((token) => token.text);
  if (opaque.length === 0) return actions;
  return actions.map((one) =>
    one.verb === 'read' ? one : { ...one, opaque: [...(one.opaque ?? []), ...opaque] },
  );
}

/** Statements that their first word tells. */
const plain: ReadonlyMap<string, Verb> = new Map(
  (
    [
      [
        'read',
        'SHOW DESCRIBE DESC START COMMIT ROLLBACK SAVEPOINT RELEASE END ABORT LISTEN UNLISTEN NOTIFY FETCH MOVE CLOSE DECLARE DISCARD CHECK CHECKSUM HELP XA PRINT GO DELIMITER EXISTS DEALLOCATE CHECKPOINT CACHE GET SIGNAL RESIGNAL OPEN',
      ],
      [
        'modify',
        'COMMENT VACUUM REINDEX CLUSTER OPTIMIZE REPAIR REFRESH FLUSH REASSIGN SECURITY UPSERT ATTACH DETACH UNDROP',
      ],
      ['create', 'IMPORT'],
      ['stop', 'KILL SHUTDOWN LOCK STOP RESTART'],
      ['execute', 'CALL EXEC INSTALL HANDLER BINLOG'],
      ['replace', 'RESTORE CHANGE'],
      ['expose', 'GRANT'],
    ] as const
  ).flatMap(([verb, words]) => words.split(' ').map((word) => [word, verb] as const)),
);

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['SELECT', readQuery],
  ['WITH', readQuery],
  ['FROM', readQuery],
  ['TABLE', readQuery],
  ['VALUES', readQuery],
  ['EXPLAIN', readExplain],
  ['ANALYZE', readExplain],
  ['INSERT', readInsert],
  ['REPLACE', (tokens) => [action('replace', 'rows', namesAfter(tokens, 1))]],
  ['UPDATE', readUpdate],
  ['DELETE', readDelete],
  ['MERGE', (tokens) => [action('modify', 'table', namesAfter(tokens, 1))]],
  [
    'TRUNCATE',
    (tokens) => [{ ...action('destroy', 'table', namesAfter(tokens, 1), 'no-filter'), uncountable: true }],
  ],
  ['DROP', readDrop],
  ['RENAME', readRename],
  ['EXCHANGE', readRename],
  ['ALTER', readAlter],
  ['CREATE', readCreate],
  ['REVOKE', () => [action('modify', 'rights')]],
  ['GRANT', () => [action('expose', 'rights', [], 'privileged')]],
  ['COPY', readCopy],
  ['LOAD', (tokens) => [action(tokens[1]?.kind === 'text' ? 'execute' : 'create', 'rows')]],
  ['SET', readSet],
  [
    'RESET',
    (tokens) => [
      action(/^(?:MASTER|SLAVE|REPLICA|BINARY)$/.test(key(tokens, 1)) ? 'destroy' : 'read', 'binary-log'),
    ],
  ],
  ['PURGE', () => [{ ...action('destroy', 'binary-log'), uncountable: true }]],
  ['PRAGMA', (tokens) => [action(tokens.some((token) => token.key === '=') ? 'modify' : 'read', 'pragma')]],
  ['PREPARE', (tokens, dialect, depth) => readInner(tokens, 'AS', dialect, depth)],
  ['EXECUTE', readExecute],
  ['BEGIN', readBegin],
  ['DO', readBlock],
  ...['IF', 'ELSE', 'ELSEIF', 'WHILE', 'LOOP', 'REPEAT', 'CASE', 'FOR'].map(
    (word) => [word, readCompound] as const,
  ),
  ['CLONE', readClone],
  ['UNINSTALL', () => [action('delete', 'plugin', [], 'protection-off')]],
  ['BACKUP', () => [action('create', 'backup')]],
  ['USE', readUse],
  ['SYSTEM', () => [action('stop', 'server')]],
]);

/** `USE app`, `USE DATABASE app`; a role, a warehouse or a schema is no other database. */
function readUse(tokens: readonly SqlToken[]): readonly SqlAction[] {
  if (/^(?:ROLE|WAREHOUSE|SCHEMA|SECONDARY|INDEX)$/.test(key(tokens, 1)) && tokens.length > 2)
    return [action('read', 'statement')];
  const isNamed = /^(?:DATABASE|CATALOG|KEYSPACE)$/.test(key(tokens, 1)) && tokens.length > 2;
  return [switchAction({ databases: namesAfter(tokens, isNamed ? 2 : 1).slice(0, 1) })];
}

function key(tokens: readonly SqlToken[], index: number): string {
  return tokens[index]?.key ?? '';
}

function has(tokens: readonly SqlToken[], ...words: readonly string[]): boolean {
  return tokens.some((token) => words.includes(token.key));
}

/** A query reads, unless a common table expression changes rows or the result goes into a table or a file. */
function readQuery(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const inner = innerChanges(tokens);
  const into = tokens.findIndex(
    (token, index) => token.key === 'INTO' && !/^(?:INSERT|MERGE|REPLACE)$/.test(key(tokens, index - 1)),
  );
  if (into >= 0) {
    const file = /^(?:OUTFILE|DUMPFILE)$/.test(key(tokens, into + 1));
    return [
      ...inner,
      file
        ? action('create', 'server-file', [tokens[into + 2]?.text ?? ''])
        : action('create', 'table', namesAfter(tokens, into + 1)),
    ];
  }
  return inner.length > 0 ? inner : [action('read', 'rows')];
}

/** Statements that start after a parenthesis or after the common table expressions, at any depth. */
function innerChanges(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const starts = [...tokens.keys()].filter((index) => startsChange(tokens, index));
  const actions = starts.slice(0, budgets.innerStatements.most).flatMap((start) => {
    const end = key(tokens, start - 1) === '(' ? closingOf(tokens, start) : tokens.length;
    return changeOf(tokens.slice(start, end));
  });
  return starts.length > budgets.innerStatements.most ? [...actions, opaqueAction('statement')] : actions;
}

function startsChange(tokens: readonly SqlToken[], index: number): boolean {
  if (!/^(?:INSERT|UPDATE|DELETE|MERGE)$/.test(key(tokens, index))) return false;
  const before = key(tokens, index - 1);
  return before === '(' || (before === ')' && key(tokens, 0) === 'WITH');
}

function changeOf(tokens: readonly SqlToken[]): readonly SqlAction[] {
  switch (key(tokens, 0)) {
    case 'INSERT':
      return readInsert(tokens);
    case 'UPDATE':
      return readUpdate(tokens);
    case 'DELETE':
      return readDelete(tokens);
    default:
      return [action('modify', 'table', namesAfter(tokens, 1))];
  }
}

function closingOf(tokens: readonly SqlToken[], start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    if (key(tokens, index) === '(') depth += 1;
    if (key(tokens, index) === ')') depth -= 1;
    if (depth < 0) return index;
  }
  return tokens.length;
}

/** `EXPLAIN ANALYZE` runs the statement; a plain EXPLAIN does not. */
function readExplain(tokens: readonly SqlToken[], dialect: SqlDialect, depth: number): readonly SqlAction[] {
  const start = tokens.findIndex((token) =>
    /^(?:SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|REPLACE|CREATE|EXECUTE)$/.test(token.key),
  );
  const runs = tokens
    .slice(0, start < 0 ? tokens.length : start)
    .some((token) => /^ANALY[ZS]E$/.test(token.key));
  if (!runs || start < 0 || depth > 8) return [action('read', 'plan')];
  return actionsOfStatement(tokens.slice(start), dialect, depth + 1);
}

function readInner(
  tokens: readonly SqlToken[],
  word: string,
  dialect: SqlDialect,
  depth: number,
): readonly SqlAction[] {
  const start = tokens.findIndex((token) => token.key === word);
  const text = tokens.find((token) => token.kind === 'text');
  if (text !== undefined && start < 0)
    return depth > 8 ? [opaqueAction(text.text)] : actionsOfWords(text.text, dialect, depth + 1);
  return start < 0 || depth > 8
    ? [opaqueAction('prepare')]
    : actionsOfStatement(tokens.slice(start + 1), dialect, depth + 1);
}

/** `EXECUTE IMMEDIATE 'text'` runs the text; another EXECUTE what was prepared elsewhere. */
function readExecute(tokens: readonly SqlToken[], dialect: SqlDialect, depth: number): readonly SqlAction[] {
  if (key(tokens, 1) !== 'IMMEDIATE') return [action('execute', 'statement')];
  const text = tokens[2];
  const isKnown = text?.kind === 'text' && (tokens.length === 3 || key(tokens, 3) === 'USING');
  return isKnown && depth < 8 ? actionsOfWords(text.text, dialect, depth + 1) : [opaqueAction('EXECUTE')];
}

/** `BEGIN NOT ATOMIC` starts a block of statements, not a transaction. */
function readBegin(tokens: readonly SqlToken[], dialect: SqlDialect, depth: number): readonly SqlAction[] {
  const isBlock = key(tokens, 1) === 'NOT' && key(tokens, 2) === 'ATOMIC' && tokens.length > 3;
  return isBlock && depth < 8
    ? actionsOfStatement(tokens.slice(3), dialect, depth + 1)
    : [action('read', 'transaction')];
}

function readInsert(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const overwrites = has(tokens, 'OVERWRITE');
  const updates = has(tokens, 'DUPLICATE') || (has(tokens, 'CONFLICT') && has(tokens, 'UPDATE'));
  return [action(overwrites ? 'replace' : updates ? 'modify' : 'create', 'rows', namesAfter(tokens, 1))];
}

function readUpdate(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const names = namesAfter(tokens, 1);
  if (!takesEveryRow(tokens)) return [action('modify', 'rows', names)];
  return [{ ...action('replace', 'rows', names, 'no-filter'), uncountable: true }];
}

function readDelete(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const names = namesAfter(tokens, 1);
  if (!takesEveryRow(tokens)) return [action('delete', 'rows', names)];
  return [{ ...action('destroy', 'rows', names, 'no-filter'), uncountable: true }];
}

const wholes =
  /^(?:DATABASE|SCHEMA|TABLE|TABLESPACE|KEYSPACE|CATALOG|OWNED|COLLECTION|WAREHOUSE|SUBSCRIPTION|SERVER)$/;

function readDrop(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const index = tokens.findIndex(
    (token, at) =>
      at > 0 && !/^(?:TEMPORARY|TEMP|FOREIGN|MATERIALIZED|EXTERNAL|EVENT|UNLOGGED)$/.test(token.key),
  );
  const kind = key(tokens, index);
  const traits: readonly Trait[] = has(tokens, 'CASCADE') ? ['recursive'] : [];
  const made = action(
    wholes.test(kind) ? 'destroy' : 'delete',
    kind.toLowerCase() || 'object',
    namesAfter(tokens, index + 1),
    ...traits,
  );
  return [
    has(tokens, 'CASCADE') || /^(?:DATABASE|SCHEMA|OWNED)$/.test(kind)
      ? { ...made, uncountable: true }
      : made,
  ];
}

function readAlter(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const kind = key(tokens, 1);
  const names = namesAfter(tokens, 2);
  if (kind === 'SYSTEM') return [action('modify', 'server', [], 'privileged')];
  if (/^(?:USER|ROLE|GROUP)$/.test(kind)) return [action('expose', 'role', names, 'privileged')];
  if (kind === 'DEFAULT') return [action('expose', 'rights', [], 'privileged')];
  const drop = tokens.findIndex((token) => token.key === 'DROP');
  if (drop >= 0) return [readAlterDrop(tokens, drop, names)];
  if (has(tokens, 'TRUNCATE')) return [{ ...action('destroy', 'partition', names), uncountable: true }];
  if (has(tokens, 'DELETE')) return readDelete(tokens).map((one) => ({ ...one, names }));
  const renamed = renameActions(tokens);
  if (renamed !== undefined) return renamed;
  const off = has(tokens, 'DISABLE') || (has(tokens, 'NO') && has(tokens, 'FORCE'));
  return [
    action('modify', kind.toLowerCase() || 'object', names, ...(off ? (['protection-off'] as const) : [])),
  ];
}

function readAlterDrop(tokens: readonly SqlToken[], drop: number, names: readonly string[]): SqlAction {
  const what = key(tokens, drop + 1);
  if (/^(?:PARTITION|SUBPARTITION)$/.test(what))
    return { ...action('destroy', 'partition', names), uncountable: true };
  if (/^(?:CONSTRAINT|INDEX|KEY|PRIMARY|FOREIGN|CHECK|DEFAULT|NOT|EXPRESSION|IDENTITY)$/.test(what))
    return action('modify', 'table', names, 'protection-off');
  const columns = tokens.flatMap((token, at) => (token.key === 'DROP' ? columnAt(tokens, at + 1) : []));
  return dropColumns(names, columns);
}

function readCreate(tokens: readonly SqlToken[]): readonly SqlAction[] {
  const replaces = key(tokens, 1) === 'OR' && key(tokens, 2) === 'REPLACE';
  const at = tokens.findIndex((token) =>
    /^(?:TABLE|DATABASE|SCHEMA|INDEX|VIEW|FUNCTION|PROCEDURE|TRIGGER|RULE|USER|ROLE|EXTENSION|SEQUENCE|TYPE|EVENT|LANGUAGE|PUBLICATION|SUBSCRIPTION|SERVER|POLICY)$/.test(
      token.key,
    ),
  );
  const kind = key(tokens, at).toLowerCase() || 'object';
  const names = at < 0 ? [] : namesAfter(tokens, at + 1);
  if (/^(?:user|role)$/.test(kind)) return [action('expose', kind, names, 'privileged')];
  const foreign =
    has(tokens, 'SONAME') ||
    tokens.some(
      (token, index) =>
        token.key === 'LANGUAGE' && /^(?:C|PLPYTHON3?U|PLPERLU)$/.test(key(tokens, index + 1)),
    );
  if (foreign || kind === 'extension') return [action('execute', kind, names, 'privileged')];
  return [action(replaces ? (kind === 'table' ? 'replace' : 'modify') : 'create', kind, names)];
}

/** A clone from another server replaces all data of this one. */
function readClone(tokens: readonly SqlToken[]): readonly SqlAction[] {
  if (key(tokens, 1) !== 'INSTANCE') return [action('create', 'server-file')];
  return [{ ...action('destroy', 'server', [], 'privileged'), uncountable: true }];
}

function readCopy(tokens: readonly SqlToken[]): readonly SqlAction[] {
  if (has(tokens, 'PROGRAM')) return [action('execute', 'server-program', [], 'privileged', 'opaque-code')];
  if (has(tokens, 'FROM') && key(tokens, 1) !== '(') return [action('create', 'rows', namesAfter(tokens, 1))];
  return [action(has(tokens, 'STDOUT') ? 'read' : 'create', 'server-file')];
}

/** `SET STATEMENT x = 1 FOR DELETE …` runs a statement with other settings. */
function readSet(tokens: readonly SqlToken[], dialect: SqlDialect, depth: number): readonly SqlAction[] {
  const inner = key(tokens, 1) === 'STATEMENT' ? tokens.findIndex((token) => token.key === 'FOR') : -1;
  if (inner > 0 && depth < 8) return actionsOfStatement(tokens.slice(inner + 1), dialect, depth + 1);

  if (key(tokens, 1) === 'DEFAULT' && key(tokens, 2) === 'ROLE')
    return [action('expose', 'role', [], 'privileged')];
  if (has(tokens, 'GLOBAL', 'PERSIST', 'PERSIST_ONLY')) return [action('modify', 'server', [], 'privileged')];
  if (key(tokens, 1) === 'PASSWORD') return [action('expose', 'role', [], 'secret')];
  if (has(tokens, 'SQL_LOG_BIN')) return [action('modify', 'session', ['sql_log_bin'], 'protection-off')];
  return [action('read', 'session')];
}

/** A PL/pgSQL block: its statements are found behind each keyword; computed ones are opaque. */
function readBlock(tokens: readonly SqlToken[], dialect: SqlDialect, depth: number): readonly SqlAction[] {
  const body = tokens.find((token) => token.kind === 'text')?.text;
  if (body === undefined || depth > 4) return [opaqueAction('block')];
  const script = readStatements(body, dialect);
  const found = script.statements.flatMap((statement) => readBlockPart(statement, dialect, depth + 1));
  return script.broken ? [...found, opaqueAction(body)] : found;
}

const blockWords =
  /^(?:SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|TRUNCATE|DROP|ALTER|CREATE|GRANT|REVOKE|COPY|CALL|LOCK|REFRESH|VACUUM)$/;

function readBlockPart(
  tokens: readonly SqlToken[],
  dialect: SqlDialect,
  depth: number,
): readonly SqlAction[] {
  const computed = tokens.findIndex((token) => token.key === 'EXECUTE');
  if (computed >= 0) {
    const next = tokens[computed + 1];
    const literal = next?.kind === 'text' && !tokens.slice(computed + 2).some((token) => token.key === '|');
    return literal ? actionsOfWords(next.text, dialect, depth) : [opaqueAction('EXECUTE')];
  }
  const start = tokens.findIndex((token) => blockWords.test(token.key));
  return start < 0 ? functionActions(tokens) : actionsOfStatement(tokens.slice(start), dialect, depth);
}

/** `IF … THEN DELETE …`: the statements in it; unknown when it names none that writes. */
function readCompound(tokens: readonly SqlToken[], dialect: SqlDialect, depth: number): readonly SqlAction[] {
  const starts = [...tokens.keys()].filter((at) => at > 0 && blockWords.test(key(tokens, at)));
  const actions = starts
    .slice(0, budgets.innerStatements.most)
    .flatMap((start, index) =>
      depth > 4 ? [] : actionsOfStatement(tokens.slice(start, starts[index + 1]), dialect, depth + 1),
    );
  const writing = actions.filter((one) => one.verb !== 'read' || one.traits.length > 0);
  return writing.length > 0 && starts.length <= budgets.innerStatements.most
    ? writing
    : [...writing, action('unknown', 'statement')];
}
