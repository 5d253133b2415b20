import * as vscode from 'vscode';
import type { GuardState } from '../../core/toolcall/health.js';
import { healthDescription, healthLines } from '../../messages/agents/health.js';
import { agentsViewId } from '../view-ids.js';
import { type AgentStatus, type Connections, nearestFirst } from './connections.js';

/** Which agents are connected, and what keeps them from being held. */
export class AgentsTree implements vscode.TreeDataProvider<AgentStatus>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<AgentStatus>;

  constructor(private readonly connections: Connections) {
    this.view = vscode.window.createTreeView(agentsViewId, { treeDataProvider: this });
    this.view.onDidChangeVisibility(() => this.refresh());
  }

  refresh(): void {
    this.changed.fire();
  }

  async getChildren(parent?: AgentStatus): Promise<AgentStatus[]> {
    if (parent !== undefined) return [];
    return [...nearestFirst(await this.connections.all())];
  }

  getTreeItem({ adapter, health }: AgentStatus): vscode.TreeItem {
    const now = this.connections.parts.clock.now();
    const item = new vscode.TreeItem(adapter.name);
    item.description = healthDescription(health, now);
    item.tooltip = healthLines(health, now).join('\n');
    item.contextValue = contextOf(health.state);
    item.iconPath = iconOf(health.state);
    item.accessibilityInformation = { label: `${adapter.name}, ${item.description}` };
    return item;
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }
}

/** `agent.alarm` offers the repair as well as everything that a connected agent has. */
function contextOf(state: GuardState): string {
  if (state === 'absent') return 'agent.absent';
  return state === 'alarm' ? 'agent.connected.alarm' : 'agent.connected';
}

function iconOf(state: GuardState): vscode.ThemeIcon {
  switch (state) {
    case 'absent':
      return new vscode.ThemeIcon('circle-outline');
    case 'unverified':
      return new vscode.ThemeIcon('pass');
    case 'held':
      return new vscode.ThemeIcon('pass-filled');
    case 'weak':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('editorWarning.foreground'));
    case 'alarm':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
  }
}
