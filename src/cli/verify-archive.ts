import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { archiveVerifiedText } from '../messages/cli/archive.js';
import { verifyArchive } from '../node/archive/verify-archive.js';
import { exitCodes, fail, type Terminal } from './command.js';

/** Checks the archive in a folder that is named; undefined where none is. */
export async function checkArchive(
  named: readonly string[],
  isJson: boolean,
  terminal: Terminal,
): Promise<number | undefined> {
  const [only] = named;
  if (only === undefined || named.length > 1) return undefined;
  const folder = resolve(terminal.cwd, only);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const checked = verifyArchive(folder);
  if (!checked.ok) {
    if (isJson) await terminal.out(`${JSON.stringify({ ok: false, ...checked.error })}\n`);
    const { code, detail } = checked.error;
    return fail(
      terminal,
      code === 'no-archive' && !existsSync(join(folder, detail))
        ? archiveVerifiedText.none(only, detail)
        : archiveVerifiedText.breaks(checked.error),
    );
  }
  const { records } = checked.value;
  await terminal.out(
    isJson
      ? `${JSON.stringify({ ok: true, ...checked.value })}\n`
      : [
          archiveVerifiedText.holds(checked.value),
          ...records.map(archiveVerifiedText.record),
          archiveVerifiedText.keys(checked.value),
        ]
          .join('\n')
          .concat('\n'),
  );
  return exitCodes.done;
}
