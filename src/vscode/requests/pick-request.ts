import * as vscode from 'vscode';
import type { Request } from '../../core/approval/request.js';
import { bandText } from '../../messages/cards/card.js';
import { titleOf } from '../../messages/cards/effect.js';
import { editorLine } from '../../messages/text/editor-line.js';

interface RequestPick extends vscode.QuickPickItem {
  readonly request: Request;
}

/** The only open request, or the one that the person picks. */
export async function pickRequest(open: readonly Request[], title: string): Promise<Request | undefined> {
  if (open.length <= 1) return open[0];
  const items: readonly RequestPick[] = open.map((request) => ({
    request,
    label: editorLine(titleOf(request.assessment, request.call)),
    description: `${request.id}, ${bandText[request.assessment.band].toLowerCase()}`,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.request;
}
