import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import { repositoryAt } from '../git/repository.js';
import { findWords, type SqlWords, sqlName, sqlStatements } from './statements.js';

/** What depends on a table by the schema's own files. */
export interface Dependent {
  readonly kind: 'view' | 'table';
  readonly name: string;
  /** For a table: what its foreign key does when a row goes. */
  readonly onDelete: 'cascade' | 'set null' | '';
  readonly file: string;
}

export interface TableSchema {
  readonly dependents: readonly Dependent[];
  /** Types by column, as the last file has them. */
  readonly columns: ReadonlyMap<string, string>;
  readonly files: readonly string[];
}

const places = [
  'schema.sql',
  'db/schema.sql',
  'db/structure.sql',
  'sql/schema.sql',
  'database/schema.sql',
  'db/init.sql',
  'init.sql',
  'schema/schema.sql',
];
const folders = [
  'migrations',
  'db/migrations',
  'sql/migrations',
  'db/migrate',
  'supabase/migrations',
  'drizzle',
  'prisma/migrations',
];
const fileLimit = 300;

/** The schema files of a repository, as far as they speak of a table. Undefined where there is none. */
export function schemaOf(table: string, start: string, world: World): TableSchema | undefined {
  const root = repositoryAt(start, world)?.root ?? start;
  const files = schemaFiles(root, world);
  const read = files.flatMap((file) => {
    const text = fileText(world, file);
    return text === undefined || !text.toLowerCase().includes(table)
      ? []
      : [{ file, statements: sqlStatements(text) }];
  });
  if (read.length === 0) return undefined;
  const all = read.flatMap(({ file, statements }) => statements.map((words) => ({ file, words })));
  const dependents = all.flatMap(({ file, words }) => dependentIn(table, words, file));
  const own = all.map(({ words }) => columnsIn(table, words)).findLast((columns) => columns.size > 0);
  return {
    dependents: [...new Map(dependents.map((one) => [`${one.kind} ${one.name}`, one])).values()],
    columns: own ?? new Map(),
    files: [...new Set(read.map(({ file }) => file))],
  };
}

function schemaFiles(root: string, world: World): readonly string[] {
  const single = places
    .map((place) => resolvePath(root, place))
    .filter((path) => world.files.kind(path) === 'file');
  const many = folders.flatMap((folder) =>
    world.files.list(resolvePath(root, folder)).flatMap((name) => {
      const path = resolvePath(root, `${folder}/${name}`);
      return name.endsWith('.sql')
        ? [path]
        : world.files.kind(`${path}/migration.sql`) === 'file'
          ? [`${path}/migration.sql`]
          : [];
    }),
  );
  return [...single, ...many].slice(0, fileLimit);
}

function dependentIn(table: string, words: SqlWords, file: string): readonly Dependent[] {
  const view = findWords(words, ['view']);
  if (words[0]?.toLowerCase() === 'create' && view > 0 && view < 5) {
    const named = words.findIndex((word, at) => at > view && !/^(?:if|not|exists)$/i.test(word));
    const uses = words.some(
      (word, at) => /^(?:from|join)$/i.test(words[at - 1] ?? '') && sqlName(word) === table,
    );
    return uses ? [{ kind: 'view', name: sqlName(words[named]), onDelete: '', file }] : [];
  }
  const created = findWords(words, ['create', 'table']);
  const altered = findWords(words, ['alter', 'table']);
  const start = created >= 0 ? created : altered;
  if (start < 0) return [];
  const named = words.findIndex((word, at) => at > start + 1 && !/^(?:if|not|exists|only)$/i.test(word));
  const name = sqlName(words[named]);
  const found: Dependent[] = [];
  for (
    let at = findWords(words, ['references'], start);
    at >= 0;
    at = findWords(words, ['references'], at + 1)
  ) {
    if (sqlName(words[at + 1]) !== table || name === table) continue;
    const comma = endOfItem(words, at);
    const rule = findWords(words.slice(at, comma), ['on', 'delete']);
    const action = words.slice(at, comma)[rule + 2]?.toLowerCase();
    found.push({
      kind: 'table',
      name,
      onDelete: rule < 0 ? '' : action === 'cascade' ? 'cascade' : action === 'set' ? 'set null' : '',
      file,
    });
  }
  return found;
}

/** Where the column or constraint that begins before `from` ends. */
function endOfItem(words: SqlWords, from: number): number {
  let depth = 0;
  for (let at = from; at < words.length; at += 1) {
    if (words[at] === '(') depth += 1;
    if (words[at] === ')') depth -= 1;
    if (depth < 0 || (depth === 0 && words[at] === ',')) return at;
  }
  return words.length;
}

function columnsIn(table: string, words: SqlWords): ReadonlyMap<string, string> {
  const columns = new Map<string, string>();
  const start = findWords(words, ['create', 'table']);
  const open = words.indexOf('(', start);
  if (start < 0 || open < 0 || !words.slice(start, open).some((word) => sqlName(word) === table))
    return columns;
  for (let at = open + 1; at < words.length; at = endOfItem(words, at) + 1) {
    const item = words.slice(at, endOfItem(words, at));
    const stop = item.findIndex(
      (word, index) =>
        index > 0 &&
        /^(?:not|null|default|primary|references|unique|check|generated|constraint|collate)$/i.test(word),
    );
    const type = item.slice(1, stop < 0 ? undefined : stop).join('');
    if (!/^(?:primary|foreign|constraint|unique|check|key|index)$/i.test(item[0] ?? ''))
      columns.set(sqlName(item[0]), type);
  }
  return columns;
}
