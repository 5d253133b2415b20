import * as vscode from 'vscode';
import type { Adapter, ConfigScope } from '../../agents/adapter.js';
import { trustFailureText, trustQuestion, trustText } from '../../messages/agents/hook-trust.js';
import { planErrorText } from '../../messages/agents/plan-error.js';
import { editorLine } from '../../messages/text/editor-line.js';
import { askAbout } from '../card/asked-diff.js';
import type { ConnectParts } from './connect-parts.js';

/** Asks the agent for trust in exactly our hook: the difference in its settings, a person's word, the write, the agent's own word. */
export async function trustAgent(parts: ConnectParts, adapter: Adapter, scope: ConfigScope): Promise<void> {
  const { connections, written } = parts;
  const plan = await connections.planTrust(adapter, scope);
  if (plan === undefined) return;
  if (!plan.ok) {
    const words = 'path' in plan.error ? planErrorText(plan.error) : trustFailureText(plan.error);
    await vscode.window.showWarningMessage(editorLine(words));
    return;
  }
  const { path, before, after } = plan.value;
  if (before !== after) {
    if (!(await askAbout(trustQuestion(adapter.name, path), [{ path, before, after }]))) return;
    const applied = connections.applyTrust(plan.value);
    written();
    if (!applied.ok) {
      await vscode.window.showErrorMessage(editorLine(planErrorText(applied.error)));
      return;
    }
  }
  const isTrusted = await connections.isTrusted(adapter, scope);
  const tell = isTrusted ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  await tell(isTrusted ? trustText.trusted : trustText.unconfirmed);
}
