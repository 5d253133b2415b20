import type { Reader } from '../machine.js';
import { isBlank, isKnown } from '../value.js';
import { endOfPhp, scriptText } from './script-text.js';
import { runScript } from './scripts.js';
import { runWindowsScript } from './windows.js';

/** A program given by a path that is a script in reach: its text runs. */
export const runFile: Reader = (call, machine) => {
  const ofWindows = runWindowsScript(call, machine);
  if (ofWindows !== undefined) return ofWindows;
  const path = call.argv[0];
  if (path === undefined || !path.text.includes('/') || !isKnown(path)) return undefined;
  if (/^\/(?:usr\/|opt\/)?(?:local\/)?s?bin\//.test(path.text)) return undefined;
  const text = scriptText(path, call.place, machine, endOfPhp);
  if (text === undefined || text.text.includes('\0')) return undefined;
  // What is no text is the machine's to start; what this command wrote may be anything.
  if (isBlank(text) && !machine.disk.wasWritten(machine.resolve(path.text, call.place) ?? ''))
    return undefined;
  return runScript(
    path,
    call.argv.slice(1),
    '',
    call,
    { ...call.place, scope: call.place.scope.child() },
    machine,
  );
};
