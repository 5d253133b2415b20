import type { Request } from '../../core/approval/request.js';
import type { Met } from '../../core/countersign/assignment.js';
import type { Obstacle, Progress } from '../../core/countersign/progress.js';
import type { SignatureRefusal } from '../../core/countersign/threshold.js';
import type { Need, Presence } from '../../core/policy/verdict.js';
import { assertNever } from '../../core/shared/assert-never.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Card, Live } from '../../protocol/card.js';
import { notInForce } from '../team/trust.js';
import { duration, timeOfDay } from '../text/time.js';

const presenceText: Readonly<Record<Presence, string>> = {
  none: '',
  touch: ', with a security key that is touched',
  pin: ', with a security key and its PIN',
};

/** "one of peers (ben@example.com, cleo@example.com), with a security key that is touched" */
export function stillNeededText(need: Need, still = need.count): string {
  const of = need.from.length === 0 ? 'nobody belongs to it' : need.from.map(inertLine).join(', ');
  return `${still === 1 ? 'one' : String(still)} of ${inertLine(need.group)} (${of})${presenceText[need.presence]}`;
}

/** A requester is asked for nothing, whatever group they belong to. */
function ofOthers(need: Need, requester: string | undefined): Need {
  return { ...need, from: need.from.filter((person) => person !== requester) };
}

/** What peers are asked for, and who has answered. */
export function countersignFacts(request: Request, progress: Progress | undefined): Card['facts'] {
  const { ceremony, sent } = request;
  if (ceremony.kind !== 'countersign') return [];
  const asked = {
    term: 'Countersignatures',
    detail: ceremony.needs.map((need) => stillNeededText(ofOthers(need, sent?.requester))).join('; '),
  };
  const by = sent?.approvedBy ?? progress?.needs.flatMap((met) => met.by) ?? [];
  const signed = {
    term: 'Countersigned by',
    detail: by.map(inertLine).join(', '),
    follows: 'state' as const,
  };
  const refused =
    progress?.refused.map(({ code, detail }) => `${refusedText[code]} (${inertLine(detail)})`) ?? [];
  const notCounted = { term: 'Does not count', detail: refused.join('; '), follows: 'state' as const };
  return [asked, ...(by.length === 0 ? [] : [signed]), ...(refused.length === 0 ? [] : [notCounted])];
}

/** Where a request stands while peers are asked. */
export function countersigningText(request: Request, progress: Progress | undefined, now: number): Live {
  if (progress === undefined || progress.phase === 'signing') {
    return {
      status: 'Signing the request.',
      detail:
        'Your SSH key is asked for a signature: touch your security key or confirm, if it asks. Nothing runs by this.',
    };
  }
  const missing = progress.needs.filter((met) => met.lacking > 0);
  const signed = progress.needs.reduce((sum, met) => sum + met.by.length, 0);
  const needed = signed + missing.reduce((sum, met) => sum + met.lacking, 0);
  const status = `Waiting for countersignatures: ${signed} of ${needed}.`;
  const lives = `The request lives another ${duration(progress.approveBy - now)}.`;
  return { status, detail: `${stepText(request, progress, missing, now)} ${lives}` };
}

function stepText(
  { sent }: Request,
  { phase, trouble }: Progress,
  missing: readonly Met[],
  now: number,
): string {
  const asks = `Asked: ${missing.map((met) => stillNeededText(ofOthers(met.need, sent?.requester), met.lacking)).join('; ')}.`;
  if (trouble !== undefined) {
    const again = `It is tried again in ${duration(trouble.retryAt - now)}; nothing runs meanwhile.`;
    const lead = phase === 'sending' ? 'Peers cannot see it yet' : 'News of peers cannot be fetched';
    return `${lead}: ${courierFailureText(trouble)}. ${again}`;
  }
  if (phase === 'sending') return `Being sent. ${asks}`;
  const name = sent === undefined ? '' : ` In a terminal: countersign show ${sent.id.slice(0, 8)}.`;
  return `${asks} They see it in their editor, in the view For My Countersignature.${name}`;
}

const courierText: Readonly<Record<NonNullable<Progress['trouble']>['code'], string>> = {
  unreachable: 'the courier cannot be reached',
  refused: 'the courier refuses; check that you may push to the team\u2019s remote',
  'too-large': 'the courier does not take a message of this size',
  timeout: 'the courier does not answer in time',
  unusable: 'the courier cannot be used as the policy names it',
  'place-taken': 'another message lies in its place',
};

/** What failed, and what the other side said to it. */
export function courierFailureText(
  failure: Pick<NonNullable<Progress['trouble']>, 'code' | 'detail'>,
): string {
  const detail = inertLine(failure.detail);
  return detail === '' ? courierText[failure.code] : `${courierText[failure.code]} (${detail})`;
}

/** Why peers cannot be asked, and what to do. */
export function obstacleText(obstacle: Obstacle, now: number): string {
  switch (obstacle.code) {
    case 'not-trusted':
      return `Peers cannot be asked. ${notInForceText(obstacle.detail)}`;
    case 'no-courier':
      return `Peers cannot be asked: the courier of the team\u2019s policy cannot be used (${inertLine(obstacle.detail)}). Correct the policy\u2019s line "courier".`;
    case 'forbidden-now':
      return `A rule of the team forbids this call now (${inertLine(obstacle.detail)}). Deny it; no approval can be asked for it.`;
    case 'no-key':
      return `Peers cannot be asked: none of your SSH keys may sign requests by the team\u2019s roster (${inertLine(keysText(obstacle.detail))}). Add your key to ssh-agent, or have it added to .countersign/allowed_signers.`;
    case 'sign-failed':
      return `Your key did not sign (${inertLine(obstacle.detail)}). Unlock or touch it, then approve again.`;
    case 'unsignable':
      return `This call has no form that can be signed (${obstacle.detail === '' ? 'text that is no UTF-8' : inertLine(obstacle.detail)}). Ask the agent to do it another way.`;
    case 'too-large':
      return `The request is too large to be signed and shown whole (${inertLine(obstacle.detail)}). Ask the agent to do it in smaller steps.`;
    case 'no-peer':
      return `There is no peer who could countersign: ${obstacle.needs.map((need) => stillNeededText(need)).join('; ')}, and you do not count. Add a person to the roster, change the rule, or break the glass where the policy allows it.`;
    case 'cooling-down':
      return `A peer has just refused this call. Talk to them first; it can be sent again in ${duration(obstacle.until - now)}.`;
    case 'too-many':
      return `Too many requests wait for peers. The next can be sent in ${duration(obstacle.until - now)}.`;
    case 'record-failed':
      return `The request could not be recorded (${inertLine(obstacle.detail)}), so it was not sent. Make room on the disk, then approve again.`;
    case 'clock-set-back':
      return `This machine\u2019s clock is behind the record\u2019s last entry (${inertLine(obstacle.detail)}). Set the clock, then approve again.`;
    default:
      return assertNever(obstacle);
  }
}

/** That a team's policy is not in force, why, and what to do, by the detail of `not-trusted`. */
export function notInForceText(detail: string): string {
  const { why, remedy } = notInForce(detail);
  return `The team\u2019s policy is not in force here (${why}). ${remedy}.`;
}

/** The keys of which none may sign. */
export function keysText(fingerprints: string): string {
  return fingerprints === '' ? 'no key at hand' : fingerprints;
}

/** Why an answer does not count. */
const refusedText: Readonly<Record<SignatureRefusal, string>> = {
  unreadable: 'an answer that cannot be read',
  'unknown-fields': 'an answer of another form',
  'newer-version': 'an answer made by a newer version of Countersign, which this one cannot read: update',
  'bad-signature': 'an answer whose signature does not hold',
  'wrong-namespace': 'a signature that was made for something else',
  'not-in-roster': 'a signature by nobody of the roster',
  'key-not-valid': 'a signature with a key that has ended or not begun',
  'other-key': 'an answer signed by another key than it names',
  'other-request': 'an answer to another request',
  'other-bytes': 'an answer to other bytes than were sent',
  'self-approval': 'the requester\u2019s own yes',
  'own-key': 'a signature with a key of this machine',
  'not-asked': 'a yes by someone who is not asked',
  'presence-too-low': 'a yes without the security key that is asked for',
  expired: 'a yes that came too late',
  clock: 'an answer from a clock that differs by more than two minutes',
  'not-reviewed': 'a yes given faster than anyone reads',
  'policy-differs': 'a yes under another policy or roster',
};

export function approvedByPeersText(by: readonly string[], at: number): string {
  return `Countersigned by ${by.map(inertLine).join(', ')} at ${timeOfDay(at)}.`;
}

export function deniedByPeerText(by: string, at: number): string {
  return `Refused by ${inertLine(by)} at ${timeOfDay(at)}.`;
}
