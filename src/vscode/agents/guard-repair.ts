import * as vscode from 'vscode';
import { type Drift, type HealthProblem, isAlarm } from '../../core/toolcall/health.js';
import { cannotOpenText, repairButtons } from '../../messages/agents/connect.js';
import { alarmNotice, canaryText, nothingToRepair } from '../../messages/agents/health.js';
import { editorLine } from '../../messages/text/editor-line.js';
import { isStatus, pickAgent, showAndWrite } from './connect-agent.js';
import type { ConnectParts } from './connect-parts.js';
import type { AgentStatus } from './connections.js';
import { trustAgent } from './trust-agent.js';

/** One notification for each drift. It leads to the repair, which a person confirms; it changes nothing itself. */
export async function tellDrift(parts: ConnectParts, status: AgentStatus, drift: Drift): Promise<void> {
  const isOurs = drift.problem === 'drifted' || drift.problem === 'removed' || drift.problem === 'untrusted';
  const button = repairButtons[isOurs ? 'repair' : 'show'];
  const answer = await vscode.window.showErrorMessage(editorLine(alarmNotice(drift)), button);
  if (answer === button) await mend(parts, parts.connections.glance(status.adapter), drift.file);
}

/** The command: of a row of the tree, or of an agent that the person picks among those that are not held. */
export function registerRepair(parts: ConnectParts): vscode.Disposable {
  return vscode.commands.registerCommand('countersign.repairAgent', async (from?: AgentStatus) => {
    const status = isStatus(from, parts.connections)
      ? parts.connections.glance(from.adapter)
      : await pickAgent('repair', parts.connections);
    if (status !== undefined) await mend(parts, status);
  });
}

/** Our own entry is written again, with its difference shown; what others wrote is shown at its line, for a person to change. */
async function mend(parts: ConnectParts, { adapter, health }: AgentStatus, file?: string): Promise<void> {
  const alarms = health.problems.filter(isAlarm);
  const problem =
    alarms.find((one) => file === undefined || ('file' in one && one.file === file)) ?? alarms[0];
  if (problem === undefined) {
    await vscode.window.showInformationMessage(nothingToRepair(health));
    return;
  }
  const scope = health.connections.find((one) => 'file' in problem && one.file === problem.file)?.scope;
  const isOurs = problem.kind === 'drifted' || problem.kind === 'removed';
  if (isOurs && scope !== undefined) await showAndWrite('connect', parts, adapter, scope);
  else if (problem.kind === 'untrusted' && scope !== undefined) await trustAgent(parts, adapter, scope);
  else if (problem.kind === 'canary' || problem.kind === 'slipped' || problem.kind === 'ran-anyway')
    await ringAgain(parts, { adapter, health });
  else await showProblem(problem);
}

async function ringAgain({ connections, written }: ConnectParts, { adapter }: AgentStatus): Promise<void> {
  const problem = connections.parts.installProblem();
  const canary = await connections.verify(adapter);
  connections.looked(adapter);
  written();
  const words = problem ?? canaryText(canary);
  const isWell = problem === undefined && canary.kind === 'passed';
  const tell = isWell ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
  await tell(editorLine(words));
}

async function showProblem(problem: HealthProblem): Promise<void> {
  if (!('file' in problem)) return;
  const line = Math.max(0, (('line' in problem && problem.line) || 1) - 1);
  const at = new vscode.Range(line, 0, line, 0);
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(problem.file), { selection: at });
  } catch {
    await vscode.window.showErrorMessage(editorLine(cannotOpenText(problem)));
  }
}
