/** Attacks on a desk that asks peers: its window, its disk, its clock, its courier. Numbers as in test/attacks/README.md. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groundOf, isSameGround } from '../../src/core/approval/ground.js';
import { toBase64 } from '../../src/core/countersign/ssh-base64.js';
import type { Effect } from '../../src/core/tool/effect.js';
import { fileHasher } from '../../src/engine/hash-file.js';
import { createWorld } from '../../src/engine/world.js';
import { peerCard } from '../../src/messages/countersign/peer-card.js';
import { statementCardText } from '../../src/messages/countersign/statement-card.js';
import {
  answerBytes,
  ben,
  cleo,
  mara,
  oneOfPeers,
  softwareKeys,
  statement,
  trustOf,
} from '../support/countersigners.js';
import { heard, testDesk } from '../support/desk.js';
import { PeersOffice, rebuild, settled } from '../support/peers.js';
import { assessment, noon, productionTarget, shellCall } from '../support/requests.js';

const minute = 60_000;
const retry = { tool_use_id: 'toolu_2' };

/** A request that Mara has signed and sent, with an agent that waits. */
async function sent(office = new PeersOffice(), command = rebuild) {
  const { request, answer } = await office.hold(command);
  await office.confirm(request);
  return { office, request, answer };
}

/** The same, approved by Ben while no agent waits: the next identical call runs. */
async function approved(office = new PeersOffice(), command = rebuild) {
  const { request } = await sent(office, command);
  await office.restart();
  await settled();
  await office.answer(ben);
  assert.equal(office.state(request.id).kind, 'approved');
  return { office, request };
}

function voidCode(office: PeersOffice, id: string): string {
  const state = office.state(id);
  return state.kind === 'void' ? state.code : state.kind;
}

describe('attack 7: an approval used twice', () => {
  it('runs once: not again in this window, after a restart, or in a second window at the same time', async () => {
    const { office, request } = await approved();
    const second = office.open();
    await second.desk.restore();
    const answers = await Promise.all(
      [
        office.ring(rebuild, retry),
        second.desk.ring({ ...ringOf(office), payload: payloadOf('toolu_3') }),
      ].map(async (answer) =>
        Promise.race([
          answer.then(heard),
          settled()
            .then(settled)
            .then(() => 'held'),
        ]),
      ),
    );
    assert.equal(answers.filter((text) => text.startsWith('allow')).length, 1);
    await office.restart();
    const third = office.ring(rebuild, { tool_use_id: 'toolu_4' });
    await settled();
    await office.at.desk.dispose();
    await second.desk.dispose();
    assert.match(heard(await third), /^deny/);
    assert.equal(office.record.types.filter((type) => type === 'call.released').length, 1);
    assert.equal(office.state(request.id).kind, 'used');
  });

  it('does not run by a request file that says it is approved', async () => {
    const { office, request } = await sent();
    const saved = office.requests.saved.get(request.id);
    assert.ok(saved);
    await office.restart();
    office.requests.saved.set(request.id, { ...saved, state: { kind: 'approved', at: noon } });
    const answer = office.ring(rebuild, retry);
    await settled();
    await office.at.desk.dispose();
    assert.match(heard(await answer), /^deny/);
  });

  it('does not run by a forged file and a forged entry, without the signatures', async () => {
    const { office, request } = await sent();
    await office.restart();
    await settled();
    const saved = office.requests.saved.get(request.id);
    assert.ok(saved);
    const held = office.record.entries.find(({ body }) => body.type === 'request.sent')?.body;
    assert.ok(held && held.type === 'request.sent');
    const { agent, session, callId, tool, cwd, summary, digest, score, band, vector, targets } = held;
    const facts = { agent, session, callId, tool, cwd, summary, digest, score, band, vector, targets };
    await office.record.append({
      ...facts,
      type: 'call.approved',
      request: request.id,
      by: 'peers',
      typed: true,
    });
    office.requests.saved.set(request.id, { ...saved, state: { kind: 'approved', at: noon }, window: '' });
    await office.restart();
    assert.match(
      heard(await office.ring(rebuild, retry)),
      /^deny: The approval of CS-1 is void: the signatures/,
    );
  });
});

describe('attack 52: a kept request that was rewritten to ask for less', () => {
  it('does not bear the approval', async () => {
    const { office, request } = await approved();
    const policy = {
      ...office.trusted.policy,
      rules: [
        {
          id: 'production',
          match: { environment: ['production' as const] },
          ceremony: {
            kind: 'countersign' as const,
            needs: [{ group: 'peers', count: 2, presence: 'none' as const }],
          },
        },
      ],
    };
    // The same digest: only what is kept on the disk says that one signature is enough.
    office.trust.become({ kind: 'trusted', trust: { ...office.trusted, policy } }, false);
    assert.match(heard(await office.ring(rebuild, retry)), /^deny/);
    assert.equal(voidCode(office, request.id), 'not-countersigned');
  });
});

describe('attack 12: a clock that is set back', () => {
  it('does not bring an approval back to life', async () => {
    const { office, request } = await approved();
    office.clock.pass(4 * minute);
    await office.record.append({ type: 'recovery', detail: 'later' });
    office.clock.pass(-4 * minute);
    const answer = office.ring(rebuild, retry);
    await settled();
    await office.at.desk.dispose();
    assert.match(heard(await answer), /^deny/);
    assert.equal(voidCode(office, request.id), 'clock-set-back');
  });

  it('does not let a request be sent, or an answer count', async () => {
    const { office, request } = await sent();
    office.clock.pass(5 * minute);
    await office.record.append({ type: 'recovery', detail: 'later' });
    office.clock.pass(-5 * minute);
    await office.answer(ben);
    assert.equal(voidCode(office, request.id), 'clock-set-back');
    const again = await office.hold();
    await office.confirm(again.request);
    assert.equal(office.at.desk.peersOf(again.request.id).obstacle?.code, 'clock-set-back');
  });
});

describe('attack 19: a denial that comes when enough have approved', () => {
  it('still stops what has not begun to run', async () => {
    const { office, request } = await approved();
    await office.answer(cleo, { decision: 'denial', comment: 'the backup is not done' });
    assert.equal(office.state(request.id).kind, 'denied');
    const answer = office.ring(rebuild, retry);
    await settled();
    await office.at.desk.dispose();
    assert.match(heard(await answer), /^deny/);
    assert.equal(office.record.types.includes('call.released'), false);
  });

  it('is too late for what has run, and another yes changes nothing', async () => {
    const { office, request } = await approved();
    await office.answer(cleo);
    assert.equal(office.record.types.filter((type) => type === 'approval.received').length, 1);
    assert.match(heard(await office.ring(rebuild, retry)), /^allow/);
    assert.equal(office.state(request.id).kind, 'used');
    assert.deepEqual(
      [...office.box.messages.keys()].filter((path) => !path.startsWith('use/')),
      [],
    );
  });
});

describe('attack 21: a policy or roster that changes between approval and run', () => {
  it('voids what is being asked, when it is heard of', async () => {
    const { office, request, answer } = await sent();
    office.trust.become({ kind: 'trusted', trust: { ...office.trusted, digest: '9'.repeat(64) } });
    await settled();
    assert.equal(voidCode(office, request.id), 'policy-changed');
    assert.match(
      heard(await answer),
      /^deny: The approval of CS-1 is void: the team's policy or roster changed/,
    );
    assert.deepEqual([...office.box.messages.keys()], []);
  });

  it('voids it when a window opens under another policy', async () => {
    const { office, request } = await sent();
    office.trust.become({ kind: 'trusted', trust: { ...office.trusted, digest: '9'.repeat(64) } }, false);
    await office.restart();
    await settled();
    assert.equal(voidCode(office, request.id), 'policy-changed');
  });

  it('voids it at the answer that would have sufficed', async () => {
    const { office, request } = await sent();
    office.trust.become({ kind: 'trusted', trust: { ...office.trusted, digest: '9'.repeat(64) } }, false);
    await office.answer(ben);
    assert.equal(voidCode(office, request.id), 'policy-changed');
  });

  it('voids an approval at its release', async () => {
    const { office, request } = await approved();
    office.trust.become({ kind: 'trusted', trust: { ...office.trusted, digest: '9'.repeat(64) } }, false);
    assert.match(heard(await office.ring(rebuild, retry)), /^deny/);
    assert.equal(voidCode(office, request.id), 'policy-changed');
  });

  it('does not let a policy that is no longer in force approve anything', async () => {
    const { office, request } = await sent();
    const problem = { code: 'not-endorsed', detail: 'version 2' } as const;
    office.trust.become({ kind: 'broken', problem, trust: office.trusted }, false);
    await office.answer(ben);
    assert.notEqual(office.state(request.id).kind, 'approved');
  });
});

describe("attack 27: an agent that has ssh-agent sign with the requester's key", () => {
  it('gets an answer that does not count, and stands in the record', async () => {
    const { office, request } = await sent();
    await office.answer(mara);
    assert.equal(office.state(request.id).kind, 'countersigning');
    const refused = office.record.entries
      .map(({ body }) => body)
      .filter(({ type }) => type === 'answer.refused');
    assert.deepEqual(
      refused.map((body) => 'code' in body && body.code),
      ['self-approval'],
    );
  });

  it("gets nothing by another person's key that the same ssh-agent holds", async () => {
    const keys = softwareKeys();
    const held = [keys[mara], keys[ben]].filter((key) => key !== undefined);
    const { office, request } = await sent(new PeersOffice({ keys, held }));
    await office.answer(ben);
    assert.equal(office.state(request.id).kind, 'countersigning');
    assert.equal(office.at.desk.peersOf(request.id).progress?.refused[0]?.code, 'own-key');
  });
});

describe('attack 28: what the call stands on changes after it was signed', () => {
  const deploy = './deploy.sh production';

  async function approvedScript() {
    const office = new PeersOffice();
    office.files.set('/projects/app/deploy.sh', 'aws s3 sync . s3://prod');
    office.env = { PATH: '/usr/bin', AWS_PROFILE: 'prod' };
    return approved(office, deploy);
  }

  it('runs where nothing changed', async () => {
    const { office } = await approvedScript();
    assert.match(heard(await office.ring(deploy, retry)), /^allow/);
  });

  it('voids for a script', async () => {
    const { office, request } = await approvedScript();
    office.files.set('/projects/app/deploy.sh', 'aws s3 rm --recursive s3://prod');
    assert.match(
      heard(await office.ring(deploy, retry)),
      /^deny: The approval of CS-1 is void: a program, script/,
    );
    assert.equal(voidCode(office, request.id), 'ground-changed');
  });

  it('voids for a variable that decides the target', async () => {
    const { office, request } = await approvedScript();
    office.env = { PATH: '/usr/bin', AWS_PROFILE: 'prod-admin' };
    await office.ring(deploy, retry);
    assert.equal(voidCode(office, request.id), 'ground-changed');
  });

  it('voids while the agent waits, too', async () => {
    const office = new PeersOffice();
    office.files.set('/projects/app/deploy.sh', 'aws s3 sync . s3://prod');
    const { request, answer } = await sent(office, deploy);
    office.files.set('/projects/app/deploy.sh', 'aws s3 rm --recursive s3://prod');
    await office.answer(ben);
    assert.match(heard(await answer), /^deny/);
    assert.equal(voidCode(office, request.id), 'ground-changed');
  });

  it('voids for a target that is another one now', async () => {
    const office = new PeersOffice();
    const { request, answer } = await sent(office);
    office.judge = () => assessment({ targets: [{ ...productionTarget, account: '999' }] });
    await office.answer(ben);
    assert.match(heard(await answer), /^deny/);
    assert.equal(voidCode(office, request.id), 'target-changed');
  });

  it('sees a directory that is a link to another one, and a file behind it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cs-ground-'));
    try {
      for (const name of ['a', 'b']) {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'plan.tfplan'), 'same');
      }
      const link = join(folder, 'current');
      symlinkSync(join(folder, 'a'), link);
      const take = () => {
        const call = shellCall('terraform apply plan.tfplan', { cwd: link });
        return groundOf(call, [], createWorld(link, folder, {}), fileHasher(), 'salt');
      };
      const before = take();
      assert.equal(before.files.length, 1);
      assert.equal(isSameGround(before, take()), true);
      rmSync(link);
      symlinkSync(join(folder, 'b'), link);
      assert.equal(isSameGround(before, take()), false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('attack 29: another program under the same name', () => {
  it('is seen: replaced in its place, put before it in the PATH, or changed and put back in time', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cs-program-'));
    try {
      for (const name of ['bin', 'evil']) mkdirSync(join(folder, name));
      const program = join(folder, 'bin', 'terraform');
      writeFileSync(program, 'real');
      const hash = fileHasher();
      const effect: Effect = { ...effectOf(), argv: ['terraform', 'apply'] };
      const take = (path: string) => {
        const world = createWorld(folder, folder, { PATH: path });
        return groundOf(shellCall('terraform apply', { cwd: folder }), [effect], world, hash, 'salt');
      };
      const bin = join(folder, 'bin');
      const before = take(bin);
      assert.match(before.programs.find(({ name }) => name === 'terraform')?.sha256 ?? '', /^[0-9a-f]{64}$/);
      writeFileSync(join(folder, 'evil', 'terraform'), 'evil');
      assert.equal(isSameGround(before, take(`${join(folder, 'evil')}:${bin}`)), false);
      renameSync(join(folder, 'evil', 'terraform'), program);
      assert.equal(isSameGround(before, take(bin)), false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("attack 31 and 32: text that hides or poses as something else on a peer's card", () => {
  const command = `aws s3 rm s3://prod \u202E\u200Bdorp\u001B[2K\r<script>alert(1)</script> [x](command:countersign.approve) ${' '.repeat(50_000)}--recursive`;
  const keys = softwareKeys();
  const request = statement(keys, {
    call: shellCall(command, { stated: '<b>harmless</b>' }),
    reason: '[click](command:evil)',
  });
  const shown = {
    id: request.id,
    digest: 'a'.repeat(64),
    statement: request,
    presence: 'none',
    kind: 'waiting',
    opinion: { assessment: assessment(), verdict: { kind: 'no-opinion' } },
  } as const;

  it('is marked, whole, and nothing but text', () => {
    const card = peerCard(shown, {}, { now: noon, surface: 'page' });
    const hidden = card.payload.pieces.filter((piece) => piece.mark === 'hidden').map((piece) => piece.text);
    assert.deepEqual(hidden, ['U+202E', 'U+200B', 'U+001B', 'U+000D']);
    const text = card.payload.pieces.map((piece) => piece.text).join('');
    assert.equal(text.endsWith('--recursive'), true);
    assert.equal(text.includes('<script>alert(1)</script>'), true);
  });

  it('is part of the text whose digest is signed', () => {
    const tail = statement(keys, { call: shellCall(command.replace('--recursive', '')) });
    assert.notEqual(statementCardText(request), statementCardText(tail));
    assert.equal(
      ['\u202E', '\u200B', '\u001B', '\r'].some((hidden) => statementCardText(request).includes(hidden)),
      false,
    );
  });
});

describe('attack 35: peers who are worn down', () => {
  it('hear of ten requests in five minutes, and no more', async () => {
    const office = new PeersOffice();
    for (let index = 0; index < 11; index += 1) {
      const { request } = await office.hold(`${rebuild} --tries ${index}`, { tool_use_id: `toolu_${index}` });
      await office.confirm(request);
    }
    const states = office.at.desk.requests().map((request) => request.state.kind);
    assert.equal(states.filter((kind) => kind === 'countersigning').length, 10);
    const last = office.at.desk.requests().find((request) => request.state.kind === 'pending');
    assert.equal(last && office.at.desk.peersOf(last.id).obstacle?.code, 'too-many');
    await office.at.desk.dispose();
  });

  it('see how often the very same call was asked for', async () => {
    const office = new PeersOffice();
    const { request } = await office.hold();
    void office.ring(rebuild, retry);
    await settled();
    await office.confirm(request);
    assert.equal(office.sent().asked > 1, true);
    await office.at.desk.dispose();
  });
});

describe('attack 39: a run that has begun elsewhere', () => {
  it('does not begin again', async () => {
    const { office, request } = await approved();
    const id = office.requests.saved.get(request.id)?.sent?.id ?? '';
    await office.courier.put({ kind: 'use', id, signer: '' }, new TextEncoder().encode('somebody'));
    assert.match(
      heard(await office.ring(rebuild, retry)),
      /^deny: The approval of CS-1 is void: its one run/,
    );
    assert.equal(voidCode(office, request.id), 'used-elsewhere');
  });

  it('is decided by who creates the message first', async () => {
    const { office } = await approved();
    const created = await Promise.all(
      [1, 2, 3].map((index) =>
        office.courier.put({ kind: 'use', id: '0'.repeat(32), signer: '' }, Uint8Array.of(index)),
      ),
    );
    assert.equal(created.filter((put) => put.ok && put.value === 'created').length, 1);
  });
});

describe('attack 46: who acts', () => {
  it("is what the hook was installed for, whatever the call's text says", async () => {
    const office = new PeersOffice();
    const { request } = await office.hold(rebuild, { agent: 'human', actor: { kind: 'person', name: ben } });
    await office.confirm(request);
    const { call, requester } = office.sent();
    assert.deepEqual([call.agent, requester.person, requester.account], ['claude-code', mara, 'mara']);
    await office.at.desk.dispose();
  });
});

describe('attack 48: glass that is broken without right', () => {
  it('stays whole without a reason, without the policy, and for a call that no peer is asked about', async () => {
    const { office, request } = await sent();
    const glass = { digest: request.digest, typed: 'cost-explorer-prod', reason: 'an agent says so' };
    const done = await office.at.desk.breakGlass(request.id, glass);
    assert.equal(!done.ok && done.error.code, 'glass-forbidden');
    await office.at.desk.dispose();
  });

  it('cannot be asked for by a hook: a ring has no such word', async () => {
    const { office, request, answer } = await sent();
    const fields = { hook_event_name: 'BreakGlass', break_glass: true, reason: 'the region is down' };
    const ring = await Promise.race([
      office.ring(rebuild, { ...fields, ...retry }),
      settled().then(() => undefined),
    ]);
    assert.equal(ring === undefined || !heard(ring).startsWith('allow'), true);
    assert.equal(office.state(request.id).kind, 'countersigning');
    await office.at.desk.dispose();
    await answer;
  });
});

describe('attack 49: secrets in a call', () => {
  const secret = 'hunter2-very-secret';
  const command = `PGPASSWORD=${secret} psql -h db.prod -c "DROP TABLE orders" && mysql -p${secret} orders`;

  it('are in no message, in no entry and not to be guessed from a digest', async () => {
    const office = new PeersOffice();
    office.judge = () =>
      assessment({
        effects: [{ ...effectOf(), argv: ['mysql', `-p${secret}`, 'orders'] }],
        findings: [{ id: 'verb-delete', term: 'D', weight: 40, data: { command: secret }, span: [0, 10] }],
      });
    const { request } = await sent(office, command);
    const statement = office.sent();
    assert.equal(statement.seal.withheld > 0, true);
    assert.equal('salt' in statement.seal, false);
    for (const bytes of office.box.messages.values()) {
      assert.equal(new TextDecoder().decode(bytes).includes(secret), false);
    }
    assert.equal(JSON.stringify(office.record.entries).includes(secret), false);
    assert.equal(JSON.stringify(office.at.desk.requests()[0]?.call).includes(secret), true);
    await office.answer(ben);
    assert.equal(office.state(request.id).kind, 'used');
  });
});

describe('attack 50: a remote host with a forwarded agent', () => {
  it('shows no presence, and a rule that asks for a touch is not met', async () => {
    const touch = { ...oneOfPeers, presence: 'touch' as const };
    const ceremony = { kind: 'countersign', name: 'cost-explorer-prod', needs: [touch] } as const;
    const { office, request } = await sent(new PeersOffice({ ceremony }));
    await office.answer(ben);
    assert.equal(office.at.desk.peersOf(request.id).progress?.refused[0]?.code, 'presence-too-low');
    const security = new PeersOffice({ ceremony, keys: softwareKeys('sk-ssh-ed25519@openssh.com') });
    const touched = await sent(security);
    await security.answer(cleo);
    assert.match(heard(await touched.answer), /^allow/);
    await office.at.desk.dispose();
  });
});

describe('attack 51: nobody is there', () => {
  it('stays held while the courier is away, to the end', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    office.courier.trouble = { code: 'unreachable', detail: 'no route' };
    await office.confirm(request);
    for (let index = 0; index < 40; index += 1) {
      office.clock.pass(30_000);
      await settled();
    }
    assert.match(heard(await answer), /^deny: CS-1 expired/);
  });

  it('stays held where this window cannot ask peers at all', async () => {
    const { desk, requests } = testDesk({});
    const office = new PeersOffice();
    const { request } = await office.hold();
    requests.saved.set(request.id, { ...request, state: { kind: 'parked' }, window: '' });
    await desk.restore();
    const yes = { kind: 'approve', digest: request.digest, typed: 'cost-explorer-prod' } as const;
    assert.deepEqual(await desk.decide(request.id, yes), { ok: false, error: 'needs-countersignatures' });
    await office.at.desk.dispose();
  });

  it('stays held without a policy that a person has accepted', async () => {
    for (const state of [{ kind: 'none' }, { kind: 'unpinned', trust: trustOf(softwareKeys()) }] as const) {
      const office = new PeersOffice();
      const { request } = await office.hold();
      office.trust.become(state);
      await office.confirm(request);
      assert.equal(office.state(request.id).kind, 'pending');
      assert.equal(office.at.desk.peersOf(request.id).obstacle?.code, 'not-trusted');
      await office.at.desk.dispose();
    }
  });
});

describe('junk at the courier', () => {
  it('in the place of an answer is refused, and the true one counts when it is there', async () => {
    const { office, request, answer } = await sent();
    const key = office.keys[ben];
    await office.put(new TextEncoder().encode('junk'), key);
    assert.equal(office.state(request.id).kind, 'countersigning');
    const place = [...office.box.messages.keys()].find((path) => path.startsWith('answer/'));
    assert.ok(place && key && toBase64(key.blob));
    office.box.messages.delete(place);
    await office.put(answerBytes(office.sent(), ben, key), key);
    assert.match(heard(await answer), /^allow/);
  });
});

function effectOf(): Effect {
  const [effect] = assessment().effects;
  assert.ok(effect);
  return effect;
}

function ringOf(office: PeersOffice) {
  return { agent: 'claude-code', cwd: '/projects/app', env: office.env, budgetMs: 3_540_000 } as const;
}

function payloadOf(id: string): string {
  return JSON.stringify({
    session_id: 's1',
    cwd: '/projects/app',
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: rebuild },
    tool_use_id: id,
  });
}
