import * as vscode from 'vscode';
import { isOpen } from '../../core/approval/lifecycle.js';
import type { Request } from '../../core/approval/request.js';
import { shownDigest } from '../../core/approval/seen.js';
import { cardOf } from '../../messages/cards/card.js';
import type { CardSurroundings } from '../../messages/cards/facts.js';
import { spokenCard } from '../../messages/cards/spoken.js';
import { refusalText } from '../../messages/countersign/refusal.js';
import { editorLine } from '../../messages/text/editor-line.js';
import {
  denyQuestion,
  noFileChangesText,
  tooLongText,
  whichFileText,
  whichRequestText,
} from '../../messages/window/requests.js';
import type { Clock } from '../../ports/ports.js';
import { longestReason } from '../../protocol/view-message.js';
import type { DiffDocuments } from '../card/diff-documents.js';
import type { DecisionDesk } from './own-cards.js';
import { pickRequest } from './pick-request.js';
import type { RequestsView } from './requests-view.js';

export interface RequestCommandParts {
  readonly desk: DecisionDesk;
  readonly clock: Clock;
  readonly surroundings: CardSurroundings;
  openPage(request: Request): void;
  readonly view: RequestsView;
  readonly documents: DiffDocuments;
}

/** Commands about requests. They lead to a card, show it, or deny; there is none that approves. */
export function registerRequestCommands(parts: RequestCommandParts): vscode.Disposable {
  const { desk, view, documents } = parts;
  const open = (): readonly Request[] => desk.requests().filter(isOpen);
  let last: string | undefined;

  const next = async (): Promise<void> => {
    const requests = open();
    const at = requests.findIndex((request) => request.id === last);
    last = requests[(at + 1) % Math.max(1, requests.length)]?.id;
    await view.focus(last);
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('countersign.showPending', () => view.focus()),
    vscode.commands.registerCommand('countersign.nextRequest', next),
    vscode.commands.registerCommand('countersign.denyRequest', () => denyRequest(desk, open())),
    vscode.commands.registerCommand('countersign.openDiff', () => openDiff(documents, open())),
    vscode.commands.registerCommand('countersign.openPage', async () => {
      const request = await pickRequest(open(), whichRequestText.page);
      if (request !== undefined) parts.openPage(request);
    }),
    vscode.commands.registerCommand('countersign.readAloud', async () => {
      const request = await pickRequest(open(), whichRequestText.read);
      if (request !== undefined) await documents.showText(`${request.id}.txt`, spokenRequest(request, parts));
    }),
  );
}

async function denyRequest(desk: DecisionDesk, open: readonly Request[]): Promise<void> {
  const request = await pickRequest(open, whichRequestText.deny);
  if (request === undefined) return;
  const reason = await vscode.window.showInputBox({
    ...denyQuestion(request.id),
    validateInput: (text) => (text.length > longestReason ? tooLongText(longestReason) : undefined),
  });
  if (reason === undefined) return;
  const denied = await desk.decide(request.id, { kind: 'deny', digest: shownDigest(request), reason }, 0);
  if (!denied.ok) await vscode.window.showWarningMessage(refusalText[denied.error]);
}

async function openDiff(documents: DiffDocuments, open: readonly Request[]): Promise<void> {
  const withFiles = open.filter((request) => request.change.items.some((item) => item.kind === 'file'));
  if (withFiles.length === 0) {
    await vscode.window.showInformationMessage(noFileChangesText);
    return;
  }
  const request = await pickRequest(withFiles, whichRequestText.diff, open);
  if (request === undefined) return;
  const files = request.change.items.filter((item) => item.kind === 'file');
  const names = files.map((file) => editorLine(file.path));
  const name =
    names.length === 1 ? names[0] : await vscode.window.showQuickPick(names, { title: whichFileText });
  if (name !== undefined) await documents.showChange(request.id, request.change, names.indexOf(name));
}

function spokenRequest(request: Request, { clock, surroundings }: RequestCommandParts): string {
  const now = clock.now();
  return spokenCard(cardOf(request, { now, surface: 'page', surroundings, refused: undefined }));
}
