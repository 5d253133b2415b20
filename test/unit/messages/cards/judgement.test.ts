import assert from 'node:assert/strict';
import type { Verdict } from '../../../../src/core/policy/verdict.js';
import { cardOf } from '../../../../src/messages/cards/card.js';
import { scoredCard } from '../../../../src/messages/cards/judgement.js';
import type { Card } from '../../../../src/protocol/card.js';
import { noon, request } from '../../../support/requests.js';

const surroundings = { machine: 'host', window: 'w', branch: () => 'main' };
const rule = { id: 'built-in/production-write', origin: 'built-in' } as const;

function scored(verdict: Verdict): Card {
  const { call, assessment, change, digest } = request();
  return scoredCard({ id: 'score-1', digest, call, assessment, change, verdict, at: noon }, surroundings);
}

function needed(verdict: Verdict): string {
  return scored(verdict).facts.find(({ term }) => term === 'A yes needs')?.detail ?? '';
}

describe('fault 14: Score This Command', () => {
  const typed = { kind: 'hold', ceremony: { kind: 'typed', name: 'prod-eu/shop' }, rule } as const;

  it('shows what the card of a held call shows, and nothing to decide', () => {
    const card = scored(typed);
    const held = cardOf(request(), { now: noon, surface: 'page', surroundings, refused: undefined });
    for (const part of ['title', 'score', 'reasons', 'change', 'safer'] as const)
      assert.deepEqual(card[part], held[part], part);
    assert.deepEqual(card.payload.pieces, held.payload.pieces);
    assert.match(card.payload.caption, /as it would run/);
    assert.deepEqual(card.ask, { kind: 'none' });
    for (const offer of ['question', 'glass', 'keepCopy', 'acceptHooks', 'passReads', 'siblings'] as const)
      assert.equal(card[offer], undefined, offer);
    assert.match(card.live.detail, /Nothing was run, and nothing was recorded/);
    // Nobody asked.
    assert.deepEqual(
      card.facts.filter(({ term }) => /Asked by|Window|Machine/.test(term)),
      [],
    );
  });

  it('says what a yes would need, of each kind of verdict', () => {
    const need = { group: 'owners', from: ['ben@example.com'], count: 1, presence: 'touch' } as const;
    const peers = { kind: 'countersign', name: 'shop', needs: [need] } as const;
    assert.equal(needed(typed), 'typing the name prod-eu/shop');
    assert.equal(needed({ kind: 'hold', ceremony: { kind: 'confirm' }, rule }), 'one click');
    assert.match(
      needed({ kind: 'hold', ceremony: peers, rule }),
      /^typing the name shop, then the countersignature of one of owners \(ben@example\.com\), with a security key/,
    );
    assert.match(needed({ kind: 'no-opinion' }), /^nothing: it passes/);
    assert.match(needed({ kind: 'deny', rule }), /a rule forbids it/);
    assert.ok(scored(typed).facts.some(({ opens }) => opens === 'rule'));
    assert.ok(!scored({ kind: 'no-opinion' }).facts.some(({ opens }) => opens === 'rule'));
  });
});
