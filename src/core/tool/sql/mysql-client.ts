import type { MysqlForm } from './mysql-script.js';

/** What the mysql client makes of its input before the server sees it. */
export type MysqlClientPart =
  | { readonly kind: 'sql'; readonly form: MysqlForm; readonly text: string }
  /** `source f`, `\. f`, `system c`, `\! c`, `pager c`, `tee f`, `connect d h`, `\\u d`: commands of the client. */
  | { readonly kind: 'own'; readonly name: string; readonly text: string };

const ownLine = /^\s*(source|\\\.|system|\\!|delimiter|pager|\\P|tee|\\T|connect|\\r|\\u)\s(.*)$/is;

/** Separates SQL from the lines that the client takes for itself, and cuts where another DELIMITER says. One pass. */
export function readMysqlClient(text: string): readonly MysqlClientPart[] {
  const parts: MysqlClientPart[] = [];
  let delimiter = ';';
  let lines: string[] = [];
  const flush = (): void => {
    parts.push(...cut(lines.join('\n'), delimiter));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const own = ownLine.exec(line);
    const [, name = '', behind = ''] = own ?? [];
    const rest = behind.trim().replace(/;$/, '').trimEnd();
    if (own === null) lines.push(line);
    else if (name.toLowerCase() !== 'delimiter')
      parts.push({ kind: 'own', name: name.toLowerCase(), text: rest });
    else {
      flush();
      delimiter = rest.split(/\s/)[0] || ';';
    }
  }
  flush();
  return parts;
}

/** Under another delimiter a statement may hold `;`: it reaches the server as one. */
function cut(sql: string, delimiter: string): readonly MysqlClientPart[] {
  const form = delimiter === ';' ? 'script' : 'statement';
  const texts = form === 'script' ? [sql] : sql.split(delimiter);
  return texts.filter((text) => text.trim() !== '').map((text) => ({ kind: 'sql', form, text }) as const);
}
