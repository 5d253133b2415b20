import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { heaviestName } from '../../../src/core/policy/name.js';
import { judgedCommands } from '../../support/golden.js';
import { judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const folder = join(process.cwd(), 'test/golden');

function typedFor(command: string, files: Readonly<Record<string, string>> = {}): string {
  return heaviestName(judged(command, memoryWorld({ cwd: '/srv/app', home: '/home/ada', files })));
}

describe('the name that is typed', () => {
  it("is never the program's own, whatever the transcripts hold", () => {
    const production = readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .flatMap((name) => judgedCommands(readFileSync(join(folder, name), 'utf8')))
      .filter(({ assessment }) => assessment.band === 'production');
    const wrong = production.flatMap(({ call, assessment }) => {
      const name = heaviestName(assessment);
      const programs = assessment.effects.map(({ argv }) => (argv[0] ?? '').replace(/^.*\//, ''));
      const command = call.payload.kind === 'shell' ? call.payload.command : '';
      return programs.includes(name) || name === '' ? [`${name} <- ${command}`] : [];
    });
    assert.ok(production.length > 100, String(production.length));
    assert.deepEqual(wrong, []);
  });

  it('is what is published, with its version', () => {
    const own = { '/srv/app/package.json': '{"name":"@acme/till","version":"2.1.0"}' };
    const inner = { '/srv/app/lib/package.json': '{"name":"till-lib","version":"0.1.0"}' };
    const crate = { '/srv/app/Cargo.toml': '[package]\nname = "till"\nversion = "0.3.0"\n' };
    for (const [command, files, name] of [
      ['npm publish', own, '@acme/till@2.1.0'],
      ['pnpm publish --access public', own, '@acme/till@2.1.0'],
      ['yarn npm publish', own, '@acme/till@2.1.0'],
      ['npm publish --registry https://npm.acme.example', own, '@acme/till@2.1.0'],
      ['npm publish ./lib', inner, 'till-lib@0.1.0'],
      ['cd lib && npm publish', inner, 'till-lib@0.1.0'],
      ['npm unpublish @acme/till@2.0.0', own, '@acme/till@2.0.0'],
      ['cargo publish', crate, 'till@0.3.0'],
      // Nothing here says what it is.
      ['npm publish', {}, 'package'],
      ['npm publish', { '/srv/app/package.json': '{broken' }, 'package'],
    ] as const)
      assert.equal(typedFor(command, files), name, command);
  });

  it('stays that of the place where the place has one', () => {
    assert.equal(typedFor('kubectl --context prod-eu delete ns shop'), 'prod-eu/shop');
    assert.equal(
      typedFor('psql postgres://db.prod.acme.example/postgres -c "DROP TABLE orders"'),
      'db.prod.acme.example/orders',
    );
  });
});
