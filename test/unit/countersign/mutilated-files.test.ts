/** Class: receipts, rosters and policies that somebody changed in one place. A receipt proves what it proved, or nothing. */
import assert from 'node:assert/strict';
import { decodeReceipt, verifyReceipt } from '../../../src/core/countersign/decode-receipt.js';
import { decodeRoster } from '../../../src/core/countersign/decode-roster.js';
import { formatRoster } from '../../../src/core/countersign/roster-text.js';
import { starterPolicy } from '../../../src/core/countersign/starter-policy.js';
import { decodeTeamPolicy } from '../../../src/core/policy/decode-team-policy.js';
import { ben, rosterOf, softwareKeys } from '../../support/countersigners.js';
import { mutilations } from '../../support/mutilated.js';
import { receiptFor, receiptText } from '../../support/receipts.js';

const at = Date.parse('2026-11-29T12:00:00Z');
const keys = softwareKeys();

describe('a receipt, mutilated', () => {
  it('proves the same or nothing, and says in which part', () => {
    const whole = receiptFor({ keys, at, answers: [[ben]] });
    const proof = verifyReceipt(whole);
    assert.ok(proof.ok, JSON.stringify(proof));
    let refused = 0;
    for (const text of mutilations(receiptText(whole), 400)) {
      const receipt = decodeReceipt(new TextEncoder().encode(text));
      const verified = receipt.ok ? verifyReceipt(receipt.value) : receipt;
      if (verified.ok) {
        const { decidedAt, ...rest } = verified.value;
        assert.deepEqual(rest.statement, proof.value.statement, text);
        assert.deepEqual(rest.signers, [ben], text);
        assert.ok(Number.isSafeInteger(decidedAt), text);
      } else {
        refused += 1;
        assert.match(verified.error.code, /^[a-z]+(?:-[a-z]+)*$/);
      }
    }
    assert.ok(refused > 0);
  });
});

describe('a roster, mutilated', () => {
  it('calls each key by its own fingerprint, or says the line', () => {
    const roster = rosterOf(keys);
    const own = new Map(roster.keys.map(({ blob, fingerprint }) => [blob, fingerprint]));
    for (const text of mutilations(formatRoster(roster), 400)) {
      const read = decodeRoster(text);
      if (!read.ok) assert.ok(read.error.line >= 0, text);
      else
        for (const { blob, fingerprint } of read.value.keys) assert.equal(own.get(blob), fingerprint, text);
    }
  });
});

describe("a team's policy, mutilated", () => {
  it('is a policy whose rules have names, or says where it is none', () => {
    const whole = starterPolicy({ production: ['*-prod'], courier: 'git', hasPeers: true });
    assert.ok(decodeTeamPolicy(whole).ok);
    for (const text of mutilations(whole, 400)) {
      const read = decodeTeamPolicy(text);
      if (read.ok) for (const { id } of read.value.rules) assert.notEqual(id, '', text);
      else for (const { code, line } of read.error.problems) assert.ok(code.length > 0 && line >= 0, text);
    }
  });
});
