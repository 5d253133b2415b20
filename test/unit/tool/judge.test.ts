import assert from 'node:assert/strict';
import type { ToolCall } from '../../../src/core/toolcall/toolcall.js';
import { createJudge } from '../../../src/node/judge.js';
import { memoryWorld } from '../../support/world.js';

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
    const judge = createJudge();
    const command = 'psql -h prod-db -c "with x as (delete from users returning *) select * from x"';
    const first = await judge.judge(call(command), memoryWorld());
    const second = await judge.judge(call(command), memoryWorld());
    assert.equal(first.effects[0]?.verb, 'destroy');
    assert.equal(first.wanted, undefined);
    assert.deepEqual(second, first);
  });

  it('so is one of MySQL, with a grammar of its own', async () => {
    const judge = createJudge();
    const command = 'mysql -h db -e "alter table orders engine = blackhole"';
    const first = await judge.judge(call(command), memoryWorld());
    const second = await judge.judge(call(command), memoryWorld());
    assert.equal(first.effects[0]?.verb, 'destroy');
    assert.equal(first.wanted, undefined);
    assert.deepEqual(second, first);
  });

  it('a command without SQL loads nothing and answers at once', async () => {
    const assessment = await createJudge().judge(call('ls -la'), memoryWorld());
    assert.deepEqual([assessment.band, assessment.wanted], ['quiet', undefined]);
  });

  it('the team map reaches the target', async () => {
    const environments = { classify: () => 'production' as const };
    const assessment = await createJudge().judge(
      call('psql -c "delete from users"'),
      memoryWorld(),
      environments,
    );
    assert.equal(assessment.targets[0]?.environment, 'production');
  });
});
