import assert from 'node:assert/strict';
import { settingsFrom } from '../../../src/core/policy/settings.js';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import { ringWithoutWindow } from '../../../src/desk/offline.js';
import type { Ring } from '../../../src/protocol/ring.js';
import { bashRing, heard, MemoryRecord, quiet } from '../../support/desk.js';
import { sayingJudge } from '../../support/judge.js';
import { assessment, noon, productionTarget } from '../../support/requests.js';

function offline(
  ring: Ring,
  judge: () => Assessment,
  given: { readonly record?: MemoryRecord; readonly askFrom?: number } = {},
): Promise<string> {
  return ringWithoutWindow(ring, {
    record: given.record ?? new MemoryRecord(),
    judge: sayingJudge(judge),
    clock: { now: () => noon },
    settings: () => settingsFrom({ askFrom: given.askFrom }),
  }).then(heard);
}

describe('without a window', () => {
  it('a quiet call passes, in the record first', async () => {
    const record = new MemoryRecord();
    assert.equal(await offline(bashRing('ls'), quiet, { record }), 'none');
    assert.deepEqual(record.types, ['call.passed']);
  });

  it('everything that would need a person is a no that says how to open a window', async () => {
    const record = new MemoryRecord();
    const touch = (): Assessment => assessment({ ...quiet(), targets: [productionTarget] });
    const judges = [() => assessment(), () => assessment({ band: 'ask', score: 50 }), touch];
    for (const judge of judges) {
      const text = await offline(bashRing('x'), judge, { record });
      assert.match(
        text,
        /^deny: .*Open this folder in your editor with Countersign and retry the same call\.$/,
      );
    }
    assert.deepEqual(
      record.entries.map(({ body }) => body.type === 'call.denied' && body.by),
      ['offline', 'offline', 'offline'],
    );
  });

  it('what is forbidden is forbidden', async () => {
    const text = await offline(bashRing('x'), () => assessment({ band: 'forbidden' }));
    assert.match(text, /^deny: Forbidden by the rule built-in\/forbidden/);
  });

  it("the person's own threshold holds", async () => {
    const note = (): Assessment => assessment({ ...quiet(), band: 'note', score: 25 });
    assert.equal(await offline(bashRing('x'), note), 'none');
    assert.match(await offline(bashRing('x'), note, { askFrom: 20 }), /^deny/);
  });

  it('what breaks is a no', async () => {
    const record = new MemoryRecord();
    record.failure = { code: 'full', detail: 'ENOSPC' };
    assert.match(await offline(bashRing('ls'), quiet, { record }), /^exit 2: .*ENOSPC/);
    assert.match(await offline({ ...bashRing('ls'), payload: '?' }, quiet), /^exit 2/);
    const broken = (): Assessment => {
      throw new Error('broken');
    };
    assert.match(await offline(bashRing('ls'), broken), /^exit 2: .*broken/);
  });

  it('the end of a call is recorded, and blocks nothing', async () => {
    const record = new MemoryRecord();
    const after = bashRing('x', { fields: { hook_event_name: 'PostToolUseFailure' } });
    assert.equal(await offline(after, () => assessment(), { record }), 'none');
    assert.deepEqual(
      record.entries.map(({ body }) => body.type === 'call.finished' && body.outcome),
      ['failed'],
    );
    assert.equal(await offline(bashRing('x', { fields: { hook_event_name: 'Stop' } }), quiet), 'none');
  });
});
