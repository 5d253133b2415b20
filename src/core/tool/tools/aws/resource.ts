import type { Value } from '../../../command/invocation.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';

const endings = ['-name', '-identifier', '-id', '-arn', '-names', '-ids', '-identifiers', '-arns', '-url', ''];

/** Options that name nothing in AWS, whatever they end with. */
const never = /^--(?:query|output|profile|region|endpoint-url|cli-.*|filters?|max-.*|page-size|starting-token|client-.*|request-.*|color)$/;

/** The values that name what an operation acts on: `--db-instance-identifier` for `delete-db-instance`. */
export function awsResource(setting: ToolInvocation, noun: string): readonly Value[] {
  const { options } = setting.args;
  for (const candidate of candidatesOf(noun)) {
    const values = options.get(candidate);
    if (values !== undefined && values.length > 0) return values;
  }
  for (const [name, values] of options) {
    if (values.length > 0 && !never.test(name) && /-(?:name|identifier|id|arn|url)s?$/.test(name)) return values;
  }
  return [];
}

function candidatesOf(noun: string): readonly string[] {
  const single = noun.replace(/ies$/, 'y').replace(/s$/, '');
  const nouns = [...new Set([noun, single, ...tailsOf(single)])].filter((text) => text !== '');
  return [
    ...nouns.flatMap((text) => endings.map((ending) => `--${text}${ending}`)),
    ...['--name', '--id', '--arn', '--identifier', '--names', '--ids', '--resource-arn', '--bucket', '--stack-name'],
  ];
}

/** `cluster` of `db-cluster`: options often drop the first words of the noun, or the last. */
function tailsOf(noun: string): readonly string[] {
  const words = noun.split('-');
  const tails = words.map((_, index) => words.slice(index).join('-')).slice(1);
  const heads = words.map((_, index) => words.slice(0, index).join('-')).slice(1);
  return [...heads.reverse(), ...tails];
}
