import type { CallFacts, Despite } from '../../core/record/entry.js';
import { assertNever } from '../../core/shared/assert-never.js';
import { inertLine } from '../../core/shared/inert.js';
import type {
  AgentHealth,
  Canary,
  Connection,
  Drift,
  GuardState,
  HealthProblem,
  Verified,
} from '../../core/toolcall/health.js';
import { countText } from '../text/count.js';
import { editorLine } from '../text/editor-line.js';
import { dateAndTime, duration } from '../text/time.js';
import { agentNames } from './agent-names.js';
import { despiteText, driftText } from './drift.js';
import { levelLines, levelText } from './level.js';

/** One agent's health in words: the command line, the Agents view and the status bar say the same. */

export const scopeText = {
  user: { label: 'Every workspace', detail: 'Written to your own settings of the agent.' },
  workspace: { label: 'This workspace only', detail: 'Written to a file of this folder.' },
} as const;

export const connectionText: Readonly<Record<Connection, string>> = {
  absent: 'not connected',
  present: 'connected',
  drifted: 'connected, but its entry has changed',
  removed: 'its entry was removed',
  unreadable: 'its settings cannot be read',
};

const stateText: Readonly<Record<GuardState, string>> = {
  absent: 'not connected',
  unverified: 'connected, not verified yet',
  held: 'connected',
  weak: 'connected, but not in every failure',
  alarm: 'not held',
};

/** "2.1.330, connected, verified 5 min ago"; of an agent that is not held, why. */
export function healthDescription(health: AgentHealth, now: number): string {
  const version = health.version === undefined ? [] : [inertLine(health.version)];
  const found = health.isFound ? [] : ['not found on this machine'];
  const isLockAlone = health.state === 'absent' && health.level === 'locked';
  const state = isLockAlone ? 'held by the locked install' : stateText[health.state];
  const [first, ...more] = health.state === 'alarm' || health.state === 'weak' ? shownProblems(health) : [];
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const why = first === undefined ? state : `${state}: ${first}${others}`;
  const level = health.level === 'none' ? [] : [levelText[health.level]];
  const verified =
    health.state === 'held' && health.verified ? [`verified ${ago(health.verified.at, now)}`] : [];
  return [...version, ...found, why, ...level, ...verified].join(', ');
}

/** Everything that is known, one fact a line. */
export function healthLines(health: AgentHealth, now: number): readonly string[] {
  const connections = health.connections
    .filter(({ connection }) => connection !== 'absent')
    .map(
      ({ scope, connection, file }) => `${scopeText[scope].label}: ${connectionText[connection]} (${file})`,
    );
  const level = levelLines(health);
  if (health.state === 'absent') return ['Not connected', ...connections, ...level, ...shownProblems(health)];
  return [
    ...connections,
    ...level,
    ...(health.verified ? [verifiedText(health.verified, now)] : ['Not verified yet by a canary call']),
    health.lastSeen === undefined
      ? 'No call of the agent has rung it lately'
      : `Its hook rang last ${ago(health.lastSeen, now)}`,
    ...shownProblems(health),
  ];
}

function verifiedText({ at, canary }: Verified, now: number): string {
  const when = ago(at, now);
  return canary.kind === 'passed'
    ? `Verified by a canary call ${when}`
    : `Canary call ${canary.kind} ${when}`;
}

/** After connecting: whether a call through the new hook came back. */
export function canaryText(canary: Canary): string {
  return canary.kind === 'passed'
    ? 'A harmless call through the doorbell came back, and what is no call was blocked.'
    : `The canary call ${canary.kind}: ${inertLine(canary.words)}`;
}

function shownProblems(health: AgentHealth): readonly string[] {
  return health.problems.map(problemText);
}

/** One problem: what is wrong and where. */
export function problemText(problem: HealthProblem): string {
  switch (problem.kind) {
    case 'drifted':
      return `its entry has changed in ${inertLine(problem.file)}`;
    case 'removed':
      return `its entry was removed from ${inertLine(problem.file)}`;
    case 'untrusted':
      return `skipped until you trust it in the agent: ${inertLine(problem.file)}`;
    case 'unreadable':
      return `expected settings that can be read in ${place(problem)}`;
    case 'dropped':
      return `the agent drops the whole file for an entry that it cannot read: ${place(problem)}`;
    case 'switched-off':
      return `hooks are switched off by ${place(problem)}`;
    case 'canary':
      return `the canary call ${problem.canary.kind}: ${inertLine(problem.canary.words)}`;
    case 'slipped':
      return `${countText(problem.count, 'call ran', 'calls ran')} without ringing before, the last at ${dateAndTime(problem.last)}`;
    case 'ran-anyway':
      return `${countText(problem.count, 'call ran', 'calls ran')} although no yes was given, the last at ${dateAndTime(problem.last)}`;
    case 'too-old':
      return `${inertLine(problem.version)} is older than ${problem.least}: a hook that breaks may let a call run; update the agent`;
    case 'rewritable':
      return `another hook can change a call after it was judged: ${place(problem)}`;
    default:
      return assertNever(problem);
  }
}

function place({ file, line }: { readonly file: string; readonly line?: number }): string {
  return line === undefined ? inertLine(file) : `${inertLine(file)} line ${line}`;
}

function ago(at: number, now: number): string {
  return now - at < 60_000 ? 'just now' : `${duration(now - at)} ago`;
}

/** The agents that are connected and not held, for the status bar and its tooltip; undefined when there are none. */
export function alarmText(
  all: readonly AgentHealth[],
): { readonly text: string; readonly tooltip: string } | undefined {
  const alarms = all.filter((health) => health.state === 'alarm');
  const [first] = alarms;
  if (first === undefined) return undefined;
  const text =
    alarms.length === 1
      ? `${agentNames[first.agent]} not held`
      : countText(alarms.length, 'agent not held', 'agents not held');
  const lines = alarms.map(
    (health) => `${agentNames[health.agent]} is not held: ${shownProblems(health)[0] ?? ''}.`,
  );
  return { text, tooltip: lines.join('\n') };
}

/** The one notification of an alarm. */
export function alarmNotice(drift: Drift): string {
  return `${agentNames[drift.agent]} is not held: ${driftText(drift)}.`;
}

/** The one notification of a change of the doorbell's own files. */
export function bellChangedNotice(files: readonly string[], isRestored: boolean): string {
  const after = isRestored
    ? "This build's bytes are back in place."
    : 'They could not be put back: agents are not held.';
  return `Somebody changed the doorbell that agents ring: ${files.map(editorLine).join(', ')}. ${after} Look at what ran meanwhile in the record.`;
}

/** The one notification of a session: what ran is in the record. */
export function slippedNotice(call: CallFacts & { readonly despite?: Despite }): string {
  if (call.despite !== undefined)
    return `${agentNames[call.agent]} ran a call all the same, although ${despiteText[call.despite]}: ${editorLine(call.summary)}. Stop the agent and look at what it did.`;
  return `${agentNames[call.agent]} ran a call that never rang: ${editorLine(call.summary)}. Countersign could not hold it.`;
}

export function nothingToRepair({ agent, state }: AgentHealth): string {
  return `${agentNames[agent]}: ${stateText[state]}; there is nothing to repair.`;
}
