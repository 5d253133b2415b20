import * as vscode from 'vscode';
import type { Adapter, ConfigScope } from '../../agents/adapter.js';
import {
  connectQuestion,
  noAgentText,
  nothingToWriteText,
  whichAgentText,
  whichScopeText,
} from '../../messages/agents/connect.js';
import { nextText } from '../../messages/agents/coverage.js';
import { canaryText, connectionText, healthDescription, scopeText } from '../../messages/agents/health.js';
import { doorbellMissingText } from '../../messages/agents/install.js';
import { planErrorText } from '../../messages/agents/plan-error.js';
import { editorLine } from '../../messages/text/editor-line.js';
import { askAbout } from '../card/asked-diff.js';
import type { ConnectParts } from './connect-parts.js';
import { type AgentStatus, type Connections, nearestFirst, overall } from './connections.js';
import { offerSetting } from './offer-setting.js';
import { trustAgent } from './trust-agent.js';

type What = 'connect' | 'disconnect';

/** Tells the walkthrough and the manifest whether an agent is connected. */
export function tellAgentConnected(connections: Connections): void {
  void vscode.commands.executeCommand(
    'setContext',
    'countersign.agentConnected',
    connections.isAnyConnected(),
  );
}

/** Connecting and disconnecting: agent, scope, the exact difference, and then a person's word. */
export function registerConnect(parts: ConnectParts): vscode.Disposable {
  const run = (what: What) => (from?: AgentStatus) => change(what, parts, from);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('countersign.connectAgent', run('connect')),
    vscode.commands.registerCommand('countersign.disconnectAgent', run('disconnect')),
    vscode.commands.registerCommand('countersign.refreshAgents', () => parts.written()),
  );
}

async function change(what: What, parts: ConnectParts, from: AgentStatus | undefined): Promise<void> {
  const { connections } = parts;
  const problem = connections.parts.installProblem();
  if (what === 'connect' && problem !== undefined) {
    await vscode.window.showErrorMessage(doorbellMissingText(problem));
    return;
  }
  const status = isStatus(from, connections) ? from : await pickAgent(what, connections);
  if (status === undefined) return;
  const scope = await pickScope(what, status);
  if (scope !== undefined) await showAndWrite(what, parts, status.adapter, scope);
}

/** The exact difference, a person's word, the write, and a canary call behind it. */
export async function showAndWrite(
  what: What,
  parts: ConnectParts,
  adapter: Adapter,
  scope: ConfigScope,
): Promise<void> {
  const plan = parts.connections.plan(what, adapter, scope);
  if (!plan.ok) {
    await vscode.window.showErrorMessage(editorLine(planErrorText(plan.error)));
    return;
  }
  const { path, before, after } = plan.value;
  if (before === after) {
    await vscode.window.showInformationMessage(editorLine(nothingToWriteText(what, adapter.name, path)));
    return;
  }
  const asked = connectQuestion(what, adapter.name, path);
  if (!(await askAbout(asked, [{ path, before, after }]))) return;
  const applied = parts.connections.apply(what, adapter, plan.value);
  parts.written();
  if (!applied.ok) await vscode.window.showErrorMessage(editorLine(planErrorText(applied.error)));
  else if (what === 'connect') await prove(parts, adapter, scope);
}

/** A canary call decides what is shown of the connection, then the person hears what is left to do. */
async function prove(parts: ConnectParts, adapter: Adapter, scope: ConfigScope): Promise<void> {
  const { connections, written } = parts;
  const canary = await connections.verify(adapter);
  written();
  if (canary.kind !== 'passed') await vscode.window.showErrorMessage(editorLine(canaryText(canary)));
  else if (adapter.trust !== undefined) {
    await trustAgent(parts, adapter, scope);
    await offerSetting(parts, adapter);
  } else if (adapter.next !== undefined)
    await vscode.window.showInformationMessage(editorLine(nextText[adapter.next]));
}

/** Commands can be called by anybody with anything: only a row of our own tree is taken as one. */
export function isStatus(from: AgentStatus | undefined, connections: Connections): from is AgentStatus {
  return connections.parts.adapters.some((adapter) => adapter === from?.adapter);
}

export async function pickAgent(
  what: What | 'repair',
  connections: Connections,
): Promise<AgentStatus | undefined> {
  const all = nearestFirst(await connections.all());
  const offered = all.filter((status) => isOffered(what, status));
  if (offered.length === 0) {
    await vscode.window.showInformationMessage(noAgentText(what));
    return undefined;
  }
  const items = offered.map((status) => ({
    label: status.adapter.name,
    description: healthDescription(status.health, connections.parts.clock.now()),
    status,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: whichAgentText[what] });
  return picked?.status;
}

function isOffered(what: What | 'repair', status: AgentStatus): boolean {
  if (what === 'connect') return true;
  return what === 'repair' ? status.health.state === 'alarm' : overall(status) !== 'absent';
}

async function pickScope(what: What, status: AgentStatus): Promise<ConfigScope | undefined> {
  const offered = status.health.connections.filter(
    ({ connection }) => what === 'connect' || connection !== 'absent',
  );
  const items = offered.map(({ scope, connection, file }) => ({
    label: scopeText[scope].label,
    description: connectionText[connection],
    detail: `${scopeText[scope].detail} ${file}`,
    scope,
  }));
  const title = whichScopeText(what, status.adapter.name);
  const picked = await vscode.window.showQuickPick(items, { title });
  return picked?.scope;
}
