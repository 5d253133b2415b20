import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readIgnoreRules } from '../../../src/core/git/ignore-rules.js';

describe('the lines of an ignore file', () => {
  it('decide in their order, the last that fits', () => {
    const rules = readIgnoreRules('*.log\n!keep.log\nkeep.log\n!/top/keep.log\n');
    const words = ['a.log', 'keep.log', 'top/keep.log', 'a.txt'].map((path) => rules.wordOn(path, false));
    assert.deepEqual(words, ['ignored', 'ignored', 'kept', undefined]);
  });

  it('that leave a folder out leave out what is taken back in it', () => {
    const rules = readIgnoreRules('build/\n!build/keep\n');
    assert.ok(rules.ignores('build/keep'));
    assert.equal(rules.wordOn('build/keep', false), 'kept');
    assert.ok(!rules.ignores('build'), 'a file of that name is no folder');
  });

  it('are read up to a limit, and it says so', () => {
    const text = `${'x\n'.repeat(2_500)}a\n`;
    const rules = readIgnoreRules(text);
    assert.deepEqual([rules.isWhole, rules.ignores('x'), rules.ignores('a')], [false, true, false]);
    assert.ok(readIgnoreRules('a\n'.repeat(1_000)).isWhole);
  });

  it('take no time for whoever writes them to be slow', () => {
    const hostile = [
      `${Array.from({ length: 40 }, () => '**').join('/x/')}/b`,
      `${'*a'.repeat(200)}b`,
      `${'**/'.repeat(300)}b`,
      `${'a/**/'.repeat(200)}b`,
    ].join('\n');
    const rules = readIgnoreRules(hostile);
    for (const path of ['x/'.repeat(500), 'a/'.repeat(500)]) assert.ok(!rules.ignores(`${path}c`));
    assert.ok(!rules.ignores('a'.repeat(250)));
  });

  it('are total', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.boolean(), (text, path, isFolder) => {
        const word = readIgnoreRules(text).wordOn(path, isFolder);
        assert.ok(word === undefined || word === 'ignored' || word === 'kept');
      }),
    );
  });
});
