/** Text from outside, made safe to look at: a character that would not be seen becomes a mark that is. */
export interface InertPiece {
  readonly text: string;
  /** True when `text` names a hidden character (`U+202E`) instead of being what was written. */
  readonly hidden: boolean;
  /** Where it begins in the original, in UTF-16 units. */
  readonly start: number;
}

/**
 * Controls (but tab and line feed), format and bidirectional controls, unusual spaces, line separators, lone
 * surrogates and what Unicode lets a font ignore. The braille blank looks like a space and is none.
 */
const hiddenCharacter =
  /[^\P{Cc}\n\t]|\p{Cf}|[^\P{Zs} ]|\p{Zl}|\p{Zp}|\p{Cs}|\p{Default_Ignorable_Code_Point}|\u2800/gu;

export function inertPieces(text: string): readonly InertPiece[] {
  const pieces: InertPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(hiddenCharacter)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), hidden: false, start: from });
    pieces.push({ text: codePointName(match[0]), hidden: true, start: match.index });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hidden: false, start: from });
  return pieces;
}

/** One line for a title, a list or a message: hidden characters in angle brackets, line breaks drawn. */
export function inertLine(text: string): string {
  return inertPieces(text)
    .map((piece) => (piece.hidden ? `\u27E8${piece.text}\u27E9` : piece.text))
    .join('')
    .replace(/\s+/g, (run) => (run.includes('\n') ? ' \u23CE ' : run))
    .replaceAll('\t', ' ');
}

function codePointName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
