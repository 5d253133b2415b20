/** Judges for tests: the engine over a map of files, and one that says what a test words. */
import type { HashFile } from '../../src/core/approval/ground.js';
import type { Assessment } from '../../src/core/risk/assessment.js';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';
import { createJudge } from '../../src/engine/judge.js';
import type { Judge, WorldOf } from '../../src/ports/judge.js';
import { memoryWorld } from './world.js';

interface OnDisk {
  /** What is on the disk, by path. */
  readonly files?: () => Readonly<Record<string, string>>;
  readonly hash?: HashFile;
  /** In place of `files`. */
  readonly worldOf?: WorldOf;
}

export function memoryJudge({ files = () => ({}), hash, worldOf }: OnDisk = {}): Judge {
  return createJudge({
    worldOf: worldOf ?? (({ cwd, env }) => memoryWorld({ cwd, env, files: files() })),
    ...(hash === undefined ? {} : { hash }),
  });
}

/** Says of each call what `say` does; it looks at what lies on the disk as the engine does. */
export function sayingJudge(
  say: (call: ToolCall) => Assessment | Promise<Assessment>,
  disk: OnDisk = {},
): Judge {
  const engine = memoryJudge(disk);
  return {
    judge: async (call) => say(call),
    shellAfter: async (_call, _site, before) => before,
    eitherShell: (left) => left,
    foresee: async (call, assessment, site) =>
      disk.worldOf === undefined
        ? { change: { items: [], sources: [] } }
        : engine.foresee(call, assessment, site),
    looksOf: (call, assessment, site) => engine.looksOf(call, assessment, site),
    changeSeen: (call, assessment, site, answers, now) =>
      engine.changeSeen(call, assessment, site, answers, now),
    foreignHooks: (agent, site) => engine.foreignHooks(agent, site),
    groundOf: (call, effects, site, salt) => engine.groundOf(call, effects, site, salt),
    credentialMarks: (call, effects, site, salt) => engine.credentialMarks(call, effects, site, salt),
  };
}
