import { closingBracket, type Part, type Token, type Tokens } from './tokens.js';

const operators = /^(?:&&|\|\||\r?\n|;|\||[2-6*]?>>?(?:&[12])?|<|,)/;

/** Splits PowerShell text into words and operators. */
export function splitPowerShell(text: string): Tokens {
  const tokens: Token[] = [];
  let openAt: number | undefined;
  let index = 0;
  while (index < text.length && openAt === undefined) {
    const skipped = skipBlank(text, index);
    if (skipped > index) {
      index = skipped;
      continue;
    }
    const operator = operators.exec(text.slice(index, index + 6))?.[0] ?? callOperator(text, index);
    if (operator !== undefined) {
      tokens.push({
        kind: 'operator',
        text: operator.trim() === '' ? ';' : operator,
        start: index,
        end: index + operator.length,
      });
      index += operator.length;
      continue;
    }
    const sign = followsVariable(tokens.at(-1), index)
      ? /^\+?=(?!=)/.exec(text.slice(index, index + 3))?.[0]
      : undefined;
    if (sign !== undefined) {
      const parts: readonly Part[] = [{ kind: 'text', text: sign, quoted: false }];
      tokens.push({ kind: 'word', parts, start: index, end: index + sign.length });
      index += sign.length;
      continue;
    }
    const word = readWord(text, index);
    tokens.push({ kind: 'word', parts: word.parts, start: index, end: word.end });
    openAt = word.openAt;
    index = Math.max(word.end, index + 1);
  }
  return { tokens, openAt };
}

/** True right behind a variable that stands alone: there `=` is a word of its own. */
function followsVariable(last: Token | undefined, index: number): boolean {
  return (
    last?.kind === 'word' &&
    last.end === index &&
    last.parts.length === 1 &&
    last.parts[0]?.kind === 'variable'
  );
}

/** Blanks, continued lines and comments. */
function skipBlank(text: string, index: number): number {
  const blank = /^(?:[ \t]+|`\r?\n)/.exec(text.slice(index, index + 200));
  if (blank !== null) return index + blank[0].length;
  if (text.startsWith('<#', index)) {
    const end = text.indexOf('#>', index);
    return end < 0 ? text.length : end + 2;
  }
  if (text.charAt(index) !== '#') return index;
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end;
}

/** `&` alone: calls what follows, or runs what precedes in the background. */
function callOperator(text: string, index: number): string | undefined {
  return text.charAt(index) === '&' ? '&' : undefined;
}

interface ReadWord {
  readonly parts: readonly Part[];
  readonly end: number;
  readonly openAt: number | undefined;
}

function readWord(text: string, start: number): ReadWord {
  const parts: Part[] = [];
  let index = start;
  while (index < text.length) {
    const character = text.charAt(index);
    if (
      /[\s;|,<>&]/.test(character) &&
      !(character === '&' && index > start && /\w/.test(text.charAt(index + 1)))
    )
      break;
    if (character === '`') {
      parts.push({ kind: 'text', text: text.charAt(index + 1), quoted: true });
      index += 2;
      continue;
    }
    const read = readQuoted(text, index) ?? readBracket(text, index) ?? readVariable(text, index);
    if (read === undefined) {
      parts.push({ kind: 'text', text: character, quoted: false });
      index += 1;
      continue;
    }
    parts.push(...read.parts);
    if (
      parts.length === 1 &&
      parts[0]?.kind === 'variable' &&
      /^\+?=(?!=)/.test(text.slice(read.end, read.end + 3))
    ) {
      return { parts, end: read.end, openAt: undefined };
    }
    if (read.openAt !== undefined) return { parts, end: text.length, openAt: read.openAt };
    index = read.end;
    // A quote at the beginning of a word ends it where it closes: `"a\\"b` is two words, however it was meant.
    if (parts.length > 0 && /^["']/.test(text.slice(start, start + 1)) && text.charAt(read.end - 2) === '\\')
      break;
    // A block ends its word: `} else {`.
    if (read.parts.some((part) => part.kind === 'block' && part.brace)) break;
  }
  return { parts, end: index, openAt: undefined };
}

function readQuoted(text: string, start: number): ReadWord | undefined {
  const here = /^@(['"])[ \t]*\r?\n/.exec(text.slice(start, start + 20));
  if (here !== null) {
    const mark = here[1] ?? "'";
    const end = text.indexOf(`\n${mark}@`, start);
    if (end < 0) return { parts: [], end: text.length, openAt: start };
    const body = text.slice(start + here[0].length, end);
    return {
      parts: mark === '"' ? interpolate(body, start) : [{ kind: 'text', text: body, quoted: true }],
      end: end + 3,
      openAt: undefined,
    };
  }
  const mark = text.charAt(start);
  if (mark !== '"' && mark !== "'") return undefined;
  let body = '';
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '`' && mark === '"') {
      body += character + text.charAt(index + 1);
      index += 1;
    } else if (character === mark) {
      if (text.charAt(index + 1) !== mark) {
        const parts: readonly Part[] =
          mark === '"' ? interpolate(body, start + 1) : [{ kind: 'text', text: body, quoted: true }];
        return { parts, end: index + 1, openAt: undefined };
      }
      body += mark;
      index += 1;
    } else body += character;
  }
  return { parts: [], end: text.length, openAt: start };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  a: '\x07',
  e: '\x1b',
};

/** The parts of a double-quoted text. */
function interpolate(body: string, base: number): readonly Part[] {
  const parts: Part[] = [{ kind: 'text', text: '', quoted: true }];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain, quoted: true });
    plain = '';
  };
  for (let index = 0; index < body.length; ) {
    const character = body.charAt(index);
    if (character === '`') {
      const next = body.charAt(index + 1);
      plain += escapes[next] ?? next;
      index += 2;
      continue;
    }
    const read =
      character === '$' ? (readBracket(body, index, base) ?? readVariable(body, index)) : undefined;
    if (read === undefined) {
      plain += character;
      index += 1;
      continue;
    }
    flush();
    parts.push(...read.parts);
    index = read.end;
  }
  flush();
  return parts;
}

function readBracket(text: string, start: number, base = 0): ReadWord | undefined {
  const head = /^(?:[$@]?\(|@?\{)/.exec(text.slice(start, start + 2))?.[0];
  if (head === undefined) return undefined;
  const open = start + head.length - 1;
  const end = closingBracket(text, open, '`');
  if (end === undefined) return { parts: [], end: text.length, openAt: start };
  const block: Part = {
    kind: 'block',
    text: text.slice(open + 1, end - 1),
    start: base + open + 1,
    brace: head.endsWith('{'),
  };
  return { parts: [block], end, openAt: undefined };
}

function readVariable(text: string, start: number): ReadWord | undefined {
  const found =
    /^\$(?:\{([^}]+)\}|((?:env:|global:|script:|local:|using:)?[A-Za-z_?^$][\w]*(?:\.\w+)*|_))/i.exec(
      text.slice(start, start + 200),
    );
  if (found === null) return undefined;
  return {
    parts: [{ kind: 'variable', name: (found[1] ?? found[2] ?? '').toLowerCase() }],
    end: start + found[0].length,
    openAt: undefined,
  };
}
