import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellQuoted } from '../core/shared/shell-word.js';
import { type Kit, standIns } from './kit.js';
import { run } from './shell.js';

/** Names that a shell with this environment would not take from the kit. A drill with any of them must not start. */
export async function unsafeNames(
  kit: Kit,
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  // The shell itself compares the files: it knows the path by which it would start each.
  const script = standIns.map(
    (name) => `[ "$(command -v ${name})" -ef ${shellQuoted(join(kit.bin, name))} ] && echo ${name}`,
  );
  const { stdout } = await run(script.join('\n'), { cwd: kit.workspace, env, limit: 10_000 });
  const safe = new Set(stdout.split(/\r?\n/));
  return standIns.filter((name) => !safe.has(name));
}

/** Every call of a stand-in so far, as `name argument argument`. */
export function callsOf(kit: Kit): readonly string[] {
  try {
    return readFileSync(kit.log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replaceAll('\t', ' '));
  } catch {
    return [];
  }
}
