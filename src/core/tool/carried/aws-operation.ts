import { readArguments } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { awsTarget } from '../../target/aws.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { draftsOf } from '../drafts-of.js';
import type { Draft, ToolContext } from '../table.js';
import { aws } from '../tools/aws.js';
import type { Body, CarriedText } from './body.js';

/** `DeleteDBInstance` -> `delete-db-instance`, as the command line names it. */
function kebabOfOperation(name: string): string {
  return name
    .replace(/_/g, '-')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** A request of AWS's query or JSON protocol as the call of its command line; undefined for any other request. */
export function awsOperation(
  host: string,
  headers: ReadonlyMap<string, string>,
  texts: readonly CarriedText[],
  bodies: readonly Body[],
  setting: ToolInvocation,
  context: ToolContext,
): Draft | undefined {
  const target = headers.get('x-amz-target');
  const isAws = /(?:^|\.)amazonaws\.com(?:\.cn)?$/i.test(host);
  const action =
    target?.split('.').at(-1) ?? (isAws ? texts.find(({ name }) => name === 'Action')?.text : undefined);
  if (action === undefined || !/^[A-Z]\w+$/.test(action)) return undefined;
  const service = isAws ? (host.split('.')[0] ?? 'aws') : (target?.split(/[_.]/)[0] ?? 'aws').toLowerCase();
  const given = bodies.some((body) => body.value !== undefined)
    ? bodies.flatMap((body) => body.texts)
    : texts;
  const options = given
    .filter(({ name, text }) => /^[A-Z]\w*/.test(name) && !/^(?:Action|Version)$/.test(name) && text !== '')
    .slice(0, 20)
    .flatMap(({ name, text }) => [`--${kebabOfOperation(name.split('.')[0] ?? name)}`, text]);
  const region = /\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host)?.[1];
  const words = [
    service,
    kebabOfOperation(action),
    ...options,
    ...(region === undefined ? [] : ['--region', region]),
  ];
  return awsDraft(words, setting, context);
}

/** What the command line `aws …` with these words would do, in the place that this call runs in. */
function awsDraft(
  words: readonly string[],
  setting: ToolInvocation,
  context: ToolContext,
): Draft | undefined {
  const argv: readonly Value[] = ['aws', ...words].map((text) => ({
    text,
    opaque: text.includes('\uFFFC') ? ['input'] : [],
  }));
  const own: ToolInvocation = {
    ...setting,
    invocation: { ...setting.invocation, program: 'aws', argv },
    args: readArguments(argv, aws.grammar),
  };
  const [draft] = draftsOf(aws, own, context);
  return draft === undefined ? undefined : { ...draft, where: draft.where ?? awsTarget(own) };
}
