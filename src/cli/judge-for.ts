import { KillableJudge } from '../engine/killable-judge.js';
import type { Judge } from '../ports/judge.js';
import type { Terminal } from './command.js';

/** The judge of a command: in threads that a hostile line cannot hold, where the terminal has them. */
export async function judgeFor({ engine }: Pick<Terminal, 'engine'>): Promise<Judge> {
  if (engine !== undefined) return new KillableJudge({ entry: engine });
  const { createJudge } = await import('../engine/engine.js');
  return createJudge();
}
