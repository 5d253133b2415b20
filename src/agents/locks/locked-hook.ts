import { shellQuoted } from '../../core/shared/shell-word.js';
import type { AgentId } from '../../core/toolcall/toolcall.js';
import { hookLimit } from '../../protocol/limits.js';
import type { HookEntry } from '../adapter.js';
import type { LockedBell } from './lock.js';

/** The agent's own shell becomes the doorbell: nothing of the user's waits between them. */
export function lockedCommand({ program }: LockedBell, agent: AgentId, event: string): string {
  return `exec ${shellQuoted(program)} ${agent} ${event}`;
}

/** How one agent writes the hooks that are Claude Code's in form. */
export interface LockedForm {
  readonly agent: AgentId;
  readonly before: string;
  readonly after: readonly string[];
  /** Units of the agent's limit in a second. */
  readonly unit: 1 | 1_000;
  readonly name?: string;
}

/** Hooks for every tool, before and after. */
export function lockedEntries(bell: LockedBell, form: LockedForm): readonly HookEntry[] {
  const { agent, before, after, unit, name } = form;
  const entry = (event: string, seconds: number): HookEntry => ({
    event,
    entry: {
      matcher: '*',
      hooks: [
        {
          type: 'command',
          ...(name === undefined ? {} : { name }),
          command: lockedCommand(bell, agent, event),
          timeout: seconds * unit,
        },
      ],
    },
  });
  return [entry(before, hookLimit(agent)), ...after.map((event) => entry(event, 60))];
}
