import type { Request } from '../approval/request.js';
import { type Change, countsOf, isLost } from '../change/change.js';
import type { Assessment } from '../risk/assessment.js';
import { digestOfValue } from '../shared/digest.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { DecidedOn } from './decider.js';
import type { CallFacts } from './entry.js';
import { type MarkOf, redacted, unnamed, unsealed } from './redact.js';

const summaryLimit = 2_000;
const mostLost = 20;
const longestName = 200;

/** More is not looked at: each secret's mark may be shorter than the secret. */
const readLimit = 4 * summaryLimit;

/** The longest word that can be told to be a secret by its beginning alone. */
const longestWord = 1_000;

/** `window` is the id of the gate that answers; empty when none does. */
export function callFacts(call: ToolCall, assessment: Assessment, digest: string, window = ''): CallFacts {
  return {
    agent: call.agent,
    session: call.session,
    ...(call.subagent === undefined ? {} : { subagent: call.subagent }),
    ...(call.client === undefined ? {} : { client: call.client }),
    ...(window === '' ? {} : { window }),
    callId: call.callId,
    tool: call.tool,
    cwd: call.cwd,
    summary: sealedSummaryOf(call),
    digest,
    score: assessment.score,
    band: assessment.band,
    vector: assessment.vector,
    targets: assessment.targets.map((target) => `${target.system}:${target.name}`),
  };
}

/** The facts of a held call, as those who decide about it record them. */
export function factsOfRequest({ call, assessment, digest, window }: Request): CallFacts {
  return callFacts(call, assessment, digest, window);
}

/** Every step of a call tells it again; reading it for secrets takes longer than all else of a step. */
const summaries = new WeakMap<ToolCall, string>();

function sealedSummaryOf(call: ToolCall): string {
  const known = summaries.get(call);
  if (known !== undefined) return known;
  const summary = summaryOf(call, unsealed);
  summaries.set(call, summary);
  return summary;
}

/** What a person was shown of a held call, for whoever asks later. `policy`: the digest of the one in force. */
export function evidenceOf(
  { createdAt, rule, change, basis }: Request,
  policy: string | undefined,
): DecidedOn {
  const shown = digestOfValue(change);
  const ground = basis && digestOfValue(basis.ground);
  const gone = countsOf(change.items).deleted;
  return {
    heldAt: createdAt,
    rule: rule.id,
    ...(shown.ok ? { change: shown.value } : {}),
    ...(gone === 0 ? {} : { takes: { gone, lost: lostOf(change) } }),
    ...(ground?.ok ? { ground: ground.value } : {}),
    ...(policy === undefined ? {} : { policy }),
  };
}

/** The card has more; an entry has to stay a line. */
function lostOf({ items }: Change): NonNullable<DecidedOn['takes']>['lost'] {
  return items
    .filter(isLost)
    .slice(0, mostLost)
    .map((item) => {
      if (item.kind === 'file') return { what: 'file', name: redacted(item.path).slice(0, longestName) };
      const { noun: what, name, count } = item;
      return { what, name: redacted(name).slice(0, longestName), ...(count === undefined ? {} : { count }) };
    });
}

/** What a call is, on one line, without secrets: its command, its paths, its tool. Cut where it is long, never inside a pair or a mark. */
export function summaryOf(call: ToolCall, mark: MarkOf = unnamed): string {
  const text = onOneLine(redacted(beginningOf(wholeSummary(call)), mark));
  if (text.length <= summaryLimit) return text;
  const cut = text.slice(0, summaryLimit - 1);
  const open = cut.lastIndexOf('‹secret');
  const end = open > cut.lastIndexOf('›') ? open : /[\uD800-\uDBFF]$/.test(cut) ? cut.length - 1 : cut.length;
  return `${cut.slice(0, end)}…`;
}

/** Cut before it is read for secrets, at a blank: half of a key would not be known for one. */
function beginningOf(text: string): string {
  if (text.length <= readLimit) return text;
  const cut = text.slice(0, readLimit);
  for (let end = cut.length; end > cut.length - longestWord; end -= 1)
    if (/\s/.test(cut.charAt(end - 1))) return cut.slice(0, end);
  return cut;
}

function onOneLine(text: string): string {
  const lines = text.split(/[\r\n]+/);
  const inner = lines.map((line, at) => (at === 0 ? line : line.trimStart()));
  const trimmed = inner.map((line, at) => (at === lines.length - 1 ? line : line.trimEnd()));
  return trimmed.filter((line, at) => line !== '' || at === 0 || at === lines.length - 1).join(' ⏎ ');
}

function wholeSummary(call: ToolCall): string {
  const payload = call.payload;
  switch (payload.kind) {
    case 'shell':
      return payload.command;
    case 'edit':
      return payload.edits.map((edit) => edit.path).join(', ');
    case 'mcp':
      return `${payload.server}: ${payload.name}`;
    case 'fetch':
      return payload.url;
    case 'read':
      return payload.path;
    case 'other':
      return call.tool;
  }
}
