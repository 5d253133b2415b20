import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { SourceText } from '../../core/countersign/production-hints.js';

const wanted = new Set([
  '.tf',
  '.tfvars',
  '.yml',
  '.yaml',
  '.json',
  '.toml',
  '.ini',
  '.hcl',
  '.sh',
  '.cfg',
  '.conf',
]);
/** Written by programs, or not by this team. */
const passedOver = new Set(['node_modules', 'vendor', 'dist', 'build', 'out', 'target', 'coverage']);
const bounds = { entries: 5_000, files: 400, depth: 6, bytes: 64 * 1024 };

/** Texts in which a team names its places: infrastructure, workflows, settings. Bounded; the nearest come first. */
export async function sourceTexts(top: string): Promise<readonly SourceText[]> {
  const paths = await pathsBelow(top);
  const texts = await Promise.all(paths.map((path) => textAt(top, path)));
  return texts.filter((text) => text !== undefined);
}

async function pathsBelow(top: string): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [''];
  let looked = 0;
  for (let depth = 0; depth < bounds.depth && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      const entries = await entriesOf(join(top, folder));
      looked += entries.length;
      if (looked > bounds.entries) return found;
      for (const entry of entries) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory() && isOwn(entry.name)) next.push(path);
        if (entry.isFile() && isWanted(entry.name)) found.push(path);
        if (found.length === bounds.files) return found;
      }
    }
    level = next;
  }
  return found;
}

function isOwn(name: string): boolean {
  return name === '.github' || !(name.startsWith('.') || passedOver.has(name));
}

/** A lock file is long and names no place. */
function isWanted(name: string): boolean {
  return wanted.has(extname(name)) && !/lock/i.test(name);
}

async function entriesOf(path: string): Promise<readonly Dirent[]> {
  return readdir(path, { withFileTypes: true }).catch(() => []);
}

async function textAt(top: string, path: string): Promise<SourceText | undefined> {
  try {
    const whole = join(top, path);
    if ((await stat(whole)).size > bounds.bytes) return undefined;
    return { path, text: await readFile(whole, 'utf8') };
  } catch {
    return undefined;
  }
}
