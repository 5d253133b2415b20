import type { SyntaxNode } from '@lezer/common';
import type { AssignTarget, Expression, Statement } from '../../core/command/foreign/program.js';

/** Brackets and blocks within each other; deeper than anyone writes them. */
const deepest = 150;

/** A program nests deeper than is followed. */
class TooDeepProgram extends Error {
  override readonly name = 'too-deep';
}

/** Walks the tree of one language; a subclass says what its nodes are. */
export abstract class ProgramReader {
  /** An error node was met. */
  broken = false;
  private depth = 0;

  constructor(protected readonly text: string) {}

  abstract expression(node: SyntaxNode): Expression;
  abstract statement(node: SyntaxNode): readonly Statement[];

  statements(nodes: readonly SyntaxNode[]): readonly Statement[] {
    return nodes.flatMap((node) => this.deeper(() => this.statement(node)));
  }

  value(node: SyntaxNode | undefined): Expression {
    return node === undefined ? noExpression : this.deeper(() => this.expression(node));
  }

  /** Every child that is no punctuation. */
  kids(node: SyntaxNode): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.type.isError) this.broken = true;
      else if (!/^[^\p{L}]|^(?:Comment|LineComment|BlockComment)$/u.test(child.name)) found.push(child);
    }
    return found;
  }

  /** Every child, punctuation too. */
  all(node: SyntaxNode): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
    return found;
  }

  at(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  /** What a node that is of no interest by itself holds. */
  group(node: SyntaxNode): Expression {
    return { kind: 'group', parts: this.kids(node).map((child) => this.value(child)) };
  }

  targetOf(value: Expression): AssignTarget {
    if (value.kind === 'name') return value;
    if (value.kind === 'member') return value;
    if (value.kind === 'index') return { kind: 'member', of: value.of, name: textOf(value.key) };
    if (value.kind === 'list')
      return {
        kind: 'parts',
        parts: value.items.map((item, index) => [String(index), this.targetOf(item)] as const),
      };
    return { kind: 'parts', parts: [] };
  }

  private deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > deepest) throw new TooDeepProgram();
    const found = read();
    this.depth -= 1;
    return found;
  }
}

export const noExpression: Expression = { kind: 'group', parts: [] };

export function literal(text: string): Expression {
  return { kind: 'text', parts: [text] };
}

function textOf(value: Expression): string {
  if (value.kind === 'constant') return value.text;
  return value.kind === 'text' ? value.parts.filter((part) => typeof part === 'string').join('') : '';
}

/** A string's content with its usual escapes resolved. */
export function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|([0-7]{1,3})|\r?\n|([\s\S]))/g,
    (_all, hex?: string, long?: string, short?: string, octal?: string, other?: string) => {
      const code = hex ?? long ?? short;
      if (code !== undefined) return character(Number.parseInt(code, 16));
      if (octal !== undefined) return character(Number.parseInt(octal, 8));
      if (other === undefined) return '';
      return escapes.get(other) ?? other;
    },
  );
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['0', '\0'],
]);

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
