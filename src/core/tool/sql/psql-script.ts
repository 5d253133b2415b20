import { budgets } from '../../shared/budgets.js';
/** What psql makes of its input before the server sees it. */
export type PsqlPart =
  | { readonly kind: 'sql'; readonly text: string }
  /** `\! rm x` has the name `!` and the text `rm x`. */
  | { readonly kind: 'meta'; readonly name: string; readonly text: string };

/**
 * Separates SQL from backslash commands, which psql runs itself, and puts in the variables that are known. One pass.
 * Quotes, dollar quotes and comments keep a backslash from being a command.
 */
export function readPsqlScript(script: string, variables: ReadonlyMap<string, string>): readonly PsqlPart[] {
  const parts: PsqlPart[] = [];
  let sql = '';
  let at = 0;
  while (at < script.length) {
    const skipped = skipQuoted(script, at);
    if (skipped > at) {
      sql += script.slice(at, skipped);
      at = skipped;
      continue;
    }
    const here = script.charAt(at);
    if (here === '\\' && parts.length > budgets.psqlCommands.most) {
      parts.push({ kind: 'meta', name: '!', text: 'more backslash commands than are read' });
      break;
    }
    if (here === '\\') {
      const meta = readMeta(script, at);
      parts.push({ kind: 'sql', text: sql }, meta.part);
      sql = '';
      at = meta.end;
      continue;
    }
    const used = here === ':' ? readVariable(script, at, variables) : undefined;
    sql += used?.text ?? here;
    at = used?.end ?? at + 1;
  }
  parts.push({ kind: 'sql', text: sql });
  return parts.filter((part) => part.kind === 'meta' || part.text.trim() !== '');
}

/** The end of a quote or comment that starts here; `at` itself when none does. */
function skipQuoted(script: string, at: number): number {
  const here = script.charAt(at);
  if (here === "'" || here === '"') {
    const escapes = here === "'" && /[eE]/.test(script.charAt(at - 1));
    for (let index = at + 1; index < script.length; index += 1) {
      if (escapes && script.charAt(index) === '\\') index += 1;
      else if (script.charAt(index) === here) return index + 1;
    }
    return script.length;
  }
  if (script.startsWith('--', at)) return endAfter(script, '\n', at);
  if (script.startsWith('/*', at)) return endAfter(script, '*/', at + 2);
  const tag = here === '$' ? /^\$(?:[A-Za-z_]\w{0,62})?\$/.exec(script.slice(at, at + 66))?.[0] : undefined;
  return tag === undefined ? at : endAfter(script, tag, at + tag.length);
}

function endAfter(script: string, mark: string, from: number): number {
  const found = script.indexOf(mark, from);
  return found < 0 ? script.length : found + mark.length;
}

/** A command goes to the end of its line or to the next `\\`; `\!` takes the whole line. */
function readMeta(script: string, at: number): { readonly part: PsqlPart; readonly end: number } {
  const lineEnd = script.indexOf('\n', at);
  const line = script.slice(at + 1, lineEnd < 0 ? script.length : lineEnd);
  const name = /^(?:[A-Za-z_]+\+?|!|\?|\\|;)/.exec(line)?.[0] ?? '';
  const rest = line.slice(name.length);
  const next = name === '!' || name === 'copy' ? -1 : rest.indexOf('\\');
  const text = (next < 0 ? rest : rest.slice(0, next)).trim();
  const length = 1 + name.length + (next < 0 ? rest.length : next);
  return { part: { kind: 'meta', name: name.replace(/\+$/, ''), text }, end: Math.max(at + 1, at + length) };
}

/** `:name`, `:'name'` and `:"name"`, but not a cast or a slice; unknown names stay as they are. */
function readVariable(
  script: string,
  at: number,
  variables: ReadonlyMap<string, string>,
): { readonly text: string; readonly end: number } | undefined {
  if (script.charAt(at - 1) === ':' || script.charAt(at + 1) === ':') return undefined;
  const match = /^:(?:'(\w+)'|"(\w+)"|(\w+))/.exec(script.slice(at, at + 70));
  if (match === null) return undefined;
  const [whole, text, name, bare] = match;
  const value = variables.get(text ?? name ?? bare ?? '');
  if (value === undefined) return undefined;
  const quoted =
    text !== undefined ? `'${value.replace(/'/g, "''")}'` : name !== undefined ? `"${value}"` : value;
  return { text: quoted, end: at + whole.length };
}
