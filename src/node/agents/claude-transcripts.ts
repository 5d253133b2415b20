import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tailOf } from '../record/tail-of.js';

/** What Claude Code has written of a session, at most its last megabyte; undefined where no transcript lies under `home`. */
export function claudeTranscript(home: string, session: string): string | undefined {
  if (!/^[\w-]{1,100}$/.test(session)) return undefined;
  const projects = join(home, '.claude', 'projects');
  try {
    for (const project of readdirSync(projects)) {
      const path = join(projects, project, `${session}.jsonl`);
      if (existsSync(path)) return tailOf(path, 0)?.text;
    }
  } catch {
    // No session was ever written here.
  }
  return undefined;
}
