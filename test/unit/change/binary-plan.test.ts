import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { wireFields } from '../../../src/core/change/protobuf.js';
import { savedPlanAt, typeOf } from '../../../src/core/change/terraform/binary-plan.js';
import { planAt, planLimit } from '../../../src/core/change/terraform/plan.js';
import type { RawFiles } from '../../../src/core/shared/world.js';
import { diskBytes } from '../../../src/engine/raw-files.js';
import { root } from '../../support/source.js';
import { memoryWorld } from '../../support/world.js';

const recorded = join(root, 'test/unit/change/plans/terraform-1.11.4.tfplan');

/** A disk with one file of these bytes. */
function holding(bytes: Uint8Array): RawFiles {
  return {
    ...diskBytes,
    stat: () => ({ size: bytes.length, mtimeMs: 0 }),
    bytes: (_path, from, length) => bytes.subarray(from, from + length),
    inflated: (_path, from, form, most) => diskBytes.inflated(recorded, from, form, most),
  };
}

describe('a saved plan in its own form', () => {
  it('says what a real one would do, and why', () => {
    const plan = savedPlanAt(recorded, { ...memoryWorld(), raw: diskBytes });
    assert.deepEqual(
      plan?.changes.map(({ action, address, causes }) => `${action} ${address} ${causes?.join()}`).sort(),
      [
        'create terraform_data.fresh ',
        'delete terraform_data.many[1] ',
        'delete terraform_data.many[2] ',
        'delete terraform_data.old ',
        'replace terraform_data.db triggers_replace',
        'update terraform_data.web ',
      ],
    );
    assert.deepEqual([plan?.isNewer, plan?.before.length], [false, 6]);
  });

  it('that is cut off anywhere is no plan, never an empty one', () => {
    const whole = new Uint8Array(readFileSync(recorded));
    for (let end = 0; end < whole.length; end += 97) {
      const world = { ...memoryWorld(), raw: holding(whole.subarray(0, end)) };
      assert.equal(savedPlanAt('/plan', world), undefined);
    }
  });

  it('is total for whatever bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const { bytes: inner } of wireFields(bytes) ?? []) assert.ok(inner.length <= bytes.length);
      }),
    );
  });

  it('knows a type by its address', () => {
    assert.deepEqual(
      ['aws_lb.a', 'module.x["a.b"].aws_lb.a[0]', 'module.x.module.y[1].data.aws_ami.z'].map(typeOf),
      ['aws_lb', 'aws_lb', 'aws_ami'],
    );
  });
});

describe('a saved plan as JSON', () => {
  const world = memoryWorld();
  const tooLarge = {
    ...world,
    files: { ...world.files, read: () => ({ ok: false, code: 'too-large' }) as const },
  };
  const bytes = new TextEncoder().encode(
    JSON.stringify({
      format_version: '1.2',
      resource_changes: [{ address: 'a.b', type: 'a', change: { actions: ['delete'] } }],
    }),
  );

  it('is read where it is larger than the texts that judging reads', () => {
    const read = planAt({ ...tooLarge, raw: holding(bytes) }, '/p.json');
    assert.deepEqual(
      read?.map(({ action, address }) => `${action} ${address}`),
      ['delete a.b'],
    );
  });

  it('is not read where it is larger than any plan', () => {
    const stat = (): { size: number; mtimeMs: number } => ({ size: planLimit + 1, mtimeMs: 0 });
    assert.equal(planAt({ ...tooLarge, raw: { ...holding(bytes), stat } }, '/p.json'), undefined);
    assert.equal(planAt(tooLarge, '/p.json'), undefined);
  });
});
