import type { ToolInvocation } from '../target/whereabouts.js';
import { endsSomething, saidBy } from './command-words.js';
import { nounFor } from './nouns.js';
import { resourceName, rowSpan } from './rows.js';
import type { Draft } from './table.js';

/** What is in no table is called as it was typed: `mix run`, not `run`. */
export function commandAsTyped({ invocation }: ToolInvocation, words: readonly string[]): string {
  return [invocation.program, ...words].join(' ');
}

/** `machine destroy 3d8d` is a delete of `machine/3d8d`. */
export function derived(setting: ToolInvocation): readonly Draft[] {
  const words = setting.args.operands.map((word) => word.text);
  const found = saidBy(words);
  if (found === undefined)
    return [
      { verb: showsHelp(setting) ? 'read' : 'unknown', resource: commandAsTyped(setting, words.slice(0, 2)) },
    ];
  const { verb, at } = found;
  const noun = nounOf(words.slice(0, at), words[at] ?? '');
  const names = words.slice(at + 1).filter((word) => !isSetting(word));
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

/** `instance-id=2222`, `true`: a setting is the name of nothing. */
function isSetting(word: string): boolean {
  return /^(?:true|false|yes|no)$/i.test(word) || /^[\w.-]+=/.test(word);
}

/** What a verb's own word names behind it (`DeleteDBInstance`), what stands before its colon, the nearest thing before it. */
export function nounOf(before: readonly string[], verb: string): string | undefined {
  const [own = '', colon] = verb.split(':').reverse();
  const parted = own
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1-')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-');
  const inside = /^(?:delete|remove|destroy|purge|drop|terminate|truncate|revoke)-(.+)$/i.exec(parted)?.[1];
  const told = [inside, colon, ...before.toReversed()].flatMap((word) =>
    word === undefined ? [] : (nounFor(word.split(':').at(-1) ?? '') ?? []),
  );
  return told[0];
}

/** What a known tool's command in no row says by its words; undefined where they end nothing. */
export function suspected(setting: ToolInvocation): readonly Draft[] | undefined {
  const words = setting.args.operands.map((word) => word.text);
  const said = saidBy(words);
  return said !== undefined && endsSomething(words, said) ? derived(setting) : undefined;
}
