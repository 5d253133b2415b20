import { OPAQUE_MARK, type Value } from '../command/invocation.js';
import { shellWord } from '../shared/shell-word.js';
import type { ToolInvocation } from '../target/whereabouts.js';
import type { Draft, Tool } from './table.js';

/** The longest text that is repeated from a call. */
const mostCharacters = 600;

/**
 * Fills the form of a safer command: `{name}` becomes the names of the resources, `{--profile}` that option as the call
 * gives it, `{program}` the program and `{command}` the whole call. What is not known falls away, with its option.
 * Undefined for a call that cannot be repeated with more options at its end.
 */
export function saferCommand(
  form: string,
  draft: Draft,
  tool: Tool,
  setting: ToolInvocation,
): string | undefined {
  const words: string[] = [];
  for (const word of form.split(' ')) {
    const filled = filledIn(word, draft, tool, setting);
    if (filled.length > 0) words.push(...filled);
    else if (word === '{command}') return undefined;
    else if (word === '{name}' && words.at(-1)?.startsWith('-')) words.pop();
  }
  return words.join(' ');
}

function filledIn(word: string, draft: Draft, tool: Tool, setting: ToolInvocation): readonly string[] {
  if (!word.startsWith('{')) return [word];
  const slot = word.slice(1, -1);
  if (slot === 'program') return [shellWord(setting.invocation.program)];
  if (slot === 'command') return wholeCall(tool, setting);
  if (slot === 'name') return namesOf(draft);
  return optionAsGiven(slot, tool, setting);
}

function namesOf({ names = [] }: Draft): readonly string[] {
  if (names.some((name) => name.includes(OPAQUE_MARK))) return [];
  return within(names.filter((name) => name !== '').map(shellWord));
}

function optionAsGiven(option: string, tool: Tool, setting: ToolInvocation): readonly string[] {
  const values = setting.args.options.get(option);
  if (values === undefined) return [];
  if (values.length === 0) return [option];
  // Go's flag package demands the sign of equality for some of its options.
  const joined = tool.grammar.style === 'single-dash';
  const known = values.filter(isKnown).map(wordOf);
  return within(known.flatMap((value) => (joined ? [`${option}=${value}`] : [option, value])));
}

function wholeCall({ grammar }: Tool, { invocation, args }: ToolInvocation): readonly string[] {
  // After `--` an option would be one more thing to act on.
  if (args.terminated !== undefined) return [];
  const words: string[] = [shellWord(invocation.program)];
  for (const value of invocation.argv.slice(1)) {
    if (isKnown(value)) words.push(wordOf(value));
    else if (grammar.valued.has(words.at(-1) ?? '')) words.pop();
  }
  return words.join(' ').length > mostCharacters ? [] : words;
}

function isKnown(value: Value): boolean {
  return value.opaque.length === 0 && !value.text.includes(OPAQUE_MARK);
}

/** A live pattern stays one. */
function wordOf(value: Value): string {
  return value.glob === true && /^[\w@%+=:,./*?[\]-]+$/.test(value.text) ? value.text : shellWord(value.text);
}

function within(words: readonly string[]): readonly string[] {
  let length = 0;
  return words.filter((word) => {
    length += word.length + 1;
    return length <= mostCharacters;
  });
}
