/** Class: a value that is worked out. It is the one that bash has (`test/golden/bash-values.jsonl`, held to a real one elsewhere), or not known. */
import assert from 'node:assert/strict';
import { readCommand } from '../../../src/core/command/read.js';
import { bashRows, covers } from '../../support/bash-values.js';
import { memoryWorld } from '../../support/world.js';

describe('the words of a call', () => {
  for (const { script, calls } of bashRows())
    it(`are bash's own, or not known: ${script.slice(0, 100)}`, () => {
      const { invocations } = readCommand(script, 'bash', memoryWorld());
      for (const words of calls)
        assert.ok(
          invocations.some((invocation) => covers(invocation, ['pax', ...words])),
          `${JSON.stringify(words)}, read as ${JSON.stringify(
            invocations.map(({ argv }) => argv.map(({ text, opaque }) => (opaque.length > 0 ? '?' : text))),
          )}`,
        );
    });
});
