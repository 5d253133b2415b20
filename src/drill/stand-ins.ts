import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kit, standIns } from './kit.js';
import { run } from './shell.js';

/** Names that a shell with this environment would not take from the kit. A drill with any of them must not start. */
export async function unsafeNames(
  kit: Kit,
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const script = standIns.map((name) => `command -v ${name} || echo missing`).join('\n');
  const found = (await run(script, { cwd: kit.workspace, env, limit: 10_000 })).stdout.trim().split('\n');
  return standIns.filter((name, index) => found[index] !== join(kit.bin, name));
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
