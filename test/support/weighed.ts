import assert from 'node:assert/strict';
import type { Assessment } from '../../src/core/risk/assessment.js';
import { judgeCall } from '../../src/core/risk/judge.js';
import type { Payload } from '../../src/core/toolcall/toolcall.js';
import { parseProgram } from '../../src/engine/program-grammars.js';
import { callOf } from './judged.js';
import { memoryWorld } from './world.js';

/** What a call takes: nothing, a yes, or the ceremony of production. */
export type Weight = 'quiet' | 'ask' | 'ceremony';

/** A command or a payload, with the files that lie around it. */
export type WeighedRow = readonly [
  weight: Weight,
  call: string | Payload,
  files?: Readonly<Record<string, string>>,
];

/** Judges with the grammars of programs, in /srv/app with /home/ada as the home. */
export function weighed(
  call: string | Payload,
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Assessment {
  const payload =
    typeof call === 'string' ? ({ kind: 'shell', shell: 'bash', command: call } as const) : call;
  const world = memoryWorld({ cwd: '/srv/app', home: '/home/ada', files, env });
  return judgeCall(callOf(payload), world, { grammars: { programs: parseProgram } });
}

export function weightOf({ band }: Pick<Assessment, 'band'>): Weight {
  if (band === 'production' || band === 'forbidden') return 'ceremony';
  return band === 'ask' ? 'ask' : 'quiet';
}

/** One test a row: each class of calls, and beside it what looks like it and is less. */
export function itWeighs(classes: Readonly<Record<string, readonly WeighedRow[]>>): void {
  for (const [name, rows] of Object.entries(classes)) {
    describe(name, () => {
      for (const [weight, call, files] of rows) {
        const told = typeof call === 'string' ? call : JSON.stringify(call);
        it(`${weight}: ${told}${files === undefined ? '' : ` beside ${Object.keys(files).join(', ')}`}`, () => {
          const { band, findings, effects } = weighed(call, files);
          const why = `${findings.map(({ id, weight: w }) => `${id} ${w}`).join(', ')}; ${effects.map(({ verb, resource }) => `${verb} ${resource}`).join(', ')}`;
          assert.equal(weightOf({ band }), weight, why);
        });
      }
    });
  }
}
