import type { JsonValue } from '../../toolcall/toolcall.js';
import type { Grammars } from '../table.js';
import type { SqlAction } from './action.js';

export function actionsOfTree(
  _tree: JsonValue,
  _grammar: NonNullable<Grammars['postgres']>,
): readonly SqlAction[] {
  return [];
}
