import { type SourceFile, sourceFiles } from './source.js';

/** One regular expression as it stands in a file. */
export interface Expression {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly source: string;
  /** JavaScript's. */
  readonly flags: string;
}

/** A `new RegExp(…)` whose text is put together from parts. */
export interface Composed {
  readonly path: string;
  readonly line: number;
  /** What stands between the brackets, up to the first comma outside of quotes. */
  readonly code: string;
  readonly file: SourceFile;
}

/** Words after which a slash begins an expression, although they look like values. */
const beforeValue =
  /^(?:return|typeof|case|in|of|instanceof|new|delete|void|throw|do|else|yield|await|default)$/;

/** Reads TypeScript's tokens as far as needed to tell an expression from a division, comments and strings. */
class Reader {
  readonly literals: { readonly line: number; readonly source: string; readonly flags: string }[] = [];
  readonly composed: { readonly line: number; readonly from: number }[] = [];
  private at = 0;
  private line = 1;
  private before = '';
  private readonly open: string[] = [];

  constructor(private readonly text: string) {
    while (this.at < text.length) this.token();
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.line += match[0].split('\n').length - 1;
    this.at += match[0].length;
    return match;
  }

  private token(): void {
    if (this.take(/\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y)) return;
    if (this.take(/'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|\.?\d[\w.]*/y)) {
      this.before = 'value';
      return;
    }
    if (this.take(/`/y)) {
      this.template();
      return;
    }
    const word = this.take(/[\p{ID_Start}$_#@][\p{ID_Continue}$]*/uy)?.[0];
    if (word !== undefined) {
      if (word === 'RegExp' && this.text.charAt(this.at) === '(')
        this.composed.push({ line: this.line, from: this.at + 1 });
      this.before = word;
      return;
    }
    if (this.text.charAt(this.at) === '/' && !this.followsValue()) {
      const { line } = this;
      const match = this.take(/\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([a-z]*)/y);
      if (match === undefined) throw new Error(`expected an expression in line ${line}, got none`);
      this.literals.push({ line, source: match[1] ?? '', flags: match[2] ?? '' });
      this.before = 'value';
      return;
    }
    this.punctuation();
  }

  private followsValue(): boolean {
    if (beforeValue.test(this.before)) return false;
    return /^[\p{ID_Start}$_#@]/u.test(this.before) || /^[)\]}]$/.test(this.before);
  }

  private punctuation(): void {
    const character = this.text.charAt(this.at);
    this.at += 1;
    this.before = character;
    if (character === '{') this.open.push('{');
    if (character === '}' && this.open.pop() === '${') this.template();
  }

  /** From behind a backtick, or behind what was filled in, to the next of the two. */
  private template(): void {
    this.take(/(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y);
    const end = this.take(/`|\$\{/y)?.[0];
    if (end === '${') this.open.push(end);
    this.before = end === '${' ? '(' : 'value';
  }
}

export function literalsOf(file: SourceFile): readonly Expression[] {
  return new Reader(file.text).literals.map((literal) => ({ path: file.path, ...literal }));
}

export function composedIn(file: SourceFile): readonly Composed[] {
  return new Reader(file.text).composed.map(({ line, from }) => {
    const code = /\s*((?:`[^`]*`|'[^']*'|[^,)`'])*)/y;
    code.lastIndex = from;
    return { path: file.path, line, file, code: (code.exec(file.text)?.[1] ?? '').trim() };
  });
}

/**
 * The expression that a composed one becomes: its parts are constants of the same file, or what `madeOf` says for them.
 * Undefined where a part is neither.
 */
export function resolved(
  { path, line, code, file }: Composed,
  madeOf: ReadonlyMap<string, string>,
): Expression | undefined {
  const source = constantOf(code, file, madeOf);
  return source === undefined ? undefined : { path, line, source, flags: '' };
}

function constantOf(code: string, file: SourceFile, madeOf: ReadonlyMap<string, string>): string | undefined {
  const said = madeOf.get(`${file.path} ${code}`);
  if (said !== undefined) return said;
  const text = /^(String\.raw)?`([^`]*)`$|^'((?:\\.|[^'\\])*)'$/.exec(code);
  if (text !== null) {
    const [, raw, template, plain] = text;
    const whole = template ?? plain ?? '';
    const cooked = raw === undefined ? whole.replace(/\\(.)/g, '$1') : whole;
    const parts = [...cooked.matchAll(/\$\{([^{}]*)\}/g)].map((match) => ({
      match,
      value: constantOf(match[1] ?? '', file, madeOf),
    }));
    if (parts.some(({ value }) => value === undefined)) return undefined;
    let next = 0;
    return cooked.replace(/\$\{[^{}]*\}/g, () => {
      const value = parts[next]?.value ?? '';
      next += 1;
      return value;
    });
  }
  if (/^\d[\d_]*$/.test(code)) return code.replaceAll('_', '');
  if (!/^\w+$/.test(code)) return undefined;
  const constant = new RegExp(`\\bconst ${code} =\\s+((?:String\\.raw)?\`[^\`]*\`|'[^'\\n]*'|\\d[\\d_]*);`);
  const found = constant.exec(file.text)?.[1];
  return found === undefined ? undefined : constantOf(found, file, madeOf);
}

const closing: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']', '<': '>' };

/** Perl's expressions, in JavaScript's way of writing. What is filled in at run time stands as one letter. */
export function perlExpressions({ path, text }: SourceFile): readonly Expression[] {
  const start =
    /(?:[=!]~\s*|\bsplit\s+|\bgrep\s*\{\s*|[(,]\s*(?=(?:m|qr)[^\w\s,]))(?:(m|qr|s)(?=[^\w\s,=])|(?=\/))/g;
  return [...text.replace(/^[ \t]*#[^\n]*/gm, '').matchAll(start)].flatMap((match): readonly Expression[] => {
    const plain = text.replace(/^[ \t]*#[^\n]*/gm, '');
    const from = match.index + match[0].length;
    const mark = plain.charAt(from);
    const end = closing[mark] ?? mark;
    let at = from + 1;
    let depth = 1;
    for (; at < plain.length; at += 1) {
      const character = plain.charAt(at);
      if (character === '\\') at += 1;
      else if (character === end && depth === 1) break;
      else if (character === end) depth -= 1;
      else if (character === mark) depth += 1;
    }
    const source = plain.slice(from + 1, at);
    const flags = match[1] === 's' ? '' : (/^[a-z]*/.exec(plain.slice(at + 1))?.[0] ?? '');
    const line = plain.slice(0, from).split('\n').length;
    return [{ path, line, source: fromPerl(source), flags: flags.replace(/[^ims]/g, '') }];
  });
}

function fromPerl(source: string): string {
  return source
    .replace(/\$\w+(?:\{\w+\})?(?:->\{\w+\})?/g, 'a')
    .replace(/\\[AG]/g, '^')
    .replace(/\\[zZ]/g, '$');
}

export function typescriptFiles(): readonly SourceFile[] {
  return sourceFiles('src');
}

export function perlFiles(): readonly SourceFile[] {
  return sourceFiles('src', '.pl');
}
