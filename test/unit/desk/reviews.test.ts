/** A broken glass is looked at by another person, or stays red. */
import assert from 'node:assert/strict';
import { decodeReceipt, verifyReceipt } from '../../../src/core/countersign/decode-receipt.js';
import { type Review, ReviewFold } from '../../../src/core/record/reviews.js';
import { ok } from '../../../src/core/shared/result.js';
import { PeersDesk } from '../../../src/desk/peers-desk.js';
import { Reviews } from '../../../src/desk/reviews.js';
import { receiptText } from '../../../src/messages/record/receipt.js';
import { overdueAlarm, reviewRow } from '../../../src/messages/record/review.js';
import { ben, cleo, dan, mara, SoftwareSigner, softwareKeys } from '../../support/countersigners.js';
import { MemoryRecord } from '../../support/desk.js';
import { PeersOffice, settled } from '../../support/peers.js';
import { assessment } from '../../support/requests.js';

const hour = 3_600_000;
const reason = 'the region is down, peers asleep';

/** Mara breaks the glass, and her window waits for somebody to look. */
async function brokenGlass(hands: readonly string[] = [mara]) {
  const keys = softwareKeys();
  const held = hands.flatMap((person) => keys[person] ?? []);
  const plain = new PeersOffice({ keys });
  const breakGlass = { allowed: true, presence: 'none', reviewHours: 5 } as const;
  const office = new PeersOffice({ keys, held, trust: { policy: { ...plain.trusted.policy, breakGlass } } });
  const { request } = await office.hold();
  const glass = { digest: request.digest, typed: 'cost-explorer-prod', reason };
  assert.equal((await office.at.desk.breakGlass(request.id, glass)).ok, true);
  const shown: (readonly Review[])[] = [];
  const reviews = new Reviews({
    ...office.parts(),
    clock: office.clock,
    record: office.record,
    receipts: {
      read: (id) => office.receipts.get(id),
      keep: (id, bytes) => void office.receipts.set(id, bytes),
    },
    open: async () => openIn(office.record),
    due: (open) => void shown.push(open),
  });
  await reviews.look();
  await settled();
  return { office, request, reviews, shown };
}

function openIn(record: MemoryRecord): readonly Review[] {
  const fold = new ReviewFold();
  const all = record.newest(1_000);
  for (const entry of all.ok ? [...all.value].reverse() : []) fold.take(entry);
  return fold.open();
}

/** The desk of a person who finds the notice. */
async function deskOf(office: PeersOffice, person: string) {
  const held = office.keys[person];
  const record = new MemoryRecord();
  const desk = new PeersDesk({
    trust: office.trust,
    signer: new SoftwareSigner(held ? [held] : []),
    courier: () => ok(office.courier),
    clock: office.clock,
    record,
    judge: { judge: async () => assessment() },
  });
  await desk.refresh();
  const [peer] = desk.requests();
  assert.ok(peer);
  return { desk, peer, record };
}

const word = (digest: string, comment = '') => ({ digest, reviewedMs: 30_000, comment });

describe('a review after break-glass', () => {
  it('is due at once: who looks, by when', async () => {
    const { office, shown } = await brokenGlass();
    const [due] = shown.at(-1) ?? [];
    assert.ok(due);
    assert.equal(due.person, mara);
    assert.deepEqual(due.from, [ben, cleo, dan].sort());
    assert.equal(due.by - due.ts, 5 * hour);
    assert.equal(reviewRow(due, office.clock.now()).isOverdue, false);
    assert.equal(overdueAlarm([due], office.clock.now()), undefined);
  });

  it("is closed by another person's signed word, which the receipt then holds", async () => {
    const { office, request, shown } = await brokenGlass();
    const { desk, peer, record } = await deskOf(office, ben);
    assert.equal(peer.kind, 'notice');
    const given = await desk.countersign(peer.id, word(peer.digest));
    assert.equal(given.ok, true);
    await settled();
    assert.deepEqual(record.types, ['review.given']);
    assert.equal(office.record.types.at(-1), 'review.received');
    assert.deepEqual(shown.at(-1), []);
    const receipt = decodeReceipt(office.receipts.get(request.id) ?? new Uint8Array());
    const proof = receipt.ok ? verifyReceipt(receipt.value) : receipt;
    assert.ok(proof.ok);
    assert.deepEqual(proof.value.reviews, [{ person: ben, isRight: true }]);
    assert.deepEqual(proof.value.signers, []);
    assert.match(receiptText(proof.value), /reviewed by ben@example\.com: it was right/);
    // The notice and its answer are taken back; that it was used stays.
    assert.deepEqual(
      [...office.box.messages.keys()].filter((path) => !path.startsWith('use/')),
      [],
    );
  });

  it('is closed by nobody but those who were asked: a new name may be an old person', async () => {
    const { office } = await brokenGlass();
    const { desk, peer } = await deskOf(office, ben);
    assert.equal((await desk.countersign(peer.id, word(peer.digest))).ok, true);
    await settled();
    const read = office.record.newest(1_000);
    const all = read.ok ? [...read.value].reverse() : [];
    const isClosedBy = (person: string): boolean => {
      const fold = new ReviewFold();
      for (const entry of all)
        fold.take(
          entry.body.type === 'review.received' ? { ...entry, body: { ...entry.body, person } } : entry,
        );
      return fold.open().length === 0;
    };
    assert.deepEqual([ben, cleo, mara, 'mara2@example.com'].map(isClosedBy), [true, true, false, false]);
  });

  it('can come to a no, with its reason', async () => {
    const { office } = await brokenGlass();
    const { desk, peer } = await deskOf(office, cleo);
    const silent = await desk.refuse(peer.id, word(peer.digest));
    assert.equal(!silent.ok && silent.error.code, 'reason-missing');
    assert.equal((await desk.refuse(peer.id, word(peer.digest, 'Ben was awake'))).ok, true);
    await settled();
    const last = office.record.newest(1);
    const body = last.ok ? last.value[0]?.body : undefined;
    assert.ok(body?.type === 'review.received');
    assert.deepEqual([body.verdict, body.comment, body.person], ['wrong', 'Ben was awake', cleo]);
  });

  it('is not closed by who broke it, by a key at hand, by other bytes or by nobody of the team', async () => {
    const { office, shown } = await brokenGlass();
    const own = await deskOf(office, mara);
    const alone = await own.desk.countersign(own.peer.id, word(own.peer.digest));
    assert.equal(!alone.ok && alone.error.code, 'own-request');
    await office.answer(mara);
    await office.answer(ben, { request: 'f'.repeat(64) });
    await office.answer(cleo, { approver: { person: ben, fingerprint: 'SHA256:x' } });
    assert.equal(office.record.types.includes('review.received'), false);
    assert.equal(shown.at(-1)?.length, 1);
  });

  it('is not closed by the key of another person that lies on the same machine', async () => {
    const { office, shown } = await brokenGlass([mara, dan]);
    const { desk, peer } = await deskOf(office, dan);
    assert.equal((await desk.countersign(peer.id, word(peer.digest))).ok, true);
    await settled();
    assert.equal(shown.at(-1)?.length, 1);
    assert.equal(office.record.types.includes('review.received'), false);
  });

  it('stays red from its time on, however many windows close', async () => {
    const { office, reviews, shown } = await brokenGlass();
    office.clock.pass(5 * hour + 1);
    await settled();
    const [late] = shown.at(-1) ?? [];
    assert.ok(late);
    assert.match(overdueAlarm([late], office.clock.now())?.text ?? '', /1 review overdue/);
    reviews.dispose();
    assert.equal(openIn(office.record).length, 1);
    const row = reviewRow(late, office.clock.now());
    assert.equal(row.isOverdue, true);
    assert.match(row.label, /^Review overdue: CS-1$/);
  });

  it('releases nothing: an approval of the notice is no countersignature', async () => {
    const { office, request } = await brokenGlass();
    const { desk, peer } = await deskOf(office, ben);
    await desk.countersign(peer.id, word(peer.digest));
    await settled();
    assert.equal(office.record.types.filter((type) => type === 'call.released').length, 1);
    assert.equal(office.record.types.includes('approval.received'), false);
    assert.equal(office.state(request.id).kind, 'used');
  });
});

describe('which reviews are due', () => {
  it('is told by no entry of the one who broke the glass, and by none that this installation did not write', async () => {
    const { office } = await brokenGlass();
    const all = office.record.newest(100);
    assert.ok(all.ok);
    const glass = all.value.find(({ body }) => body.type === 'break-glass');
    assert.ok(glass?.body.type === 'break-glass');
    const closing = (person: string) =>
      ({
        ...glass,
        seq: glass.seq + 1,
        body: {
          type: 'review.received',
          statement: glass.body.type === 'break-glass' ? glass.body.statement : '',
          person,
          fingerprint: 'SHA256:x',
          presence: 'none',
          request: 'CS-1',
          answer: 'a'.repeat(64),
          verdict: 'right',
          comment: '',
        },
      }) as const;
    const left = (person: string, isOurs: boolean): number => {
      const fold = new ReviewFold();
      fold.take(glass);
      fold.take(closing(person), () => isOurs);
      return fold.open().length;
    };
    assert.deepEqual([left(mara, true), left(ben, false), left(ben, true)], [1, 1, 0]);
  });
});
