import { action, dropColumns, type SqlAction } from './action.js';
import type { SqlToken } from './lexer.js';
import type { MysqlPart } from './mysql-part.js';
import { columnAt } from './names.js';
import { renameActions } from './renames.js';
import { partsOf } from './syntax.js';

/** What each change of an ALTER TABLE does; what takes nothing away is told once, as a modification. */
export function alterTableActions(part: MysqlPart): readonly SqlAction[] {
  const names = part.names('tableName').slice(0, 1);
  const changes = partsOf(part.node, 'alterOption', 'alterPartitionSpecification', 'tableOption');
  const losing = changes.flatMap((change) => lossOf(part.words(change), names));
  return losing.length > 0 ? losing : (renameActions(part.tokens) ?? [action('modify', 'table', names)]);
}

function lossOf(words: readonly SqlToken[], names: readonly string[]): readonly SqlAction[] {
  const keys = words.map((word) => word.key);
  if (keys[1] === 'PARTITION') return partitionLoss(keys[0] ?? '', names);
  if (keys[0] === 'DISCARD') return [{ ...action('destroy', 'table', names), uncountable: true }];
  // This engine keeps no rows.
  if (keys.includes('ENGINE') && words.at(-1)?.text.toLowerCase() === 'blackhole')
    return [{ ...action('destroy', 'rows', names), uncountable: true }];
  if (keys.at(-2) === 'NOT' && keys.at(-1) === 'ENFORCED')
    return [action('modify', 'table', names, 'protection-off')];
  if (keys[0] !== 'DROP') return [];
  return /^(?:INDEX|KEY|PRIMARY|FOREIGN|CHECK|CONSTRAINT|DEFAULT)$/.test(keys[1] ?? '')
    ? [action('modify', 'table', names, 'protection-off')]
    : [dropColumns(names, columnAt(words, 1))];
}

function partitionLoss(key: string, names: readonly string[]): readonly SqlAction[] {
  if (/^(?:DROP|TRUNCATE|DISCARD)$/.test(key))
    return [{ ...action('destroy', 'partition', names), uncountable: true }];
  return key === 'EXCHANGE' ? [{ ...action('replace', 'partition', names), uncountable: true }] : [];
}
