import { editorLine } from '../text/editor-line.js';

/** What connecting and disconnecting did to an agent's file. */
export interface ConnectDone {
  readonly agent: string;
  readonly path: string;
  readonly done: 'connected' | 'disconnected';
  readonly isChanged: boolean;
  readonly isDryRun: boolean;
}

export function connectDoneText({ agent, path, done, isChanged, isDryRun }: ConnectDone): string {
  if (!isChanged) return `${agent} is ${done} already: ${path} stays as it is.`;
  if (isDryRun) return `Nothing was written. Without --dry-run, ${path} is changed like this.`;
  return done === 'connected' ? `${agent} is connected: ${path} is written.` : disconnectedText(agent, path);
}

export function disconnectedText(agent: string, path: string): string {
  return `${agent} is disconnected: ${path} is as it was without Countersign.`;
}

/** Connecting an agent that is not there is no mistake. */
export function notFoundText(agent: string): string {
  return `${agent} was not found here: neither its program in the PATH nor files of its own. Once it is installed it rings by this file; countersign doctor says so then.`;
}

export const noWindowText =
  'No editor window with Countersign is open: until one is, calls that need no person pass, and all others are blocked.';

export function unseenPolicyText(files: readonly string[]): string {
  return `${files.join(' and ')}: this machine has not seen them on the remote, so that no team's policy is in force here without a window. Run countersign doctor here before an agent works.`;
}

export function uninstalledText(home: string): string {
  return `Countersign's programs are gone. The record and the requests stay in ${home}.`;
}

export function doorbellNotInstalledText({ code, detail }: InstallProblem): string {
  return `the doorbell could not be installed: ${code}, ${detail}`;
}

export function gatewayNotInstalledText({ code, detail }: InstallProblem): string {
  return `the gateway could not be installed: ${code}, ${detail}`;
}

interface InstallProblem {
  readonly code: string;
  readonly detail: string;
}

/** `offer`: what the setting would close. */
export function strictWritesText(offer: string): string {
  return `${offer} --strict writes it:`;
}

export const windowOpenText = 'expected no editor window with Countersign, got one that is open';

export function noDoorbellText(path: string): string {
  return `expected the doorbell beside this program, got none at ${path}: blocked`;
}

export function unknownAgentText(agent: string): string {
  return `Countersign does not know the agent ${JSON.stringify(agent)}: blocked.`;
}

export function leftoverText(path: string): string {
  return `${editorLine(path)} still names Countersign and could not be cleaned: take its entries out by hand, or its agent is blocked`;
}
