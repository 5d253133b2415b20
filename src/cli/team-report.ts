import type { TeamReport } from '../messages/cli/doctor.js';
import { courierFailureText } from '../messages/countersign/countersign.js';
import { trustProblemText } from '../messages/team/trust.js';
import { courierFor } from '../node/couriers/courier-for.js';
import type { Home } from '../node/files/home.js';
import { trustRootFor } from '../node/trust/trust-root.js';

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
    unasked: around.unasked === undefined ? null : trustProblemText(around.unasked),
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
  return { url, problem: listed.ok ? null : courierFailureText(listed.error) };
}

/** What is not in order. */
export function isTeamWell({ problem, courier }: TeamReport): boolean {
  return problem === null && (courier?.problem ?? null) === null;
}
