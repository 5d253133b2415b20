import type { Reader } from '../machine.js';
import { isKnown } from '../value.js';
import { scriptText } from './script-text.js';
import { runScript } from './scripts.js';
import { runWindowsScript } from './windows.js';

/** A program given by a path that is a script in reach: its text runs. */
export const runFile: Reader = (call, machine) => {
  const ofWindows = runWindowsScript(call, machine);
  if (ofWindows !== undefined) return ofWindows;
  const path = call.argv[0];
  if (path === undefined || !path.text.includes('/') || !isKnown(path)) return undefined;
  if (/^\/(?:usr\/|opt\/)?(?:local\/)?s?bin\//.test(path.text)) return undefined;
  const text = scriptText(path, call.place, machine);
  if (text === undefined || !isScript(text.text)) return undefined;
  return runScript(
    path,
    call.argv.slice(1),
    '',
    call,
    { ...call.place, scope: call.place.scope.child() },
    machine,
  );
};

/** Shell text or a file with an interpreter line; never a binary. */
function isScript(text: string): boolean {
  return !text.includes('\0');
}
