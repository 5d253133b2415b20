import assert from 'node:assert/strict';
import { decodeReceipt, verifyReceipt } from '../../../src/core/countersign/decode-receipt.js';
import type { Receipt } from '../../../src/core/countersign/receipt.js';
import { formatRoster } from '../../../src/core/countersign/roster-text.js';
import { canonical } from '../../../src/core/shared/canonical.js';
import { ben, mara, rosterOf, softwareKeys } from '../../support/countersigners.js';
import { PeersOffice } from '../../support/peers.js';

/** The receipt of a call that Mara asked for and Ben countersigned. */
async function receiptBytes(): Promise<{ readonly bytes: Uint8Array; readonly office: PeersOffice }> {
  const office = new PeersOffice();
  const { request, answer } = await office.hold();
  await office.confirm(request);
  await office.answer(ben);
  await answer;
  const bytes = office.receipts.get(request.id);
  assert.ok(bytes);
  return { bytes, office };
}

function encoded(receipt: Receipt): Uint8Array {
  const text = canonical(receipt);
  assert.ok(text.ok);
  return new TextEncoder().encode(text.value);
}

describe('a receipt', () => {
  it('proves who asked, who countersigned and when', async () => {
    const { bytes, office } = await receiptBytes();
    const receipt = decodeReceipt(bytes);
    assert.ok(receipt.ok);
    const proof = verifyReceipt(receipt.value);
    assert.ok(proof.ok, JSON.stringify(proof));
    assert.equal(proof.value.statement.requester.person, mara);
    assert.deepEqual(proof.value.signers, [ben]);
    assert.equal(proof.value.decidedAt, office.clock.now());
  });

  it('does not hold by another roster, its own or a given one', async () => {
    const { bytes } = await receiptBytes();
    const receipt = decodeReceipt(bytes);
    assert.ok(receipt.ok);
    const other = rosterOf(softwareKeys());
    const given = verifyReceipt(receipt.value, other);
    assert.equal(!given.ok && given.error.code, 'request');
    const swapped = decodeReceipt(encoded({ ...receipt.value, roster: formatRoster(other) }));
    const carried = swapped.ok ? verifyReceipt(swapped.value) : swapped;
    assert.equal(carried.ok, false);
    const also = decodeReceipt(encoded({ ...receipt.value, roster: `# also\n${receipt.value.roster}` }));
    const commented = also.ok ? verifyReceipt(also.value) : also;
    assert.equal(!commented.ok && commented.error.code, 'policy');
  });

  it('does not hold without its answers, or with one that was changed', async () => {
    const { bytes } = await receiptBytes();
    const receipt = decodeReceipt(bytes);
    assert.ok(receipt.ok);
    const none = verifyReceipt({ ...receipt.value, answers: [] });
    assert.equal(!none.ok && none.error.code, 'not-approved');
    const answers = receipt.value.answers.map((one) => ({
      ...one,
      statement: one.statement.replace('"reviewedMs":40000', '"reviewedMs":40001'),
    }));
    const changed = verifyReceipt({ ...receipt.value, answers });
    assert.equal(!changed.ok && changed.error.code, 'not-approved');
  });

  it('does not hold when its time is moved out of the request', async () => {
    const { bytes } = await receiptBytes();
    const receipt = decodeReceipt(bytes);
    assert.ok(receipt.ok);
    for (const decidedAt of [receipt.value.decidedAt + 60 * 60_000, receipt.value.decidedAt - 60 * 60_000]) {
      assert.equal(verifyReceipt({ ...receipt.value, decidedAt }).ok, false);
    }
  });

  it('is read in one spelling only', async () => {
    const { bytes } = await receiptBytes();
    const text = new TextDecoder().decode(bytes);
    for (const spelling of [
      '{}',
      '',
      'null',
      ` ${text}`,
      text.replace('"v":1', '"v":2'),
      text.slice(0, -1),
    ]) {
      assert.equal(decodeReceipt(new TextEncoder().encode(spelling)).ok, false, spelling.slice(0, 20));
    }
    assert.equal(decodeReceipt(new TextEncoder().encode(`${text}\n`)).ok, true);
  });
});
