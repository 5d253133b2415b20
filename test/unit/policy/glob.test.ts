import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { environmentMap } from '../../../src/core/policy/environment-map.js';
import {
  exactName,
  isGlob,
  lookAtName,
  tighteningNames,
  tighteningPaths,
} from '../../../src/core/policy/glob.js';

describe('globs', () => {
  it('over names take slashes and any case, where they tighten', () => {
    const fits = tighteningNames(['arn:*:db/Orders-*', 'eu-?', '[ab]x', 'stra\u00DFe*']);
    for (const name of ['arn:aws:rds:1:db/orders-1', 'EU-1', 'Ax', 'STRA\u00DFE-1'])
      assert.ok(fits(name), name);
    for (const name of ['arn:aws:rds:1:db/order', 'eu-10', 'cx', '']) assert.ok(!fits(name), name);
    assert.ok(fits('x'.repeat(1_025)), 'what is too long to be matched fits');
  });

  it('over names are to the letter, where they loosen', () => {
    const fits = (name: string) => exactName('eu-*')(lookAtName(name));
    assert.deepEqual([fits('eu-2'), fits('EU-2'), fits(`eu-${'x'.repeat(1_025)}`)], [true, false, false]);
  });

  it('over paths fit in any directory unless they begin with a slash', () => {
    const { on, around } = tighteningPaths(['infra/**/eu/*.tf', '/etc/**', '.env*']);
    for (const path of [
      '/w/infra/eu/a.tf',
      '/w/infra/a/b/eu/a.tf',
      '/etc/passwd',
      '/w/.env.local',
      'C:\\w\\infra\\eu\\a.tf',
    ]) {
      assert.ok(on(path), path);
    }
    for (const path of ['/w/infra/us/a.tf', '/w/etc/passwd', '/w/env']) assert.ok(!on(path), path);
    assert.deepEqual(
      [around('/w/infra'), around('/etc'), around('/w'), around('/w/etc')],
      [true, true, false, false],
    );
  });

  it('are those that a policy may hold', () => {
    for (const glob of ['*', 'a*b*c*d*', '**/a/**/b/**', 'caf\u00e9-*', 'a b']) assert.ok(isGlob(glob), glob);
    for (const glob of ['', '{a,b}', 'a\\b', 'a*b*c*d*e*', '**/**/**/**', 'a\u0000', 'a'.repeat(201)]) {
      assert.ok(!isGlob(glob), glob);
    }
  });

  it('fit what minimatch says, with the short cut or without', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', '-', '.', '\u00e9', '*', '?'), maxLength: 8 });
    const options = {
      platform: 'linux',
      dot: true,
      nobrace: true,
      noext: true,
      nonegate: true,
      nocomment: true,
      nocase: true,
    } as const;
    fc.assert(
      fc.property(text, text, (glob, name) => {
        fc.pre(isGlob(glob));
        assert.equal(tighteningNames([glob])(name), new Minimatch(glob, options).match(name));
      }),
    );
  });
});

describe('the team\u2019s map', () => {
  const lines = [
    { environment: 'staging', system: 'kubernetes', name: 'prod-copy' },
    { environment: 'production', name: 'prod-*' },
    { environment: 'development', name: 'sandbox' },
  ] as const;
  const of = (isPinned: boolean, system: string, ...names: readonly string[]) =>
    environmentMap(lines, isPinned).classify({ system, names });

  it('hears the first line that fits a name, and production of any name', () => {
    assert.equal(of(true, 'kubernetes', 'prod-copy'), 'staging');
    assert.equal(of(true, 'aws', 'prod-copy'), 'production');
    assert.equal(of(true, 'aws', 'sandbox', 'PROD-1'), 'production');
    assert.equal(of(true, 'aws', 'Sandbox'), undefined);
    assert.equal(of(true, 'aws', 'else'), undefined);
  });

  it('only tightens before a person has accepted it', () => {
    assert.equal(of(false, 'kubernetes', 'prod-copy'), 'production');
    assert.equal(of(false, 'aws', 'sandbox'), undefined);
  });
});
