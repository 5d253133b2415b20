import * as vscode from 'vscode';
import type { Places } from '../../agents/adapter.js';
import { applyEdit } from '../../agents/connect.js';
import { mcpServersOf, planGuard, planUnguard } from '../../agents/guard-mcp.js';
import { mcpFiles } from '../../agents/mcp-files.js';
import type { McpServer } from '../../agents/mcp-server.js';
import { mcpQuestion, noMcpServerText, whichMcpServersText } from '../../messages/agents/connect.js';
import { doorbellMissingText } from '../../messages/agents/install.js';
import { mcpChoiceText, mcpPlanText } from '../../messages/agents/mcp-servers.js';
import { planErrorText } from '../../messages/agents/plan-error.js';
import { editorLine } from '../../messages/text/editor-line.js';
import type { ConfigFiles, RecordStore } from '../../ports/ports.js';
import { askAbout } from '../card/asked-diff.js';

export interface GuardMcpParts {
  readonly files: ConfigFiles;
  readonly record: RecordStore;
  /** Absolute path of what stands in a configuration in place of a server. */
  readonly launcher: string;
  /** `workspace` is empty when no folder is open. */
  places(): Places;
  /** Undefined when the gateway is in place; else why it is not. */
  installProblem(): string | undefined;
}

type What = 'connect' | 'disconnect';

/** Putting the gateway in front of the servers of a file, or taking it away: the exact difference, then a person's word. */
export function registerGuardMcp(parts: GuardMcpParts): vscode.Disposable {
  return vscode.commands.registerCommand('countersign.guardMcpServers', () => guardMcpServers(parts));
}

async function guardMcpServers(parts: GuardMcpParts): Promise<void> {
  const problem = parts.installProblem();
  if (problem !== undefined) {
    await vscode.window.showErrorMessage(doorbellMissingText(problem));
    return;
  }
  const choice = await pickFile(parts);
  if (choice !== undefined) await showAndWrite(parts, choice.what, choice.path);
}

async function pickFile({ files, places }: GuardMcpParts): Promise<{ what: What; path: string } | undefined> {
  const found = mcpFiles(places()).flatMap((path) => {
    const servers = mcpServersOf(path, files);
    return servers.ok ? [{ path, servers: servers.value }] : [];
  });
  const items = found.flatMap(({ path, servers }) => choicesFor(path, servers));
  if (items.length === 0) {
    const all = found.flatMap(({ servers }) => servers);
    await vscode.window.showInformationMessage(editorLine(noMcpServerText(all)));
    return undefined;
  }
  return vscode.window.showQuickPick(items, { title: whichMcpServersText });
}

function choicesFor(
  path: string,
  servers: readonly McpServer[],
): readonly (vscode.QuickPickItem & { readonly what: What; readonly path: string })[] {
  const named = (state: McpServer['state']): readonly string[] =>
    servers.filter((server) => server.state === state).map(({ name }) => name);
  return (['connect', 'disconnect'] as const).flatMap((what) => {
    const names = named(what === 'connect' ? 'open' : 'guarded');
    if (names.length === 0) return [];
    return [{ label: mcpChoiceText(what, names), description: path, what, path }];
  });
}

async function showAndWrite(parts: GuardMcpParts, what: What, path: string): Promise<void> {
  const { files, record, launcher } = parts;
  const plan = what === 'connect' ? planGuard(path, launcher, files) : planUnguard(path, files);
  if (!plan.ok) {
    await vscode.window.showErrorMessage(editorLine(planErrorText(plan.error)));
    return;
  }
  const { before, after } = plan.value;
  if (!(await askAbout(mcpQuestion(what, path, plan.value.servers), [{ path, before, after }]))) return;
  const applied = applyEdit(plan.value, files);
  if (!applied.ok) {
    await vscode.window.showErrorMessage(editorLine(planErrorText(applied.error)));
    return;
  }
  await record.append({ type: `agent.${what}ed`, agent: 'mcp-gateway', file: path });
  const { workspace } = parts.places();
  const isShared = workspace !== '' && path.startsWith(`${workspace}/`);
  await vscode.window.showInformationMessage(editorLine(mcpPlanText(plan.value, what, false, isShared)));
}
