/** Class: servers and clients that lie, break off or are of another version. What they say is told, or is not known; never a fiction. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { LookAnswer } from '../../../src/core/change/look/look.js';
import { changeSeen, looksOf } from '../../../src/core/change/look/looks.js';
import { judgeCall } from '../../../src/core/risk/judge.js';
import type { World } from '../../../src/core/shared/world.js';
import { previewText } from '../../../src/messages/cli/preview.js';
import { callOf } from '../../support/judged.js';
import { fiction, mutilations } from '../../support/mutilated.js';
import { noon } from '../../support/requests.js';
import { memoryWorld } from '../../support/world.js';

interface Recorded {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly answers: readonly Pick<LookAnswer, 'heard'>[];
}

const cwd = '/srv/app';
const recordings = readFileSync('test/golden/looks.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Recorded => JSON.parse(line.replaceAll('{folder}', cwd)));

function worldOf({ env, files }: Recorded): World {
  const there = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${cwd}/${name}`, text]));
  return memoryWorld({ cwd, home: cwd, env: { HOME: cwd, PATH: '/usr/bin:/bin', ...env }, files: there });
}

describe('what is heard on a look, mutilated', () => {
  for (const [index, recorded] of recordings.entries()) {
    const call = { ...callOf({ kind: 'shell', shell: 'bash', command: recorded.command }), cwd };

    it(`is told or not known: ${index + 1}, ${recorded.command.slice(0, 80)}`, () => {
      const world = worldOf(recorded);
      const judged = judgeCall(call, world, { grammars: {} });
      const planned = looksOf(call, judged, world);
      assert.equal(planned.length, recorded.answers.length);
      const told = (answers: readonly Pick<LookAnswer, 'heard'>[]): string => {
        const given = planned.map((one, at) => ({ ...one, heard: answers[at]?.heard ?? [] }));
        const change = changeSeen(call, judged, world, given, noon);
        return change === undefined ? '' : previewText(change);
      };
      for (const [at, answer] of recorded.answers.entries())
        for (const [run, heard] of answer.heard.entries()) {
          const withOther = (other: typeof heard): string =>
            told(recorded.answers.with(at, { heard: answer.heard.with(run, other) }));
          for (const text of mutilations(heard.text, 40))
            assert.doesNotMatch(withOther({ ...heard, text }), fiction, text.slice(0, 2_000));
          assert.doesNotMatch(withOther({ ...heard, isWhole: false }), fiction);
        }
      const nothing = recorded.answers.map(({ heard }) => ({
        heard: heard.map(() => ({ text: '', isWhole: false })),
      }));
      const silent = told(nothing);
      assert.ok(silent === '' || /[Nn]ot known|at least/.test(silent), silent);
    });

    it(`is asked with files that are mutilated: ${index + 1}, ${recorded.command.slice(0, 80)}`, () => {
      for (const [name, whole] of Object.entries(recorded.files))
        for (const text of mutilations(whole, 12)) {
          const world = worldOf({ ...recorded, files: { ...recorded.files, [name]: text } });
          for (const { look } of looksOf(call, judgeCall(call, world, { grammars: {} }), world))
            for (const word of look.runs.flat()) assert.doesNotMatch(word, /undefined|NaN|\0/);
        }
    });
  }
});
