import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { digestOfCall } from '../../../src/core/approval/digest.js';
import {
  approve,
  askedAgain,
  confirm,
  deny,
  expire,
  hasExpired,
  isOpen,
  isRedeemable,
  park,
  use,
  voidRequest,
} from '../../../src/core/approval/lifecycle.js';
import type { Request, RequestState } from '../../../src/core/approval/request.js';
import { parkAt } from '../../../src/core/approval/times.js';
import { defaultSettings } from '../../../src/core/policy/settings.js';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import type { ToolCall } from '../../../src/core/toolcall/toolcall.js';
import { assessment, noon, productionTarget, request, shellCall } from '../../support/requests.js';

const yes = { digest: 'a'.repeat(64), typed: 'cost-explorer-prod' };
const quarter = 15 * 60_000;

const states: readonly RequestState[] = [
  { kind: 'pending' },
  { kind: 'parked' },
  { kind: 'approved', at: noon },
  { kind: 'denied', at: noon, reason: '' },
  { kind: 'expired', at: noon },
  { kind: 'void', at: noon, code: 'target-changed' },
  { kind: 'used', at: noon },
];

describe('a request that peers countersign', () => {
  const ceremony = { kind: 'countersign', name: 'cost-explorer-prod', needs: [] } as const;

  it('is not approved by its person alone', () => {
    assert.deepEqual(approve(request({ ceremony }), yes, noon, quarter), {
      ok: false,
      error: 'needs-countersignatures',
    });
  });

  it('waits for peers once its name was typed, and can be taken back', () => {
    const wrong = confirm(request({ ceremony }), { ...yes, typed: 'cost' }, 'w1', noon);
    assert.deepEqual(wrong, { ok: false, error: 'name-not-typed' });
    const confirmed = confirm(request({ ceremony }), yes, 'w1', noon);
    assert.ok(confirmed.ok);
    assert.deepEqual(confirmed.value.state, { kind: 'countersigning', at: noon });
    assert.equal(isOpen(confirmed.value), true);
    assert.deepEqual(confirm(confirmed.value, yes, 'w1', noon), { ok: false, error: 'already-decided' });
    const taken = deny(confirmed.value, { digest: yes.digest, reason: 'not now' }, noon);
    assert.equal(taken.ok && taken.value.state.kind, 'denied');
  });

  it('goes on waiting for peers when its agent asks again', () => {
    const waiting = request({ ceremony, state: { kind: 'countersigning', at: noon } });
    const again = askedAgain(waiting, 'w2', noon);
    assert.deepEqual([again.state.kind, again.window, again.asked], ['countersigning', 'w1', 2]);
  });
});

describe('a request', () => {
  it('is decided only while it is open', () => {
    const outcomes = states.map((state) => {
      const [a, d] = [
        approve(request({ state }), yes, noon, quarter),
        deny(request({ state }), { ...yes, reason: '' }, noon),
      ];
      return [state.kind, a.ok ? a.value.state.kind : a.error, d.ok ? d.value.state.kind : d.error];
    });
    assert.deepEqual(outcomes, [
      ['pending', 'approved', 'denied'],
      ['parked', 'approved', 'denied'],
      ['approved', 'already-decided', 'denied'],
      ['denied', 'already-decided', 'already-decided'],
      ['expired', 'expired', 'expired'],
      ['void', 'already-decided', 'already-decided'],
      ['used', 'already-decided', 'already-decided'],
    ]);
  });

  it('is redeemed only while it is approved and in time', () => {
    assert.deepEqual(
      states.map((state) => isRedeemable(request({ state }), noon)),
      [false, false, true, false, false, false, false],
    );
    const late = request({ state: { kind: 'approved', at: noon } });
    assert.equal(isRedeemable(late, late.expiresAt), false);
    assert.equal(hasExpired(late, late.expiresAt), true);
  });

  it('loses its approval after a quarter of an hour, or with its own end', () => {
    const approved = approve(request(), yes, noon, quarter);
    assert.equal(approved.ok && approved.value.expiresAt, noon + quarter);
    const ending = approve(request({ expiresAt: noon + 5 }), yes, noon, quarter);
    assert.equal(ending.ok && ending.value.expiresAt, noon + 5);
    const over = approve(request({ expiresAt: noon }), yes, noon, quarter);
    assert.deepEqual(over, { ok: false, error: 'expired' });
  });

  it('takes the name exactly as it stands', () => {
    for (const typed of [
      undefined,
      '',
      'Cost-Explorer-Prod',
      'cost-explorer-prod ',
      ' cost-explorer-prod',
      'cost\u2010explorer-prod',
    ]) {
      const given = typed === undefined ? { digest: yes.digest } : { ...yes, typed };
      assert.deepEqual(approve(request(), given, noon, quarter), { ok: false, error: 'name-not-typed' });
    }
  });

  it('counts how often it was asked, and forgets that an agent had gone', () => {
    const again = askedAgain(park(request(), true), 'w2', noon + 1);
    assert.deepEqual(
      [again.asked, again.window, again.parkAt, again.state.kind, 'agentGone' in again],
      [2, 'w2', noon + 1, 'pending', false],
    );
  });

  it('never comes back to life', () => {
    type Step = (from: Request) => Request;
    const steps: readonly Step[] = [
      (from) => {
        const done = approve(from, yes, noon, quarter);
        return done.ok ? done.value : from;
      },
      (from) => {
        const done = deny(from, { ...yes, reason: '' }, noon);
        return done.ok ? done.value : from;
      },
    ];
    const dead: readonly Request[] = [
      use(request(), noon),
      expire(request(), noon),
      voidRequest(request(), 'call-changed', noon),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...dead), fc.array(fc.constantFrom(...steps)), (start, path) => {
        const end = path.reduce((at, step) => step(at), start);
        assert.equal(isOpen(end) || isRedeemable(end, noon), false);
      }),
    );
  });
});

describe('a digest', () => {
  const digest = (call: Partial<ToolCall> = {}, judged: Partial<Assessment> = {}): string => {
    const found = digestOfCall(shellCall('ls', call), assessment(judged));
    return found.ok ? found.value : found.error.code;
  };

  it('is the same for a retry: another id of the call, another reason', () => {
    assert.equal(digest({ callId: 'toolu_99', stated: 'please' }), digest());
  });

  it('is another for anything that decides what runs, and where', () => {
    const others = [
      digest({ payload: { kind: 'shell', shell: 'bash', command: 'ls ' } }),
      digest({ payload: { kind: 'shell', shell: 'pwsh', command: 'ls' } }),
      digest({ session: 's2' }),
      digest({ cwd: '/elsewhere' }),
      digest({ agent: 'codex' }),
      digest({ tool: 'Other' }),
      digest({ subagent: { id: 'a1', type: 'x' } }),
      digest({}, { effects: [] }),
      digest({}, { targets: [] }),
      digest({}, { targets: [{ ...productionTarget, account: '1' }] }),
      digest({}, { targets: [{ ...productionTarget, identity: 'role Reader' }] }),
      digest({}, { targets: [{ ...productionTarget, environment: 'staging' }] }),
    ];
    assert.equal(new Set([digest(), ...others]).size, others.length + 1);
  });

  it('does not follow the score, the words or the evidence', () => {
    const targets = [{ ...productionTarget, confidence: 0.5, evidence: [] }];
    assert.equal(digest({}, { score: 1, findings: [], safer: [], targets }), digest());
  });

  it('does not exist for text that has no bytes', () => {
    assert.equal(digest({ payload: { kind: 'shell', shell: 'bash', command: '\ud800' } }), 'ill-formed-text');
  });
});

describe('the time to park', () => {
  it('is the hold that is set, and always before the doorbell ends', () => {
    const hold = 55 * 60_000;
    assert.deepEqual(
      [3_540_000, 60_000, 20_000, 1_000, 0].map((budget) => parkAt(0, budget, defaultSettings)),
      [hold, 55_000, 16_000, 800, 0],
    );
  });
});
