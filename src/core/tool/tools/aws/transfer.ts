import { hasOption } from '../../../command/arguments.js';
import { OPAQUE_MARK } from '../../../command/invocation.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import { rowSpan, thisMachine } from '../../rows.js';
import type { Draft } from '../../table.js';

/** `aws s3 cp|sync` from a bucket to this machine reads the bucket; only `--delete` then deletes files here. */
export function transferDrafts(setting: ToolInvocation): readonly Draft[] | undefined {
  const [service, command, from, to] = setting.args.operands;
  if (service?.text !== 's3' || from === undefined || to === undefined) return undefined;
  if (!/^(?:cp|sync)$/.test(command?.text ?? '') || isBucket(to.text) || !isBucket(from.text)) return undefined;
  const span = rowSpan(setting, 2, [from]);
  const read: Draft = { verb: 'read', resource: `object/${from.text}`, names: [from.text], span };
  if (!hasOption(setting.args, '--delete')) return [read];
  return [read, { verb: 'delete', resource: to.text, where: thisMachine, reach: 'uncountable', span }];
}

function isBucket(text: string): boolean {
  return text.startsWith('s3://') || text.includes(OPAQUE_MARK);
}
