import * as vscode from 'vscode';
import type { Adapter } from '../../agents/adapter.js';
import { applyEdit } from '../../agents/connect.js';
import { planOffer } from '../../agents/offer.js';
import { settingQuestion } from '../../messages/agents/connect.js';
import { offerText } from '../../messages/agents/coverage.js';
import { planErrorText } from '../../messages/agents/plan-error.js';
import { editorLine } from '../../messages/text/editor-line.js';
import { askAbout } from '../card/asked-diff.js';
import type { ConnectParts } from './connect-parts.js';

/** After connecting: the setting that closes what the agent's hooks do not see, with its own difference and question. */
export async function offerSetting(parts: ConnectParts, adapter: Adapter): Promise<void> {
  const { connections, written } = parts;
  const { places, seams } = connections.parts;
  const plan = planOffer(adapter, places(), seams.files);
  if (!plan?.ok || adapter.offer === undefined || plan.value.before === plan.value.after) return;
  const { path, before, after } = plan.value;
  const asked = settingQuestion(adapter.name, offerText[adapter.offer.gap] ?? '', path);
  if (!(await askAbout(asked, [{ path, before, after }]))) return;
  const applied = applyEdit(plan.value, seams.files);
  written();
  if (!applied.ok) await vscode.window.showErrorMessage(editorLine(planErrorText(applied.error)));
}
