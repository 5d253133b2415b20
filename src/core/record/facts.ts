import type { Request } from '../approval/request.js';
import type { Assessment } from '../risk/assessment.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import type { CallFacts } from './entry.js';
import { redacted } from './redact.js';

const summaryLimit = 2_000;

/** `window` is the id of the gate that answers; empty when none does. */
export function factsOf(call: ToolCall, assessment: Assessment, digest: string, window = ''): CallFacts {
  return {
    agent: call.agent,
    session: call.session,
    ...(call.subagent === undefined ? {} : { subagent: call.subagent }),
    ...(call.client === undefined ? {} : { client: call.client }),
    ...(window === '' ? {} : { window }),
    callId: call.callId,
    tool: call.tool,
    cwd: call.cwd,
    summary: summaryOf(call),
    digest,
    score: assessment.score,
    band: assessment.band,
    vector: assessment.vector,
    targets: assessment.targets.map((target) => `${target.system}:${target.name}`),
  };
}

/** The facts of a held call, as those who decide about it record them. */
export function factsOfRequest({ call, assessment, digest, window }: Request): CallFacts {
  return factsOf(call, assessment, digest, window);
}

/** What a call is, on one line, without secrets: its command, its paths, its tool. Cut where it is long, never inside a pair. */
export function summaryOf(call: ToolCall): string {
  const text = redacted(wholeSummary(call)).replace(/\s+/g, (run) => (/[\r\n]/.test(run) ? ' ⏎ ' : run));
  if (text.length <= summaryLimit) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(summaryLimit - 2)) ? summaryLimit - 2 : summaryLimit - 1;
  return `${text.slice(0, end)}…`;
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
