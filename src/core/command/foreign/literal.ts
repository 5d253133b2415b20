import { type BudgetName, budgets } from '../../shared/budgets.js';
import { decodedBase64, fromHex } from '../filters/decoders.js';
import { OPAQUE_MARK } from '../invocation.js';

/** What an expression of another language comes to: text, a list of texts, or nothing known. */
export type Literal =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'unknown' };

const unknown: Literal = { kind: 'unknown' };

/** Reads constant expressions: strings, lists, joins, the usual decoders, and variables given before. */
export class LiteralReader {
  constructor(
    private readonly code: string,
    private position: number,
    private readonly variables: ReadonlyMap<string, Literal>,
  ) {}

  private depth = 0;
  private ran: BudgetName | undefined;

  /** Which budget ran out, so that what was read is not all that stands there. */
  get spent(): BudgetName | undefined {
    return this.ran;
  }

  /** Where reading stopped. */
  get end(): number {
    return this.position;
  }

  /** A sum of terms, with what is called on it. */
  read(): Literal {
    if (this.depth > budgets.literalDepth.most) return this.cut('literalDepth');
    this.depth += 1;
    let value = this.term();
    for (;;) {
      this.blanks();
      const joined = this.takes(/^(?:\+(?!\+)|\.\.(?!\.)|\.(?=\s*['"$])|(?=['"](?!\s*[)\]])))/);
      if (!joined) break;
      this.blanks();
      value = add(value, this.term());
    }
    this.depth -= 1;
    return value;
  }

  /** What stands behind a limit may be anything. */
  private cut(name: BudgetName): Literal {
    this.ran ??= name;
    return unknown;
  }

  /** The arguments after an opening bracket; the last is unknown where there are too many. */
  arguments(): readonly Literal[] {
    const values: Literal[] = [];
    for (;;) {
      this.blanks();
      if (this.position >= this.code.length || /[)\]}]/.test(this.code.charAt(this.position))) break;
      if (values.length >= budgets.literalParts.most) {
        values.push(this.cut('literalParts'));
        break;
      }
      values.push(this.read());
      this.skipToSeparator();
      if (this.code.charAt(this.position) !== ',') break;
      this.position += 1;
    }
    return values;
  }

  /** Arguments without brackets. */
  bare(): readonly Literal[] {
    const values = [this.read()];
    for (this.blanks(); this.code.charAt(this.position) === ','; this.blanks()) {
      if (values.length >= budgets.literalParts.most) {
        values.push(this.cut('literalParts'));
        break;
      }
      this.position += 1;
      values.push(this.read());
    }
    return values;
  }

  private term(): Literal {
    this.blanks();
    let value = this.primary();
    for (let count = 0; count <= budgets.literalSteps.most; count += 1) {
      const next = this.postfix(value);
      if (next === undefined) return value;
      value = next;
    }
    return this.cut('literalSteps');
  }

  private primary(): Literal {
    const rest = this.code.slice(this.position, this.position + 200);
    const quoted = /^([rRbBuUfF]{0,2})("""|'''|"|'|`)/.exec(rest);
    if (quoted !== null) return this.quoted(quoted[1] ?? '', quoted[2] ?? '');
    if (/^[[(]/.test(rest)) return this.bracketed(rest.charAt(0));
    if (rest.startsWith('{')) return this.record();
    const words = /^(?:qw|%w)\s*(?:\[([^\]]*)\]|\(([^)]*)\)|\{([^}]*)\}|<([^>]*)>|([/|!])([^/|!]*)\5)/i.exec(
      rest,
    );
    if (words !== null) {
      this.position += words[0].length;
      const [, square, round, curly, angled, , plain] = words;
      return { kind: 'list', items: (square ?? round ?? curly ?? angled ?? plain ?? '').trim().split(/\s+/) };
    }
    const number = /^\d+/.exec(rest);
    if (number !== null) {
      this.position += number[0].length;
      return { kind: 'text', text: number[0] };
    }
    const name = /^(?:await\s+|new\s+)?([$@]?[A-Za-z_][\w.$:]*(?:->\w+)*)/.exec(rest);
    if (name === null) return unknown;
    this.position += name[0].length;
    if (this.code.charAt(this.position) === '(') return this.called(name[1] ?? '');
    return this.variables.get((name[1] ?? '').replace(/^[$@]/, '')) ?? unknown;
  }

  private quoted(prefix: string, mark: string): Literal {
    let at = this.position + prefix.length + mark.length;
    let text = '';
    const raw = /r/i.test(prefix);
    while (at < this.code.length && !this.code.startsWith(mark, at)) {
      const character = this.code.charAt(at);
      if (character === '\\' && !raw) {
        const sequence =
          /^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[0-7]{1,3}|[\s\S])/.exec(this.code.slice(at, at + 6))?.[0] ??
          '\\';
        text += unescapeOne(sequence);
        at += sequence.length;
      } else {
        text += character;
        at += 1;
      }
    }
    this.position = at + mark.length;
    if (/f/i.test(prefix))
      return { kind: 'text', text: text.replace(/\{[^{}]*\}/g, (part) => this.inserted(part.slice(1, -1))) };
    if (mark === '`' || mark === '"')
      return {
        kind: 'text',
        text: text.replace(/[$#]\{([^{}]*)\}/g, (_part, inner: string) => this.inserted(inner)),
      };
    return { kind: 'text', text };
  }

  private inserted(name: string): string {
    const value = this.variables.get(name.trim());
    if (/^\s*\d{1,9}\s*$/.test(name)) return name.trim();
    return value?.kind === 'text' ? value.text : OPAQUE_MARK;
  }

  private bracketed(open: string): Literal {
    this.position += 1;
    const values = this.arguments();
    const close = open === '[' ? ']' : ')';
    if (this.code.charAt(this.position) === close) this.position += 1;
    if (open === '(' && values.length === 1) return values[0] ?? unknown;
    return { kind: 'list', items: values.map(literalText) };
  }

  /** An object: only its `args` say anything here. */
  private record(): Literal {
    this.position += 1;
    let found: Literal = unknown;
    for (let count = 0; this.position < this.code.length; count += 1) {
      if (count >= budgets.literalParts.most) return this.cut('literalParts');
      this.blanks();
      const key = /^["']?(\w+)["']?\s*:\s*/.exec(this.code.slice(this.position, this.position + 60));
      if (key !== null) {
        this.position += key[0].length;
        const value = this.read();
        if (key[1] === 'args') found = value;
      }
      this.skipToSeparator();
      if (this.code.charAt(this.position) !== ',') break;
      this.position += 1;
    }
    this.position += 1;
    return found;
  }

  private called(name: string): Literal {
    this.position += 1;
    const from = this.position;
    const values = this.arguments();
    this.skipToClose();
    return temporaryPath(name, this.code.slice(from, this.position)) ?? decodeCall(name, values);
  }

  private postfix(value: Literal): Literal | undefined {
    const rest = this.code.slice(this.position, this.position + 80);
    const reversed =
      /^(?:\[::-1\]|\.reverse\b(?:\(\))?|\.split\((?:''|"")\)\.reverse\(\)\.join\((?:''|"")\))/.exec(rest);
    if (reversed !== null) {
      this.position += reversed[0].length;
      return value.kind === 'text' ? { kind: 'text', text: [...value.text].reverse().join('') } : unknown;
    }
    const same =
      /^\.(?:decode|encode|strip|trim|toString|format_map|trimEnd|rstrip|chomp|text|to_s)\((?:\s*['"][\w-]*['"]\s*)?\)/.exec(
        rest,
      );
    if (same !== null) {
      this.position += same[0].length;
      return value;
    }
    if (/^\.split\(\s*(?:['"] ['"]\s*)?\)/.test(rest) && value.kind === 'text') {
      this.position += rest.indexOf(')') + 1;
      return { kind: 'list', items: value.text.trim().split(/\s+/) };
    }
    const join = /^\.join\(/.exec(rest);
    if (join !== null) return this.joined(value);
    const other = /^(?:\?\.|\.|->|::)[\w]+\(|^\.\w+|^\[[^\]]*\]/.exec(rest);
    if (other === null) return undefined;
    this.position += other[0].length;
    if (other[0].endsWith('(')) {
      this.arguments();
      this.skipToClose();
    }
    return unknown;
  }

  private joined(value: Literal): Literal {
    this.position += 6;
    const values = this.arguments();
    this.skipToClose();
    const first = values[0];
    if (value.kind === 'text' && first?.kind === 'list')
      return { kind: 'text', text: first.items.join(value.text) };
    if (value.kind === 'list')
      return { kind: 'text', text: value.items.join(first?.kind === 'text' ? first.text : ',') };
    return unknown;
  }

  private blanks(): void {
    while (/\s/.test(this.code.charAt(this.position))) this.position += 1;
  }

  private takes(pattern: RegExp): boolean {
    const found = pattern.exec(this.code.slice(this.position, this.position + 8));
    if (found === null) return false;
    this.position += found[0].length;
    return true;
  }

  /** Moves over what could not be read, to the next `,` or closing bracket of this level. */
  private skipToSeparator(): void {
    let level = 0;
    for (; this.position < this.code.length; this.position += 1) {
      const character = this.code.charAt(this.position);
      if (/[[({]/.test(character)) level += 1;
      else if (/[\])}]/.test(character)) {
        if (level === 0) return;
        level -= 1;
      } else if (character === ',' && level === 0) return;
      else if (/['"`]/.test(character)) {
        this.quoted('', character);
        this.position -= 1;
      }
    }
  }

  private skipToClose(): void {
    while (this.position < this.code.length && this.code.charAt(this.position) !== ')') {
      const before = this.position;
      if (this.code.charAt(this.position) === ',') this.position += 1;
      this.skipToSeparator();
      if (this.position === before) return;
    }
    this.position += 1;
  }
}

export function literalText(value: Literal): string {
  return value.kind === 'text' ? value.text : value.kind === 'list' ? value.items.join(' ') : OPAQUE_MARK;
}

function add(left: Literal, right: Literal): Literal {
  if (left.kind === 'list' && right.kind === 'list')
    return { kind: 'list', items: [...left.items, ...right.items] };
  if (left.kind === 'list' || right.kind === 'list') return unknown;
  if (left.kind === 'unknown' && right.kind === 'unknown') return unknown;
  return { kind: 'text', text: literalText(left) + literalText(right) };
}

function unescapeOne(sequence: string): string {
  const body = sequence.slice(1);
  if (/^[xu]/.test(body)) return String.fromCharCode(Number.parseInt(body.slice(1), 16));
  if (/^[0-7]/.test(body)) return String.fromCharCode(Number.parseInt(body, 8) & 255);
  return { n: '\n', t: '\t', r: '\r', '\n': '' }[body] ?? body;
}

export function decodeCall(name: string, values: readonly Literal[]): Literal {
  const first = values[0];
  const last = name.split(/[.:]+|->/).at(-1) ?? '';
  const given = first?.kind === 'text' ? first.text : undefined;
  const how = values[1]?.kind === 'text' ? values[1].text.toLowerCase() : '';
  if (/^(?:chr|fromCharCode|fromCodePoint)$/.test(last)) {
    return {
      kind: 'text',
      text: values.map((value) => String.fromCharCode(Number(literalText(value)) || 0)).join(''),
    };
  }
  if (given === undefined) return unknown;
  if (
    /^(?:b64decode|standard_b64decode|urlsafe_b64decode|decodestring|decodebytes|atob|base64_decode|decode_base64|decode64|strict_decode64|urlsafe_decode64)$/.test(
      last,
    )
  )
    return text(decodedBase64(given));
  if (/^(?:fromhex|unhexlify|hex2bin|a2b_hex)$/.test(last)) return text(fromHex(given));
  if (/^(?:from|decode)$/.test(last) && /base64/.test(how)) return text(decodedBase64(given));
  if (/^(?:from|decode)$/.test(last) && /hex/.test(how)) return text(fromHex(given));
  if (/^(?:decode)$/.test(last) && /rot.?13/.test(how)) return text(rot13(given));
  // Where a program lies says nothing of what it is.
  if (/^(?:which|find_executable)$/.test(last)) return first ?? unknown;
  if (last === 'str_rot13') return text(rot13(given));
  if (last === 'strrev' || last === 'reverse') return text([...given].reverse().join(''));
  if (
    /^(?:str|String|bytes|Path|PurePath|PosixPath|quote|split|expanduser|fspath|resolve|TextDecoder|Buffer)$/.test(
      last,
    )
  ) {
    return last === 'split' ? { kind: 'list', items: given.trim().split(/\s+/) } : (first ?? unknown);
  }
  if (last === 'from' || name === 'Dir.glob') return first ?? unknown;
  if (/^File[.:]+join$/.test(name) && values.every((value) => value.kind === 'text'))
    return text(values.map(literalText).join('/'));
  return unknown;
}

/** A new file or folder among the temporary ones, which its maker may take away again. Another folder may be asked for. */
function temporaryPath(name: string, given: string): Literal | undefined {
  if (/\bdir\s*=/.test(given)) return undefined;
  if (
    /^(?:tempfile\.(?:gettempdir|mkdtemp|mktemp)|os\.tmpdir|fs\.mkdtempSync|mkdtempSync|tmpdir)$/.test(name)
  ) {
    const isBase = /tmpdir$|gettempdir$/.test(name);
    if (/mkdtempSync$/.test(name) && !/\btmpdir\(/.test(given)) return undefined;
    return { kind: 'text', text: isBase ? '/tmp' : '/tmp/named-by-tempfile' };
  }
  return undefined;
}

function text(decoded: string | undefined): Literal {
  return decoded === undefined ? unknown : { kind: 'text', text: decoded };
}

function rot13(given: string): string {
  return given.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}
