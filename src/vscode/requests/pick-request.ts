import * as vscode from 'vscode';
import { meantAlone } from '../../core/approval/queue.js';
import type { Request } from '../../core/approval/request.js';
import { bandText } from '../../messages/cards/card.js';
import { titleOf } from '../../messages/cards/effect.js';
import { editorLine } from '../../messages/text/editor-line.js';

interface RequestPick extends vscode.QuickPickItem {
  readonly request: Request;
}

/** The only open request, or the one that the person picks. `of`: those among which they may mean another than is offered. */
export async function pickRequest(
  open: readonly Request[],
  title: string,
  of: readonly Request[] = open,
): Promise<Request | undefined> {
  const alone = meantAlone(open, of);
  if (alone !== undefined || open.length === 0) return alone;
  const items: readonly RequestPick[] = open.map((request) => ({
    request,
    label: editorLine(titleOf(request.assessment, request.call)),
    description: `${request.id}, ${bandText[request.assessment.band].toLowerCase()}`,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.request;
}
