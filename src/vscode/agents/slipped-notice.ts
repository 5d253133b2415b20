import * as vscode from 'vscode';
import type { EntryBody } from '../../core/record/entry.js';
import { showRecordButton } from '../../messages/agents/connect.js';
import { slippedNotice } from '../../messages/agents/health.js';

/** One notification a session and kind for calls that ran unheld; each of them stands in the record. */
export class SlippedNotice {
  private readonly told = new Set<string>();

  constructor(private readonly slipped: () => void) {}

  written(body: EntryBody): void {
    if (body.type !== 'call.slipped') return;
    this.slipped();
    const key = JSON.stringify([body.session, body.despite === undefined]);
    if (this.told.has(key)) return;
    this.told.add(key);
    tellBesideRecord(slippedNotice(body));
  }
}

/** An alarm that leads to the record. */
export function tellBesideRecord(words: string): void {
  void vscode.window.showErrorMessage(words, showRecordButton).then((answer) => {
    if (answer === showRecordButton) void vscode.commands.executeCommand('countersign.showRecord');
  });
}
