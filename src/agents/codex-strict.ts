import type { Offer } from './adapter.js';
import { settingAt, tomlIn } from './settings-text.js';

/** By this our line is known again. */
export const strictLine = 'unified_exec_tty = false # Countersign';

/**
 * Without terminals of its own Codex closes the standard input of whatever it starts: nothing can be typed there that no
 * hook sees. Measured on 0.169.0; `unified_exec = false` leaves `write_stdin` as it is.
 */
export const codexStrict: Offer = {
  gap: 'typed-input',
  file: (places) => `${places.home}/.codex/config.toml`,
  with(settings) {
    if (isOff(settings)) return settings;
    if (settings.trim() === '') return `[features]\n${strictLine}\n`;
    const lines = settings.split('\n');
    const own = lines.findIndex((line) => /^\s*unified_exec_tty\s*=/.test(line));
    const table = lines.findIndex((line) => /^\s*\[\s*features\s*\]\s*(#.*)?$/.test(line));
    if (own >= 0) lines[own] = strictLine;
    else if (table >= 0) lines.splice(table + 1, 0, strictLine);
    else lines.push(...(lines.at(-1) === '' ? [] : ['']), '[features]', strictLine, '');
    const text = lines.join('\n');
    return isOff(text) ? text : undefined;
  },
};

function isOff(settings: string): boolean {
  return settingAt(tomlIn(settings), 'features', 'unified_exec_tty') === false;
}
