import assert from 'node:assert/strict';
import type { RequestStatement } from '../../../src/core/countersign/request-statement.js';
import { ok } from '../../../src/core/shared/result.js';
import { PeersDesk } from '../../../src/desk/peers-desk.js';
import { pathOf } from '../../../src/node/couriers/message-path.js';
import {
  ben,
  cleo,
  dan,
  mara,
  oneOfPeers,
  requestBytes,
  SoftwareSigner,
  softwareKeys,
  statement,
  trustOf,
} from '../../support/countersigners.js';
import { MemoryRecord } from '../../support/desk.js';
import { Mailbox, MemoryCourier } from '../../support/memory-courier.js';
import { FixedTrust, PeersOffice, settled } from '../../support/peers.js';
import { assessment, noon } from '../../support/requests.js';
import { softwareKey } from '../../support/ssh-keys.js';
import { TickingClock } from '../../support/ticking-clock.js';

const keys = softwareKeys();
const trust = trustOf(keys);

/** The desk of one person over a mailbox that holds requests. */
async function deskOf(person: string, requests: readonly RequestStatement[], change: { key?: string } = {}) {
  const box = new Mailbox();
  const courier = new MemoryCourier(box);
  for (const request of requests) {
    const key = keys[change.key ?? request.requester.person];
    await courier.put({ kind: 'request', id: request.id, signer: '' }, requestBytes(request, key));
  }
  const clock = new TickingClock(noon + 60_000);
  const record = new MemoryRecord();
  const root = new FixedTrust({ kind: 'trusted', trust });
  const held = keys[person];
  const signer = new SoftwareSigner(held ? [held] : []);
  const judge = { judge: async () => assessment() };
  const desk = new PeersDesk({ trust: root, signer, courier: () => ok(courier), clock, record, judge });
  await desk.refresh();
  return { desk, box, courier, clock, record, root, signer };
}

const read = (digest: string) => ({ digest, reviewedMs: 30_000, comment: '' });

describe("a peer's desk", () => {
  it('shows what is asked, verified, with its own opinion', async () => {
    const request = statement(keys);
    const { desk } = await deskOf(ben, [request]);
    const [peer] = desk.requests();
    assert.equal(peer?.kind, 'waiting');
    assert.deepEqual(peer?.statement, request);
    assert.equal(peer?.opinion.verdict.kind, 'hold');
    assert.equal(peer?.hindrance, undefined);
  });

  it('signs a yes that the requester counts', async () => {
    const office = new PeersOffice({ keys });
    const { request, answer } = await office.hold();
    await office.confirm(request);
    const judge = { judge: async () => assessment() };
    const held = keys[ben];
    const record = new MemoryRecord();
    const desk = new PeersDesk({
      trust: office.trust,
      signer: new SoftwareSigner(held ? [held] : []),
      courier: () => ok(office.courier),
      clock: office.clock,
      record,
      judge,
    });
    await desk.refresh();
    const [peer] = desk.requests();
    assert.ok(peer);
    const given = await desk.countersign(peer.id, read(peer.digest));
    assert.equal(given.ok, true);
    await settled();
    assert.match(JSON.stringify(await answer), /allow/);
    assert.equal(office.state(request.id).kind, 'used');
    assert.deepEqual(record.types, ['countersignature.given']);
  });

  it('signs a no with a reason, and none without', async () => {
    const request = statement(keys);
    const { desk } = await deskOf(dan, [request]);
    const [peer] = desk.requests();
    assert.ok(peer);
    const bare = await desk.refuse(peer.id, read(peer.digest));
    assert.equal(!bare.ok && bare.error.code, 'reason-missing');
    assert.equal((await desk.refuse(peer.id, { ...read(peer.digest), comment: 'not today' })).ok, true);
  });

  it('never lets a requester answer', async () => {
    const { desk } = await deskOf(mara, [statement(keys)]);
    const [peer] = desk.requests();
    assert.equal(peer?.kind, 'own');
    assert.ok(peer);
    const yes = await desk.countersign(peer.id, read(peer.digest));
    assert.equal(!yes.ok && yes.error.code, 'own-request');
    const no = await desk.refuse(peer.id, { ...read(peer.digest), comment: 'mine' });
    assert.equal(!no.ok && no.error.code, 'own-request');
  });

  it('does not let somebody countersign who is not asked, in haste, too late, or other bytes', async () => {
    const request = statement(keys);
    const { desk, clock } = await deskOf(dan, [request]);
    const [peer] = desk.requests();
    assert.ok(peer);
    const code = async (of: typeof desk, change: object = {}) => {
      const given = await of.countersign(peer.id, { ...read(peer.digest), ...change });
      return given.ok ? 'signed' : given.error.code;
    };
    assert.equal(await code(desk), 'not-asked');
    const asked = await deskOf(ben, [request]);
    assert.equal(await code(asked.desk, { reviewedMs: 300 }), 'not-reviewed');
    assert.equal(await code(asked.desk, { digest: 'f'.repeat(64) }), 'digest-changed');
    clock.pass(20 * 60_000);
    asked.clock.pass(20 * 60_000);
    assert.deepEqual(asked.desk.requests(), []);
    assert.equal(await code(asked.desk), 'expired');
  });

  it('does not sign when the courier has swapped the request after it was read', async () => {
    const request = statement(keys);
    const { desk, courier } = await deskOf(ben, [request]);
    const [peer] = desk.requests();
    assert.ok(peer);
    const key = { kind: 'request', id: request.id, signer: '' } as const;
    await courier.remove([key]);
    await courier.put(key, requestBytes({ ...request, asked: 2 }, keys[mara]));
    const given = await desk.countersign(peer.id, read(peer.digest));
    assert.equal(!given.ok && given.error.code, 'digest-changed');
  });

  it('warns of what is no request by the team', async () => {
    const request = statement(keys);
    const { desk, box } = await deskOf(ben, [request], { key: cleo });
    assert.deepEqual(
      desk.strange().map((one) => one.error.code),
      ['other-key'],
    );
    assert.deepEqual(desk.requests(), []);
    const [path, bytes] = [...box.messages][0] ?? [];
    assert.ok(path && bytes);
    const text = new TextDecoder().decode(bytes).replace('cost-explorer-prod', 'cost-explorer-test');
    box.messages.set(path, new TextEncoder().encode(text));
    await desk.refresh();
    assert.deepEqual(
      desk.strange().map((one) => one.error.code),
      ['bad-signature'],
    );
  });

  it('shows nothing to sign while its policy is not in force', async () => {
    const { desk, root } = await deskOf(ben, [statement(keys)]);
    root.become({ kind: 'unpinned', trust });
    await desk.refresh();
    assert.deepEqual(desk.requests(), []);
    assert.equal(desk.trouble().obstacle?.code, 'not-trusted');
  });

  it('does not sign with a key that shows less than is asked for', async () => {
    const touch = { ...oneOfPeers, presence: 'touch' as const };
    const { desk } = await deskOf(ben, [statement(keys, { needs: [touch] })]);
    const [peer] = desk.requests();
    assert.ok(peer);
    const given = await desk.countersign(peer.id, read(peer.digest));
    assert.equal(!given.ok && given.error.code, 'presence-too-low');
  });

  it('takes junk out of the place of its answer', async () => {
    const request = statement(keys);
    const { desk, courier } = await deskOf(ben, [request]);
    const [peer] = desk.requests();
    assert.ok(peer);
    const given = await desk.countersign(peer.id, read(peer.digest));
    assert.equal(given.ok, true);
    const listed = await courier.list('answer', request.id);
    assert.equal(listed.ok && listed.value.length, 1);
    const place = listed.ok ? listed.value[0] : undefined;
    assert.ok(place);
    const again = await deskOf(ben, [request]);
    await again.courier.put(place, new TextEncoder().encode('junk'));
    const second = await again.desk.countersign(peer.id, read(peer.digest));
    assert.equal(second.ok, true);
    const there = await again.courier.get(place);
    assert.ok(there.ok && there.value && there.value.length > 100);
  });

  it('keeps one requester from pushing the others out', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      statement(keys, { id: index.toString(16).padStart(32, '0'), name: `CS-${index + 1}` }),
    );
    const other = statement(keys, {
      id: 'f'.repeat(32),
      requester: { person: dan, fingerprint: keys[dan]?.fingerprint ?? '', account: 'dan' },
    });
    const { desk } = await deskOf(ben, [...many, other]);
    const by = desk.requests().map((peer) => peer.statement.requester.person);
    assert.equal(by.filter((person) => person === mara).length, 20);
    assert.equal(by.filter((person) => person === dan).length, 1);
    assert.equal(desk.trouble().more, 10);
  });

  it('says that the courier is away', async () => {
    const { desk, courier } = await deskOf(ben, []);
    courier.trouble = { code: 'timeout', detail: 'slow' };
    await desk.refresh();
    assert.equal(desk.trouble().courier?.code, 'timeout');
  });

  it('cannot answer with a key that nobody knows', async () => {
    const request = statement(keys);
    const box = await deskOf(ben, [request]);
    const signer = new SoftwareSigner([softwareKey('ssh-ed25519')]);
    const judge = { judge: async () => assessment() };
    const desk = new PeersDesk({ ...box, trust: box.root, signer, courier: () => ok(box.courier), judge });
    await desk.refresh();
    const [peer] = desk.requests();
    assert.ok(peer);
    const given = await desk.countersign(peer.id, read(peer.digest));
    assert.equal(!given.ok && given.error.code, 'no-key');
  });

  it('row 35: fetches a request by its id, also where junk has pushed it out of the list', async () => {
    const request = statement(keys);
    const { desk, box, courier } = await deskOf(ben, []);
    for (let n = 0; n < 1_500; n += 1)
      box.messages.set(
        pathOf({ kind: 'request', id: n.toString(16).padStart(32, '0'), signer: '' }) ?? '',
        new Uint8Array(1),
      );
    const id = request.id;
    await courier.put(
      { kind: 'request', id, signer: '' },
      requestBytes(request, keys[request.requester.person]),
    );
    const listed = await courier.list('request');
    assert.ok(listed.ok && !listed.value.some((key) => key.id === id), 'the junk hides it');
    await desk.fetch(id);
    assert.deepEqual(
      desk.requests().map((peer) => peer.id),
      [id],
    );
    const [peer] = desk.requests();
    assert.ok(peer);
    assert.equal((await desk.countersign(id, read(peer.digest))).ok, true);
    await desk.fetch('f'.repeat(32));
    assert.equal(desk.requests().length, 1);
  });
});
