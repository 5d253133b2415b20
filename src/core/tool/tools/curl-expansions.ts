import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';

/** curl's own variables: `--variable name=value` and `--expand-OPTION '{{name}}'`, which is `--OPTION` with the value put in. */
export function withExpansions(setting: ToolInvocation): ToolInvocation {
  const { args } = setting;
  const expanded = [...args.options].filter(([name]) => name.startsWith('--expand-'));
  if (expanded.length === 0) return setting;
  const variables = new Map((args.options.get('--variable') ?? []).flatMap(variableOf));
  const options = new Map([...args.options].filter(([name]) => !name.startsWith('--expand-')));
  for (const [name, values] of expanded) {
    const plain = `--${name.slice('--expand-'.length)}`;
    options.set(plain, [...(options.get(plain) ?? []), ...values.map((word) => filledIn(word, variables))]);
  }
  return { ...setting, args: { ...args, options } };
}

/** `name=value`; what a file or the environment gives is not looked at. */
function variableOf({ text }: Value): readonly (readonly [string, string])[] {
  const [, name, value] = /^(\w+)=([\s\S]*)$/.exec(text) ?? [];
  return name === undefined || value === undefined ? [] : [[name, value]];
}

/** `{{name:trim:json}}`: of curl's functions only the one counts that changes how a statement reads. */
function filledIn(word: Value, variables: ReadonlyMap<string, string>): Value {
  const text = word.text.replace(/\{\{(\w{1,128})((?::\w{1,20}){0,8})\}\}/g, (_, name: string, forms: string) => {
    const value = variables.get(name) ?? OPAQUE_MARK;
    return forms.includes(':json') ? JSON.stringify(value).slice(1, -1) : value;
  });
  return { ...word, text, opaque: text.includes(OPAQUE_MARK) ? [...word.opaque, 'input'] : word.opaque };
}
