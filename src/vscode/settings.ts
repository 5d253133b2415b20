import * as vscode from 'vscode';
import { type GuardMode, guardModeFrom } from '../core/policy/guard-mode.js';
import { type PolicySettings, settingsFrom } from '../core/policy/settings.js';

/** A person's settings. Those that could loosen anything have application scope: no workspace can set them. */
export function readSettings(): PolicySettings {
  const settings = vscode.workspace.getConfiguration('countersign');
  return settingsFrom({
    askFrom: settings.get('ask.from'),
    holdMinutes: settings.get('hold.minutes'),
    approvalMinutes: settings.get('approval.minutes'),
    pendingHours: settings.get('pending.hours'),
    keepMonths: settings.get('record.keepMonths'),
  });
}

/** Whose commands are held in terminals. */
export function readGuardMode(): GuardMode {
  return guardModeFrom(vscode.workspace.getConfiguration('countersign').get('terminal.guard'));
}

/** True where what a held call would reach is looked up without a click. */
export function looksByItself(): boolean {
  return vscode.workspace.getConfiguration('countersign').get('look.automatically') === true;
}

/** True when this window was opened to show the product. */
export function isDemo(): boolean {
  return (
    process.env['COUNTERSIGN_DEMO'] === '1' ||
    vscode.workspace.getConfiguration('countersign').get('demo') === true
  );
}
