import assert from 'node:assert/strict';
import type { Request } from '../../../src/core/approval/request.js';
import { defaultSettings } from '../../../src/core/policy/settings.js';
import { Desk } from '../../../src/desk/desk.js';
import { systemRandom } from '../../../src/node/random.js';
import type { Ring } from '../../../src/protocol/ring.js';
import { heard, MemoryRecord, MemoryRequests } from '../../support/desk.js';
import { memoryJudge } from '../../support/judge.js';
import { noon } from '../../support/requests.js';
import { TickingClock } from '../../support/ticking-clock.js';
import { until } from '../../support/until.js';

const files = {
  '/home/ada/.aws/config': '[profile dev-sandbox]\nregion = x\n[profile prod]\nregion = x\n',
  '/projects/app/build/out.js': '',
  '/projects/app/prod/terraform.tfstate': '{}',
};

function openDesk() {
  const record = new MemoryRecord();
  const requests = new MemoryRequests();
  const desk = new Desk({
    random: systemRandom,
    clock: new TickingClock(noon),
    record,
    requests,
    windows: { self: 'w1', isOpen: (id) => id === 'w1' },
    judge: memoryJudge({ files: () => files }),
    settings: () => defaultSettings,
  });
  let calls = 0;
  const ring = (
    command: string,
    more: {
      readonly session?: string;
      readonly input?: object;
      readonly event?: string;
      readonly id?: string;
      readonly agent?: Ring['agent'];
      readonly tool?: string;
    } = {},
  ): Promise<string> => {
    calls += 1;
    const payload = JSON.stringify({
      hook_event_name: more.event ?? 'PreToolUse',
      session_id: more.session ?? 's1',
      tool_name: more.tool ?? 'run_in_terminal',
      tool_input: { command, explanation: 'x', isBackground: false, ...more.input },
      tool_use_id: more.id ?? `c${calls}`,
      cwd: '/projects/app',
    });
    const env = { HOME: '/home/ada', AWS_PROFILE: 'dev-sandbox' };
    return desk
      .ring({ agent: more.agent ?? 'vscode', payload, cwd: '/projects/app', env, budgetMs: 3_500_000 })
      .then(heard);
  };
  return { desk, record, ring };
}

/** What a call is held for: whether its targets are production. */
async function heldOn(opened: ReturnType<typeof openDesk>, ringing: Promise<string>): Promise<string> {
  const before = opened.desk.requests().length;
  const first = await Promise.race([
    ringing,
    until('a request', () => (opened.desk.requests().length > before ? 'held' : undefined)),
  ]);
  if (first !== 'held') return first;
  return newest(opened.desk)
    .assessment.targets.map(({ environment }) => environment)
    .join(' ');
}

function newest(desk: Desk): Request {
  const request = [...desk.requests()].sort((a, b) => Number(b.id.slice(3)) - Number(a.id.slice(3)))[0];
  assert.ok(request);
  return request;
}

function nameOf({ ceremony }: Request): string {
  return ceremony.kind === 'confirm' ? '' : ceremony.name;
}

const remove = 'aws s3api delete-object --bucket reports --key x';
const toProduction = 'export AWS_PROFILE=prod';

describe('a session with a shell that lives on', () => {
  it('has its next call judged where the calls before have brought it', async () => {
    const opened = openDesk();
    const alone = await heldOn(opened, opened.ring(remove));
    assert.doesNotMatch(alone, /production/);
    assert.equal(await opened.ring(toProduction), 'none');
    assert.match(await heldOn(opened, opened.ring(remove)), /production/);
    assert.equal(newest(opened.desk).assessment.band, 'production');
    const reason = newest(opened.desk).assessment.findings.find(({ id }) => id === 'kept-shell');
    assert.deepEqual([reason?.weight, reason?.data['names']], [0, 'AWS_PROFILE']);
  });

  it('has it judged in a new shell too, and the stricter holds', async () => {
    const opened = openDesk();
    await opened.ring('export AWS_PROFILE=prod');
    await opened.ring('export AWS_PROFILE=dev-sandbox');
    await opened.ring('cd prod');
    await heldOn(opened, opened.ring('rm -rf ../build/../prod'));
    assert.equal(
      newest(opened.desk).assessment.findings.some(({ id }) => id === 'kept-shell'),
      true,
    );
    const other = openDesk();
    await other.ring('cd build');
    const readInNew = await heldOn(other, other.ring('rm -rf prod'));
    assert.notEqual(readInNew, 'none');
  });

  it('is one of its own for each session, and none for a command in the background', async () => {
    const opened = openDesk();
    await opened.ring(toProduction);
    assert.doesNotMatch(await heldOn(opened, opened.ring(remove, { session: 's2' })), /production/);
    const apart = { input: { isBackground: true } };
    assert.doesNotMatch(await heldOn(opened, opened.ring(remove, apart)), /production/);
    const other = openDesk();
    await other.ring(toProduction, apart);
    assert.doesNotMatch(await heldOn(other, other.ring(remove)), /production/);
  });

  it('is not moved by calls that were held or denied', async () => {
    const opened = openDesk();
    const both = opened.ring(`${toProduction}; rm -rf prod ~`);
    await heldOn(opened, both);
    const request = newest(opened.desk);
    await opened.desk.decide(request.id, { kind: 'deny', digest: request.digest, reason: '' });
    await both;
    assert.doesNotMatch(await heldOn(opened, opened.ring(remove)), /production/);
  });

  it('may be as before or after a call that has not ended, and either of both when it failed', async () => {
    const opened = openDesk();
    await opened.ring(toProduction);
    await opened.ring('unset AWS_PROFILE', { id: 'a' });
    // Nobody has said yet that the profile is gone.
    assert.match(await heldOn(opened, opened.ring(remove)), /production/);
    await opened.ring('unset AWS_PROFILE', { id: 'a', event: 'PostToolUse' });
    assert.doesNotMatch(await heldOn(opened, opened.ring(remove)), /production/);
  });

  it('does not move under a call that rings twice', async () => {
    const opened = openDesk();
    const yes = async (): Promise<void> => {
      const request = newest(opened.desk);
      await opened.desk.decide(request.id, {
        kind: 'approve',
        digest: request.digest,
        typed: nameOf(request),
      });
    };
    await opened.ring('cd build');
    const command = `${toProduction} && ${remove}`;
    const first = opened.ring(command, { id: 'x' });
    await heldOn(opened, first);
    await yes();
    assert.match(await first, /^allow/);
    assert.match(await opened.ring(command, { id: 'x', agent: 'copilot-cli' }), /^allow/);
    assert.equal(opened.desk.requests().length, 1);
  });

  it('voids an approval when it has moved since', async () => {
    const opened = openDesk();
    const held = opened.ring('rm -rf ~/documents');
    await heldOn(opened, held);
    const request = newest(opened.desk);
    await opened.ring('cd build');
    await opened.desk.decide(request.id, {
      kind: 'approve',
      digest: request.digest,
      typed: nameOf(request),
    });
    assert.match(await held, /changed after/);
  });

  it('is not believed to live on where the agent starts a new one each time', async () => {
    const opened = openDesk();
    const bash = { agent: 'claude-code', tool: 'Bash' } as const;
    await opened.ring(toProduction, bash);
    assert.doesNotMatch(await heldOn(opened, opened.ring(remove, bash)), /production/);
  });
});
