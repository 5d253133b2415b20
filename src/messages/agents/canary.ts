/** Why a canary call did not show that an agent is held. */
export const canaryFailure = {
  nothingConfigured:
    'nothing was rung: expected an entry exactly as Countersign writes it in the settings of the agent, got none',
  silence: 'expected {} for a harmless call, got no words',
  letThrough: 'expected what is no call to be blocked, got a pass',
  nobodyListens:
    'no editor window answers at the address in its settings: every call is blocked until one is open',
  slow: (patienceMs: number): string => `expected an answer within ${patienceMs / 1_000} seconds, got none`,
  ended: (code: number | null): string => `exit code ${code ?? 'of a program that was killed'}`,
};
