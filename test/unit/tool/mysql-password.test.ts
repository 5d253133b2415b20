import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ToolCall } from '../../../src/core/toolcall/toolcall.js';
import { memoryJudge } from '../../support/judge.js';

const judge = memoryJudge();

async function judged(command: string) {
  const call: ToolCall = {
    agent: 'claude-code',
    session: '',
    callId: '',
    tool: 'Bash',
    cwd: '/projects/app',
    payload: { kind: 'shell', shell: 'bash', command },
  };
  const { band, score, effects } = await judge.judge(call, {
    cwd: '/projects/app',
    env: { HOME: '/home/ada' },
  });
  return {
    band,
    score,
    does: effects.map(({ verb, resource, target }) => [verb, resource, target.account, target.scope]),
  };
}

/** What stands behind `-p` in the same word is a password, whatever its letters would mean as options. */
const calls: readonly ((password: string) => string)[] = [
  (password) => `mysql -uroot ${password} -h db.prod shop -e 'DROP TABLE orders'`,
  (password) => `mysql -uroot ${password} -h db.prod shop <<< 'DROP DATABASE shop'`,
  (password) => `mariadb ${password} -h db.prod shop <<'EOF'\nDELETE FROM orders;\nEOF`,
  (password) => `mysqladmin ${password} -h db.prod drop shop`,
  (password) => `mysqldump ${password} -h db.prod shop`,
];

describe('the password of a MySQL client', () => {
  for (const call of calls)
    it(`changes nothing of ${call('-pX').split('\n')[0]}`, async () => {
      const without = await judged(call('-p'));
      await fc.assert(
        fc.asyncProperty(fc.stringMatching(/^[A-Za-z0-9=._]{1,12}$/), async (password) => {
          assert.deepEqual(await judged(call(`-p${password}`)), without);
        }),
        { numRuns: 60 },
      );
    });

  it('is no word that stands alone: the next one is the database', async () => {
    const { does } = await judged("mysql -h db.prod -p shop -e 'DROP TABLE orders'");
    assert.deepEqual(does[0]?.slice(2), ['db.prod', 'shop']);
  });
});
