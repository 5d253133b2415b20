import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { dayMs } from '../../core/shared/durations.js';
import { drillTerminalName } from '../../messages/window/drill.js';
import { DrillTerminal } from './drill-terminal.js';

/** What the drill needs of the extension that starts it. */
export interface DrillPieces {
  /** `context.extensionPath`; only read. */
  readonly extensionPath: string;
  /** `$COUNTERSIGN_HOME`, where the gate and the doorbell meet. */
  readonly home: string;
  /** The command line that stands in Claude Code's settings, as `connect` writes it. */
  readonly hook: string;
  readonly report: string;
  /** Shows the Pending view without taking the keyboard. */
  revealPending(): Thenable<unknown>;
  /** Makes this window's gate answer for a folder that is open in none; undefined gives it up. */
  claimFolder(folder: string | undefined): void;
}

/** Present in a demo workspace; see src/drill/lay-out.ts. */
const marker = '.countersign-drill';

const walkthrough = 'countersign.start';

/** Of the drills' own folders. */
const prefix = 'countersign-drill-';

/** Registers **Countersign: Run the Drill**. One drill runs at a time; starting again shows the one that runs. */
export function registerDrill(pieces: DrillPieces): vscode.Disposable {
  const drills = new Drills(pieces);
  return vscode.Disposable.from(
    drills,
    vscode.commands.registerCommand('countersign.runDrill', () => drills.show()),
    vscode.window.onDidCloseTerminal((terminal) => drills.forget(terminal)),
  );
}

class Drills implements vscode.Disposable {
  private terminal: vscode.Terminal | undefined;
  private pty: DrillTerminal | undefined;
  private runs = false;
  /** Counts drills, so that the end of an earlier one is not taken for this one's. */
  private turn = 0;

  constructor(private readonly pieces: DrillPieces) {}

  async show(): Promise<void> {
    if (!this.runs) this.start();
    this.terminal?.show(true);
    await this.pieces.revealPending();
  }

  forget(terminal: vscode.Terminal): void {
    if (terminal !== this.terminal) return;
    this.terminal = undefined;
    this.runs = false;
  }

  /** A window that closes does not wait for its terminals to be told. */
  dispose(): void {
    this.pty?.close();
    this.terminal?.dispose();
  }

  /** The transcript of an earlier drill makes room. */
  private start(): void {
    this.terminal?.dispose();
    this.turn += 1;
    const { turn } = this;
    sweep();
    const folder = mkdtempSync(join(tmpdir(), prefix));
    this.pty = new DrillTerminal({
      program: join(this.pieces.extensionPath, 'dist', 'drill.js'),
      words: [
        '--hook',
        this.pieces.hook,
        '--report',
        this.pieces.report,
        '--kit',
        folder,
        '--colour',
        ...workspaceWords(),
      ],
      home: this.pieces.home,
      ended: () => {
        if (turn === this.turn) this.runs = false;
        void vscode.commands.executeCommand('setContext', 'countersign.drillFinished', true);
      },
      closed: () => {
        if (turn === this.turn) this.pieces.claimFolder(undefined);
        rmSync(folder, { recursive: true, force: true });
      },
    });
    this.pieces.claimFolder(folder);
    this.runs = true;
    this.terminal = vscode.window.createTerminal({
      name: drillTerminalName,
      pty: this.pty,
      iconPath: new vscode.ThemeIcon('shield'),
    });
  }
}

/** Takes away what windows that were killed have left, once it is a day old. */
function sweep(): void {
  const yesterday = Date.now() - dayMs;
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    try {
      if (statSync(folder).mtimeMs < yesterday) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another person's, or gone meanwhile.
    }
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
