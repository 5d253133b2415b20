import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseJson } from '../../core/shared/json.js';
import { diskText, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';

/** What the last install left, by the name of the file: SHA-256, hex. An install of any version writes it. */
const bytesShape = v.object({
  files: v.record(v.string(), v.string()),
  version: v.exactOptional(v.string()),
});

/** Keeps what an install has just left in place, so that a later change by somebody else can be told from another version. */
export function noteBytes(home: Home, names: readonly string[], version?: string): void {
  const files = Object.fromEntries(names.map((name) => [name, digestOf(join(home.bin, name))]));
  const text = `${JSON.stringify({ files, ...(version === undefined ? {} : { version }) })}\n`;
  if (diskText(noteOf(home)) !== text) writeWhole(noteOf(home), text);
}

/** Paths of installed files that are not as an install left them, or are gone. Empty where no install has told. */
export function changedBytes(home: Home): readonly string[] {
  const noted = v.safeParse(bytesShape, parseJson(diskText(noteOf(home)) ?? ''));
  if (!noted.success) return [];
  return Object.entries(noted.output.files)
    .filter(([name, digest]) => digestOf(join(home.bin, name)) !== digest)
    .map(([name]) => join(home.bin, name));
}

/** The version that was installed last, where it has told. */
export function notedVersion(home: Home): string | undefined {
  const noted = v.safeParse(bytesShape, parseJson(diskText(noteOf(home)) ?? ''));
  return noted.success ? noted.output.version : undefined;
}

/** Compares `1.2.3` by its numbers; a version that is not told is newer than none. */
export function isNewer(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [first, second] = [one, other].map((version) => version.split(/[.+-]/).map(Number));
  for (let at = 0; at < 3; at += 1) {
    const [a, b] = [first?.[at] ?? 0, second?.[at] ?? 0];
    if (a !== b) return a > b;
  }
  return false;
}

/** Empty for a file that is not there or cannot be read. */
function digestOf(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return '';
  }
}

function noteOf(home: Home): string {
  return join(home.root, 'doorbell.json');
}
