import assert from 'node:assert/strict';
import { createJudge } from '../../../../src/engine/judge.js';
import { payloadView } from '../../../../src/messages/cards/payload.js';
import type { Card } from '../../../../src/protocol/card.js';

const judge = createJudge();

/** What the card draws of a command's text, as the engine judged it. */
async function drawn(command: string): Promise<Card['payload']> {
  const payload = { kind: 'shell', shell: 'bash', command } as const;
  const call = { agent: 'claude-code', session: '', callId: '', tool: 'Bash', cwd: '/srv', payload } as const;
  const { findings, effects } = await judge.judge(call, { cwd: '/srv', env: {}, home: '/home/ada' });
  return payloadView(payload, findings, effects);
}

async function dangerIn(command: string): Promise<string> {
  const { pieces } = await drawn(command);
  return pieces
    .filter(({ mark }) => mark === 'danger')
    .map(({ text }) => text)
    .join('|');
}

describe('fault 3: the danger mark', () => {
  it('stands on the statement and not on the address of the server', async () => {
    const marked = await dangerIn('psql -h db.prod.example.org -c "DROP TABLE orders CASCADE"');
    assert.match(marked, /DROP TABLE orders/);
    assert.doesNotMatch(marked, /db\.prod|psql/);
  });

  it('stands on the option that makes it what it is', async () => {
    assert.match(await dangerIn('git push --force origin main'), /--force/);
    assert.match(await dangerIn('git reset --hard HEAD~2'), /--hard/);
    assert.match(await dangerIn('rm -rf /srv/data'), /-rf/);
  });

  it('stands on no option of a call that only reads', async () => {
    assert.equal(await dangerIn('git log --all --oneline'), '');
  });

  it('is lifted out above a long text, with the number of its line', async () => {
    const lines = Array.from({ length: 300 }, (_, at) => (at === 250 ? 'DROP TABLE orders;' : 'SELECT 1;'));
    const { lifted } = await drawn(`psql prod <<'EOF'\n${lines.join('\n')}\nEOF\n`);
    const [only] = lifted;
    assert.deepEqual([lifted.length, only?.line], [1, 252]);
    assert.match(only?.pieces.map(({ text }) => text).join('') ?? '', /DROP TABLE orders/);
  });

  it('is lifted out of no text that can be seen at once', async () => {
    assert.deepEqual((await drawn('git push --force')).lifted, []);
  });
});

describe('fault 8: a look-alike', () => {
  it('is marked in any word of a command, and nothing else is', async () => {
    const { pieces } = await drawn(
      'kubectl delete ns sh\u043Ep # \u043F\u0440\u0438\u0432\u0435\u0442 caf\u00E9',
    );
    const marked = pieces.filter(({ mark }) => mark === 'look-alike').map(({ text }) => text);
    assert.deepEqual(marked, ['\u043E']);
  });
});
