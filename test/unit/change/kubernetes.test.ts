import assert from 'node:assert/strict';
import { changeFor, demoFiles, effect, gapOf, rowsOf } from './effects.js';

describe('kubectl', () => {
  it('deletes the objects of a manifest, pods and volumes counted', () => {
    const change = changeFor(
      [effect('kubectl delete -f deploy/refresh.yaml', 'delete', 'deploy/refresh.yaml')],
      demoFiles(),
    );
    assert.deepEqual(rowsOf(change), [
      '- deployment refresh/nightly-refresh',
      '- pods refresh/nightly-refresh x3',
      '- persistentvolumeclaim refresh/ledger (data-lost)',
    ]);
    assert.deepEqual([change.sources, gapOf(change)], [['deploy/refresh.yaml'], undefined]);
  });

  it('replaces by force: delete and create', () => {
    const rows = rowsOf(
      changeFor([effect('kubectl replace --force -f deploy', 'replace', 'deploy')], demoFiles()),
    );
    assert.equal(rows.filter((row) => row.startsWith('- ')).length, 3);
    assert.equal(rows.filter((row) => row.startsWith('+ ')).length, 3);
  });

  it('names an object that is given by name', () => {
    const change = changeFor([effect('kubectl delete deployment web', 'delete', 'deployment/web')]);
    assert.deepEqual(rowsOf(change), ['- deployment web']);
    assert.equal(gapOf(change), 'not-looked-up');
  });

  it('says that deleting a namespace loses data that cannot be listed from here', () => {
    const change = changeFor([effect('kubectl delete namespace shop', 'delete', 'namespace/shop')]);
    assert.deepEqual(rowsOf(change), ['- namespace shop (data-lost)']);
  });

  it('reads no manifest that is broken, a bomb, or fetched', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(20)}]`)
      .join('\n')}`;
    for (const text of ['kind: [', bomb, 'x'.repeat(2_000_000)]) {
      const change = changeFor([effect('kubectl delete -f m.yaml', 'delete', 'file m.yaml')], {
        '/projects/app/m.yaml': text,
      });
      assert.deepEqual(rowsOf(change), ['- file m.yaml']);
    }
    const fetched = effect('kubectl delete -f https://example.invalid/m.yaml', 'delete', 'manifest x');
    assert.equal(gapOf(changeFor([fetched])), 'not-looked-up');
  });
});
