/** A part of a statement that a grammar names: `singleDeleteStatement`, `tableName`. Words themselves are not kept. */
export interface SyntaxNode {
  readonly rule: string;
  /** UTF-16 offsets in the parsed text, end exclusive; equal for a part without words. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

/** The nearest parts of these names below a node, in order; none inside another. */
export function partsOf(node: SyntaxNode, ...rules: readonly string[]): readonly SyntaxNode[] {
  return node.children.flatMap((child) => (rules.includes(child.rule) ? [child] : partsOf(child, ...rules)));
}
