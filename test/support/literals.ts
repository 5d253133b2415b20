import { createScanner, SyntaxKind } from 'typescript/unstable/ast';

/** A string or template in code; each `${…}` of a template is one ellipsis. */
export interface Literal {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** The name of the property that it is the value of, where it is written right before it. */
  readonly property: string | undefined;
}

/** Tokens after which a slash divides. */
const ends = new Set<SyntaxKind>([
  SyntaxKind.Identifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateTail,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.ThisKeyword,
  SyntaxKind.SuperKeyword,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NullKeyword,
]);

/** Every string and template of a file, by the scanner of TypeScript itself: comments and patterns are none. */
export function literalsOf(code: string): readonly Literal[] {
  const scanner = createScanner(true, undefined, code);
  const found: Literal[] = [];
  /** Open braces: a template's waits here for its tail with what was read of it, a plain one is undefined. */
  const open: ({ readonly at: number; readonly property: string | undefined; text: string } | undefined)[] =
    [];
  const lineAt = (at: number): number => code.slice(0, at).split('\n').length;
  let before: { readonly kind: SyntaxKind; readonly text: string }[] = [];
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFile; kind = scanner.scan()) {
    const last = before.at(-1);
    const isDivision = last !== undefined && ends.has(last.kind);
    if ((kind === SyntaxKind.SlashToken || kind === SyntaxKind.SlashEqualsToken) && !isDivision)
      kind = scanner.reScanSlashToken();
    const top = open.at(-1);
    if (kind === SyntaxKind.CloseBraceToken && top !== undefined) kind = scanner.reScanTemplateToken(false);
    const at = scanner.getTokenStart();
    const property = last?.kind === SyntaxKind.ColonToken ? before.at(-2)?.text : undefined;
    const text = scanner.getTokenValue();
    if (kind === SyntaxKind.StringLiteral || kind === SyntaxKind.NoSubstitutionTemplateLiteral)
      found.push({ line: lineAt(at), text, property });
    else if (kind === SyntaxKind.TemplateHead) open.push({ at, property, text: `${text}…` });
    else if (kind === SyntaxKind.TemplateMiddle && top !== undefined) top.text += `${text}…`;
    else if (kind === SyntaxKind.TemplateTail && top !== undefined) {
      open.pop();
      found.push({ line: lineAt(top.at), text: top.text + text, property: top.property });
    } else if (kind === SyntaxKind.OpenBraceToken) open.push(undefined);
    else if (kind === SyntaxKind.CloseBraceToken) open.pop();
    before = [...before.slice(-1), { kind, text: scanner.getTokenText() }];
  }
  return found;
}
