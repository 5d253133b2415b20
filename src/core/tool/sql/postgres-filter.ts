import { field, listField, textField } from '../../target/fields.js';

/** True when a WHERE is absent or holds for every row: `true`, `1=1`, `x = x`, `id > 0`, `LIKE '%'`, `… OR true`. */
export function isAlwaysTrueNode(node: unknown, depth = 0): boolean {
  if (node === undefined) return true;
  if (depth > 50) return false;
  const parts = listField(node, 'BoolExpr', 'args');
  const operator = textField(node, 'BoolExpr', 'boolop');
  if (operator === 'AND_EXPR') return parts.every((part) => isAlwaysTrueNode(part, depth + 1));
  if (operator === 'OR_EXPR') return parts.some((part) => isAlwaysTrueNode(part, depth + 1));
  if (operator === 'NOT_EXPR') return truthOf(parts[0]) === false;
  return truthOf(node) === true || comparesEverything(node);
}

/** The truth of a constant, with casts such as `'t'::boolean` taken off; undefined for anything else. */
function truthOf(node: unknown): boolean | undefined {
  const cast = field(node, 'TypeCast', 'arg');
  const constant = field(cast ?? node, 'A_Const');
  if (constant === undefined) return undefined;
  if (field(constant, 'boolval') !== undefined) return field(constant, 'boolval', 'boolval') === true;
  const text = textField(constant, 'sval', 'sval');
  return cast === undefined || text === undefined ? undefined : /^(?:t|true|y|yes|on|1)$/i.test(text);
}

function comparesEverything(node: unknown): boolean {
  const expression = field(node, 'A_Expr');
  if (expression === undefined) return false;
  const operator = textField(listField(expression, 'name')[0], 'String', 'sval');
  const left = field(expression, 'lexpr');
  const right = field(expression, 'rexpr');
  const [one, other] = [shape(left), shape(right)];
  const constants = field(left, 'A_Const') !== undefined && field(right, 'A_Const') !== undefined;
  if (operator === '=') return one === other;
  if (operator === '<>') return constants && one !== other;
  if (operator === '~~' || operator === '~~*') return textField(right, 'A_Const', 'sval', 'sval') === '%';
  if (operator !== '>' && operator !== '>=') return false;
  return (
    isKeyColumn(left) &&
    field(right, 'A_Const', 'ival') !== undefined &&
    textField(right, 'A_Const', 'ival', 'ival') === undefined
  );
}

function isKeyColumn(node: unknown): boolean {
  const name = textField(listField(node, 'ColumnRef', 'fields').at(-1), 'String', 'sval') ?? '';
  return /^(?:id|.*_id|uid|pk)$/i.test(name);
}

/** Text that is equal for equal expressions, wherever they stand. */
function shape(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value)) ?? '';
}
