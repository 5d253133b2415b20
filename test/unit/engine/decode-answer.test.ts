import assert from 'node:assert/strict';
import {
  isAssessment,
  isForeseen,
  isFromWorker,
  isGround,
  isHooks,
  isShellOrNone,
} from '../../../src/engine/decode-answer.js';
import { memoryJudge } from '../../support/judge.js';

const call = {
  agent: 'claude-code',
  session: '',
  callId: '',
  tool: 'Bash',
  cwd: '/projects/app',
  payload: { kind: 'shell', shell: 'bash', command: 'kubectl delete ns shop; rm -rf build; echo $X > out' },
} as const;
const site = { cwd: '/projects/app', env: {} };
const junk = [undefined, null, 0, '', 'quiet', [], {}, true, () => undefined];

/** Every value that differs from a good one by one field that is missing or another thing. */
function spoiled(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) =>
    [null, 7.5, { x: 1 }].map((other) => ({ ...value, [key]: other })),
  );
}

describe('what the engine answers from its thread', () => {
  it('is taken when it is whole, and nothing else is', async () => {
    const judge = memoryJudge();
    const assessment = await judge.judge(call, site);
    assert.ok(assessment.effects.length > 2);
    assert.ok(isAssessment(structuredClone(assessment)));
    assert.ok(isForeseen(structuredClone(await judge.foresee(call, assessment, site))));
    assert.ok(isGround(structuredClone(await judge.groundOf(call, assessment.effects, site, 's'))));
    assert.ok(isHooks([{ file: '/a', line: 1, sha256: 'x' }]) && isShellOrNone({ id: 1 }));
    assert.ok(isShellOrNone(undefined));
    const { wanted: _, ...whole } = assessment;
    for (const bad of spoiled(whole)) assert.ok(!isAssessment(bad), JSON.stringify(bad).slice(0, 200));
    for (const bad of junk) {
      assert.ok(!isAssessment(bad) && !isGround(bad) && !isFromWorker(bad) && !isForeseen(bad));
      if (!Array.isArray(bad)) assert.ok(!isHooks(bad));
      if (bad !== undefined) assert.ok(!isShellOrNone(bad));
    }
  });
});
