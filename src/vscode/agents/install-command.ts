import * as vscode from 'vscode';
import {
  type CommandGround,
  type CommandPlace,
  commandMode,
  commandPlace,
  commandPlaces,
  hiddenBy,
  planCommand,
} from '../../agents/command-in-path.js';
import { applyEdit } from '../../agents/connect.js';
import {
  commandDoneText,
  commandPlaceText,
  commandQuestion,
  commandThereText,
  copyLineButton,
  otherFolderText,
  pathLine,
  whichFolderText,
} from '../../messages/agents/command-in-path.js';
import { doorbellMissingText } from '../../messages/agents/install.js';
import { planErrorText } from '../../messages/agents/plan-error.js';
import { editorLine } from '../../messages/text/editor-line.js';
import type { ConfigFiles } from '../../ports/ports.js';
import { askAbout } from '../card/asked-diff.js';

export interface InstallCommandParts {
  readonly files: ConfigFiles;
  ground(): CommandGround;
  isFile(path: string): boolean;
  /** Undefined when what it starts is in place; else why it is not. */
  installProblem(): string | undefined;
}

/** **Countersign: Install Command in PATH**: a folder, the file as it will be, and then a person's word. */
export function registerInstallCommand(parts: InstallCommandParts): vscode.Disposable {
  return vscode.commands.registerCommand('countersign.installCommand', async () => {
    const problem = parts.installProblem();
    if (problem !== undefined) await vscode.window.showErrorMessage(doorbellMissingText(problem));
    else await installCommand(parts);
  });
}

async function installCommand(parts: InstallCommandParts): Promise<void> {
  const place = await pickPlace(parts);
  if (place === undefined) return;
  const { files } = parts;
  const plan = planCommand(parts.ground(), place, files);
  if (!plan.ok) {
    await vscode.window.showErrorMessage(editorLine(planErrorText(plan.error)));
    return;
  }
  const { path, before, after } = plan.value;
  if (before === after) {
    await vscode.window.showInformationMessage(commandThereText(path));
    return;
  }
  if (!(await askAbout(commandQuestion(path), [{ path, before, after }]))) return;
  const applied = applyEdit(plan.value, files, commandMode);
  if (applied.ok) await tell(parts, place);
  else await vscode.window.showErrorMessage(editorLine(planErrorText(applied.error)));
}

async function pickPlace({ files, ground }: InstallCommandParts): Promise<CommandPlace | undefined> {
  const items = commandPlaces(ground(), files).map((place) => ({
    label: place.folder,
    ...commandPlaceText(place),
    place,
  }));
  const other = { label: otherFolderText.label, place: undefined };
  const picked = await vscode.window.showQuickPick([...items, other], { title: whichFolderText });
  if (picked === undefined || picked.place !== undefined) return picked?.place;
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      title: whichFolderText,
      openLabel: otherFolderText.pick,
    })) ?? [];
  return folder === undefined ? undefined : commandPlace(ground(), folder.fsPath, files);
}

/** That it is there, and what is left to do until a terminal finds it. */
async function tell({ ground, isFile }: InstallCommandParts, place: CommandPlace): Promise<void> {
  const { platform, home } = ground();
  const text = commandDoneText({ ...place, platform, hiddenBy: hiddenBy(ground(), place.folder, isFile) });
  const buttons = place.isInPath || platform === 'win32' ? [] : [copyLineButton];
  const answer = await vscode.window.showInformationMessage(text, ...buttons);
  if (answer === copyLineButton) await vscode.env.clipboard.writeText(pathLine(place.folder, home));
}
