import { createJudge } from '../engine/judge.js';
import { KillableJudge } from '../engine/killable-judge.js';
import type { Judge } from '../ports/judge.js';
import type { Terminal } from './command.js';

/** The judge of a command: in threads that a hostile line cannot hold, where the terminal has them. */
export function judgeFor({ engine }: Pick<Terminal, 'engine'>): Judge {
  return engine === undefined ? createJudge() : new KillableJudge({ entry: engine });
}
