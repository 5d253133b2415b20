import type { NewerRequest, Request, VoidCode } from '../../core/approval/request.js';
import type { Progress } from '../../core/countersign/progress.js';
import { assertNever } from '../../core/shared/assert-never.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Live } from '../../protocol/card.js';
import { agentNames } from '../agents/agent-names.js';
import { approvedText, deniedText } from '../answers/answer.js';
import { approvedByPeersText, countersigningText, deniedByPeerText } from '../countersign/countersign.js';
import { countText } from '../text/count.js';
import { duration, timeOfDay } from '../text/time.js';
import { copyFailureText, copyKeptText } from './copy.js';
import { movedText } from './moved.js';

const voidText: Readonly<Record<VoidCode, string>> = {
  'call-changed': 'The call is not the one that was approved.',
  'target-changed': 'What the call would touch is not what was approved.',
  'agent-gone': 'The agent is gone.',
  'record-failed': 'The decision could not be recorded, so nothing was released.',
  'policy-changed': 'The team\u2019s policy or roster has changed; what was given no longer suffices.',
  'ground-changed': 'A program, script, directory or variable that the call uses is not what was shown.',
  'clock-set-back': 'This machine\u2019s clock was set back.',
  'used-elsewhere': 'Its one run has begun elsewhere.',
  'hook-unaccepted': 'A hook of this workspace that nobody has accepted can rewrite the call.',
  'ran-anyway':
    'The agent ran the call all the same, without a yes: its hook was killed, passed over or taken away. Stop the agent and look at what it did.',
  'not-ours':
    'The approval that lies on this disk was not written by this installation of Countersign, so it releases nothing.',
  'copy-failed': 'The copy that was to be kept first could not be kept, so the call was not let run.',
  'not-countersigned': 'The signatures that are kept do not bear the approval.',
};

/** Beside the list of requests: those in it that nobody can decide about here. Empty when there are none. */
export function newerRequestsText(requests: readonly NewerRequest[]): string {
  const ids = requests.map(({ id }) => id).join(', ');
  return ids === '' ? '' : `${ids} made by a newer version: update to decide`;
}

/** Beside the list of requests: files that stand where requests are kept and are none. Empty when there are none. */
export function unreadableRequestsText(names: readonly string[]): string {
  const all = names.map(inertLine).join(', ');
  if (names.length === 0) return '';
  return names.length === 1
    ? `a request that cannot be read: ${all}`
    : `${names.length} requests that cannot be read: ${all}`;
}

/** Where a request stands, and what happens next. `now` in Unix milliseconds. */
export function liveText(request: Request, now: number, progress?: Progress): Live {
  const agent = agentNames[request.call.agent];
  const times = request.asked > 1 ? ` Asked ${countText(request.asked, 'time', 'times')}.` : '';
  const { status, detail } = stateText(request, agent, now, progress);
  return { status: `${status}${times}`, detail };
}

function stateText(request: Request, agent: string, now: number, progress: Progress | undefined): Live {
  const { state } = request;
  const ends = `This request ends in ${duration(request.expiresAt - now)}.`;
  const kept = request.copy === undefined ? '' : copyKeptText(request.id, request.copy);
  const copied = kept === '' ? '' : ` ${kept}`;
  const failure = request.copy?.failure;
  const why = failure === undefined ? '' : ` ${capital(copyFailureText(failure))}.`;
  const changed = request.moved === undefined ? '' : ` Changed: ${movedText(request.moved)}.`;
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
    case 'countersigning':
      return countersigningText(request, progress, now);
    case 'approved':
      return {
        status: yesText(request, state.at),
        detail: `Waiting for ${agent} to make the same call. The approval ends in ${duration(request.expiresAt - now)}.`,
      };
    case 'used':
      return {
        status: `Approved once, and released at ${timeOfDay(state.at)}.`,
        detail: `${toldText(agent, approvedText(request.id))} The same call asks again.${copied}`,
      };
    case 'denied':
      return {
        status: noText(request, state.at),
        detail: toldText(agent, deniedText(request.id, inertLine(state.reason))),
      };
    case 'expired':
      return {
        status: `Expired at ${timeOfDay(state.at)}.`,
        detail: `Nothing ran. ${agent} may ask again.`,
      };
    case 'void':
      return {
        status: `Void since ${timeOfDay(state.at)}.`,
        detail: `${voidText[state.code]}${why}${changed}${state.code === 'ran-anyway' ? '' : ' Nothing ran under it.'}`,
      };
    default:
      return assertNever(state);
  }
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function yesText({ sent }: Request, at: number): string {
  return sent?.approvedBy === undefined
    ? `Approved once at ${timeOfDay(at)}.`
    : approvedByPeersText(sent.approvedBy, at);
}

function noText({ sent }: Request, at: number): string {
  return sent?.deniedBy === undefined ? `Denied at ${timeOfDay(at)}.` : deniedByPeerText(sent.deniedBy, at);
}

function toldText(agent: string, told: string): string {
  return `${agent} is told: \u201C${told}\u201D`;
}
