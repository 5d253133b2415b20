/** One statement in words; what is quoted stays one word. */
export type SqlWords = readonly string[];

const textLimit = 512 * 1024;
const statementLimit = 2_000;

/** The statements of a text, whatever stands around them: whoever asks looks for the words that it knows. */
export function sqlStatements(text: string): readonly SqlWords[] {
  const statements: string[][] = [[]];
  const words = /--[^\n]*|"(?:[^"\n]|"")*"|`(?:[^`\n]|``)*`|'(?:[^'\n]|'')*'|[\w.$]+|[^\s\w]/g;
  for (const [word] of text.slice(0, textLimit).matchAll(words)) {
    if (word.startsWith('--')) continue;
    if (word === ';') statements.push([]);
    else statements.at(-1)?.push(word);
    if (statements.length > statementLimit) break;
  }
  return statements.filter((words) => words.length > 0);
}

/** A name without quotes and without the usual schema, lower case. */
export function sqlName(word: string | undefined): string {
  const plain = (word ?? '').replace(/["`]/g, '').toLowerCase();
  return plain.startsWith('public.') ? plain.slice('public.'.length) : plain;
}

/** Where these words stand one behind the other, in any case; -1 where they do not. */
export function findWords(words: SqlWords, wanted: readonly string[], from = 0): number {
  for (let at = from; at + wanted.length <= words.length; at += 1)
    if (wanted.every((word, offset) => words[at + offset]?.toLowerCase() === word)) return at;
  return -1;
}

/** What a statement does to a table beyond its name. */
export interface SqlDetail {
  readonly kind: 'drop' | 'truncate' | 'delete' | 'update' | 'drop-column';
  readonly cascades: boolean;
  /** As written, with blanks between words; empty for all rows. */
  readonly where: string;
  readonly limit: string;
  readonly columns: readonly string[];
}

/** The first statement that takes something from the table. */
export function detailFor(table: string, statements: readonly SqlWords[]): SqlDetail | undefined {
  for (const words of statements) {
    const detail = detailIn(table, words);
    if (detail !== undefined) return detail;
  }
  return undefined;
}

/** Words of MySQL between the verb and its table. */
const manner = /^(?:low_priority|quick|ignore)$/i;

function isManner(word: string, before: string | undefined): boolean {
  return (
    manner.test(word) && before !== undefined && (manner.test(before) || /^(?:delete|update)$/i.test(before))
  );
}

function detailIn(table: string, written: SqlWords): SqlDetail | undefined {
  const words = written.filter((word, at) => !isManner(word, written[at - 1]));
  const isNamed = (from: number): boolean => words.slice(from).some((word) => sqlName(word) === table);
  const cascades = findWords(words, ['cascade']) >= 0;
  const plain = { cascades, where: '', limit: '', columns: [] };
  const drop = findWords(words, ['drop', 'table']);
  if (drop >= 0 && isNamed(drop)) return { ...plain, kind: 'drop' };
  const truncate = findWords(words, ['truncate']);
  if (truncate >= 0 && isNamed(truncate)) return { ...plain, kind: 'truncate' };
  const alter = findWords(words, ['alter', 'table']);
  if (alter >= 0 && isNamed(alter)) return columnsDropped(words, alter, plain);
  const deletion = findWords(words, ['delete', 'from']);
  if (deletion >= 0 && isNamed(deletion)) return { ...plain, kind: 'delete', ...filterIn(words, deletion) };
  const update = findWords(words, ['update']);
  const set = findWords(words, ['set'], update);
  if (update < 0 || set < 0 || !isNamed(update)) return undefined;
  const filter = filterIn(words, set);
  const end = findWords(words, ['where'], set);
  return {
    ...plain,
    kind: 'update',
    ...filter,
    columns: assigned(words.slice(set + 1, end < 0 ? undefined : end)),
  };
}

function columnsDropped(
  words: SqlWords,
  from: number,
  plain: Omit<SqlDetail, 'kind'>,
): SqlDetail | undefined {
  const columns: string[] = [];
  for (let at = findWords(words, ['drop'], from); at >= 0; at = findWords(words, ['drop'], at + 1)) {
    let next = at + 1;
    while (/^(?:column|if|exists)$/i.test(words[next] ?? '')) next += 1;
    const name = sqlName(words[next]);
    if (
      name !== '' &&
      !/^(?:constraint|not|default|primary|foreign|index|key|expression|identity)$/.test(name)
    )
      columns.push(name);
  }
  return columns.length === 0 ? undefined : { ...plain, kind: 'drop-column', columns };
}

function filterIn(words: SqlWords, from: number): Pick<SqlDetail, 'where' | 'limit'> {
  const where = findWords(words, ['where'], from);
  const limit = findWords(words, ['limit'], from);
  const end = [limit, findWords(words, ['returning'], from), findWords(words, ['order', 'by'], from)].filter(
    (at) => at > where,
  );
  const last = end.length === 0 ? words.length : Math.min(...end);
  const number = limit < 0 ? '' : (words[limit + 1] ?? '');
  return {
    where: where < 0 ? '' : readable(words.slice(where + 1, last)),
    limit: /^\d+$/.test(number) ? number : '',
  };
}

/** With blanks between words, none inside of a comparison. */
function readable(words: SqlWords): string {
  return words.reduce((text, word, at) => {
    const isPair = at > 0 && /^(?:[<>!]=|<>|::|\|\|)$/.test(`${words[at - 1]}${word}`);
    return at === 0 || isPair ? `${text}${word}` : `${text} ${word}`;
  }, '');
}

function assigned(words: SqlWords): readonly string[] {
  let depth = 0;
  return words.flatMap((word, at) => {
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    return depth === 0 && words[at + 1] === '=' && (at === 0 || words[at - 1] === ',') ? [sqlName(word)] : [];
  });
}
