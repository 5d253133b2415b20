/** Why approving is not possible yet, in the order in which a person can do something about it. */
export type Wait = 'read' | 'name' | 'name-differs' | 'arm';

export interface LockState {
  /** The end of the command has been in view. */
  readonly read: boolean;
  /** The delay has passed since the control came into view. */
  readonly armed: boolean;
  /** What must be typed; undefined when nothing must. */
  readonly name: string | undefined;
  readonly typed: string;
}

export function waitOf(state: LockState): Wait | undefined {
  if (!state.read) return 'read';
  if (state.name !== undefined && state.typed !== state.name) {
    return state.typed === '' || state.name.startsWith(state.typed) ? 'name' : 'name-differs';
  }
  return state.armed ? undefined : 'arm';
}
