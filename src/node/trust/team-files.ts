import { lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { TeamFiles } from '../../ports/team.js';
import { errorCode, writeWhole } from '../files/disk.js';

const folder = '.countersign';
const names = { policy: 'policy.json', roster: 'allowed_signers', endorsement: 'endorsement.json' } as const;
const parts = ['policy', 'roster', 'endorsement'] as const;
const mostBytes = 512 * 1024;

export function readTeamFiles(top: string): TeamFiles {
  const [policy, roster, endorsement] = parts.map((part) => fileAt(join(top, folder, names[part])));
  return { policy, roster, endorsement };
}

/** Writes those that are given. When one cannot be written, those before it are put back. */
export function writeTeamFiles(top: string, files: Partial<TeamFiles>): Result<void, string> {
  const place = join(top, folder);
  const before = readTeamFiles(top);
  const isNew = !isThere(place);
  const done: (typeof parts)[number][] = [];
  try {
    mkdirSync(place, { recursive: true });
    // A link would lead the files to where nobody looked.
    if (!isFolder(place)) return err(`${folder} is not a folder`);
    for (const part of parts) {
      const bytes = files[part];
      if (bytes === undefined) continue;
      done.push(part);
      writeWhole(join(place, names[part]), bytes, 0o644);
    }
    return ok(undefined);
  } catch (error) {
    for (const part of done) putBack(join(place, names[part]), before[part]);
    if (isNew) rmSync(place, { recursive: true, force: true });
    return err(errorCode(error));
  }
}

function putBack(path: string, bytes: Uint8Array | undefined): void {
  try {
    if (bytes === undefined) rmSync(path, { force: true });
    else writeWhole(path, bytes, 0o644);
  } catch {
    // The disk that refused the write refuses this one too: the file is as it was.
    return;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function fileAt(path: string): Uint8Array | undefined {
  try {
    const found = lstatSync(path);
    return found.isFile() && found.size <= mostBytes ? new Uint8Array(readFileSync(path)) : undefined;
  } catch {
    return undefined;
  }
}
