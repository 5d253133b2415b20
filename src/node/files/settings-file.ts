import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PolicySettings, settingsFrom, settingsShape } from '../../core/policy/settings.js';
import { keptFields } from '../requests/kept-fields.js';
import { diskText, privateFolder, writeWhole } from './disk.js';
import type { Home } from './home.js';

/** The person's settings as the editor has them, left where the doorbell finds them when no window is open. */
export function saveSettings(home: Home, settings: PolicySettings): void {
  try {
    privateFolder(home.root);
    const path = settingsPath(home);
    const kept = keptFields(diskText(path), settingsShape.entries);
    writeWhole(path, `${JSON.stringify({ ...kept, ...settings })}\n`);
  } catch {
    // Without the file the defaults hold.
  }
}

export function loadSettings(home: Home): PolicySettings {
  try {
    const value: unknown = JSON.parse(readFileSync(settingsPath(home), 'utf8'));
    return settingsFrom(typeof value === 'object' && value !== null ? value : {});
  } catch {
    return settingsFrom({});
  }
}

function settingsPath(home: Home): string {
  return join(home.root, 'settings.json');
}
