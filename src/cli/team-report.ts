import { courierText } from '../messages/countersign/countersign.js';
import { shortDigest, trustProblemText } from '../messages/team/trust.js';
import { editorLine } from '../messages/text/editor-line.js';
import { courierFor } from '../node/couriers/courier-for.js';
import type { Home } from '../node/home.js';
import { trustRootFor } from '../node/trust-root.js';

/** The team's policy, roster and courier as the doctor finds them. */
export interface TeamReport {
  readonly state: 'none' | 'unpinned' | 'trusted' | 'broken';
  readonly version: number | null;
  readonly digest: string | null;
  /** Persons of the roster. */
  readonly persons: readonly string[];
  readonly remote: string | null;
  readonly problem: string | null;
  /** What the workspace names as its remote now, where that is another one. */
  readonly otherRemote: string | null;
  /** Files of the working tree that are not in force. */
  readonly differing: readonly string[];
  readonly courier: { readonly url: string; readonly problem: string | null } | null;
}

const patienceMs = 5_000;

/** Asks the remote and the courier once each; nothing is put there. */
export async function teamReport(home: Home, workspace: string): Promise<TeamReport> {
  const root = trustRootFor({ home, workspace, timeoutMs: patienceMs });
  const state = await root.refresh();
  const around = root.surroundings();
  root.dispose();
  const trust = state.kind === 'none' ? undefined : state.trust;
  return {
    state: state.kind,
    version: trust?.policy.version ?? null,
    digest: trust?.digest ?? null,
    persons: [...new Set(trust?.roster.keys.map(({ person }) => person))],
    remote: around.remote ?? null,
    problem: state.kind === 'broken' ? trustProblemText(state.problem) : null,
    otherRemote: around.otherRemote ?? null,
    differing: around.differing,
    courier: trust === undefined ? null : await courierReport(trust.policy.courier, home, trust.remote),
  };
}

async function courierReport(
  url: string,
  home: Home,
  remote: string,
): Promise<{ readonly url: string; readonly problem: string | null }> {
  const courier = courierFor(url, { home, remote });
  if (!courier.ok) return { url, problem: `${courier.error.code}: ${courier.error.detail}` };
  const listed = await courier.value.list('use', '0'.repeat(32));
  courier.value.dispose();
  if (listed.ok) return { url, problem: null };
  const { code, detail } = listed.error;
  return { url, problem: detail === '' ? courierText[code] : `${courierText[code]} (${detail})` };
}

/** What is not in order. */
export function isTeamWell({ problem, courier }: TeamReport): boolean {
  return problem === null && (courier?.problem ?? null) === null;
}

export function teamLines(report: TeamReport): readonly string[] {
  const { state, version, digest, persons, remote, problem, otherRemote, differing, courier } = report;
  if (state === 'none') return ['Team policy: none on the default branch of the remote'];
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
