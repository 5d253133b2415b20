import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callerIds } from '../../src/core/toolcall/toolcall.js';
import { bellBytes } from '../../src/node/install/native-bell.js';
import { answerIn } from '../../src/protocol/answer.js';
import { again, drive } from '../fuzz/drive.js';
import { faultIn } from '../fuzz/oracle.js';
import { seeds } from '../fuzz/seeds.js';
import { field } from '../support/json.js';

const corpus = join(process.cwd(), 'test/fuzz/corpus');

/** Another run each time: a fault names the seed that makes its payload again (`npm run fuzz -- 1 SEED`). */
const from = Math.floor(Date.now() / 1_000) % 1_000_000_000;

describe('the judge of fuzzing', () => {
  const made = { agent: 'codex', bytes: Buffer.from('{}'), mustHold: true };

  it('knows a yes in the words of every agent that reads one', () => {
    for (const agent of callerIds) {
      const answer = answerIn(agent, { kind: 'allow', reason: 'r', input: { command: 'ls' } });
      if (answer.stdout.trim() !== '{}') assert.equal(faultIn(made, answer), 'allows', agent);
    }
  });

  it('takes no opinion for a fault only where the call must be held, and a block without words always', () => {
    const silent = answerIn('codex', { kind: 'no-opinion' });
    assert.match(faultIn(made, silent) ?? '', /no opinion/);
    assert.equal(faultIn({ ...made, mustHold: false }, silent), undefined);
    assert.equal(faultIn(made, answerIn('codex', { kind: 'fail', reason: 'r' })), undefined);
    assert.match(faultIn(made, { stdout: '', stderr: ' ', exitCode: 2 }) ?? '', /without a word/);
  });
});

describe('made-up payloads at a real gate', function () {
  this.timeout(120_000);

  it('are never allowed, never let a held call pass, and are answered within the deadline', async () => {
    const { tried, faults, ways, stopped } = await drive({ from, samples: 100_000, milliseconds: 10_000 });
    assert.deepEqual(faults, []);
    assert.ok(tried > 100, `only ${tried} payloads in ten seconds`);
    assert.ok(
      ways.client > 0 && (ways.c > 0 || bellBytes('dist') === undefined) && stopped > 0,
      `expected calls that were stopped, got ${stopped}`,
    );
  });

  it('that were once answered wrongly stay answered rightly', async () => {
    const kept = readdirSync(corpus)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(corpus, name), 'utf8')));
    const samples = kept.map((one) => ({
      agent: String(field(one, 'agent')),
      event: field(one, 'event') === undefined ? undefined : String(field(one, 'event')),
      bytes: Buffer.from(String(field(one, 'payload')), 'base64'),
      mustHold: field(one, 'mustHold') === true,
    }));
    assert.deepEqual(await again(samples), []);
  });

  it('are answered alike by the installed doorbells', async () => {
    const made = seeds().filter(({ mustHold }) => mustHold);
    const samples = made.map(({ agent, event, value, mustHold }) => ({
      agent,
      event,
      bytes: Buffer.from(JSON.stringify(value)),
      mustHold,
    }));
    assert.ok(samples.length > 10);
    assert.deepEqual(await again(samples), []);
  });
});
