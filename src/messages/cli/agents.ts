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
