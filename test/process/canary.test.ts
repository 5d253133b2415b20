import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { canaryFailure } from '../../src/messages/agents/canary.js';
import { proveConfigured } from '../../src/node/install/canary.js';
import type { ConfiguredRing } from '../../src/ports/configured-ring.js';

/** What an agent would start, in a real shell: only one that lets a call pass and blocks what is no call has been shown to hold. */
describe('a canary call', () => {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  const prove = (patienceMs: number, ...scripts: readonly string[]) =>
    proveConfigured(
      scripts.map((command): ConfiguredRing => ({ kind: 'command', shell: 'sh', command })),
      { a: 'call' },
      tmpdir(),
      undefined,
      patienceMs,
    );

  const isCall = 'IFS= read -r line; case $line in {*)';
  const good = `${isCall} echo '{}';; *) echo blocked >&2; exit 2;; esac`;
  const seconds = 20_000;

  it('passes where a harmless call comes back and what is no call is blocked', async () => {
    assert.deepEqual(await prove(seconds, good), { kind: 'passed' });
    assert.deepEqual(await prove(seconds, good, good), { kind: 'passed' });
  });

  const failing: readonly (readonly [string, readonly string[], object])[] = [
    ['everything passes', [`echo '{}'`], { kind: 'failed', words: canaryFailure.letThrough }],
    ['one of several passes', [good, 'true'], { kind: 'failed', words: canaryFailure.letThrough }],
    [
      'it blocks without words',
      [`${isCall} echo '{}';; *) exit 2;; esac`],
      { kind: 'failed', words: canaryFailure.letThrough },
    ],
    ['everything is blocked', ['echo no >&2; exit 2'], { kind: 'failed', words: 'no' }],
    ['it ends without words', ['exit 3'], { kind: 'failed', words: canaryFailure.ended(3) }],
    ['it kills itself', ['kill -9 $$'], { kind: 'failed', words: canaryFailure.ended(null) }],
    ['a harmless call gets no words', ['exit 0'], { kind: 'refused', words: canaryFailure.silence }],
    [
      'a harmless call is denied',
      [`echo '{"decision":"deny"}'`],
      { kind: 'refused', words: '{"decision":"deny"}' },
    ],
    ['nothing is configured', [], { kind: 'failed', words: canaryFailure.nothingConfigured }],
  ];
  for (const [what, scripts, outcome] of failing) {
    it(`does not pass where ${what}`, async () => {
      assert.deepEqual(await prove(seconds, ...scripts), outcome);
    });
  }

  it('takes for no opinion what says so to the agent, and for no block', async () => {
    const nothing = '{"decision":"allow"}';
    const rung = (text: string): ConfiguredRing[] => [{ kind: 'command', shell: 'sh', command: text }];
    const ask = (text: string) => proveConfigured(rung(text), { a: 'call' }, tmpdir(), nothing);
    const deny = `echo '{"decision":"deny","reason":"no"}'`;
    assert.deepEqual(await ask(`${isCall} echo '${nothing}';; *) ${deny};; esac`), { kind: 'passed' });
    assert.deepEqual(await ask(`echo '${nothing}'`), { kind: 'failed', words: canaryFailure.letThrough });
    assert.equal((await ask(deny)).kind, 'refused');
  });

  it('says that no answer came in time, which is no pass, and waits for no child of the shell', async () => {
    // A child that holds the pipes for as long as its shell lives, and a little longer.
    const holding = '(while kill -0 $$ 2>/dev/null; do sleep 0.1; done; sleep 2) & wait';
    const slow = { kind: 'failed', words: canaryFailure.slow(200) };
    assert.deepEqual(await prove(200, holding), slow);
    assert.deepEqual(await prove(200, `${isCall} ${holding};; *) exit 2;; esac`), slow);
  });
});
