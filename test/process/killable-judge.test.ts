/** Judging that goes wrong in every way that a thread can, while others wait for it. */
import assert from 'node:assert/strict';
import { checkCommand } from '../../src/cli/check.js';
import { digestOfCall } from '../../src/core/approval/digest.js';
import type { Assessment } from '../../src/core/risk/assessment.js';
import { createJudge } from '../../src/engine/judge.js';
import { KillableJudge, type KillableJudgeOptions } from '../../src/engine/killable-judge.js';
import { hostileThread, misdeeds, shellCallOf } from '../support/engine-thread.js';

const site = { cwd: '/srv/app', env: {}, home: '/srv/nobody' };

/** Short where a test waits for its end; long enough for any honest call. */
const judgingMs = 1_000;

describe('a judge that can be ended', () => {
  const thread = hostileThread();
  const opened: KillableJudge[] = [];
  const open = (more: Partial<KillableJudgeOptions> = {}): KillableJudge => {
    const judge = new KillableJudge({ entry: thread.entry, judgingMs, ...more });
    opened.push(judge);
    return judge;
  };

  afterEach(() => {
    for (const judge of opened.splice(0)) judge.dispose();
  });

  after(() => thread.remove());

  const asEngineSays = (command: string): Promise<Assessment> =>
    createJudge().judge(shellCallOf(command), site);

  it('says what the engine says', async () => {
    const judge = open();
    for (const command of ['ls -la', 'rm -rf /', 'kubectl delete ns shop', 'mysql -e "drop table t"']) {
      assert.deepEqual(await judge.judge(shellCallOf(command), site), await asEngineSays(command));
    }
  });

  for (const [name, failure] of misdeeds) {
    it(`asks about a call that ends it by ${name}, and judges the next one`, async () => {
      const judge = open(name === 'memory' ? { memoryMegabytes: 32, judgingMs: 30_000 } : {});
      const call = shellCallOf(name);
      const assessment = await judge.judge(call, site);
      assert.equal(assessment.band, 'ask');
      assert.equal(assessment.findings[0]?.id, failure);
      assert.deepEqual(assessment.effects[0]?.opaque, [failure]);
      const again = await judge.judge(shellCallOf(name), site);
      assert.deepEqual(again, assessment);
      assert.deepEqual(digestOfCall(call, again), digestOfCall(call, assessment));
      assert.deepEqual(await judge.judge(shellCallOf('ls'), site), await asEngineSays('ls'));
    });
  }

  it('answers 20 calls behind a hostile one before it, each as if it were alone', async () => {
    // Long enough for a second thread to come up on a busy machine.
    const judge = open({ judgingMs: 10_000 });
    await judge.judge(shellCallOf('ls'), site);
    const order: string[] = [];
    const hostile = judge.judge(shellCallOf('spin'), site).then((assessment) => {
      order.push('hostile');
      return assessment;
    });
    const commands = Array.from({ length: 20 }, (_, index) => `rm -rf build/${index}`);
    const answers = await Promise.all(
      commands.map(async (command) => {
        const assessment = await judge.judge(shellCallOf(command), site);
        order.push(command);
        return assessment;
      }),
    );
    for (const [index, command] of commands.entries()) {
      assert.deepEqual(answers[index], await asEngineSays(command));
    }
    assert.equal((await hostile).findings[0]?.id, 'judging-overrun');
    assert.deepEqual(order, [...commands, 'hostile']);
  });

  it('loses the shells that lived in a thread, and says so once', async () => {
    const judge = open();
    const kept = await judge.shellAfter(shellCallOf('cd /srv/other'), site);
    assert.deepEqual(kept, { id: 1, cwd: '/srv/other' });
    const before = await judge.judge(shellCallOf('ls'), site, undefined, kept);
    assert.equal(before.band, 'quiet');
    await judge.judge(shellCallOf('exit'), site);
    const lost = await judge.judge(shellCallOf('ls'), site, undefined, kept);
    assert.equal(lost.band, 'ask');
    assert.ok(lost.findings.some(({ id }) => id === 'shell-lost'));
    const next = await judge.shellAfter(shellCallOf('ls'), site, kept);
    assert.equal(next?.cwd, undefined);
    const unknown = await judge.judge(shellCallOf('rm -rf data'), site, undefined, next);
    assert.notEqual(unknown.band, 'quiet');
    assert.ok(!unknown.findings.some(({ id }) => id === 'shell-lost'));
    const either = judge.eitherShell(kept ?? { id: 0 }, next ?? { id: 0 });
    const mixed = await judge.judge(shellCallOf('ls'), site, undefined, either);
    assert.ok(mixed.findings.some(({ id }) => id === 'shell-lost'));
  });

  it('keeps a shell of which one of two holds', async () => {
    const judge = open();
    const left = await judge.shellAfter(shellCallOf('cd /srv/a'), site);
    const right = await judge.shellAfter(shellCallOf('cd /srv/a; export AWS_PROFILE=prod'), site);
    assert.ok(left && right);
    const either = judge.eitherShell(left, right);
    assert.equal(either.cwd, '/srv/a');
    const judged = await judge.judge(shellCallOf('aws s3 rm s3://b --recursive'), site, undefined, either);
    assert.ok(judged.findings.some(({ id }) => id === 'kept-shell'));
    assert.ok(!judged.findings.some(({ id }) => id === 'shell-lost'));
  });

  it('has a shell in which judging overran count as lost, and waits for one call only once', async () => {
    const judge = open();
    const kept = await judge.shellAfter(shellCallOf('cd /srv/a'), site);
    assert.ok(kept);
    const call = shellCallOf('spin');
    const readings = await Promise.all([
      judge.judge(call, site, undefined, kept),
      judge.judge(call, site, undefined, kept),
      judge.judge(call, site),
      judge.shellAfter(call, site, kept),
    ]);
    const after = readings[3];
    for (const reading of readings.slice(0, 3)) assert.deepEqual(reading, readings[0]);
    assert.ok(after && after.cwd === undefined);
    const next = await judge.judge(shellCallOf('ls'), site, undefined, after);
    assert.ok(next.findings.some(({ id }) => id === 'shell-lost'));
  });

  it('never says that there are no hooks where it could not look', async () => {
    const judge = open();
    await assert.rejects(judge.foreignHooks('vscode', { ...site, cwd: '/srv/spin' }), /judging-overrun/);
    assert.deepEqual(await judge.foreignHooks('vscode', site), []);
  });

  it('shows no change of a call that nobody could judge', async () => {
    const judge = open();
    const assessment = await judge.judge(shellCallOf('garbage'), site);
    assert.deepEqual(await judge.foresee(shellCallOf('spin'), assessment, site), {
      change: { items: [], sources: [], unknown: [{ what: 'code', of: '' }] },
    });
  });

  it('asks about everything where its program is missing', async () => {
    const judge = open({ entry: '/srv/nowhere/engine-worker.js' });
    const answers = await Promise.all(['ls', 'pwd', 'ls'].map((one) => judge.judge(shellCallOf(one), site)));
    assert.deepEqual(
      answers.map(({ band, findings }) => [band, findings[0]?.id]),
      Array.from({ length: 3 }, () => ['ask', 'judging-broke']),
    );
  });

  it('asks about what comes after it was closed', async () => {
    const judge = open();
    const running = judge.judge(shellCallOf('spin'), site);
    judge.dispose();
    assert.equal((await running).band, 'ask');
    assert.equal((await judge.judge(shellCallOf('ls'), site)).band, 'ask');
  });

  it('answers hostile lines of many in their place', async () => {
    const commands = Array.from({ length: 200 }, (_, index) =>
      index % 50 === 7 ? `${misdeeds[index % 3]?.[0]} ${index}` : `ls ${index}`,
    );
    const lines = commands.map((cmd) => `${JSON.stringify({ cmd })}\n`).join('');
    const written: string[] = [];
    const code = await checkCommand.run(['--jsonl'], {
      cwd: '/srv',
      env: {},
      engine: thread.entry,
      input: (async function* () {
        yield new TextEncoder().encode(lines);
      })(),
      out: async (text) => void written.push(text),
      error: async () => undefined,
    });
    assert.equal(code, 0);
    const answers = written.map((line): { cmd: string; decision: string } => JSON.parse(line));
    assert.deepEqual(
      answers.map(({ cmd, decision }) => [cmd, decision]),
      commands.map((cmd) => [cmd, cmd.startsWith('ls') ? 'allow' : 'ask']),
    );
  });
});
