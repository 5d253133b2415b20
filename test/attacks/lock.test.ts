import assert from 'node:assert/strict';
import { digestOfCall } from '../../src/core/approval/digest.js';
import type { Ground } from '../../src/core/approval/ground.js';
import type { Request } from '../../src/core/approval/request.js';
import { sealOf } from '../../src/core/approval/seal.js';
import type { Receipt } from '../../src/core/countersign/receipt.js';
import type { RequestStatement } from '../../src/core/countersign/request-statement.js';
import type { Assessment } from '../../src/core/risk/assessment.js';
import { decodeEvent } from '../../src/core/toolcall/decode.js';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';
import { type VouchParts, vouch } from '../../src/desk/vouch.js';
import {
  ben,
  cleo,
  dan,
  mara,
  softwareKeys,
  statement,
  teamPolicy,
  trustOf,
} from '../support/countersigners.js';
import { bashRing, quiet } from '../support/desk.js';
import { sayingJudge } from '../support/judge.js';
import { type ReceiptGiven, receiptFor } from '../support/receipts.js';
import { assessment, noon } from '../support/requests.js';

const keys = softwareKeys();
const strangers = softwareKeys();
const command = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';
const ground = statement(keys).ground;

function callOf(text: string, fields: object = {}): ToolCall {
  const ring = bashRing(text, { fields });
  const event = decodeEvent(ring.agent, ring.payload, ring.cwd, ring.event);
  assert.ok(event.ok && event.value.kind === 'before');
  return event.value.call;
}

/** What the locked doorbell says to a call where these receipts lie: `passes`, or the code of its no. */
async function said(
  given: {
    readonly receipts?: readonly Receipt[];
    readonly ring?: string;
    readonly fields?: object;
    readonly judge?: () => Assessment;
    readonly ground?: Ground;
    readonly parts?: Partial<VouchParts>;
  } = {},
): Promise<string> {
  const judge = sayingJudge(given.judge ?? (() => assessment()));
  const ruling = await vouch(bashRing(given.ring ?? command, { fields: given.fields ?? {} }), {
    trust: trustOf(keys),
    judge: { ...judge, groundOf: async () => given.ground ?? ground },
    clock: { now: () => noon + 60_000 },
    machine: 'mara-laptop',
    account: 'mara',
    receipts: () => given.receipts ?? [],
    request: () => undefined,
    level: async () => 'locked',
    ...given.parts,
  });
  if (ruling === undefined) return 'passes';
  return ruling.kind === 'no-opinion' ? ruling.kind : ruling.reason.code;
}

const receipt = (change: Partial<ReceiptGiven> = {}): Receipt =>
  receiptFor({
    keys,
    at: noon,
    answers: [[ben]],
    ...change,
    request: { call: callOf(command), ...change.request },
  });

describe('a locked doorbell before a call that the pinned policy wants countersigned', () => {
  it('passes what enough persons of the pinned roster have signed, and nothing without', async () => {
    assert.equal(await said({ receipts: [receipt()] }), 'passes');
    assert.equal(await said({ receipts: [receipt({ answers: [[cleo]] })] }), 'passes');
    assert.equal(await said(), 'unvouched');
  });

  it('passes what needs no countersignature, and what has run already', async () => {
    assert.equal(await said({ judge: quiet }), 'passes');
    assert.equal(
      await said({ judge: () => assessment({ band: 'ask', targets: [], effects: [] }) }),
      'passes',
    );
    assert.equal(await said({ fields: { hook_event_name: 'PostToolUse' } }), 'passes');
  });

  it('refuses what the policy forbids, whatever was signed, and what is no call', async () => {
    const rule = {
      id: 'never',
      match: { environment: ['production'] },
      ceremony: { kind: 'forbid' },
    } as const;
    const trust = trustOf(keys, { policy: teamPolicy({ rules: [rule] }) });
    assert.equal(await said({ receipts: [receipt()], parts: { trust } }), 'forbidden');
    assert.equal(await said({ fields: { tool_input: 7 } }), 'undecoded');
  });

  const signedOther = (text: string, fields: object = {}): Partial<ReceiptGiven> => ({
    request: { call: callOf(text, fields) },
  });
  const attacks: readonly (readonly [string, Partial<ReceiptGiven>])[] = [
    ['another command', signedOther(command.replace('prod', 'prod2'))],
    ['one byte more', signedOther(`${command} `)],
    ['another session', signedOther(command, { session_id: 's2' })],
    ['another directory', signedOther(command, { cwd: '/projects' })],
    ['a signature of nobody', { answers: [] }],
    ["the requester's own signature alone", { answers: [[mara]] }],
    ['somebody outside the group', { answers: [[dan]] }],
    ['keys that the pinned roster does not know', { keys: strangers }],
    ['a broken glass', { request: { call: callOf(command), kind: 'break-glass', reason: 'fire' } }],
    ['a request that asked for nobody', { request: { call: callOf(command), needs: [] } }],
    ['another machine', { request: { call: callOf(command), audience: { machine: 'x', window: 'w1' } } }],
    [
      'another account',
      {
        request: {
          call: callOf(command),
          requester: { person: mara, fingerprint: keys[mara]?.fingerprint ?? '', account: 'root' },
        },
      },
    ],
    ['a signature that is older than it may be', { at: noon - 20 * 60_000 }],
    ['a signature from the future', { at: noon + 3_600_000 }],
    [
      'another file under the same name',
      {
        request: {
          call: callOf(command),
          ground: { ...ground, files: [{ path: '/x', sha256: '00'.repeat(32) }] },
        },
      },
    ],
    [
      'another program under the same name',
      {
        request: {
          call: callOf(command),
          ground: { ...ground, programs: [{ name: 'aws', path: '/x/aws', sha256: '00'.repeat(32) }] },
        },
      },
    ],
    ['a receipt that says another roster', { beside: { roster: '' } }],
  ];
  for (const [what, change] of attacks)
    it(`attack: refuses ${what}`, async () => {
      assert.equal(await said({ receipts: [receipt(change)] }), 'unvouched');
    });

  it('attack: refuses a useful life that the pinned policy does not give', async () => {
    const late = { clock: { now: () => noon + 30_000 + 6 * 60_000 } };
    const long: Partial<RequestStatement> = { useWithinMs: 60 * 60_000 };
    assert.equal(await said({ receipts: [receipt({ request: long })], parts: late }), 'unvouched');
    const early = { clock: { now: () => noon + 30_000 + 4 * 60_000 } };
    assert.equal(await said({ receipts: [receipt({ request: long })], parts: early }), 'passes');
  });

  it('attack: holds a call with a secret by its seal, and by no salt of another call', async () => {
    const salt = 'ab'.repeat(16);
    const digest = digestOfCall(callOf(command), assessment());
    assert.ok(digest.ok);
    const withheld = (sealed: string): Partial<ReceiptGiven> => ({
      request: { call: callOf('aws ‹secret›'), seal: { digest: sealOf(sealed, salt), withheld: 1 } },
    });
    const kept = (given: string): Partial<VouchParts> => ({
      request: () => ({ basis: { ground, salt: given, environmentSalt: '' } }) as unknown as Request,
    });
    const well = [receipt(withheld(digest.value))];
    assert.equal(await said({ receipts: well, parts: kept(salt) }), 'passes');
    assert.equal(await said({ receipts: well, parts: kept('cd'.repeat(16)) }), 'unvouched');
    assert.equal(await said({ receipts: well }), 'unvouched');
    const other = [receipt(withheld('0'.repeat(64)))];
    assert.equal(await said({ receipts: other, parts: kept(salt) }), 'unvouched');
  });
});
