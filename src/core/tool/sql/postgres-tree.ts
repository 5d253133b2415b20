import { budgets } from '../../shared/budgets.js';
import { field, listField, textField } from '../../target/fields.js';
import { action, opaqueAction, type SqlAction } from './action.js';
import { actionOfFunction } from './functions.js';
import { statementReaders } from './postgres-statements.js';
import { actionsOfWords } from './words-class.js';

/** What the statements of a PostgreSQL syntax tree do, wherever in it they stand (common table expressions, cursors). */
export function actionsOfTree(tree: unknown): readonly SqlAction[] {
  const walk = new Walk();
  for (const statement of listField(tree, 'stmts')) walk.statement(field(statement, 'stmt'));
  return walk.actions;
}

class Walk {
  readonly actions: SqlAction[] = [];
  private seen = 0;

  statement(node: unknown): void {
    const before = this.actions.length;
    this.visit(node, 0);
    if (this.actions.length === before) this.actions.push(action('read', 'rows'));
  }

  private visit(node: unknown, depth: number): void {
    this.seen += 1;
    if (depth > budgets.sqlTree.most || this.seen > budgets.sqlNodes.most) {
      if (this.seen <= budgets.sqlNodes.most + 1) this.actions.push(opaqueAction('statement'));
      return;
    }
    if (Array.isArray(node)) {
      for (const one of node) this.visit(one, depth + 1);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    for (const [name, body] of Object.entries(node)) this.visitNamed(name, body, depth);
  }

  private visitNamed(name: string, body: unknown, depth: number): void {
    if (name === 'ExplainStmt' && !runsPlan(body)) return;
    if (name === 'FuncCall') this.actions.push(...actionOfFunction(functionName(body)));
    if (name === 'DoStmt') this.actions.push(...actionsOfBlock(body));
    else if (/^[A-Z]\w*Stmt$/.test(name)) this.actions.push(...actionsOfNode(name, body));
    // The body of a function runs when it is called, not when it is made.
    if (name !== 'CreateFunctionStmt' && name !== 'RuleStmt') this.visit(body, depth + 1);
  }
}

function actionsOfNode(name: string, body: unknown): readonly SqlAction[] {
  const reader = statementReaders.get(name);
  if (reader !== undefined) return reader(body);
  const noun = name.replace(/^(?:Create|Alter|Drop)|Stmt$/g, '').toLowerCase() || 'object';
  if (name.startsWith('Create')) return [action('create', noun)];
  if (name.startsWith('Alter')) return [action('modify', noun)];
  return name.startsWith('Drop') ? [action('delete', noun)] : [action('unknown', 'statement')];
}

function runsPlan(body: unknown): boolean {
  return listField(body, 'options').some((option) => {
    const value =
      textField(option, 'DefElem', 'arg', 'String', 'sval') ??
      textField(option, 'DefElem', 'arg', 'Boolean', 'boolval');
    return textField(option, 'DefElem', 'defname') === 'analyze' && !/^(?:false|off|0)$/i.test(value ?? '');
  });
}

function functionName(body: unknown): string {
  const parts = listField(body, 'funcname').map((part) => textField(part, 'String', 'sval') ?? '');
  return parts.join('.').replace(/^pg_catalog\./, '');
}

function actionsOfBlock(body: unknown): readonly SqlAction[] {
  const text = listField(body, 'args')
    .map((argument) => textField(argument, 'DefElem', 'arg', 'String', 'sval'))
    .find((found) => found !== undefined && /\s/.test(found));
  return text === undefined
    ? [opaqueAction('DO')]
    : actionsOfWords(`DO $countersign$${text}$countersign$`, 'postgres');
}
