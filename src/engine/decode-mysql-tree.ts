import { ParserRuleContext } from 'antlr4ng';
import type { SyntaxNode } from '../core/tool/sql/syntax.js';

/** The parser's contexts as a value of ours: rule names and places, without words. */
export function decodeMysqlTree(context: ParserRuleContext, ruleNames: readonly string[]): SyntaxNode {
  const start = context.start?.start ?? 0;
  const end = (context.stop?.stop ?? start - 1) + 1;
  const children = context.children ?? [];
  return {
    rule: ruleNames[context.ruleIndex] ?? '',
    start,
    end: Math.max(start, end),
    children: children.flatMap((child) =>
      child instanceof ParserRuleContext ? [decodeMysqlTree(child, ruleNames)] : [],
    ),
  };
}
