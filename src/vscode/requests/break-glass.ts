import * as vscode from 'vscode';
import type { Request } from '../../core/approval/request.js';
import { shownDigest } from '../../core/approval/seen.js';
import type { Desk } from '../../desk/desk.js';
import {
  glassNameDiffers,
  glassReasonShort,
  glassRefusalText,
  glassText,
} from '../../messages/countersign/glass.js';
import type { Clock } from '../../ports/ports.js';
import { leastGlassReason } from '../../protocol/decision.js';
import { longestReason } from '../../protocol/view-message.js';

/** Asks in three steps, each of which can be left without harm: the warning, the reason, the name. Then the key signs. */
export async function breakGlass(desk: Desk, clock: Clock, request: Request): Promise<void> {
  const { ceremony } = request;
  if (ceremony.kind !== 'countersign') return;
  const words = glassText(request);
  const warned = { modal: true, detail: words.detail };
  if ((await vscode.window.showWarningMessage(words.question, warned, words.goOn)) !== words.goOn) return;
  const reason = await vscode.window.showInputBox({
    title: words.reasonTitle,
    prompt: words.reasonPrompt,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim().length < leastGlassReason || text.length > longestReason ? glassReasonShort : undefined,
  });
  if (reason === undefined) return;
  const typed = await vscode.window.showInputBox({
    title: words.nameTitle,
    prompt: words.namePrompt,
    ignoreFocusOut: true,
    validateInput: (text) => (text === ceremony.name ? undefined : glassNameDiffers),
  });
  if (typed === undefined) return;
  const broken = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: words.signing },
    () => desk.breakGlass(request.id, { digest: shownDigest(request), typed, reason }),
  );
  if (broken.ok) void vscode.window.showWarningMessage(words.done);
  else void vscode.window.showErrorMessage(glassRefusalText(broken.error, clock.now()));
}
