import type { Span } from '../../shared/span.js';
import { isBlankCharacter, isQuote } from './characters.js';
import { isSecretName } from './secret-name.js';

/** A value as it stands in a text: without its quotes. */
export interface SecretValue {
  readonly span: Span;
  readonly quote: '"' | "'" | '`' | '';
  /** Where reading goes on. */
  readonly end: number;
}

/** The value that begins at `from`. Reads on from where it ended are linear: nothing is read twice. */
export function valueAt(text: string, from: number): SecretValue {
  const slashes = backslashesAt(text, from);
  const open = text.charAt(from + slashes);
  if (isQuote(open) || (open === '`' && slashes === 0)) {
    const mark = text.startsWith(open.repeat(3), from) ? open.repeat(3) : `${'\\'.repeat(slashes)}${open}`;
    const start = from + mark.length;
    const close = closing(text, start, mark);
    // An escaped quote may be closed by a plain one.
    const behind = close + (text.startsWith(mark, close) ? mark.length : 1);
    const end = close < text.length ? joinedEnd(text, behind) : close;
    const isJoined = end > behind;
    return { span: [start, isJoined ? end : close], quote: isQuote(open) ? open : '`', end };
  }
  const end = bareEnd(text, from);
  return { span: [from, end], quote: '', end };
}

/** Where a quoted text ends; the text's end where nobody closed it. `mark` may be an escaped quote, or three of them. */
function closing(text: string, from: number, mark: string): number {
  const isPlain = mark.length === 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\' && !text.startsWith(mark, at)) at += 1;
    else if (text.startsWith(mark, at)) return at;
    else if (!isPlain && mark.length === 2 && text[at] === mark[1]) return at;
  }
  return text.length;
}

/** A shell joins what stands without a blank between: `'it'"'"'s'`. */
function joinedEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const open = text.charAt(at);
    const isLoneQuote = isQuote(text.charAt(at + 1)) && text[at + 2] === open && text[at + 1] !== open;
    if (isQuote(open) && at + 1 < text.length && (isLoneQuote || !isEndOfValue(text, at + 1))) {
      const close = text.indexOf(open, at + 1);
      if (close < 0) return text.length;
      at = close + 1;
    } else if (/[A-Za-z0-9_$]/.test(open)) {
      at = bareEnd(text, at);
      if (!isQuote(text.charAt(at))) return at;
    } else return at;
  }
}

function bareEnd(text: string, from: number): number {
  let at = from;
  let open = 0;
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (/[{([]/.test(character)) open += 1;
    if (/\s|[;|&`<>]/.test(character)) return at;
    if (character === '\\') {
      if (at + 1 >= text.length || isQuote(text.charAt(at + 1)) || /\s/.test(text.charAt(at + 1))) {
        if (text[at + 1] !== ' ') return at;
      }
      at += 1;
      continue;
    }
    if (isQuote(character)) {
      // Either the end of a text that began before, or a part that is quoted.
      if (at === from || isEndOfValue(text, at + 1)) return at;
      const close = text.indexOf(character, at + 1);
      if (close < 0 || /\s/.test(text.slice(at, Math.min(close, at + 200)))) return at;
      at = close;
      continue;
    }
    if (/[)\]}]/.test(character) && open > 0) {
      open -= 1;
      continue;
    }
    if (/[,)\]}]/.test(character) && isEndOfValue(text, at + 1)) return at;
    if (character === ',' && /^[A-Za-z_][\w.-]{0,60}[=:]/.test(text.slice(at + 1, at + 64))) return at;
  }
  return at;
}

function isEndOfValue(text: string, at: number): boolean {
  return at >= text.length || /[\s;|&<>,)\]}"'`\\:]/.test(text.charAt(at));
}

function backslashesAt(text: string, from: number): number {
  let count = 0;
  while (count < 8 && text[from + count] === '\\') count += 1;
  return isQuote(text.charAt(from + count)) ? count : 0;
}

const literals = new Set(
  `true false null none undefined nil yes no on off string str number bool boolean any unknown bytes void never
   String Secret &str required optional -`.split(/\s+/),
);

const references = [
  // Variables, and nothing beside them that would be the secret itself.
  /^(?:\$\{[\w.]+\}|\$[A-Za-z_]\w*|\$\d|[:/@])+$/,
  /^%[A-Za-z_]\w*%$/,
  /^\$env:\w+$/i,
  /^\$?\{\{.*\}\}$/,
  /^<[\w .-]+>$/,
  /^(?:\*+|x{3,}|\.{2,}|…|)$/i,
  // What is looked up elsewhere.
  /^(?:op|vault|ref\+\w+|gcpsm|awssm|keyring|bws|akv|file|env):\/\//i,
  /^(?:env|secretref):[A-Za-z_][\w-]*$/,
  /^file:[./~]/,
  /^arn:aws[\w-]*:/,
  /^(?:process\.env|os\.environ|os\.getenv|ENV\[|System\.getenv|getenv\(|env\(|import\.meta\.env)/,
  /^(?:var|local|data|module|secrets|env|inputs|vars|github|steps)\.[\w.[\]"-]+$/,
  /^(?:\.{0,2}|~)(?:\/[\w.@+-]+){2,}$/,
];

/** True for what only names a secret, or says that there is none. */
export function isReference(text: string, { span: [start, end], quote }: SecretValue): boolean {
  const value = text.slice(start, Math.min(end, start + 300));
  if (literals.has(value)) return true;
  if ((value.startsWith('$(') || value.startsWith('`')) && quote !== "'") return true;
  if (quote === "'" && /^\$[A-Za-z_]*[a-z]/.test(value)) return false;
  if (end - start > 300) return false;
  return references.some((one) => one.test(value)) || isNameOfSecret(value);
}

/** `db-credentials`, as Kubernetes and stores of secrets call them. */
function isNameOfSecret(value: string): boolean {
  return /^[a-z]+(?:[-_/.][a-z]+)*[-_/.](?:secrets?|tokens?|credentials?|creds|tls|cert|password|keys?)$/.test(
    value,
  );
}

/** In a program, `password = user.password` and `token = readToken(path)` hold none. */
export function isExpression(value: string): boolean {
  if (value.length > 200) return false;
  if (/^[A-Za-z_$][\w$.?]*\(/.test(value)) return true;
  const last = /^(?:[A-Za-z_$][\w$]*\??\.)*([A-Za-z_$][\w$]*)$/.exec(value)?.[1];
  return last !== undefined && isSecretName(last);
}

export function skipBlanks(text: string, from: number, most = 40): number {
  let at = from;
  while (at - from < most && isBlankCharacter(text.charAt(at))) at += 1;
  return at;
}
