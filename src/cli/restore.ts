import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { err, ok, type Result } from '../core/shared/result.js';
import { helpText } from '../messages/cli/help.js';
import {
  copyLineText,
  intoNeedsIdText,
  noCopiesText,
  noCopyOfText,
  oneCopyText,
  restoredText,
  restoreFailureText,
  restoreSummaryText,
  unreadableListsText,
} from '../messages/cli/restore.js';
import { systemClock } from '../node/clock.js';
import { CopiesOnDisk } from '../node/copies/copies-on-disk.js';
import { type CopyList, keptLists, keptMs, listPath, readList } from '../node/copies/copy-list.js';
import { type Restored, type RestoreFailure, restoreCopy, shownBelow } from '../node/copies/restore.js';
import { type Home, homeFrom } from '../node/files/home.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { parseCommandLine } from './parse.js';
import { recordOf } from './record-of.js';

export const restoreCommand: Command = {
  name: 'restore',
  ...helpText.restore,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('restore', args, {
      into: { type: 'string' },
      replace: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    const [id, ...more] = positionals;
    if (more.length > 0) return misuse(terminal, oneCopyText(positionals));
    const home = homeFrom(terminal.env);
    if (id === undefined) {
      if (values.into !== undefined || values.replace === true) return misuse(terminal, intoNeedsIdText);
      return listAll(home, terminal, values.json === true);
    }
    const list = readList(listPath(home.copies, id), id);
    if (list === undefined) return fail(terminal, noCopyOfText(id, keptLists(home.copies).lists[0]?.id));
    const into = values.into === undefined ? undefined : placeOf(resolve(terminal.cwd, values.into));
    const restored = await bringBack(home, list, into, values.replace === true);
    if (!restored.ok) return fail(terminal, restoreFailureText(id, restored.error));
    const { written, same, kept } = restored.value;
    await terminal.out(
      values.json
        ? `${JSON.stringify({ id, written, same, ...(kept === undefined ? {} : { replaced: kept }) })}\n`
        : restoredText(
            id,
            written.map((path) => shownBelow(path, terminal.cwd)),
            same,
            kept,
          ),
    );
    return exitCodes.done;
  },
};

/** What stands in the way is itself kept, before it is replaced. */
async function bringBack(
  home: Home,
  list: CopyList,
  into: string | undefined,
  replaces: boolean,
): Promise<Result<Restored & { readonly kept?: string }, RestoreFailure>> {
  let kept: string | undefined;
  const replace = async (paths: readonly string[]): Promise<Result<void, RestoreFailure>> => {
    const id = nextId(home, list.id);
    const copies = new CopiesOnDisk(home.copies, systemClock);
    const saved = await copies.keep({ id, cwd: list.cwd, summary: restoreSummaryText(list.id) }, paths);
    if (!saved.ok) return err({ code: 'unwritable', paths, detail: saved.error.code });
    kept = id;
    return ok(undefined);
  };
  const restored = await restoreCopy(home.copies, list, {
    ...(into === undefined ? {} : { into }),
    ...(replaces ? { replace } : {}),
  });
  if (!restored.ok) return restored;
  const files = restored.value.written.length;
  if (files > 0) await note(home, list, into ?? list.cwd, files);
  return ok({ ...restored.value, ...(kept === undefined ? {} : { kept }) });
}

/** What was brought back is in the record, where there is one. */
async function note(home: Home, { id }: CopyList, into: string, files: number): Promise<void> {
  const record = recordOf(home);
  await record.append({ type: 'copy.restored', request: id, into, files });
}

function nextId(home: Home, id: string): string {
  const [base = id] = id.split('.');
  const taken = new Set(keptLists(home.copies).lists.map((list) => list.id));
  for (let number = 1; ; number += 1) if (!taken.has(`${base}.${number}`)) return `${base}.${number}`;
}

/** A folder that a person names may be a link: they mean where it leads. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

async function listAll(home: Home, terminal: Terminal, json: boolean): Promise<number> {
  const { lists, unreadable } = keptLists(home.copies);
  for (const { id, at, files, bytes, cwd, summary } of lists) {
    const until = at + keptMs;
    await terminal.out(
      json
        ? `${JSON.stringify({ id, at, until, files, bytes, cwd, summary })}\n`
        : copyLineText({ id, at, until, files, bytes, cwd, summary }),
    );
  }
  if (lists.length === 0 && !json) await terminal.out(noCopiesText);
  if (unreadable.length > 0) await terminal.error(unreadableListsText(unreadable));
  return exitCodes.done;
}
