import assert from 'node:assert/strict';
import type { ToolCall } from '../../../src/core/toolcall/toolcall.js';
import { memoryJudge } from '../../support/judge.js';

function call(command: string): ToolCall {
  return {
    agent: 'claude-code',
    session: 's',
    callId: 'c',
    tool: 'Bash',
    cwd: '/projects/app',
    payload: { kind: 'shell', shell: 'bash', command },
  };
}

describe('the judge and its grammars', () => {
  it('a statement is judged by its grammar the first time it is seen', async () => {
    const judge = memoryJudge();
    const command = 'psql -h prod-db -c "with x as (delete from users returning *) select * from x"';
    const first = await judge.judge(call(command), { cwd: '/projects/app', env: {} });
    const second = await judge.judge(call(command), { cwd: '/projects/app', env: {} });
    assert.equal(first.effects[0]?.verb, 'destroy');
    assert.equal(first.wanted, undefined);
    assert.deepEqual(second, first);
  });

  it('so is one of MySQL, with a grammar of its own', async () => {
    const judge = memoryJudge();
    const command = 'mysql -h db -e "alter table orders engine = blackhole"';
    const first = await judge.judge(call(command), { cwd: '/projects/app', env: {} });
    const second = await judge.judge(call(command), { cwd: '/projects/app', env: {} });
    assert.equal(first.effects[0]?.verb, 'destroy');
    assert.equal(first.wanted, undefined);
    assert.deepEqual(second, first);
  });

  it('a command without SQL loads nothing and answers at once', async () => {
    const assessment = await memoryJudge().judge(call('ls -la'), { cwd: '/projects/app', env: {} });
    assert.deepEqual([assessment.band, assessment.wanted], ['quiet', undefined]);
  });

  it('the team map reaches the target', async () => {
    const lines = [{ environment: 'production', name: '**' }] as const;
    const assessment = await memoryJudge().judge(
      call('psql -c "delete from users"'),
      { cwd: '/projects/app', env: {} },
      { lines, isPinned: true },
    );
    assert.equal(assessment.targets[0]?.environment, 'production');
  });
});
