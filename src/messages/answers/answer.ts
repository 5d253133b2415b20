import type { Moved } from '../../core/approval/ground-difference.js';
import type { CopyFailure, VoidCode } from '../../core/approval/request.js';
import type { RulingReason } from '../../core/approval/ruling-reason.js';
import type { RuleReference } from '../../core/policy/verdict.js';
import { assertNever } from '../../core/shared/assert-never.js';
import { inertLine } from '../../core/shared/inert.js';
import type { DecodeError } from '../../core/toolcall/event.js';
import { copyFailureText } from '../cards/copy.js';
import { movedText } from '../cards/moved.js';
import { ownRuleText } from '../policy/rule.js';

/** What an agent is told. It reads this: each sentence says what happened and what to do next. */
export function reasonText(reason: RulingReason): string {
  switch (reason.code) {
    case 'approved':
      return approvedText(reason.id);
    case 'parked':
      return parkedText(reason.id);
    case 'ran-once':
      return ranOnceText(reason.id);
    case 'expired':
      return expiredText(reason.id);
    case 'closing':
      return closingText(reason.id);
    case 'denied':
      return deniedText(reason.id, reason.said);
    case 'voided':
      return voidedText(reason.id, reason.why, reason.moved);
    case 'copy-failed':
      return copyFailedText(reason.id, reason.failure);
    case 'rewriter':
      return rewriterText(reason.id, reason.hook);
    case 'forbidden':
      return forbiddenText(reason.rule);
    case 'unvouched':
      return unvouchedText(reason.rule);
    case 'undecoded':
      return undecodedText(reason.error);
    case 'offline':
      return offlineText(reason.summary);
    case 'record-failed':
      return recordFailedText(reason.detail);
    case 'store-failed':
      return storeFailedText(reason.detail);
    case 'judge-failed':
      return judgeFailedText(reason.detail);
    default:
      return assertNever(reason);
  }
}

export function approvedText(id: string): string {
  return `A person approved ${id} in Countersign, for this one call.`;
}

export function deniedText(id: string, reason: string): string {
  const said = reason.trim() === '' ? 'No reason was given.' : `The reason given: ${quoted(reason)}.`;
  return `Denied by a person in Countersign (${id}). ${said} Do not try the same thing another way; ask the user how to go on.`;
}

function unvouchedText(rule: RuleReference): string {
  return `This machine's policy asks for a countersignature (${inertLine(rule.id)}), and none that its roster knows lies here for this call. The call did not run. Retry the same call, unchanged, once it is countersigned in Countersign.`;
}

function parkedText(id: string): string {
  return `Waiting for approval ${id} in Countersign. The call did not run. Retry the same call later, unchanged: once a person has approved it, the retry runs.`;
}

function closingText(id = 'this call'): string {
  return `The editor window is closing, so ${id} is parked. The call did not run. Retry the same call once the window is open again.`;
}

function ranOnceText(id: string): string {
  return `${id} was approved for one run, and that run has been given. Make the call again if it is needed a second time: a person is then asked again.`;
}

function expiredText(id: string): string {
  return `${id} expired before a person decided. The call did not run. Make the call again if it is still needed.`;
}

function changedText(id: string): string {
  return `What the call would touch changed after ${id} was approved, so the approval is void. The call did not run. Make the call again: a person is asked about what it touches now.`;
}

/** The person wanted what is lost copied first. */
function copyFailedText(id: string, failure: CopyFailure): string {
  return `The user approved ${id} on condition that what it deletes or overwrites is copied first, and no copy could be kept: ${copyFailureText(failure)}. The approval is void and the call did not run. Make the call again: it is asked anew.`;
}

/** A hook came, or changed, after the yes. */
function rewriterText(id: string, hook: { readonly file: string; readonly line: number }): string {
  const where = `${inertLine(hook.file)} line ${hook.line}`;
  return `A hook of this workspace can rewrite this call: ${where}. The approval of ${id} is void and the call did not run. Ask the user to remove that hook, or make the call again: the user can then accept it as it stands.`;
}

/** Why a yes no longer counts, for the agent. */
function voidedText(id: string, code: VoidCode, moved: readonly Moved[] = []): string {
  if (code === 'target-changed' || code === 'call-changed') return changedText(id);
  const said: Readonly<Record<Exclude<VoidCode, 'target-changed' | 'call-changed'>, string>> = {
    'ground-changed': 'a program, script, directory or variable that the call uses changed after the yes',
    'policy-changed': "the team's policy or roster changed after it was signed",
    'clock-set-back': "this machine's clock was set back",
    'used-elsewhere': 'its one run has begun elsewhere',
    'hook-unaccepted': 'a hook of this workspace that nobody has accepted can rewrite the call',
    'not-countersigned': 'the signatures that are kept do not bear it',
    'record-failed': 'the record could not be written',
    'not-ours': 'it was not written by this installation of Countersign',
    'agent-gone': 'the agent that asked is gone',
    'ran-anyway': 'the call ran without it',
    'copy-failed': 'the copy that was promised with it could not be kept',
  };
  const what = moved.length === 0 ? '' : `: ${movedText(moved)}`;
  return `The approval of ${id} is void: ${said[code]}${what}. ${code === 'ran-anyway' ? '' : 'The call did not run. '}Make the call again: it is asked anew.`;
}

function forbiddenText(rule: RuleReference): string {
  return `Forbidden by the rule ${inertLine(rule.id)} of Countersign${ownRuleText(rule) || '.'} The call did not run and no approval can be asked for it.`;
}

function offlineText(summary: string): string {
  return `This call needs a person's approval (${summary}), and no editor window with Countersign is open. Blocked. Open this folder in your editor with Countersign and retry the same call.`;
}

function recordFailedText(detail: string): string {
  return `Countersign could not write its record (${detail}), so nothing is released. Blocked. Make room or repair the record, then retry.`;
}

function storeFailedText(detail: string): string {
  return `Countersign could not keep the request (${detail}), so nobody can be asked. Blocked. Make room, then retry.`;
}

function judgeFailedText(detail: string): string {
  if (detail === 'places-unread')
    return 'Countersign has not read yet what the user has said of this place: its record is long, or the end of it is missing. Blocked. Retry the same call; where this comes again, ask the user to run `countersign verify`.';
  return `Countersign could not judge this call (${detail}). Blocked.`;
}

function undecodedText(error: DecodeError): string {
  const expected: Readonly<Record<DecodeError['code'], string>> = {
    'not-utf8': 'UTF-8 text, got other bytes',
    'not-json': 'one JSON object, got text that is not JSON',
    'not-an-object': 'one JSON object, got another JSON value',
    'ill-formed-text': 'well-formed text, got half of a surrogate pair',
    'missing-field': `the field ${error.field}, got none`,
    'unknown-agent': `a known agent, got ${quoted(error.field)}`,
    'unknown-event': `an event that this version knows, got ${quoted(error.field)}; update Countersign, or connect the agent again`,
    'other-event': `a payload of the event ${quoted(error.field)}, got one of another; connect the agent again`,
  };
  return `Countersign could not read the hook payload: expected ${expected[error.code]}. Blocked.`;
}

function quoted(text: string): string {
  return JSON.stringify(text.trim().slice(0, 1_000));
}
