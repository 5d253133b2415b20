import type { TrustState } from './trust.js';

/** True while the remote holds a first bundle to which only the last of its maintainers' signatures is missing. */
export function awaitsEndorsement(state: TrustState): boolean {
  return (
    state.kind === 'broken' &&
    state.trust === undefined &&
    state.problem.code === 'not-endorsed' &&
    /^too-few: [1-9]/.test(state.problem.detail)
  );
}
