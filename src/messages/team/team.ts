import type { RosterError } from '../../core/countersign/decode-roster.js';
import type { Role } from '../../core/countersign/roles.js';
import type { Member, PasteError } from '../../core/countersign/team-draft.js';
import { countText } from '../text/count.js';
import { shortDigest } from '../text/digest.js';
import { editorLine } from '../text/editor-line.js';
import { rosterErrorText } from './roster.js';

export const noRepositoryText =
  'A team is set up in a git repository: its policy lives there, for everyone who clones it. Open a folder that is one.';

export const noRemoteText =
  'This repository has no remote that could be used. The policy counts from the remote\u2019s default branch, and requests travel through it: add one with git remote add origin URL, then set up the team.';

export const nameQuestion = {
  title: 'Set Up Team (1 of 4): your name in the team',
  prompt: 'Usually your mail address. Colleagues see it on requests and signatures.',
} as const;

export const nameProblem =
  'Expected one name of letters, digits and . _ % + @ -, such as ada@example.com, without spaces.';

export const keyQuestion = 'Set Up Team (2 of 4): the key that you sign with';
export const copyQuestion = 'Copy which public key';

/** A key at hand; the signer's own value fits. */
interface KeyAtHand {
  readonly fingerprint: string;
  readonly type: string;
  readonly comment: string;
  readonly source: 'agent' | 'file';
}

export function keyItem(
  key: KeyAtHand,
  isFirst: boolean,
): { readonly label: string; readonly description: string; readonly detail: string } {
  const where = key.source === 'agent' ? 'In your ssh-agent' : 'In your .ssh folder';
  const touch = key.type.startsWith('sk-') ? ' A security key: each signature needs your touch.' : '';
  const plain = 'Your other programs can use it too.';
  return {
    label: editorLine(key.comment === '' ? key.type : key.comment),
    description: key.fingerprint,
    detail: `${where}, ${key.type.replace(/@.*/, '')}.${touch === '' ? ` ${plain}` : touch}${isFirst ? ' Suggested.' : ''}`,
  };
}

export const noKeyText = {
  message:
    'No SSH key was found in an ssh-agent or in your .ssh folder. A countersignature is made with one. Make a key in a terminal, then set up the team again.',
  action: 'Make a Key in a Terminal',
  command: 'ssh-keygen -t ed25519',
} as const;

export const colleaguesQuestion = 'Set Up Team (3 of 4): your colleagues';
export const addQuestion = 'Add to the Team: your colleagues';

export const colleagueItems = {
  paste: {
    label: '$(edit) Type or paste a public key\u2026',
    detail: 'Your colleague gets theirs by Countersign: Copy My Public Key.',
  },
  clipboard: { label: '$(clippy) Take public keys from the clipboard', detail: 'One or more lines.' },
  file: { label: '$(file) Read a .pub file\u2026', detail: '' },
} as const;

export function colleaguesDone(members: readonly Member[]): {
  readonly label: string;
  readonly detail: string;
} {
  const names = members.map(({ person }) => editorLine(person)).join(', ');
  if (members.length < 2) {
    return {
      label: '$(arrow-right) Continue alone',
      detail: 'Nobody can countersign then: production asks for its typed name.',
    };
  }
  return {
    label: `$(arrow-right) Continue with ${countText(members.length, 'person', 'persons')}`,
    detail: names,
  };
}

/** What an open dialog can show. */
export const keyFilters = { keys: 'Public keys', all: 'All files' } as const;

export const pasteQuestion = {
  title: 'A colleague\u2019s public key',
  prompt: 'Public keys are no secret. Never paste a private key anywhere.',
  placeHolder: 'ssh-ed25519 AAAA\u2026',
} as const;

const pasteProblems: Readonly<Record<PasteError['code'], string>> = {
  'private-key':
    'This is a private key. It was not kept; nobody but its owner may have it. Expected the public one, which ends in .pub.',
  'not-a-key': 'Expected a public key such as ssh-ed25519 AAAA\u2026, on one line.',
  malformed: 'This public key is cut off or damaged. Copy the whole line again.',
  'unsupported-type': 'This type of key is not accepted. Expected Ed25519, ECDSA, RSA, or a security key.',
  weak: 'This key is too weak. Expected RSA of 3072 bits or more, or another type.',
  nothing: 'No public key was found there.',
};

export function pasteProblem({ code, line }: PasteError): string {
  return line > 1 ? `Line ${line}: ${pasteProblems[code]}` : pasteProblems[code];
}

export function personQuestion(fingerprint: string): { readonly title: string; readonly prompt: string } {
  return {
    title: 'Whose key is it',
    prompt: `Their name in the team, usually a mail address. The key is ${fingerprint}.`,
  };
}

export const listedAlready = 'This key is in the team already.';

export function alikeProblem(person: string): string {
  return `${editorLine(person)} is in the team already, in other letters. Two persons need two names.`;
}

export function rolesQuestion(person: string): string {
  return `What may ${editorLine(person)} do`;
}

const roleText: Readonly<Record<Role, { readonly label: string; readonly detail: string }>> = {
  asks: { label: 'Ask', detail: 'Their agents\u2019 calls can be sent to colleagues.' },
  countersigns: { label: 'Countersign', detail: 'They can approve or refuse the calls of others.' },
  maintains: {
    label: 'Maintain the policy',
    detail: 'Changes of policy and team need their signature: two of these persons, where there are two.',
  },
};

export function roleItem(role: Role): { readonly label: string; readonly detail: string } {
  return roleText[role];
}

export const productionQuestion = {
  title: 'Set Up Team (4 of 4): what is production',
  placeholder: 'Type a further account, cluster, host or project to add it',
} as const;

export const usualProduction = [
  {
    name: '*prod*',
    detail: 'Every account, cluster, host, project or database that is called prod or production',
    picked: true,
  },
  { name: '*live*', detail: 'Every place that is called live', picked: false },
] as const;

export function hintDetail(path: string, line: number): string {
  return editorLine(`${path}, line ${line}`);
}

export const typedDetail = 'Press Enter to add it';

export const nothingProduction = 'Choose one at least: without production there is nothing to countersign.';

export const probing = 'Trying whether the remote can carry requests\u2026';

export function courierWorks({
  place,
  pushes,
  tookMs,
}: {
  readonly place: string;
  readonly pushes: boolean;
  readonly tookMs: number;
}): string {
  const how = pushes ? 'at once' : 'within seconds';
  return `Requests travel as ${editorLine(place)}; colleagues see them ${how} (tried in ${tookMs} ms).`;
}

export function courierFails(code: string, detail: string): string {
  const said = detail === '' ? code : `${code}: ${detail}`;
  return `The remote did not carry a test message (${editorLine(said)}).`;
}

export const courierQuestion = 'How requests and answers shall travel';

export const courierItems = {
  git: { label: 'Through the remote all the same', detail: 'Choose this when it was only out of reach.' },
  folder: {
    label: 'Through a folder that all of you can reach\u2026',
    detail: 'A network share, for example.',
  },
  paste: { label: 'By copying and pasting', detail: 'Through any chat. Slow, and always possible.' },
} as const;

export const reviewTitle = 'Countersign: what will be written to .countersign';

export interface ReviewFacts {
  readonly members: readonly Member[];
  readonly digest: string;
  readonly key: string;
  readonly courier: string;
  readonly needed: number;
}

export function reviewText({ members, digest, key, courier, needed }: ReviewFacts): {
  readonly question: string;
  readonly about: string;
} {
  const names = members.map(({ person }) => editorLine(person)).join(', ');
  return {
    question: 'Write these files and sign them?',
    about: [
      'policy.json and allowed_signers follow as they would be.',
      'Your signature goes into endorsement.json.',
      '',
      `Team: ${names}`,
      `Digest: ${shortDigest(digest)}`,
      ...(key === '' ? [] : [`Your key: ${key}`]),
      ...(courier === '' ? [] : [courier]),
      needed > 1 ? 'A second maintainer has to endorse them as well before they are in force.' : '',
    ]
      .join('\n')
      .trimEnd(),
  };
}

/** The first document beside the files: what is signed, in words. It is not written. */
export const aboutSignatureName = 'About your signature (not written)';

export const signingText = 'Signing. If your security key blinks, touch it.';

export function signFailedText(code: string, detail: string): string {
  if (code === 'no-key') {
    return `None of your keys belongs to a maintainer of this team (${editorLine(detail)}). A maintainer has to endorse it.`;
  }
  return `It was not signed, and nothing was written: ${editorLine(detail)}. Try again when the key is at hand.`;
}

export function writeFailedText(detail: string): string {
  return `Nothing was written to .countersign: ${editorLine(detail)}.`;
}

export function draftRefused(error: RosterError): string {
  return `The team could not be written down, and nothing was written: line ${error.line} of allowed_signers, ${editorLine(rosterErrorText(error))}.`;
}

/** The commands that publish it, each on its own line, for people to read. */
export function publishCommands(isNew: boolean): readonly string[] {
  const message = isNew ? 'Set up Countersign' : 'Endorse the team policy';
  return ['git add .countersign', `git commit -m "${message}" -- .countersign`, 'git push origin HEAD'];
}

export function publishText(
  commands: readonly string[],
  isRefusedYet: boolean,
): {
  readonly question: string;
  readonly detail: string;
  readonly run: string;
  readonly copy: string;
} {
  return {
    question: 'Commit and push .countersign?',
    detail: [
      'It counts once it is on the default branch of the remote. These commands put it there:',
      '',
      ...commands,
      '',
      isRefusedYet
        ? 'Until another maintainer has endorsed it too, everybody\u2019s Countersign refuses it and keeps the one in force: push it to another branch first.'
        : 'Where that branch is protected, push another one and open a pull request.',
    ].join('\n'),
    run: 'Run in a Terminal',
    copy: 'Copy the Commands',
  };
}

export const waitingForRemote = 'Waiting until the team policy is on the remote\u2019s default branch\u2026';
export const notOnRemoteYet =
  'The team policy is not on the remote\u2019s default branch yet. Countersign looks again by itself, and asks you to accept it when it is there.';

export function waitsForText(missing: readonly string[]): string {
  const names = missing.map(editorLine).join(' or ');
  return `The team policy is on the remote, and waits for the endorsement of ${names}: they pull, and run Countersign: Endorse Team Policy.`;
}

export const existing = {
  title: 'This repository has a team already',
  add: {
    label: '$(person-add) Add a colleague\u2026',
    detail: 'Adds lines to allowed_signers, counts the version up, and endorses both.',
  },
  endorse: {
    label: '$(verified) Endorse what stands in .countersign\u2026',
    detail: 'After you or somebody else changed the policy or the team.',
  },
  courier: { label: '$(sync) Try the courier', detail: 'Sends a test message, reads it and deletes it.' },
} as const;

export const unreadableText =
  'The files in .countersign cannot be read as a team\u2019s policy and roster. Mend what Problems shows for policy.json, or delete the folder to begin anew.';

export interface EndorseFacts {
  readonly digest: string;
  readonly version: number;
  readonly before: number | undefined;
  readonly endorsedBy: readonly string[];
  readonly needed: number;
}

export const endorseTitle = 'Countersign: team policy and team, in force and to be endorsed';

export function endorseText({ digest, version, before, endorsedBy, needed }: EndorseFacts): {
  readonly question: string;
  readonly about: string;
} {
  const follows = before === undefined ? 'the first one' : `follows version ${before}, which is in force`;
  const so = endorsedBy.length === 0 ? 'nobody yet' : endorsedBy.map(editorLine).join(', ');
  return {
    question: 'Endorse this team policy?',
    about: [
      'What changed follows.',
      'Your signature says that the team agrees to exactly these files.',
      '',
      `Version ${version}, ${follows}`,
      `Digest: ${shortDigest(digest)}`,
      `Endorsed by ${so}; needed: ${countText(needed, 'maintainer', 'maintainers')}`,
    ].join('\n'),
  };
}

export function planProblemText(code: string, detail: string): string {
  switch (code) {
    case 'in-force':
      return 'What stands in .countersign is in force already. There is nothing to endorse.';
    case 'missing-part':
      return 'There is no .countersign with a policy and a roster in this working tree. Pull first, or set up the team.';
    case 'no-maintainers':
      return 'Nobody in .countersign/allowed_signers may maintain the policy, so nobody can endorse it. Give somebody the namespace countersign-policy@v1.';
    default:
      return `It cannot be endorsed: ${code.replaceAll('-', ' ')} (${editorLine(detail)}).`;
  }
}

export function raiseVersion(inForce: number): {
  readonly question: string;
  readonly detail: string;
  readonly raise: string;
} {
  return {
    question: `Count the version up to ${inForce + 1}?`,
    detail: `Version ${inForce} is in force. A changed policy or team needs a higher one, so that nobody can bring an old one back.`,
    raise: 'Count Up',
  };
}

export const askedToEndorse = {
  message: 'The team policy of this repository waits for your endorsement: another maintainer has signed it.',
  look: 'Review and Endorse\u2026',
  wait: 'The team policy on the remote waits for another maintainer\u2019s endorsement. Until then nothing can be countersigned.',
} as const;

export function copiedText(person: string, fingerprint: string): string {
  return `Your public key is on the clipboard: ${editorLine(person)}, ${fingerprint}. Send it to whoever sets up the team.`;
}

export const restrictedText = {
  message: 'A team is set up in a folder that you trust. Trust this one first.',
  manage: 'Manage Workspace Trust',
} as const;
