import { problemText } from './health.js';

type What = 'connect' | 'disconnect';

const verbs = { connect: 'Connect', disconnect: 'Disconnect' } as const;

/** A question over a modal dialog, its detail, and the button that says yes. */
export interface Question {
  readonly title: string;
  readonly detail: string;
  readonly yes: string;
}

/** The title of an editor's diff before the question. */
export function connectDiffText(what: What, agent: string, path: string): string {
  return `${verbs[what]} ${agent}: ${path}`;
}

export function connectQuestion(what: What, agent: string, path: string): Question {
  return { title: `${verbs[what]} ${agent}?`, detail: besideText(path), yes: writeChange };
}

export function mcpDiffText(path: string): string {
  return `MCP servers: ${path}`;
}

export function mcpQuestion(what: What, path: string): Question {
  const title =
    what === 'connect' ? 'Put the gateway in front of these MCP servers?' : 'Take the gateway away?';
  return { title, detail: besideText(path), yes: writeChange };
}

export function settingQuestion(agent: string, offer: string, path: string): Question {
  return { title: `Close a gap of ${agent} too?`, detail: `${offer}\n\n${path}`, yes: 'Write This Setting' };
}

export function trustDiffText(agent: string, path: string): string {
  return `Trust in ${agent}: ${path}`;
}

const writeChange = 'Write This Change';

function besideText(path: string): string {
  return `${path}\n\nThe difference is open beside this question. Everything else in the file stays as it is.`;
}

export function nothingToWriteText(what: What, agent: string, path: string): string {
  return what === 'connect'
    ? `${agent} is already connected in ${path}.`
    : `${agent} is not connected in ${path}.`;
}

export const whichAgentText = {
  connect: 'Connect which agent (1 of 2)',
  disconnect: 'Disconnect which agent (1 of 2)',
  repair: 'Repair which agent',
} as const;

export function noAgentText(what: What | 'repair'): string {
  return what === 'repair' ? 'No connected agent needs repair.' : 'No agent is connected.';
}

export function whichScopeText(what: What, agent: string): string {
  return `${verbs[what]} ${agent} where (2 of 2)`;
}

export const noMcpServerText = 'No MCP server that is started as a program is configured.';
export const whichMcpServersText = 'The gateway in front of which MCP servers';

export const repairButtons = { repair: 'Repair\u2026', show: 'Show File' } as const;
export const showRecordButton = 'Show Record';

export function cannotOpenText(problem: Parameters<typeof problemText>[0]): string {
  return `Could not open the file: ${problemText(problem)}.`;
}
