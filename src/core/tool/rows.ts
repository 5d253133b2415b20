import { hasOption, rehearses } from '../command/arguments.js';
import { OPAQUE_MARK, type Value } from '../command/invocation.js';
import type { Span } from '../shared/span.js';
import type { ToolInvocation, Whereabouts } from '../target/whereabouts.js';
import type { Draft, NameSlot, Row, Tool } from './table.js';

/** The first row that fits, and how many operands its command words took. */
export function findRow(
  tool: Pick<Tool, 'rows'>,
  setting: ToolInvocation,
): { readonly row: Row; readonly taken: number } | undefined {
  for (const row of tool.rows) {
    const taken = fitWords(row.words, setting.args.operands);
    if (taken !== undefined && fitOptions(row, setting)) return { row, taken };
  }
  return undefined;
}

/** What a row says of this call. */
export function draftOfRow(row: Row, taken: number, setting: ToolInvocation): Draft {
  const found = valuesAt(row.resource, taken, setting);
  const names = found.map((value) => value.text);
  return {
    verb: row.verb,
    resource: resourceName(row.noun, names),
    names,
    traits: row.traits ?? [],
    reach: row.reach ?? Math.max(1, names.length),
    opaque: found.filter((value) => value.opaque.length > 0).map((value) => value.text),
    span: rowSpan(setting, taken, found),
    ...(row.safer === undefined ? {} : { safer: row.safer }),
    ...(row.here === true ? { where: thisMachine } : {}),
  };
}

/** Files of this machine that a tool keeps for itself. */
export const thisMachine: Whereabouts = {
  system: 'filesystem',
  name: 'this machine',
  clues: [],
  local: { source: 'files', value: 'this machine' },
};

/** `environment/cost-explorer-prod`; several names are joined by commas, the first twenty of them. */
export function resourceName(noun: string | undefined, names: readonly string[]): string {
  const named = names
    .filter((name) => name !== '')
    .slice(0, 20)
    .join(',');
  if (noun === undefined) return named;
  return named === '' ? noun : `${noun}/${named}`;
}

/** The values of the first place that holds any. */
export function valuesAt(
  places: NameSlot | readonly NameSlot[] | undefined,
  taken: number,
  setting: ToolInvocation,
): readonly Value[] {
  for (const place of typeof places === 'object' ? places : [places]) {
    const found = valuesAtOne(place, taken, setting);
    if (found.length > 0) return found;
  }
  return [];
}

function valuesAtOne(place: NameSlot | undefined, taken: number, setting: ToolInvocation): readonly Value[] {
  const { operands, options } = setting.args;
  if (place === undefined) return [];
  if (place === 'rest') return operands.slice(taken);
  if (typeof place === 'number') return operands.slice(taken + place, taken + place + 1);
  return options.get(place) ?? [];
}

function fitWords(words: string, operands: readonly Value[]): number | undefined {
  if (words === '') return 0;
  const first = operands[0]?.text;
  // Most rows are of another command: seen before anything is cut.
  if (first === undefined || (!words.startsWith('*') && !words.includes(first))) return undefined;
  const wanted = words.split(' ');
  for (const [index, word] of wanted.entries()) {
    const given = operands[index]?.text;
    if (given === undefined || given === OPAQUE_MARK) return undefined;
    if (word !== '*' && !word.split('|').includes(given)) return undefined;
  }
  return wanted.length;
}

function fitOptions(row: Row, setting: ToolInvocation): boolean {
  // What makes a call harmless has to be given and not taken back; what makes it worse only has to be given.
  const given = row.verb === 'read' ? rehearses : hasOption;
  if (row.when !== undefined && !given(setting.args, ...row.when)) return false;
  return (
    row.unless === undefined || !(row.verb === 'read' ? hasOption : rehearses)(setting.args, ...row.unless)
  );
}

/** From the first command word to the resource, when both stand in the judged text; else the whole invocation. */
export function rowSpan(setting: ToolInvocation, taken: number, found: readonly Value[]): Span {
  const spans = [...setting.args.operands.slice(0, taken), ...found].flatMap((value) =>
    value.span === undefined ? [] : [value.span],
  );
  if (spans.length === 0) return setting.invocation.span;
  return [Math.min(...spans.map(([start]) => start)), Math.max(...spans.map(([, end]) => end))];
}
