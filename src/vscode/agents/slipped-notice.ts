import * as vscode from 'vscode';
import type { EntryBody } from '../../core/record/entry.js';
import { slippedNotice } from '../../messages/agents/health.js';

const showRecord = 'Show Record';

/** One notification a session for calls that slipped by; each of them stands in the record. */
export class SlippedNotice {
  private readonly told = new Set<string>();

  constructor(private readonly slipped: () => void) {}

  written(body: EntryBody): void {
    if (body.type !== 'call.slipped') return;
    this.slipped();
    if (this.told.has(body.session)) return;
    this.told.add(body.session);
    void vscode.window.showErrorMessage(slippedNotice(body), showRecord).then((answer) => {
      if (answer === showRecord) void vscode.commands.executeCommand('countersign.showRecord');
    });
  }
}
