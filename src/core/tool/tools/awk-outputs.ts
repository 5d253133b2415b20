/** Where awk's own `print … > NAME` goes, put together as awk does from texts, variables and the environment. */
import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import type { World } from '../../shared/world.js';

/** A text without its quotes, a word, or one other character. */
interface Token {
  readonly kind: 'text' | 'word' | 'sign';
  readonly text: string;
}

/** The names behind `>` of each print; what is computed otherwise is not known. */
export function awkOutputs(code: string, given: ReadonlyMap<string, string>, world: World): readonly Value[] {
  const variables = new Map(given);
  return statementsOf(tokensOf(code)).flatMap((statement): readonly Value[] => {
    const at = statement.findIndex(({ kind, text }) => kind === 'word' && /^printf?$/.test(text));
    if (at < 0) {
      const [name, equals, ...value] = statement;
      if (name?.kind === 'word' && isSign(equals, '=')) variables.set(name.text, textOf(value, variables, world));
      return [];
    }
    const redirected = behindArrow(statement.slice(at));
    const text = redirected === undefined ? '' : textOf(redirected, variables, world);
    if (text === '') return [];
    return [{ text, opaque: text.includes(OPAQUE_MARK) ? ['input'] : [] }];
  });
}

function tokensOf(code: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < code.length; at += 1) {
    const here = code.charAt(at);
    if (here === ' ' || here === '\t') continue;
    const end = here === '"' ? endOfText(code, at) : endOfWord(code, at);
    if (here === '"') tokens.push({ kind: 'text', text: code.slice(at + 1, end) });
    else tokens.push({ kind: end > at ? 'word' : 'sign', text: code.slice(at, Math.max(end, at + 1)) });
    at = here === '"' ? end : Math.max(end - 1, at);
  }
  return tokens;
}

function endOfText(code: string, from: number): number {
  for (let at = from + 1; at < code.length; at += 1) {
    if (code.charAt(at) === '\\') at += 1;
    else if (code.charAt(at) === '"') return at;
  }
  return code.length;
}

function endOfWord(code: string, from: number): number {
  let at = from;
  while (/\w/.test(code.charAt(at))) at += 1;
  return at;
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}

function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const found: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'sign' && /[;{}\n]/.test(token.text)) found.push([]);
    else found.at(-1)?.push(token);
  }
  return found.filter((statement) => statement.length > 0);
}

/** What follows the last arrow outside of brackets. */
function behindArrow(statement: readonly Token[]): readonly Token[] | undefined {
  let depth = 0;
  let found: number | undefined;
  for (const [at, token] of statement.entries()) {
    if (isSign(token, '(')) depth += 1;
    else if (isSign(token, ')')) depth -= 1;
    else if (isSign(token, '>') && depth === 0) found = at + 1;
  }
  return found === undefined ? undefined : statement.slice(found);
}

/** Texts side by side are one; whatever else stands there is not known. */
function textOf(tokens: readonly Token[], variables: ReadonlyMap<string, string>, world: World): string {
  const parts: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'word' && token.text === 'ENVIRON' && isSign(tokens[at + 1], '[')) {
      const name = tokens[at + 2]?.text ?? '';
      parts.push(name === 'HOME' ? world.home : (world.env[name] ?? OPAQUE_MARK));
      at += 3;
    } else if (token.kind === 'text') parts.push(token.text);
    else if (token.kind === 'word') parts.push(variables.get(token.text) ?? OPAQUE_MARK);
    else if (!/[()]/.test(token.text)) parts.push(OPAQUE_MARK);
  }
  return parts.join('').replace(/\uFFFC+/g, OPAQUE_MARK);
}
