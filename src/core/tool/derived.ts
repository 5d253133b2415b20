import type { ToolInvocation } from '../target/whereabouts.js';
import { endsSomething, saidBy } from './command-words.js';
import { resourceName, rowSpan } from './rows.js';
import type { Draft } from './table.js';

/** `machine destroy 3d8d` is a delete of `machine/3d8d`. */
export function derived(setting: ToolInvocation): readonly Draft[] {
  const words = setting.args.operands.map((word) => word.text);
  const found = saidBy(words);
  if (found === undefined)
    return [{ verb: showsHelp(setting) ? 'read' : 'unknown', resource: words.slice(0, 2).join(' ') }];
  const { verb, at } = found;
  const [own = '', colon] = (words[at] ?? '').split(':').reverse();
  const noun = nounOf(words.slice(0, at), colon, own);
  const names = words.slice(at + 1);
  return [
    {
      verb,
      resource: resourceName(noun, names.slice(0, 5)),
      names,
      reach: 1,
      opaque:
        verb === 'read'
          ? []
          : setting.args.operands
              .slice(at + 1)
              .filter((word) => word.opaque.length > 0)
              .map((word) => word.text),
      span: rowSpan(setting, at + 1, []),
    },
  ];
}

/** Alone, or with nothing but a question about itself; options alone may do anything. */
function showsHelp({ args, invocation }: ToolInvocation): boolean {
  if (args.operands.length > 0) return false;
  return invocation.argv.slice(1).every((word) => /^(?:-v|-V|-h|--version|--help)$/.test(word.text));
}

/** The word before the verb, in the singular; what stands before a colon; what follows a hyphen. */
function nounOf(before: readonly string[], colon: string | undefined, verb: string): string {
  const noun = colon ?? before.at(-1) ?? verb.split('-').slice(1).join('-');
  return noun
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|x)es$/, '$1')
    .replace(/([^s])s$/, '$1')
    .replace(/[^A-Za-z0-9-]/g, '-')
    .toLowerCase();
}

/** What a known tool's command in no row says by its words; undefined where they end nothing. */
export function suspected(setting: ToolInvocation): readonly Draft[] | undefined {
  const words = setting.args.operands.map((word) => word.text);
  const said = saidBy(words);
  return said !== undefined && endsSomething(words, said) ? derived(setting) : undefined;
}
