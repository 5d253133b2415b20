import { digestOfCall } from '../core/approval/digest.js';
import { factsOf } from '../core/record/facts.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Judge, Windows, Worlds } from '../ports/ports.js';
import type { Ring } from '../protocol/ring.js';
import { judgeFailedWords } from '../words/answer.js';
import type { Judged } from './ring.js';

/** A call, and its tool's input as it came where the agent still waits for an answer. */
export type Asked = Pick<Judged, 'call' | 'input'>;

/** Judges a call in the world of its agent. What breaks on the way is a sentence, and a no. */
export async function receive(
  ring: Ring,
  { call, input }: Asked,
  parts: { readonly worlds: Worlds; readonly judge: Judge; readonly windows?: Windows },
): Promise<Result<Judged, string>> {
  try {
    const world = parts.worlds.for(call.cwd, ring.env);
    const assessment = await parts.judge.judge(call, world);
    const digest = digestOfCall(call, assessment);
    if (!digest.ok) return err(judgeFailedWords(`${digest.error.code} at ${digest.error.at}`));
    const facts = factsOf(call, assessment, digest.value, parts.windows?.self);
    return ok({
      ring,
      call,
      ...(input === undefined ? {} : { input }),
      world,
      assessment,
      digest: digest.value,
      facts,
    });
  } catch (error) {
    return err(judgeFailedWords(error instanceof Error ? error.message : 'the engine broke'));
  }
}
