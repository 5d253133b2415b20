import { budgets } from '../shared/budgets.js';
import type { Span } from '../shared/span.js';
import { escapePattern, isGlob } from './glob.js';
import type { OpaqueReason, Value } from './invocation.js';
import { isKnown, joinReasons, known, makeValue } from './value.js';

interface Piece {
  readonly text: string;
  readonly opaque: readonly OpaqueReason[];
  readonly live: boolean;
}

/** Builds the fields that one word becomes, splitting unquoted expansions on the separators. */
export class WordFields {
  private readonly done: Piece[][] = [];
  private current: Piece[] | undefined;
  /** Set by an empty `"$@"`, which makes no field of its own. */
  private vanishes = false;
  /** More fields came than are kept. */
  isCut = false;
  private readonly separators: string | undefined;

  /** `ifs` undefined: nothing is split. `joiner` stands between the values of `$*` there. */
  constructor(
    ifs: Value | undefined,
    private readonly span: Span | undefined,
    private readonly joiner = ' ',
  ) {
    this.separators = ifs === undefined ? undefined : isKnown(ifs) ? ifs.text : ' \t\n';
  }

  /** A quoted part, even an empty one, makes a field. */
  keep(): void {
    this.current ??= [];
  }

  add(value: Value, quoted: boolean): void {
    if (!quoted && this.separators !== undefined) this.split(value);
    else this.append(value.text, value.opaque, !quoted || value.glob === true);
  }

  addGlob(text: string): void {
    this.append(text, [], true);
  }

  /** `"$@"` and its like: each value a field of its own; `joined`: one field in quotes, as `"$*"`. */
  addList(values: readonly Value[], quoted: boolean, joined: boolean): void {
    const isOne = (joined && quoted) || this.separators === undefined;
    if (values.length === 0 && !(joined && quoted)) this.vanishes = true;
    values.forEach((value, index) => {
      if (index > 0 && isOne) this.append(joined ? this.between() : ' ', [], false);
      else if (index > 0) this.close();
      if (quoted || isOne) this.append(value.text, value.opaque, value.glob === true || value.many === true);
      else this.split(value);
    });
  }

  private between(): string {
    return this.separators === undefined ? this.joiner : this.separators.charAt(0);
  }

  values(): readonly Value[] {
    this.close();
    return this.done.map((pieces) => this.toValue(pieces));
  }

  joined(): Value {
    return this.toValue(this.current ?? []);
  }

  /** The text as a glob pattern in which quoted parts are escaped. */
  pattern(): Value {
    let text = '';
    let reasons: readonly OpaqueReason[] = [];
    for (const piece of this.current ?? []) {
      text += piece.live ? piece.text : escapePattern(piece.text);
      reasons = joinReasons(reasons, piece.opaque);
    }
    return makeValue(text, reasons);
  }

  private append(text: string, opaque: readonly OpaqueReason[], live: boolean): void {
    this.current ??= [];
    if (text !== '') this.current.push({ text, opaque, live });
  }

  private close(): void {
    const { current } = this;
    this.current = undefined;
    if (current === undefined || (current.length === 0 && this.vanishes)) return;
    if (this.done.length < budgets.fields.most) this.done.push(current);
    else this.isCut = true;
  }

  private split(value: Value): void {
    const separators = this.separators ?? '';
    if (separators === '') {
      if (value.text !== '') this.append(value.text, value.opaque, true);
      return;
    }
    let start = 0;
    for (let index = 0; index <= value.text.length; index += 1) {
      if (index < value.text.length && !separators.includes(value.text.charAt(index))) continue;
      const hard = index < value.text.length && !/\s/.test(value.text.charAt(index));
      if (index > start) this.append(value.text.slice(start, index), value.opaque, true);
      else if (hard) this.current ??= [];
      if (index < value.text.length) this.close();
      start = index + 1;
    }
  }

  private toValue(pieces: readonly Piece[]): Value {
    const only = pieces[0];
    if (pieces.length === 1 && only !== undefined && !only.live)
      return makeValue(only.text, only.opaque, this.span);
    let text = '';
    let reasons: readonly OpaqueReason[] = [];
    let live = '';
    let many = false;
    for (const piece of pieces) {
      text += piece.text;
      reasons = joinReasons(reasons, piece.opaque);
      live += piece.live ? piece.text : piece.text.replace(/[*?[\]()]/g, '.');
      many ||= piece.live && piece.opaque.length > 0;
    }
    const glob = isGlob(live);
    if (reasons.length === 0 && !glob) return known(text, this.span);
    const value = makeValue(text, reasons, this.span, glob);
    return many && this.separators !== undefined ? { ...value, many } : value;
  }
}
