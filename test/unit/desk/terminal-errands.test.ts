import assert from 'node:assert/strict';
import type { Request } from '../../../src/core/approval/request.js';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import type { Environment, Target } from '../../../src/core/target/target.js';
import type { Effect } from '../../../src/core/tool/effect.js';
import type { ToolCall } from '../../../src/core/toolcall/toolcall.js';
import type { Desk } from '../../../src/desk/desk.js';
import type { Ring } from '../../../src/protocol/ring.js';
import { bashRing, testDesk } from '../../support/desk.js';
import { assessment, noon } from '../../support/requests.js';
import { TickingClock } from '../../support/ticking-clock.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function target(name: string, environment: Environment): Target {
  return { system: 'aws', name, environment, confidence: 1, evidence: [] };
}

function effect(argv: readonly string[], change: Partial<Effect> = {}): Effect {
  return {
    verb: 'delete',
    resource: 'bucket/orders',
    target: target('orders-prod', 'production'),
    argv,
    via: [],
    opaque: [],
    span: [0, 1],
    traits: [],
    reach: 1,
    ...change,
  };
}

const remove = ['aws', 's3', 'rb', 's3://orders'];

/** What the test's engine says of a call, by its command. */
type Effects = Readonly<Record<string, readonly Effect[]>>;

function judgeOf(effects: Effects, band: Assessment['band'] = 'production') {
  return (call: ToolCall): Assessment => {
    const command = call.payload.kind === 'shell' ? call.payload.command : '';
    const found = effects[command] ?? [effect(['aws', 'unknown'])];
    return assessment({ effects: found, targets: found.map((one) => one.target), band });
  };
}

function launcherRing(
  command: string,
  change: { readonly session?: string; readonly cwd?: string } = {},
): Ring {
  const cwd = change.cwd ?? '/projects/app';
  return {
    agent: 'terminal',
    cwd,
    env: {},
    budgetMs: 3_540_000,
    payload: JSON.stringify({ argv: command.split(' '), cwd, session: change.session ?? '', call: '1' }),
  };
}

const line = 'for b in orders; do aws s3 rb s3://$b; done';
const launched = remove.join(' ');

async function approve(desk: Desk, { id, digest, ceremony }: Request): Promise<void> {
  const typed = ceremony.kind === 'typed' ? ceremony.name : '';
  const done = await desk.decide(id, { kind: 'approve', digest, typed });
  assert.equal(done.ok ? 'ok' : done.error, 'ok');
}

/** A desk on which a person has just said yes to the hook of a shell command. */
async function approved(effects: Effects, judge = judgeOf(effects)) {
  const clock = new TickingClock(noon);
  const box = testDesk({ clock, judge });
  const ringing = box.desk.ring(bashRing(line));
  await settled();
  const [request] = box.desk.requests();
  assert.ok(request);
  await approve(box.desk, request);
  await ringing;
  /** What a launcher hears at once: `run`, or `asked`. */
  const launch = async (ring: Ring): Promise<string> => {
    let answer = 'asked';
    void box.desk.ring(ring).then(({ stdout }) => {
      answer = /allow|\{\}/.test(stdout) ? 'run' : stdout;
    });
    await settled();
    return answer;
  };
  return { ...box, clock, launch };
}

const both: Effects = { [line]: [effect(remove, { via: ['bash -c'] })], [launched]: [effect(remove)] };

describe('a command at its launcher, after its hook', () => {
  it('runs once without another question, as part of the same request', async () => {
    const { launch, record, desk } = await approved(both);
    assert.equal(await launch(launcherRing(launched)), 'run');
    const body = record.entries.at(-1)?.body;
    assert.deepEqual(body?.type === 'call.released' && [body.agent, body.request], ['terminal', 'CS-1']);
    assert.equal(await launch(launcherRing(launched)), 'asked');
    assert.equal(desk.requests().filter(({ state }) => state.kind === 'pending').length, 1);
  });

  for (const [what, change] of [
    ['another verb', { verb: 'destroy' }],
    ['another resource', { resource: 'bucket/users' }],
    ['another target', { target: target('users-prod', 'production') }],
    ['another account', { target: { ...target('orders-prod', 'production'), account: '222233334444' } }],
    ['other arguments', { argv: [...remove, '--force'] }],
    ['another program', { argv: ['awslocal', ...remove.slice(1)] }],
    ['another directory', { cwd: '/projects/other' }],
    ['an unknown part', { opaque: ['$B'] }],
    ['a wider reach', { reach: 'uncountable' }],
    ['another machine', { elsewhere: true }],
  ] as const) {
    it(`asks about ${what}`, async () => {
      const { launch } = await approved({ ...both, [launched]: [effect(remove, change)] });
      assert.equal(await launch(launcherRing(launched)), 'asked');
    });
  }

  it('asks when one of several things was not approved', async () => {
    const second = effect(['aws', 's3', 'rb', 's3://users'], { resource: 'bucket/users' });
    const { launch } = await approved({ ...both, [launched]: [effect(remove), second] });
    assert.equal(await launch(launcherRing(launched)), 'asked');
  });

  it('asks when the launcher sees something graver in the same words', async () => {
    const { launch } = await approved(both, (call) =>
      judgeOf(both, call.agent === 'terminal' ? 'production' : 'ask')(call),
    );
    assert.equal(await launch(launcherRing(launched)), 'asked');
  });

  it('takes a path to the program for the program', async () => {
    const absolute = effect(['/usr/local/bin/aws', ...remove.slice(1)]);
    const { launch } = await approved({ ...both, [line]: [absolute] });
    assert.equal(await launch(launcherRing(launched)), 'run');
  });

  it('asks in another session of an agent that names its own', async () => {
    const { launch } = await approved(both);
    assert.equal(await launch(launcherRing(launched, { session: 's2' })), 'asked');
    assert.equal(await launch(launcherRing(launched, { session: 's1' })), 'run');
  });

  it('asks once the call has ended', async () => {
    const { desk, launch } = await approved(both);
    await desk.ring(
      bashRing(line, { fields: { hook_event_name: 'PostToolUse', tool_response: { stdout: '' } } }),
    );
    assert.equal(await launch(launcherRing(launched)), 'asked');
  });

  it('runs as long as the call runs, and not a day later', async () => {
    const { clock, launch } = await approved(both);
    clock.pass(50 * 60_000);
    assert.equal(await launch(launcherRing(launched)), 'run');
    const other = await approved(both);
    other.clock.pass(24 * 3_600_000);
    assert.equal(await other.launch(launcherRing(launched)), 'asked');
  });

  it('gives no leave for what was denied', async () => {
    const box = testDesk({ judge: judgeOf(both) });
    const ringing = box.desk.ring(bashRing(line));
    await settled();
    const [request] = box.desk.requests();
    assert.ok(request);
    await box.desk.decide(request.id, { kind: 'deny', reason: 'no', digest: request.digest });
    await ringing;
    void box.desk.ring(launcherRing(launched));
    await settled();
    assert.equal(box.desk.requests().filter(({ state }) => state.kind === 'pending').length, 1);
  });

  it('gives one launcher no leave for another', async () => {
    const box = testDesk({ judge: judgeOf(both) });
    const ringing = box.desk.ring(launcherRing(launched));
    await settled();
    const [request] = box.desk.requests();
    assert.ok(request);
    await approve(box.desk, request);
    await ringing;
    void box.desk.ring(launcherRing(launched));
    await settled();
    assert.equal(box.desk.requests().filter(({ state }) => state.kind === 'pending').length, 1);
  });

  describe('whose input only the running command knows', () => {
    const client = ['psql', '-h', 'localhost', 'orders'];
    const local = target('orders', 'local');
    const read = effect(client, { verb: 'read', resource: 'rows/orders', target: local, traits: ['secret'] });
    const fed = effect(client, { verb: 'execute', target: local, opaque: ['/dev/stdin'] });

    it('runs where its hook saw the same client, and it is not production', async () => {
      const { launch } = await approved({ [line]: [read], [client.join(' ')]: [fed] });
      assert.equal(await launch(launcherRing(client.join(' '))), 'run');
      assert.equal(await launch(launcherRing(client.join(' '))), 'asked');
    });

    it('asks where it is production, or where the hook saw none', async () => {
      const production = { target: target('orders-prod', 'production') };
      const { launch } = await approved({
        [line]: [{ ...read, ...production }],
        [client.join(' ')]: [{ ...fed, ...production }],
      });
      assert.equal(await launch(launcherRing(client.join(' '))), 'asked');
      const none = await approved({ [line]: [effect(remove)], [client.join(' ')]: [fed] });
      assert.equal(await none.launch(launcherRing(client.join(' '))), 'asked');
    });
  });
});
