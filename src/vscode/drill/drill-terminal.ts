import { type ChildProcess, spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { drillFailedText } from '../../messages/window/drill.js';

export interface DrillStart {
  /** The bundle that plays the drill. */
  readonly program: string;
  readonly words: readonly string[];
  readonly home: string;
  /** Called once when the drill has ended, also when it could not start. */
  ended(): void;
  /** Called when the person closes the terminal. */
  closed(): void;
}

const interrupt = '\u0003';

/** A terminal that shows the drill's transcript. Typing does nothing but Ctrl+C, which stops the drill. */
export class DrillTerminal implements vscode.Pseudoterminal {
  private readonly writing = new vscode.EventEmitter<string>();
  readonly onDidWrite = this.writing.event;
  private child: ChildProcess | undefined;

  constructor(private readonly start: DrillStart) {}

  open(): void {
    const child = spawn(process.execPath, [this.start.program, ...this.start.words], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', COUNTERSIGN_HOME: this.start.home },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that stopping the drill also stops the hook that it waits for.
      detached: process.platform !== 'win32',
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.write(text));
    }
    child.on('error', (failure) => {
      this.write(`${drillFailedText(this.start.program, failure.message)}\n`);
      this.finish();
    });
    child.on('close', () => this.finish());
  }

  close(): void {
    this.stop();
    this.start.closed();
    this.writing.dispose();
  }

  handleInput(text: string): void {
    if (text === interrupt) this.stop();
  }

  private write(text: string): void {
    this.writing.fire(text.replace(/\r?\n/g, '\r\n'));
  }

  private finish(): void {
    if (this.child === undefined) return;
    this.child = undefined;
    this.start.ended();
  }

  private stop(): void {
    const pid = this.child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid);
    } catch {
      // It ended by itself in the meantime.
    }
  }
}
