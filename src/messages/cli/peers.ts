import type { Trust, TrustProblem, TrustState } from '../../core/countersign/trust.js';
import type { Assessment } from '../../core/risk/assessment.js';
import { inertLine } from '../../core/shared/inert.js';
import { reviewVerdictText } from '../record/review.js';
import { trustProblemText } from '../team/trust.js';
import { duration } from '../text/time.js';

export const oneIdText = 'expected one ID; see countersign requests';
export const reasonExpectedText = 'expected --reason TEXT, got none: the requester and the agent read it';

/** `repository`: whether the directory is in one at all. `unasked`: why the remote was not heard, where it was not. */
export function noTeamText(repository: 'none' | 'some', unasked: TrustProblem | undefined): string {
  const expected = "expected a directory in a team's repository, got one";
  if (repository === 'none')
    return `${expected} that is in no git repository; change to the working tree of your team's`;
  if (unasked === undefined)
    return `${expected} whose remote has no .countersign/policy.json; start the command in the repository's working tree`;
  return `${expected} of which no policy is known: ${trustProblemText(unasked)}; git ls-remote there says whether git gets through`;
}

/** First use: nothing counts before a person has compared the digest. */
export function unacceptedText({ digest, policy, endorsedBy, remote }: Trust): string {
  const by =
    endorsedBy.length === 0 ? 'endorsed by nobody' : `endorsed by ${endorsedBy.map(inertLine).join(', ')}`;
  return `the team's policy of ${inertLine(remote)} is new here: version ${policy.version}, ${by}, digest ${digest}; compare the digest with your team, then, in a terminal of your own: countersign requests --accept ${digest}`;
}

export const personToAcceptText =
  'expected a person at a terminal to accept a policy, got none; compare the digest with your team, then run it in a terminal of your own';

export function notAcceptedText(accept: string, state: TrustState): string {
  const found =
    state.kind === 'unpinned'
      ? `a policy with the digest ${state.trust.digest}`
      : 'no policy that waits for it';
  return `expected to accept ${accept}, found ${found}`;
}

export function noOpenRequestText(id: string): string {
  return `expected the id of an open request, got ${id}; see countersign requests`;
}

export function ambiguousIdText(id: string, found: number): string {
  return `${id} names ${found} requests; give more of the id, see countersign requests`;
}

export function strangeRequestText(id: string, problem: string): string {
  return `${id.slice(0, 8)} is no request by the team: ${problem}`;
}

export function moreRequestsText(more: number): string {
  return `${more} more requests are not shown; one of them is shown by its whole ID: countersign show ID`;
}

export const nothingWaitsText = 'Nothing waits for your countersignature.';

const states = {
  waiting: 'waits',
  answered: 'answered',
  own: 'your own',
  notice: 'glass broken, review due',
} as const;

/** One request in the list. */
export interface ListedRequest {
  readonly id: string;
  readonly state: keyof typeof states;
  /** What the requester calls it, such as CS-142. */
  readonly name: string;
  readonly person: string;
  readonly title: string;
  readonly assessment: Assessment;
  /** Milliseconds for which it can still be answered. */
  readonly leftMs: number;
}

export function listedRequestText(request: ListedRequest): string {
  const { id, state, name, person, title, assessment, leftMs } = request;
  const left = state === 'notice' ? '' : `, ${duration(leftMs)} left`;
  return `${id.slice(0, 8)}  ${states[state]}${left}  ${name} of ${inertLine(person)}: ${inertLine(title)} (${assessment.band} ${assessment.score})`;
}

/** Under the card: its digest, and how to answer. */
export function howToAnswerText(id: string, digest: string): string {
  return `Digest: ${digest}\nAnswer with: countersign approve ${id}, or countersign deny ${id} --reason TEXT`;
}

export const agentSignsNothingText =
  'expected a person whose key signs, got a program that an agent has started; run it in a terminal of your own';

export const terminalExpectedText =
  'expected a terminal in which the name can be typed, got none; read countersign show ID, then give its --digest';

export function typeNameText(typed: string): string {
  return `To countersign, type the name ${inertLine(typed)}: `;
}

export const notTypedText = 'the name was not typed exactly; nothing was signed';
export const notShownText = 'this request was not shown here yet; read countersign show first';

export function otherDigestText(expected: string, got: string): string {
  return `expected the digest ${expected}, got ${got}; read countersign show first`;
}

export function countersignedText(name: string, person: string): string {
  return `Countersigned ${name} of ${inertLine(person)}.`;
}

/** What answering a notice of a broken glass comes to. */
export function reviewSignedText(
  name: string,
  person: string,
  verdict: keyof typeof reviewVerdictText,
): string {
  return `Your review of ${name} of ${inertLine(person)} is signed: ${reviewVerdictText[verdict]}.`;
}

export function refusalSignedText(name: string, person: string): string {
  return `Refused ${name} of ${inertLine(person)}.`;
}
