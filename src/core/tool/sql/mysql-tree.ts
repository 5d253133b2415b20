import { action, type SqlAction } from './action.js';
import { actionOfFunction } from './functions.js';
import { readStatements, type SqlToken } from './lexer.js';
import type { MysqlPart } from './mysql-part.js';
import { mysqlReaders } from './mysql-statements.js';
import { partsOf, type SyntaxNode } from './syntax.js';

/** What a routine's body does, by its name in lower case: it runs when the routine is called. */
export type MysqlRoutines = Map<string, readonly SqlAction[]>;

/** What the statements of a tree do. The bodies of routines are put into `routines`; those of events run by themselves. */
export function actionsOfMysqlTree(
  tree: SyntaxNode,
  text: string,
  routines: MysqlRoutines,
): readonly SqlAction[] {
  const found = new TreeReader(text, routines).visit(tree);
  return found.length === 0 ? [action('read', 'rows')] : found;
}

/** Rules whose one part is a statement: a part that no reader knows is no read. */
const holders = new Set([
  'ddlStatement',
  'dmlStatement',
  'transactionStatement',
  'replicationStatement',
  'preparedStatement',
  'administrationStatement',
  'utilityStatement',
]);

const routineRules = new Set(['createProcedure', 'createFunction', 'createTrigger']);

class TreeReader {
  constructor(
    private readonly text: string,
    private readonly routines: MysqlRoutines,
  ) {}

  visit(node: SyntaxNode): readonly SqlAction[] {
    if (/^(?:full|analyze)DescribeStatement$/.test(node.rule)) return this.visitPlan(node);
    const inner = node.children.flatMap((child) => this.visit(child));
    const own = this.ownActions(node);
    if (!routineRules.has(node.rule)) return [...own, ...inner];
    for (const name of this.part(node).names('fullId').slice(0, 1))
      this.routines.set(name.toLowerCase(), inner);
    return own;
  }

  /** A plan runs its statement only when it is to be analysed. */
  private visitPlan(node: SyntaxNode): readonly SqlAction[] {
    const runs = this.words(node)
      .slice(0, 3)
      .some((token) => token.key === 'ANALYZE');
    return runs ? node.children.flatMap((child) => this.visit(child)) : [];
  }

  private ownActions(node: SyntaxNode): readonly SqlAction[] {
    if (node.rule === 'functionName') return actionOfFunction(this.nameOf(node));
    const reader = mysqlReaders.get(node.rule);
    if (reader !== undefined) return reader(this.part(node));
    if (!holders.has(node.rule)) return [];
    const unknown = node.children.some((child) => !mysqlReaders.has(child.rule));
    return unknown ? [action('unknown', 'statement')] : [];
  }

  private part(node: SyntaxNode): MysqlPart {
    return {
      node,
      tokens: this.words(node),
      names: (...rules) => partsOf(withoutOwner(node), ...rules).map((part) => this.nameOf(part)),
      words: (part) => this.words(part),
    };
  }

  private nameOf(node: SyntaxNode): string {
    return this.words(node)
      .map((token) => token.text)
      .join('');
  }

  private words(node: SyntaxNode): readonly SqlToken[] {
    return readStatements(this.text.slice(node.start, node.end), 'mysql').statements[0] ?? [];
  }
}

/** `DEFINER = ada` names nobody that the statement acts on. */
function withoutOwner(node: SyntaxNode): SyntaxNode {
  return { ...node, children: node.children.filter((child) => child.rule !== 'ownerStatement') };
}
