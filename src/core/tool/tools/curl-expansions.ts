import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { fileText, pathIn } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';

/** curl's own variables: `--variable name=value` and `--expand-OPTION '{{name}}'`, which is `--OPTION` with the value put in. */
export function withExpansions(setting: ToolInvocation): ToolInvocation {
  const { args } = setting;
  const expanded = [...args.options].filter(([name]) => name.startsWith('--expand-'));
  if (expanded.length === 0) return setting;
  const variables = new Map((args.options.get('--variable') ?? []).flatMap((word) => variableOf(word, setting)));
  const options = new Map([...args.options].filter(([name]) => !name.startsWith('--expand-')));
  for (const [name, values] of expanded) {
    const plain = `--${name.slice('--expand-'.length)}`;
    options.set(plain, [...(options.get(plain) ?? []), ...values.map((word) => filledIn(word, variables))]);
  }
  return { ...setting, args: { ...args, options } };
}

/** `name=value`, `name@file`, `%NAME` and `%NAME=default` of the environment. */
function variableOf({ text }: Value, { world, invocation }: ToolInvocation): readonly (readonly [string, string])[] {
  const [, fromEnvironment = '', name = '', how = '', rest = ''] = /^(%?)(\w+)(?:([=@])([\s\S]*))?$/.exec(text) ?? [];
  if (name === '') return [];
  if (how === '@') return [[name, fileText(world, pathIn(invocation.cwd.text, rest, world)) ?? OPAQUE_MARK]];
  if (fromEnvironment === '') return [[name, rest]];
  const set = invocation.env.get(name)?.text ?? world.env[name];
  return [[name, set ?? (how === '=' ? rest : OPAQUE_MARK)]];
}

/** `{{name:trim:json}}`: functions of curl that put a value in another form, in their order. */
function filledIn(word: Value, variables: ReadonlyMap<string, string>): Value {
  const text = word.text.replace(/\{\{(\w{1,128})((?::\w{1,20}){0,8})\}\}/g, (_, name: string, forms: string) =>
    forms.split(':').reduce(inForm, variables.get(name) ?? OPAQUE_MARK),
  );
  return { ...word, text, opaque: text.includes(OPAQUE_MARK) ? [...word.opaque, 'input'] : word.opaque };
}

function inForm(text: string, form: string): string {
  if (form === 'trim') return text.trim();
  if (form === 'json') return JSON.stringify(text).slice(1, -1);
  return form === 'url' ? encodeURIComponent(text) : text;
}
