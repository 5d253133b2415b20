import assert from 'node:assert/strict';
import type { Ground } from '../../../src/core/approval/ground.js';
import { differenceOf, variablesOf } from '../../../src/core/approval/ground-difference.js';
import { sha256 } from '../../../src/core/shared/digest.js';

const ground: Ground = {
  cwd: '/srv/app',
  programs: [{ name: 'terraform', path: '/usr/bin/terraform', sha256: sha256('one') }],
  files: [{ path: '/srv/app/main.tf', sha256: sha256('one') }],
  environment: { names: ['AWS_PROFILE', 'PATH'], digest: sha256('') },
  unread: [],
};
const variables = variablesOf(ground, { AWS_PROFILE: 'dev' }, 'salt');
const against = (after: Partial<Ground>, now = variables) =>
  differenceOf(ground, { ...ground, ...after }, [variables, now]).map(({ what, name }) => `${what} ${name}`);

describe('what a yes stood on and is another now', () => {
  it('is nothing where nothing moved, in whatever order it is listed', () => {
    assert.deepEqual(against({}), []);
    assert.deepEqual(against({}, [...variables].reverse()), []);
  });

  it('is the directory, by its new path', () => {
    assert.deepEqual(against({ cwd: '/srv/prod' }), ['directory /srv/prod']);
  });

  it('is a program whose bytes or whose place changed, and one that came or went', () => {
    const [program] = ground.programs;
    assert.ok(program);
    assert.deepEqual(against({ programs: [{ ...program, sha256: sha256('two') }] }), ['program terraform']);
    assert.deepEqual(against({ programs: [{ ...program, path: '/tmp/terraform' }] }), ['program terraform']);
    assert.deepEqual(against({ programs: [] }), ['program terraform']);
    // A program that could not be hashed is told apart by where it lies.
    const unhashed = { ...program, sha256: '' };
    const moved = { ...unhashed, path: '/tmp/terraform' };
    const before = { ...ground, programs: [unhashed] };
    assert.equal(differenceOf(before, { ...ground, programs: [moved] }, [[], []]).length, 1);
    assert.deepEqual(differenceOf(before, before, [[], []]), []);
  });

  it('is a file that changed, came or went', () => {
    assert.deepEqual(against({ files: [{ path: '/srv/app/main.tf', sha256: sha256('two') }] }), [
      'file /srv/app/main.tf',
    ]);
    assert.deepEqual(against({ files: [] }), ['file /srv/app/main.tf']);
    assert.deepEqual(against({ files: [...ground.files, { path: '/b', sha256: '' }] }), ['file /b']);
  });

  it('is a variable, by its name and never by its value', () => {
    const now = variablesOf(ground, { AWS_PROFILE: 'prod' }, 'salt');
    assert.deepEqual(against({}, now), ['variable AWS_PROFILE']);
    assert.ok(!JSON.stringify([variables, now]).includes('prod'));
  });

  it('cannot be compared under another salt: all of it differs', () => {
    const now = variablesOf(ground, { AWS_PROFILE: 'dev' }, 'other');
    assert.deepEqual(against({}, now), ['variable AWS_PROFILE', 'variable PATH']);
  });

  it('is what can no longer be read', () => {
    assert.deepEqual(against({ unread: ['secrets.yml'] }), ['unread secrets.yml']);
  });

  it('names at most twenty, each by the first twelve digits', () => {
    const files = Array.from({ length: 50 }, (_, n) => ({ path: `/f${n}`, sha256: sha256(String(n)) }));
    const all = differenceOf(ground, { ...ground, files }, [[], []]);
    assert.equal(all.length, 20);
    for (const { before, after } of all) assert.ok(before.length <= 12 && after.length <= 12);
    assert.equal(all[1]?.after, sha256('0').slice(0, 12));
  });
});
