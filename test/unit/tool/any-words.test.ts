import assert from 'node:assert/strict';
import fc from 'fast-check';
import { verbs } from '../../../src/core/tool/effect.js';
import { effectsOf } from '../../../src/core/tool/effects.js';
import { infrastructureTables } from '../../../src/core/tool/infrastructure.js';
import { toolsOf } from '../../../src/core/tool/registry.js';
import { toolsIn } from '../../../src/core/tool/table.js';
import { tables } from '../../../src/core/tool/tables.js';
import { invocationOfArgv } from '../../support/command.js';
import { memoryWorld } from '../../support/world.js';

const infrastructureTools = toolsIn(infrastructureTables);
const programs = infrastructureTools.flatMap((tool) => tool.programs);
const commandWords = infrastructureTools.flatMap((tool) =>
  tool.rows.flatMap((row) => row.words.split(/[ |]/)),
);

describe('every tool of clouds, clusters and databases', () => {
  it('is found by its programs, once', () => {
    assert.deepEqual(
      programs.filter((program) => toolsOf(program).length === 0),
      [],
    );
    assert.equal(new Set(programs).size, programs.length);
  });

  it('is found in any case, and as it is written where another differs only there', () => {
    const known = toolsIn(tables);
    for (const program of new Set(known.flatMap((tool) => tool.programs))) {
      const having = known.filter((tool) => tool.programs.includes(program));
      assert.deepEqual(toolsOf(program), having, program);
      const other = program.toUpperCase() === program ? program.toLowerCase() : program.toUpperCase();
      const inAnyCase = known.filter((tool) =>
        tool.programs.some((one) => one.toLowerCase() === program.toLowerCase()),
      );
      if (!known.some((tool) => tool.programs.includes(other)))
        assert.deepEqual(toolsOf(other), inAnyCase, other);
    }
    assert.deepEqual(['', 'no-such-tool', '__proto__', 'constructor'].flatMap(toolsOf), []);
  });

  it('answers any words with effects that name a target, and never throws', () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...commandWords,
        '--',
        '-c',
        '-e',
        '-f',
        '-n',
        '--force',
        '--all',
        '--dry-run',
        '\uFFFC',
        '',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...programs), fc.array(word, { maxLength: 8 }), (program, words) => {
        const effects = effectsOf(invocationOfArgv([program, ...words]), memoryWorld(), { grammars: {} });
        for (const effect of effects) {
          assert.ok(verbs.includes(effect.verb));
          assert.notEqual(effect.target.name, '');
          assert.notEqual(effect.resource, '');
        }
      }),
      { numRuns: 800 },
    );
  });

  it('takes a command that is no command for unknown, not for a read', () => {
    const named = infrastructureTools.filter(
      (tool) => tool.rows.every((row) => row.words !== '') && tool.rows.length > 0,
    );
    const reads = named.flatMap((tool) => {
      const [program = ''] = tool.programs;
      const effects = effectsOf(invocationOfArgv([program, 'frobnicate', 'x']), memoryWorld(), {
        grammars: {},
      });
      return effects.some((effect) => effect.verb === 'read') ? [program] : [];
    });
    assert.deepEqual(reads, []);
  });

  it('a program in no table is unknown', () => {
    const [effect] = effectsOf(invocationOfArgv(['no-such-tool', 'frobnicate']), memoryWorld(), {
      grammars: {},
    });
    assert.deepEqual([effect?.verb, effect?.target.environment], ['unknown', 'unknown']);
  });
});
