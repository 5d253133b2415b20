/**
 * One text as servers of different versions read it. Comments are blanked, so that offsets stay: `code` takes versioned
 * comments for code, `bare` for comments. A server of one version or the other reads either.
 */
export interface MysqlReadings {
  readonly code: string;
  readonly bare: string;
}

/** Ends with the text, whatever it holds; one pass each. */
export function readingsOfMysql(sql: string): MysqlReadings {
  const code = withoutComments(sql, true);
  return { code, bare: /\/\*M?!/.test(sql) ? withoutComments(sql, false) : code };
}

/** Cuts a text without comments where the client does: at each `;` outside quotes. Empty statements are left out. */
export function statementsOfMysql(text: string): readonly string[] {
  const statements: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; ) {
    if (text.charAt(at) === ';') {
      statements.push(text.slice(start, at));
      start = at + 1;
    }
    at = endOfQuote(text, at) ?? at + 1;
  }
  return [...statements, text.slice(start)].filter((statement) => statement.trim() !== '');
}

function withoutComments(sql: string, versionedIsCode: boolean): string {
  const parts: string[] = [];
  let isOpen = false;
  for (let at = 0; at < sql.length; ) {
    const quoted = endOfQuote(sql, at);
    const versioned = versionedIsCode ? versionMark(sql, at) : undefined;
    if (quoted !== undefined) {
      parts.push(sql.slice(at, quoted));
      at = quoted;
    } else if (versioned !== undefined || (isOpen && sql.startsWith('*/', at))) {
      isOpen = versioned !== undefined;
      parts.push(' '.repeat(versioned?.length ?? 2));
      at += versioned?.length ?? 2;
    } else if (/^\\[gG]/.test(sql.slice(at, at + 2))) {
      // The client's other way to end a statement.
      parts.push(' ;');
      at += 2;
    } else {
      const end = endOfComment(sql, at);
      parts.push(end === undefined ? sql.charAt(at) : blank(sql.slice(at, end)));
      at = end ?? at + 1;
    }
  }
  return parts.join('');
}

function versionMark(sql: string, at: number): string | undefined {
  return sql.charAt(at) === '/' ? /^\/\*M?!\d{0,6}/.exec(sql.slice(at, at + 10))?.[0] : undefined;
}

function endOfQuote(sql: string, at: number): number | undefined {
  const quote = sql.charAt(at);
  if (quote !== "'" && quote !== '"' && quote !== '`') return undefined;
  for (let index = at + 1; index < sql.length; index += 1) {
    const here = sql.charAt(index);
    if (here === '\\' && quote !== '`') index += 1;
    else if (here === quote) return index + 1;
  }
  return sql.length;
}

function endOfComment(sql: string, at: number): number | undefined {
  const here = sql.charAt(at);
  if (here === '#' || (here === '-' && /^--(?:\s|$)/.test(sql.slice(at, at + 3)))) {
    const end = sql.indexOf('\n', at);
    return end < 0 ? sql.length : end;
  }
  if (here !== '/' || sql.charAt(at + 1) !== '*') return undefined;
  return endOfBlock(sql, at);
}

/** A versioned comment that is skipped may hold one plain comment inside. */
function endOfBlock(sql: string, at: number): number {
  const isVersioned = versionMark(sql, at) !== undefined;
  const end = sql.indexOf('*/', at + 2);
  const inner = isVersioned ? sql.indexOf('/*', at + 2) : -1;
  if (inner < 0 || end < 0 || inner > end) return end < 0 ? sql.length : end + 2;
  const outer = sql.indexOf('*/', end + 2);
  return outer < 0 ? sql.length : outer + 2;
}

function blank(comment: string): string {
  return comment.replace(/[^\n]/g, ' ');
}
