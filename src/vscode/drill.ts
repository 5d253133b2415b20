import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DrillTerminal } from './drill-terminal.js';

/** What the drill needs of the extension that starts it. */
export interface DrillPieces {
  /** `context.extensionPath`; only read. */
  readonly extensionPath: string;
  /** `$COUNTERSIGN_HOME`, where the gate and the doorbell meet. */
  readonly home: string;
  /** The command line that stands in Claude Code's settings, as `connect` writes it. */
  readonly hook: string;
  /** Shows the Pending view without taking the keyboard. */
  revealPending(): Thenable<unknown>;
}

/** Present in a demo workspace; see src/drill/lay-out.ts. */
const marker = '.countersign-drill';

const walkthrough = 'countersign.start';

/** Registers **Countersign: Run the Drill**. One drill runs at a time; starting again shows the one that runs. */
export function registerDrill(pieces: DrillPieces): vscode.Disposable {
  let running: vscode.Terminal | undefined;
  const command = vscode.commands.registerCommand('countersign.runDrill', async () => {
    if (running === undefined) {
      const terminal = openTerminal(pieces);
      running = terminal;
    }
    running.show(true);
    await pieces.revealPending();
  });
  const closed = vscode.window.onDidCloseTerminal((terminal) => {
    if (terminal === running) running = undefined;
  });
  return vscode.Disposable.from(command, closed, { dispose: () => running?.dispose() });

  function openTerminal(from: DrillPieces): vscode.Terminal {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-drill-'));
    const pty = new DrillTerminal({
      program: join(from.extensionPath, 'dist', 'drill.js'),
      words: ['--hook', from.hook, '--kit', folder, '--colour', ...workspaceWords()],
      home: from.home,
      ended: () => {
        running = undefined;
        void vscode.commands.executeCommand('setContext', 'countersign.drillFinished', true);
      },
      closed: () => rmSync(folder, { recursive: true, force: true }),
    });
    return vscode.window.createTerminal({
      name: vscode.l10n.t('Countersign drill'),
      pty,
      iconPath: new vscode.ThemeIcon('shield'),
    });
  }
}

/** The demo workspace that is open, if one is; the drill lays out one of its own otherwise. */
function workspaceWords(): readonly string[] {
  const open = (vscode.workspace.workspaceFolders ?? [])
    .map((folder) => folder.uri)
    .find((uri) => uri.scheme === 'file' && existsSync(join(uri.fsPath, marker)));
  return open === undefined ? [] : ['--workspace', open.fsPath];
}

/** Opens the walkthrough at **Run the drill**. `extensionId` is `context.extension.id`. */
export function openDrillStep(extensionId: string): Thenable<unknown> {
  return vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    { category: `${extensionId}#${walkthrough}`, step: 'drill' },
    false,
  );
}
