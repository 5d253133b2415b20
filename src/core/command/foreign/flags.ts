/** Flags of a program that its own command line gives or does not: `add_argument('--apply', action='store_true')`. */
import type { Around, Known, LeadingCall, Thing } from './known.js';
import type { Flags } from './own-place.js';

/** They are told by what they are, never by their text: a constant of the program is none. */
export const flagOn: Known = { kind: 'text', text: 'true' };
export const flagOff: Known = { kind: 'text', text: 'false' };

/** Ways by which a program gives itself flags, or reads others than those of its command line. */
const ownWays =
  /\bargv\b|setattr|__dict__|__setattr__|\bvars\b|\bglobals\b|\bexec\b|\beval\b|set_defaults|argument_default|fromfile_prefix|\bparents\b|parser_class|auto_envvar|default_map|setOptionValue|\.env\b|Object\.assign|Reflect|Proxy|defineProperty|\bnargs\b|passThroughOptions/;

/** The flags of a program with this text that is started with these words; undefined where it may change them itself. */
export function flagsOf(text: string, words: readonly string[]): Flags | undefined {
  const usual = text.replace(/\.parse(?:Async)?\(process\.argv\)/g, '.parse()');
  if (ownWays.test(usual)) return undefined;
  return {
    ends: !/\b(?:finally|except|catch|atexit|beforeExit)\b|\.on\(/.test(text),
    of: (read, name, calls) => flag(read, name, calls, usual, words),
    param: (marks, name) => param(marks, name, usual, words),
  };
}

function flag(
  read: Thing,
  name: string,
  calls: readonly LeadingCall[],
  text: string,
  words: readonly string[],
): Known | undefined {
  const { root, steps } = read;
  const last = steps.at(-1);
  const isPython = root === 'argparse' && last?.name === 'parse_args';
  const isNode = root === 'commander' && last?.name === 'opts';
  if ((!isPython && !isNode) || !/^\w+$/.test(name) || last?.called === undefined || steps.length > 3)
    return undefined;
  if (last.called.args.length + last.called.named.size > 0) return undefined;
  // Given anew anywhere, it is not the command line's any more.
  if (new RegExp(`(?<![-\\w])${name}\\s*(?::?=(?!=)|[,)\\]}]\\s*=)`).test(text)) return undefined;
  const own = calls.filter((one) => one.thing.root === root);
  if (own.some(({ thing, given }) => isElsewhere(thing.steps.at(-1)?.name ?? '', given))) return undefined;
  const made = own.filter(
    ({ thing, given }) =>
      /^(?:add_argument|option|requiredOption|addOption)$/.test(thing.steps.at(-1)?.name ?? '') &&
      JSON.stringify(given.args).includes(optionOf(name)),
  );
  const [only] = made;
  if (only === undefined || made.length > 1) return undefined;
  return isFlag(only, optionOf(name), isPython) ? givenIn(optionOf(name), words, isPython) : undefined;
}

/** What `@click.option('--apply', is_flag=True)` gives a function, where it only asks for it. */
function param(
  marks: readonly Around[],
  name: string,
  text: string,
  words: readonly string[],
): Known | undefined {
  const own = marks.map(({ value }) =>
    value.kind === 'thing' && value.root === 'click' ? value.steps.at(-1) : undefined,
  );
  if (!own.every((step) => /^(?:command|option|argument)$/.test(step?.name ?? ''))) return undefined;
  const made = own.filter((step) => JSON.stringify(step?.called?.args).includes(optionOf(name)));
  const given = made.length === 1 ? made[0]?.called : undefined;
  const asked = text.replace(/(["']).*?\1/g, '').replace(new RegExp(`\\bif (?:not )?${name}:`, 'g'), '');
  if (given === undefined || asked.split(new RegExp(`\\b${name}\\b`)).length !== 2) return undefined;
  const isOwn =
    given.args.every((one) => one.kind === 'text' && /^--?[\w-]+$/.test(one.text)) &&
    [...given.named.keys()].every((key) => /^(?:is_flag|help|show_default)$/.test(key)) &&
    given.named.has('is_flag');
  return isOwn ? givenIn(optionOf(name), words, true) : undefined;
}

/** A parser that is told its words, or is changed. */
function isElsewhere(name: string, { args }: LeadingCall['given']): boolean {
  const own =
    args[0]?.kind === 'thing' && args[0].steps.map((step) => step.name).join('.') === 'process.argv';
  return name.endsWith('=') || (/^(?:parse|parseAsync)$/.test(name) && args.length > (own ? 1 : 0));
}

function optionOf(name: string): string {
  return `--${name.replace(/_/g, '-').replace(/([A-Z])/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function isFlag({ thing, given }: LeadingCall, option: string, isPython: boolean): boolean {
  const texts = given.args.map((one) => (one.kind === 'text' ? one.text : ''));
  if (!isPython) {
    return (
      thing.steps.at(-1)?.name === 'option' &&
      texts.length <= 2 &&
      given.named.size === 0 &&
      new RegExp(`^(?:-\\w, )?${option}$`).test(texts[0] ?? '')
    );
  }
  const action = given.named.get('action');
  return (
    texts.includes(option) &&
    texts.every((one) => /^--?[\w-]+$/.test(one)) &&
    action?.kind === 'text' &&
    action.text === 'store_true' &&
    [...given.named.keys()].every((key) => /^(?:action|help)$/.test(key))
  );
}

/** Any word that may be short for it, or hold its letter, leaves it open. */
function givenIn(option: string, words: readonly string[], isPython: boolean): Known | undefined {
  const at = words.indexOf(option);
  // Behind `--` it is no option, and behind another one it may be that one's value.
  if (at >= 0) return words.includes('--') || words[at - 1]?.startsWith('-') === true ? undefined : flagOn;
  const isOpen = words.some((word) => {
    const name = word.split('=', 1)[0] ?? '';
    return (
      word.startsWith('@') || /^-[^-]/.test(word) || (isPython && name.length > 2 && option.startsWith(name))
    );
  });
  return isOpen ? undefined : flagOff;
}
