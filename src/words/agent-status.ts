import { inertLine } from '../core/shared/inert.js';

/** How an agent stands in one scope. */
export type Connection = 'absent' | 'present' | 'drifted' | 'unreadable';

export const scopeWords = {
  user: { label: 'Every workspace', detail: 'Written to your own settings of the agent.' },
  workspace: { label: 'This workspace only', detail: 'Written to a file of this folder.' },
} as const;

export const connectionWords: Readonly<Record<Connection, string>> = {
  absent: 'not connected',
  present: 'connected',
  drifted: 'connected, but its entry has changed',
  unreadable: 'its settings cannot be read',
};

/** What is known of an agent besides its connection. */
export interface AgentFacts {
  readonly isFound: boolean;
  readonly version?: string;
  readonly isTooOld: boolean;
  readonly leastVersion?: string;
  readonly disabledBy: readonly string[];
  /** Hook files that the agent skips until a person trusts them in it. */
  readonly untrusted?: readonly string[];
}

/** "2.1.330, connected" with what is wrong after it. */
export function agentDescription(connection: Connection, facts: AgentFacts): string {
  const version = facts.version === undefined ? [] : [inertLine(facts.version)];
  const found = facts.isFound ? [] : ['not found on this machine'];
  return [...version, ...found, connectionWords[connection], ...problems(facts)].join(', ');
}

/** What keeps a connected agent from being held in every case. */
export function problems(facts: AgentFacts): readonly string[] {
  const old =
    facts.isTooOld && facts.leastVersion !== undefined
      ? [`older than ${facts.leastVersion}: a hook that breaks may let a call run`]
      : [];
  return [
    ...old,
    ...(facts.untrusted ?? []).map((file) => `skipped until you trust it in the agent: ${inertLine(file)}`),
    ...facts.disabledBy.map((file) => `hooks switched off by ${inertLine(file)}`),
  ];
}
