/** Whose commands the terminal guard holds: those that agents start, everyone's, or nobody's. */
export const guardModes = ['agents', 'everyone', 'off'] as const;

export type GuardMode = (typeof guardModes)[number];

/** The mode that a setting names; anything else is the default. */
export function guardModeFrom(value: unknown): GuardMode {
  return guardModes.find((mode) => mode === value) ?? 'agents';
}

/** The mode that holds most; `off` of none. */
export function strictestMode(modes: readonly GuardMode[]): GuardMode {
  if (modes.includes('everyone')) return 'everyone';
  return modes.includes('agents') ? 'agents' : 'off';
}
