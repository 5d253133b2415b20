import * as vscode from 'vscode';
import type { EntryBody } from '../../core/record/entry.js';
import { showRecordButton } from '../../messages/agents/connect.js';
import { slippedNotice } from '../../messages/agents/health.js';

/** One notification a session for calls that slipped by; each of them stands in the record. */
export class SlippedNotice {
  private readonly told = new Set<string>();

  constructor(private readonly slipped: () => void) {}

  written(body: EntryBody): void {
    if (body.type !== 'call.slipped') return;
    this.slipped();
    if (this.told.has(body.session)) return;
    this.told.add(body.session);
    void vscode.window.showErrorMessage(slippedNotice(body), showRecordButton).then((answer) => {
      if (answer === showRecordButton) void vscode.commands.executeCommand('countersign.showRecord');
    });
  }
}
