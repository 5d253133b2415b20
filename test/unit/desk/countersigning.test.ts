import assert from 'node:assert/strict';
import { ben, cleo, mara, oneOfPeers } from '../../support/countersigners.js';
import { bashRing, heard } from '../../support/desk.js';
import { PeersOffice, rebuild, settled } from '../../support/peers.js';

const minute = 60_000;

describe('a call that a peer has to countersign', () => {
  it('is signed by its requester, answered by a peer, and runs once', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    assert.equal((await office.confirm(request)).ok, true);
    assert.equal(office.state(request.id).kind, 'countersigning');
    assert.deepEqual(office.at.desk.peersOf(request.id).progress?.needs, [
      { need: oneOfPeers, by: [], lacking: 1 },
    ]);
    await office.answer(ben);
    assert.match(heard(await answer), /^allow: A person approved CS-1/);
    assert.equal(office.state(request.id).kind, 'used');
    assert.deepEqual(office.record.types.slice(-6), [
      'call.held',
      'request.sent',
      'approval.received',
      'call.approved',
      'use.begun',
      'call.released',
    ]);
    const approved = office.record.entries
      .map(({ body }) => body)
      .find(({ type }) => type === 'call.approved');
    assert.deepEqual(approved && 'signers' in approved && approved.signers, [ben]);
    assert.equal(office.receipts.has(request.id), true);
    assert.deepEqual(
      [...office.box.messages.keys()].map((path) => path.split('/')[0]),
      ['use'],
    );
    const again = office.at.desk.ring(bashRing(rebuild, { fields: { tool_use_id: 'toolu_2' } }));
    await settled();
    await office.at.desk.dispose();
    assert.match(heard(await again), /^deny/);
  });

  it('is not released by the requester alone', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    await office.confirm(request);
    await office.answer(mara);
    assert.equal(office.state(request.id).kind, 'countersigning');
    assert.deepEqual(office.at.desk.peersOf(request.id).progress?.refused, [
      { code: 'self-approval', detail: mara },
    ]);
    assert.deepEqual(office.record.types.slice(-1), ['answer.refused']);
    await office.at.desk.dispose();
    assert.match(heard(await answer), /^deny/);
  });

  it('is denied by a peer, for good, with their reason', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    await office.confirm(request);
    await office.answer(cleo, { decision: 'denial', comment: 'the backup is not done' });
    assert.match(heard(await answer), /^deny: .*the backup is not done/);
    const { state } = office.at.desk.requests()[0] ?? {};
    assert.equal(state?.kind, 'denied');
    assert.deepEqual(office.record.types.slice(-2), ['denial.received', 'call.denied']);
    await office.hold();
    const next = office.at.desk.requests().find((one) => one.state.kind === 'pending');
    assert.ok(next);
    await office.confirm(next);
    assert.equal(office.at.desk.peersOf(next.id).obstacle?.code, 'cooling-down');
  });

  it('can be taken back while peers are asked', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    await office.confirm(request);
    const no = { kind: 'deny', digest: request.digest, reason: 'not now' } as const;
    assert.equal((await office.at.desk.decide(request.id, no)).ok, true);
    await settled();
    assert.match(heard(await answer), /^deny: .*not now/);
    assert.deepEqual([...office.box.messages.keys()], []);
  });

  it('ends with the time that the policy gives it', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    await office.confirm(request);
    const sent = office.sent();
    assert.equal(sent.approveBy, sent.createdAt + 15 * minute);
    office.clock.pass(15 * minute);
    await settled();
    assert.match(heard(await answer), /^deny: CS-1 expired/);
    assert.equal(office.state(request.id).kind, 'expired');
    assert.deepEqual([...office.box.messages.keys()], []);
  });

  it('waits for its agent no longer than the policy says, once it is approved', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    await office.confirm(request);
    office.clock.pass(0);
    await office.at.desk.dispose();
    await answer;
    await office.restart();
    await settled();
    await office.answer(ben);
    assert.equal(office.state(request.id).kind, 'approved');
    office.clock.pass(5 * minute);
    await settled();
    assert.equal(office.state(request.id).kind, 'expired');
  });

  it('outlives its window: another one goes on asking, and a retry runs', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    await office.confirm(request);
    await office.restart();
    assert.match(heard(await answer), /^deny/);
    await settled();
    assert.equal(office.state(request.id).kind, 'countersigning');
    await office.answer(ben);
    assert.equal(office.state(request.id).kind, 'approved');
    const retry = await office.at.desk.ring(bashRing(rebuild, { fields: { tool_use_id: 'toolu_2' } }));
    assert.match(heard(retry), /^allow/);
    assert.equal(office.state(request.id).kind, 'used');
  });

  it('is concluded once by two windows that both carry it', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    await office.confirm(request);
    // The first window hangs, and counts as closed.
    office.window += 1;
    const second = office.open();
    await second.desk.restore();
    await settled();
    assert.equal(second.desk.requests()[0]?.window, 'w2');
    await office.answer(ben);
    const types = office.record.types;
    assert.equal(types.filter((type) => type === 'call.approved').length, 1);
    assert.equal(types.filter((type) => type === 'call.released').length <= 1, true);
    const retry = second.desk.ring(bashRing(rebuild, { fields: { tool_use_id: 'toolu_2' } }));
    await settled();
    await office.at.desk.dispose();
    await second.desk.dispose();
    const told = [heard(await answer), heard(await retry)];
    assert.equal(told.filter((text) => text.startsWith('allow')).length, 1);
  });

  it('does not count an answer twice after a restart', async () => {
    const two = { ...oneOfPeers, count: 2 };
    const ceremony = { kind: 'countersign', name: 'cost-explorer-prod', needs: [two] } as const;
    const office = new PeersOffice({ ceremony });
    const { request } = await office.hold();
    await office.confirm(request);
    await office.answer(ben);
    await office.restart();
    await settled();
    const received = office.record.types.filter((type) => type === 'approval.received');
    assert.equal(received.length, 1);
    await office.answer(cleo);
    assert.equal(office.state(request.id).kind, 'approved');
  });

  it('stays countersigning when its agent asks again meanwhile', async () => {
    const office = new PeersOffice();
    const { request } = await office.hold();
    await office.confirm(request);
    const again = office.at.desk.ring(bashRing(rebuild, { fields: { tool_use_id: 'toolu_2' } }));
    await settled();
    assert.equal(office.state(request.id).kind, 'countersigning');
    await office.answer(ben);
    const answers = [heard(await again)];
    assert.equal(answers.filter((text) => text.startsWith('allow')).length <= 1, true);
  });

  it('goes back to its person when their key does not sign', async () => {
    const office = new PeersOffice();
    const { request } = await office.hold();
    office.signer.failure = { code: 'refused', detail: 'the agent said no' };
    await office.confirm(request);
    assert.equal(office.state(request.id).kind, 'pending');
    assert.deepEqual(office.at.desk.peersOf(request.id).obstacle, {
      code: 'sign-failed',
      detail: 'refused the agent said no',
    });
    office.signer.failure = undefined;
    await office.confirm(request);
    assert.equal(office.state(request.id).kind, 'countersigning');
    assert.equal(office.at.desk.peersOf(request.id).obstacle, undefined);
  });

  it('says that nobody could countersign, and stays held', async () => {
    const alone = { group: 'anyone', from: [mara], count: 1, presence: 'none' } as const;
    const office = new PeersOffice({
      ceremony: { kind: 'countersign', name: 'cost-explorer-prod', needs: [alone] },
    });
    const { request } = await office.hold();
    const obstacle = { code: 'no-peer', needs: [alone] };
    assert.deepEqual(office.at.desk.peersOf(request.id).obstacle, obstacle, 'before anybody has typed');
    await office.confirm(request);
    assert.equal(office.state(request.id).kind, 'pending');
    assert.deepEqual(office.at.desk.peersOf(request.id).obstacle, obstacle);
  });

  it('asks for what the rules ask for when it is signed, where they have become stricter', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    const needs = [{ group: 'peers', count: 2, presence: 'none' as const }];
    const rules = [
      {
        id: 'two',
        match: { environment: ['production' as const] },
        ceremony: { kind: 'countersign' as const, needs },
      },
    ];
    const policy = { ...office.trusted.policy, rules };
    const trust = { ...office.trusted, policy, digest: '8'.repeat(64) };
    office.trust.become({ kind: 'trusted', trust });
    await office.confirm(request);
    assert.deepEqual(
      office.sent().needs.map((need) => need.count),
      [2],
    );
    await office.answer(ben);
    assert.equal(office.state(request.id).kind, 'countersigning');
    await office.answer(cleo);
    assert.match(heard(await answer), /^allow/);
  });

  it('is sent when the courier is back', async () => {
    const office = new PeersOffice();
    const { request, answer } = await office.hold();
    office.courier.trouble = { code: 'unreachable', detail: 'no route' };
    await office.confirm(request);
    const { progress } = office.at.desk.peersOf(request.id);
    assert.equal(progress?.phase, 'sending');
    assert.equal(progress?.trouble?.code, 'unreachable');
    office.courier.trouble = undefined;
    office.clock.pass(2_000);
    await settled();
    assert.equal(office.at.desk.peersOf(request.id).progress?.phase, 'waiting');
    assert.equal(office.at.desk.peersOf(request.id).progress?.trouble, undefined);
    await office.answer(ben);
    assert.match(heard(await answer), /^allow/);
  });

  it('is not sent when it cannot be recorded', async () => {
    const office = new PeersOffice();
    const { request } = await office.hold();
    office.record.failure = { code: 'full', detail: 'ENOSPC' };
    await office.confirm(request);
    assert.equal(office.at.desk.peersOf(request.id).obstacle?.code, 'record-failed');
    assert.deepEqual([...office.box.messages.keys()], []);
  });

  it('is not approved by answers that cannot be recorded', async () => {
    const office = new PeersOffice();
    const { request } = await office.hold();
    await office.confirm(request);
    office.record.failure = { code: 'full', detail: 'ENOSPC' };
    await office.answer(ben);
    assert.equal(office.state(request.id).kind, 'countersigning');
  });
});

describe('breaking the glass', () => {
  const glass = (digest: string) => ({
    digest,
    typed: 'cost-explorer-prod',
    reason: 'the region is down, peers asleep',
  });
  const allowing = { policy: { allowed: true, presence: 'none' } } as const;

  async function officeWith(breakGlass: { allowed: boolean; presence: 'none' | 'touch' }) {
    const plain = new PeersOffice();
    const office = new PeersOffice({ trust: { policy: { ...plain.trusted.policy, breakGlass } } });
    return { office, ...(await office.hold()) };
  }

  it('runs the call, loudly: recorded, told to peers', async () => {
    const { office, request, answer } = await officeWith(allowing.policy);
    const done = await office.at.desk.breakGlass(request.id, glass(request.digest));
    assert.equal(done.ok, true);
    assert.match(heard(await answer), /^allow/);
    assert.deepEqual(office.record.types.slice(-4), [
      'break-glass',
      'call.approved',
      'use.begun',
      'call.released',
    ]);
    await settled();
    const notice = office.sent();
    assert.equal(notice.kind, 'break-glass');
    assert.equal(notice.reason, 'the region is down, peers asleep');
  });

  it('can be done while peers are asked', async () => {
    const { office, request, answer } = await officeWith(allowing.policy);
    await office.confirm(request);
    assert.equal((await office.at.desk.breakGlass(request.id, glass(request.digest))).ok, true);
    assert.match(heard(await answer), /^allow/);
  });

  it('needs a reason, the name, the policy, and a touch where the policy asks for it', async () => {
    const { office, request } = await officeWith(allowing.policy);
    const refusal = async (change: object) => {
      const done = await office.at.desk.breakGlass(request.id, { ...glass(request.digest), ...change });
      return done.ok ? 'done' : done.error.code;
    };
    assert.equal(await refusal({ reason: ' ' }), 'reason-missing');
    assert.equal(await refusal({ typed: 'cost' }), 'name-not-typed');
    assert.equal(await refusal({ digest: 'f'.repeat(64) }), 'digest-changed');
    const off = await officeWith({ allowed: false, presence: 'none' });
    const done = await off.office.at.desk.breakGlass(off.request.id, glass(off.request.digest));
    assert.equal(!done.ok && done.error.code, 'glass-forbidden');
    const strict = await officeWith({ allowed: true, presence: 'touch' });
    const plain = await strict.office.at.desk.breakGlass(strict.request.id, glass(strict.request.digest));
    assert.equal(!plain.ok && plain.error.code, 'presence-too-low');
    assert.equal(strict.office.state(strict.request.id).kind, 'pending');
  });
});
