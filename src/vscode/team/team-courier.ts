import * as vscode from 'vscode';
import {
  courierFails,
  courierItems,
  courierQuestion,
  courierWorks,
  probing,
} from '../../messages/team/team.js';
import type { TeamWorkspace } from '../../ports/team.js';

export interface ChosenCourier {
  /** As the policy names it. */
  readonly url: string;
  readonly words: string;
}

/** Tries the remote; where it does not carry, the person chooses another way. Undefined when they give up. */
export async function chooseCourier(workspace: TeamWorkspace): Promise<ChosenCourier | undefined> {
  const location = vscode.ProgressLocation.Notification;
  const found = await vscode.window.withProgress({ location, title: probing }, () => workspace.probe('git'));
  if (found.ok) return { url: 'git', words: courierWorks(found.value) };
  const words = courierFails(found.error.code, found.error.detail);
  const items = [
    { ...courierItems.git, take: async () => 'git' },
    { ...courierItems.folder, take: folderUrl },
    { ...courierItems.paste, take: async () => 'paste:' },
  ];
  const options = { title: courierQuestion, placeHolder: words, ignoreFocusOut: true };
  const picked = await vscode.window.showQuickPick(items, options);
  const url = await picked?.take();
  return url === undefined ? undefined : { url, words };
}

async function folderUrl(): Promise<string | undefined> {
  const options = { canSelectFiles: false, canSelectFolders: true };
  const [uri] = (await vscode.window.showOpenDialog(options)) ?? [];
  return uri === undefined ? undefined : `folder:${uri.fsPath}`;
}

/** Says whether the courier in force works. */
export async function tryCourier(workspace: TeamWorkspace, url: string): Promise<void> {
  const found = await workspace.probe(url);
  if (found.ok) await vscode.window.showInformationMessage(courierWorks(found.value));
  else await vscode.window.showErrorMessage(courierFails(found.error.code, found.error.detail));
}
