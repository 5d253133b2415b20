import type { Tried } from '../../core/toolcall/coverage.js';
import type { AgentId } from '../../core/toolcall/toolcall.js';
import { agentNames } from '../agents/agent-names.js';
import { triedText } from '../agents/coverage.js';
import { shortDigest } from '../text/digest.js';
import { editorLine } from '../text/editor-line.js';

export function connectedAsTriedText(tried: Tried): string {
  return `Connected ${triedText(tried)}`;
}

export const personToSeeText = 'expected a person at a terminal to say that an alarm was seen, got none';

export function windowsText(windows: number): string {
  return `Editor windows with Countersign: ${windows}`;
}

/** How the installed doorbell stands to this build's. */
export type DoorbellState =
  | { readonly kind: 'same' | 'missing' | 'itself' }
  | { readonly kind: 'differs'; readonly files: readonly string[] };

export function doorbellStateText(state: DoorbellState): string {
  switch (state.kind) {
    case 'same':
      return "Doorbell: its files are this build's, byte for byte";
    case 'missing':
      return 'Doorbell: not installed';
    case 'itself':
      return 'Doorbell: not compared, this is the installed program itself; run the doctor of the extension';
    case 'differs':
      return `Doorbell: not this build's, ${state.files.map(editorLine).join(', ')}; reload an editor window to install it again`;
  }
}

/** What keeps the doctor from saying that all is well. */
export type Unwell = AgentId | 'doorbell' | 'record' | 'team' | 'home';

const unwellNames: Readonly<Record<Exclude<Unwell, AgentId>, string>> = {
  doorbell: 'the doorbell',
  record: 'the record',
  team: 'the team',
  home: 'the home folder',
};

/** The last line, where the exit code is no 0: where above to look. */
export const nothingConnectedText =
  'No agent is connected, so that no call of one is held. Next: countersign connect AGENT';

export function unwellText(unwell: readonly Unwell[]): string {
  const names = unwell.map((one) => ({ ...agentNames, ...unwellNames })[one]);
  return `Not well, each as above: ${names.join(', ')}`;
}

export type RecordState =
  | { readonly ok: true; readonly entries: number }
  | { readonly ok: false; readonly detail: string };

export function recordStateText(record: RecordState): string {
  return record.ok ? `Record: holds, ${record.entries} entries` : `Record: broken, ${record.detail}`;
}

/** The team's policy, roster and courier as the doctor finds them. */
export interface TeamReport {
  readonly state: 'none' | 'unpinned' | 'trusted' | 'broken';
  readonly version: number | null;
  readonly digest: string | null;
  /** Persons of the roster. */
  readonly persons: readonly string[];
  readonly remote: string | null;
  readonly problem: string | null;
  /** Where no team is known: why the remote was not heard. */
  readonly unasked: string | null;
  /** What the workspace names as its remote now, where that is another one. */
  readonly otherRemote: string | null;
  /** Files of the working tree that are not in force. */
  readonly differing: readonly string[];
  readonly courier: { readonly url: string; readonly problem: string | null } | null;
}

/** One line a fact; what is wrong stands under it. */
export function teamReportLines(report: TeamReport): readonly string[] {
  const { state, version, digest, persons, remote, problem, unasked, otherRemote, differing, courier } =
    report;
  if (state === 'none')
    return [
      unasked === null
        ? 'Team policy: none on the default branch of the remote'
        : `Team policy: none known, ${editorLine(unasked)}`,
      ...differing.map((path) => `  ${path} lies here and is not in force`),
    ];
  const inForce =
    version === null
      ? 'none in force'
      : `version ${version}, digest ${shortDigest(digest ?? '')}${state === 'unpinned' ? ', not accepted yet' : ''}`;
  return [
    `Team policy: ${inForce}${remote === null ? '' : ` (${editorLine(remote)})`}`,
    ...(problem === null ? [] : [`  refused: ${editorLine(problem)}`]),
    ...(otherRemote === null
      ? []
      : [`  the workspace names another remote, which is not asked: ${editorLine(otherRemote)}`]),
    ...differing.map((path) => `  ${path} of the working tree differs and is not in force`),
    ...(persons.length === 0 ? [] : [`Roster: ${persons.map(editorLine).join(', ')}`]),
    ...(courier === null
      ? []
      : [
          `Courier: ${editorLine(courier.url)}, ${courier.problem === null ? 'answers' : editorLine(courier.problem)}`,
        ]),
  ];
}
