import { parse } from 'unbash';
import type { Value } from './invocation.js';
import type { ExecutionContext, Machine } from './machine.js';
import type { Source } from './source.js';

/**
 * A text that the shell takes for a number or for a variable's name: what stands in a subscript there is expanded once more, so a
 * substitution in it runs, however it was quoted and wherever it comes from.
 */
export function runSubscripts(value: Value, place: ExecutionContext, machine: Machine): void {
  const { text } = value;
  const at = text.indexOf('[');
  if (at < 0 || !(text.includes('$(', at) || text.includes('`', at))) return;
  const inside = text.slice(at);
  const script = parse(`: "${inside}"`);
  const command = script.commands[0]?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  const isWhole =
    (script.errors ?? []).length === 0 && command?.type === 'Command' && command.suffix.length === 1;
  if (!isWhole || word?.type !== 'Word' || word.parts === undefined) {
    machine.prompt({ ...value, text: inside }, place);
    return;
  }
  const span = value.span ?? place.source.locate(0, 0);
  const source: Source = { text: inside, locate: () => span, marks: value.opaque };
  machine.textOf(word.parts, { ...place, source });
}
