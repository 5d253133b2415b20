import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Minimatch } from 'minimatch';
import { environmentMap } from '../../../src/core/policy/environment-map.js';
import {
  exactName,
  isPolicyGlob,
  lookAtName,
  tighteningNames,
  tighteningPaths,
} from '../../../src/core/policy/glob.js';
import { globsMeet } from '../../../src/core/policy/meeting.js';

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
    for (const glob of ['*', 'a*b*c*d*', '**/a/**/b/**', 'caf\u00e9-*', 'a b'])
      assert.ok(isPolicyGlob(glob), glob);
    for (const glob of ['', '{a,b}', 'a\\b', 'a*b*c*d*e*', '**/**/**/**', 'a\u0000', 'a'.repeat(201)]) {
      assert.ok(!isPolicyGlob(glob), glob);
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
        fc.pre(isPolicyGlob(glob));
        assert.equal(tighteningNames([glob])(name), new Minimatch(glob, options).match(name));
      }),
    );
  });
});

describe('a path that is a glob itself', () => {
  const { on, around } = tighteningPaths(['secrets/**', '*.pem']);

  it('fits where some file would fit both', () => {
    for (const path of [
      '/w/sec*/key',
      '/w/*/key',
      '/w/s?crets/key',
      '/w/[rs]ecrets/key',
      '/w/*.p?m',
      '/w/SEC*/x',
    ]) {
      assert.ok(on(path), path);
    }
    for (const path of ['/w/*.ts', '/w/sec*.ts', '/w/public/*.p?g']) assert.ok(!on(path), path);
    assert.deepEqual([around('/w/*'), around('/w/sec*'), around('/w/*.log')], [true, true, false]);
  });

  it('is told for the longest ones too', () => {
    for (const path of [`/${'*a'.repeat(900)}`, `/${'?'.repeat(1_000)}`, `/${'**/a/'.repeat(300)}`]) on(path);
  });

  it('meets whatever fits both', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    const masks = fc.infiniteStream(fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), masks, masks, (parts, one, other) => {
        const [a, b] = [globOf(parts, one), globOf(parts, other)];
        for (const glob of [a, b])
          assert.ok(new Minimatch(glob, { platform: 'linux' }).match(parts.join('/')), glob);
        assert.ok(globsMeet(a, b), `${a} ${b}`);
      }),
    );
  });

  /** A glob that fits the path: some characters are wildcards, some parts a double star. */
  function globOf(parts: readonly string[], masks: Iterator<number>): string {
    const next = (): number => masks.next().value ?? 9;
    return parts
      .map((part) => {
        if (next() < 2) return '**';
        return [...part].map((sign) => ({ 0: '?', 1: '*', 2: `*${sign}*` })[next()] ?? sign).join('');
      })
      .join('/');
  }
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
