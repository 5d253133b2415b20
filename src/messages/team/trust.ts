import { awaitsEndorsement } from '../../core/countersign/endorsement-wait.js';
import type { Trust, TrustProblem, TrustState } from '../../core/countersign/trust.js';
import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';
import { shortDigest } from '../text/digest.js';
import { editorLine } from '../text/editor-line.js';
import { archiveClause } from './archive-clause.js';

export interface AcceptText {
  readonly notice: string;
  readonly look: string;
  readonly question: string;
  readonly detail: string;
  readonly accept: string;
}

/** What a person accepts at first use, and how to be sure that it is the team's. */
export function acceptText({ digest, remote, commit, endorsedBy, policy, roster }: Trust): AcceptText {
  const persons = new Set(roster.keys.map((key) => key.person)).size;
  const rules = countText(policy.rules.length, 'rule', 'rules');
  return {
    notice: `This repository has a team policy (${rules}, ${countText(persons, 'person', 'persons')}). It tightens from now on; countersignatures count once you have accepted it.`,
    look: 'Review and Accept\u2026',
    question: 'Accept this team policy?',
    detail: [
      `Digest: ${shortDigest(digest)}`,
      `Version ${policy.version}, commit ${commit.slice(0, 12)} of ${editorLine(remote)}`,
      `Endorsed by ${endorsedBy.map(editorLine).join(', ')}`,
      ...(policy.archive === undefined ? [] : ['', archiveClause(policy.archive.url)]),
      '',
      'Compare the digest with a colleague by another way than this repository. From then on only what its maintainers endorse can replace it.',
    ].join('\n'),
    accept: 'Accept',
  };
}

export function acceptedText({ digest, policy }: Trust): string {
  return `The team policy is in force: version ${policy.version}, digest ${shortDigest(digest)}.`;
}

export const nothingToAccept =
  'There is no team policy to accept: the remote\u2019s default branch holds no .countersign folder, or its policy is in force already.';

const problems: Readonly<Record<TrustProblem['code'], string>> = {
  'policy-invalid': '.countersign/policy.json is not a valid policy',
  'roster-invalid': '.countersign/allowed_signers is not a valid roster',
  'missing-part': 'a part of .countersign is missing on the default branch',
  'not-endorsed': 'it is not endorsed by enough of the team\u2019s maintainers',
  'rolled-back': 'it is older than the one in force',
  'not-next': 'it does not follow from the one in force',
  unreachable: 'the remote cannot be reached',
  'no-remote': 'the workspace has no remote',
  moved:
    'this folder had a team, and its repository is gone or is another one now; put it back, or let go of the team by countersign requests --forget-team',
  unreadable: 'it cannot be read',
};

const mendIt = 'Mend it on the remote\u2019s default branch';
const lookAtIt = 'Countersign: Show Effective Policy says what holds';

const remedies: Readonly<Record<TrustProblem['code'] | 'none' | 'unpinned', string>> = {
  none: 'Countersign: Set Up Team writes one',
  unpinned: 'Accept it with Countersign: Accept Team Policy',
  'policy-invalid': mendIt,
  'roster-invalid': mendIt,
  'missing-part': mendIt,
  'not-endorsed': 'Have a maintainer run Countersign: Endorse Team Policy',
  'rolled-back': lookAtIt,
  'not-next': lookAtIt,
  unreachable: 'Wait until the remote answers',
  'no-remote': 'Give the repository its remote',
  moved: lookAtIt,
  unreadable: lookAtIt,
};

const standing: Readonly<Record<'none' | 'unpinned', string>> = {
  none: 'the repository has none',
  unpinned: 'nobody here has accepted it yet',
};

/** Why a team's policy is not in force and what to do, by the detail of `not-trusted`: a code, and what belongs to it. */
export function notInForce(told: string): { readonly why: string; readonly remedy: string } {
  const [code = '', ...rest] = told.split(' ');
  const detail = rest.join(' ');
  const known = Object.keys(problems).find((one): one is TrustProblem['code'] => one === code);
  if (known !== undefined) return { why: trustProblemText({ code: known, detail }), remedy: remedies[known] };
  if (code === 'none' || code === 'unpinned') return { why: standing[code], remedy: remedies[code] };
  return { why: inertLine(told.replaceAll('-', ' ')), remedy: lookAtIt };
}

export function trustProblemText({ code, detail }: TrustProblem): string {
  const what = problems[code];
  return detail === '' ? what : `${what} (${inertLine(detail)})`;
}

/** Why the policy on the remote is refused, and what stays in force. Undefined while nothing is wrong. */
export function trustAlarm(state: TrustState): string | undefined {
  if (state.kind !== 'broken' || state.problem.code === 'unreachable') return undefined;
  // A first policy on its way to its second maintainer is no attack.
  if (awaitsEndorsement(state)) return undefined;
  const what = editorLine(trustProblemText(state.problem));
  return state.trust === undefined
    ? `The team policy on the remote is refused: ${what}. Nothing can be countersigned until it is mended.`
    : `The team policy on the remote is refused: ${what}. Version ${state.trust.policy.version} stays in force. If nobody of your team did this, look at who pushed.`;
}
