import * as vscode from 'vscode';
import { agentDescription, connectionWords, problems, scopeWords } from '../words/agent-status.js';
import { type AgentStatus, type Connections, nearestFirst, overall } from './connections.js';

export const agentsViewId = 'countersign.agents';

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
    const { adapters } = this.connections.parts;
    const all = await Promise.all(adapters.map((adapter) => this.connections.status(adapter)));
    return [...nearestFirst(all)];
  }

  getTreeItem(status: AgentStatus): vscode.TreeItem {
    const connection = overall(status);
    const isConnected = connection === 'present' || connection === 'drifted';
    const isSound = connection === 'present' && problems(status.facts).length === 0;
    const item = new vscode.TreeItem(status.adapter.name);
    item.description = agentDescription(connection, status.facts);
    item.tooltip = tooltipOf(status);
    item.contextValue = isConnected ? 'agent.connected' : 'agent.absent';
    item.iconPath = iconOf(isConnected, isSound);
    item.accessibilityInformation = { label: `${status.adapter.name}, ${item.description}` };
    return item;
  }

  dispose(): void {
    this.view.dispose();
    this.changed.dispose();
  }
}

function iconOf(isConnected: boolean, isSound: boolean): vscode.ThemeIcon {
  if (!isConnected) return new vscode.ThemeIcon('circle-outline');
  if (isSound) return new vscode.ThemeIcon('pass-filled');
  return new vscode.ThemeIcon('warning', new vscode.ThemeColor('editorWarning.foreground'));
}

function tooltipOf(status: AgentStatus): string {
  const scopes = status.scopes.map(
    ({ scope, connection, file }) => `${scopeWords[scope].label}: ${connectionWords[connection]} (${file})`,
  );
  return [...scopes, ...problems(status.facts)].join('\n');
}
