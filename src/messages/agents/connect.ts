import { problemText } from './health.js';
import { remoteText } from './mcp-servers.js';

type What = 'connect' | 'disconnect';

const verbs = { connect: 'Connect', disconnect: 'Disconnect' } as const;

/** A question about a file that would be written: the title of its difference, and what is asked. */
export interface Question {
  readonly title: string;
  readonly words: string;
  readonly yes: 'write';
}

/** Where a question is answered that lies over nothing. */
export function whereToAnswerText(words: string): string {
  return `${words} Answer in the title of the difference.`;
}

export function connectQuestion(what: What, agent: string, path: string): Question {
  const title = `${verbs[what]} ${agent}: ${path}`;
  return { title, words: `${verbs[what]} ${agent}? ${besideText(path)}`, yes: 'write' };
}

/** `servers`: all of the file; those that the gateway cannot stand before are named. */
export function mcpQuestion(what: What, path: string, servers: Parameters<typeof remoteText>[0]): Question {
  const asked =
    what === 'connect' ? 'Put the gateway in front of these MCP servers?' : 'Take the gateway away?';
  return {
    title: `MCP servers: ${path}`,
    words: `${asked} ${besideText(path)}${remoteText(servers)}`,
    yes: 'write',
  };
}

export function settingQuestion(agent: string, offer: string, path: string): Question {
  return { title: `${agent}: ${path}`, words: `Close a gap of ${agent} too? ${offer}`, yes: 'write' };
}

function besideText(path: string): string {
  return `Everything else in ${path} stays as it is.`;
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

export function noMcpServerText(servers: Parameters<typeof remoteText>[0]): string {
  return `No MCP server that is started as a program is configured.${remoteText(servers)}`;
}
export const whichMcpServersText = 'The gateway in front of which MCP servers';

export const repairButtons = { repair: 'Repair\u2026', show: 'Show File' } as const;
export const showRecordButton = 'Show Record';

export function cannotOpenText(problem: Parameters<typeof problemText>[0]): string {
  return `Could not open the file: ${problemText(problem)}.`;
}
