import type { Request, VoidCode } from '../core/approval/request.js';
import { assertNever } from '../core/shared/assert-never.js';
import { inertLine } from '../core/shared/inert.js';
import type { Live } from '../protocol/card.js';
import { agentNames } from './agent.js';
import { approvedWords, deniedWords } from './answer.js';
import { count } from './count.js';
import { duration, timeOfDay } from './time.js';

const voidWords: Readonly<Record<VoidCode, string>> = {
  'call-changed': 'The call is not the one that was approved.',
  'target-changed': 'What the call would touch is not what was approved.',
  'agent-gone': 'The agent is gone.',
  'record-failed': 'The decision could not be recorded, so nothing was released.',
};

/** Where a request stands, and what happens next. `now` in Unix milliseconds. */
export function liveWords(request: Request, now: number): Live {
  const agent = agentNames[request.call.agent];
  const times = request.asked > 1 ? ` Asked ${count(request.asked, 'time', 'times')}.` : '';
  const { status, detail } = stateWords(request, agent, now);
  return { status: `${status}${times}`, detail };
}

function stateWords(request: Request, agent: string, now: number): Live {
  const { state } = request;
  const ends = `This request ends in ${duration(request.expiresAt - now)}.`;
  switch (state.kind) {
    case 'pending':
      return {
        status: `${agent} is waiting.`,
        detail: `In ${duration(request.parkAt - now)} it is told to ask again later; the request stays here. ${ends}`,
      };
    case 'parked':
      return {
        status: request.agentGone === true ? `${agent} has gone.` : `${agent} was told to ask again later.`,
        detail: `Approve, and its next identical call runs once. ${ends}`,
      };
    case 'approved':
      return {
        status: `Approved once at ${timeOfDay(state.at)}.`,
        detail: `Waiting for ${agent} to make the same call. The approval ends in ${duration(request.expiresAt - now)}.`,
      };
    case 'used':
      return {
        status: `Approved once, and released at ${timeOfDay(state.at)}.`,
        detail: `${toldWords(agent, approvedWords(request.id))} The same call asks again.`,
      };
    case 'denied':
      return {
        status: `Denied at ${timeOfDay(state.at)}.`,
        detail: toldWords(agent, deniedWords(request.id, inertLine(state.reason))),
      };
    case 'expired':
      return {
        status: `Expired at ${timeOfDay(state.at)}.`,
        detail: `Nothing ran. ${agent} may ask again.`,
      };
    case 'void':
      return {
        status: `Void since ${timeOfDay(state.at)}.`,
        detail: `${voidWords[state.code]} Nothing ran under it.`,
      };
    default:
      return assertNever(state);
  }
}

function toldWords(agent: string, told: string): string {
  return `${agent} is told: \u201C${told}\u201D`;
}
