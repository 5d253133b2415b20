import assert from 'node:assert/strict';
import { guardUp } from '../../../../src/messages/cards/labels.js';
import {
  peerCard,
  peerEmpty,
  peerGuard,
  peerLabels,
  peerNoticeText,
  peerRefusalText,
  type ShownPeerRequest,
} from '../../../../src/messages/countersign/peer-card.js';
import { decodeHostMessage } from '../../../../src/protocol/card.js';
import { softwareKeys, statement } from '../../../support/countersigners.js';
import { assessment, noon } from '../../../support/requests.js';

const context = { now: noon + 60_000, surface: 'view' } as const;
const asked = statement(softwareKeys());

function peer(change: Partial<ShownPeerRequest> = {}): ShownPeerRequest {
  const verdict = {
    kind: 'hold',
    ceremony: { kind: 'confirm' },
    rule: { id: 'team/production', origin: 'team' },
  } as const;
  return {
    id: asked.id,
    digest: 'd'.repeat(64),
    statement: asked,
    presence: 'none',
    kind: 'waiting',
    opinion: { assessment: assessment(), verdict },
    ...change,
  };
}

describe("somebody else's request in words", () => {
  it('is what the view can read, and carries the digest of the signed bytes', () => {
    const cards = [peerCard(peer(), {}, context), peerCard(peer({ kind: 'notice' }), {}, context)];
    const snapshot = {
      v: 1,
      kind: 'snapshot',
      nonce: 'n',
      surface: 'view',
      guard: guardUp,
      labels: peerLabels,
      empty: peerEmpty,
      cards,
      announcement: '',
    };
    assert.deepEqual(decodeHostMessage(JSON.parse(JSON.stringify(snapshot))), { ok: true, value: snapshot });
    assert.equal(cards[0]?.digest, 'd'.repeat(64));
    assert.equal(cards[0]?.id, asked.id);
  });

  it('says what the own copy makes of it, and that a plain key shows nobody', () => {
    const facts = new Map(peerCard(peer(), {}, context).facts.map(({ term, detail }) => [term, detail]));
    assert.match(facts.get('Your own copy') ?? '', /^Production, 95 of 100, by the call\u2019s text alone; /);
    assert.match(facts.get('Asked for') ?? '', /^one of peers \(ben@example\.com, cleo@example\.com\)/);
    assert.match(facts.get('Requester\u2019s key') ?? '', /does not show that a person was there/);
  });

  it('asks while it waits, leaves only a no where a yes would not count, and nothing afterwards', () => {
    const ask = (...of: Parameters<typeof peerCard>): string => peerCard(...of).ask.kind;
    assert.equal(ask(peer(), {}, context), 'confirm');
    const hindrance = { code: 'weaker-than-policy', detail: 'team/production' } as const;
    assert.equal(ask(peer({ hindrance }), {}, context), 'no-only');
    for (const kind of ['own', 'answered'] as const) assert.equal(ask(peer({ kind }), {}, context), 'none');
    // A broken glass waits for a review, of everybody but the one who broke it.
    assert.equal(ask(peer({ kind: 'notice' }), {}, context), 'confirm');
    const own = { code: 'own-request', detail: 'mara' } as const;
    assert.equal(ask(peer({ kind: 'notice', hindrance: own }), {}, context), 'none');
    assert.equal(ask(peer(), { signing: 'approval' }, context), 'none');
    assert.equal(ask(peer(), { given: 'denial' }, context), 'none');
  });

  it('waits longer than nobody reads, and needs a reason for a no', () => {
    const card = peerCard(peer(), {}, context);
    assert.ok(card.armMilliseconds > 2_000);
    assert.equal(card.reasonNeeded, true);
    assert.deepEqual([card.yes, card.no], ['Countersign', 'Refuse']);
    assert.equal(card.glass, undefined);
  });

  it('says why an answer was not given', () => {
    const refused = { code: 'courier', detail: 'unreachable' } as const;
    assert.equal(
      peerCard(peer(), { refused }, context).notice,
      'Your answer could not be carried (unreachable). Nothing counts yet; try again.',
    );
    for (const words of Object.values(peerRefusalText)) assert.match(words('x'), /\.$/);
  });

  it('shows no hidden character of the other side anywhere', () => {
    const hostile = { ...asked, requester: { ...asked.requester, person: 'a\u202Eb' }, reason: 'x\u200By' };
    const shown = [
      peerCard(peer({ statement: hostile }), {}, context),
      peerNoticeText([peer({ statement: hostile })]),
    ];
    assert.doesNotMatch(JSON.stringify(shown), /[\u202E\u200B]/);
  });

  it('says above the view why something may be missing', () => {
    assert.deepEqual(peerGuard({ more: 0, strange: 0 }), { up: true, text: '' });
    const courier = { code: 'unreachable', detail: 'no route' } as const;
    assert.match(
      peerGuard({ more: 2, strange: 1, courier }).text,
      /^Requests cannot be fetched: .*no route.* 2 more requests are not shown\. 1 message /,
    );
  });
});
