/** The front door: builds, wires, disposes. It decides nothing. */
import * as vscode from 'vscode';
import { changeOf } from './core/change/change-of.js';
import { Desk } from './desk/desk.js';
import { type Gate, startGate } from './node/gate-server.js';
import { homeFrom } from './node/home.js';
import { portsOnDisk } from './node/ports-on-disk.js';
import { createWorlds } from './node/world.js';
import type { Judge } from './ports/ports.js';
import { Editor } from './vscode/editor.js';
import { readSettings } from './vscode/settings.js';

let close: (() => Promise<void>) | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Countersign', { log: true });
  const home = homeFrom(process.env);
  const ports = portsOnDisk(home);
  const worlds = createWorlds();
  const desk = new Desk({ ...ports, worlds, judge: engine(), preview: changeOf, settings: readSettings });
  const editor = new Editor({ ...ports, desk, worlds, log, extension: context.extensionUri });
  context.subscriptions.push(log, editor);

  let gate: Gate | undefined;
  close = async () => {
    desk.dispose();
    await gate?.dispose();
  };
  try {
    desk.restore();
    gate = await startGate({ home, id: ports.id, folders: workspaceFolders(), desk, random: ports.random });
    editor.setGateProblem(undefined);
  } catch (error) {
    editor.setGateProblem(error instanceof Error ? error.message : String(error));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeWorkspaceFolders(() => gate?.setFolders(workspaceFolders())),
  );
}

/** Whoever waits is answered, with a no, before the window goes. */
export async function deactivate(): Promise<void> {
  await close?.();
}

/** The engine is a program of its own, loaded at the first call: starting the editor does not wait for it. */
function engine(): Judge {
  let loading: Promise<Judge> | undefined;
  return {
    judge: async (call, world, environments) => {
      loading ??= import('./node/judge.js').then(({ createJudge }) => createJudge());
      return (await loading).judge(call, world, environments);
    },
  };
}

function workspaceFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => folder.uri.fsPath);
}
