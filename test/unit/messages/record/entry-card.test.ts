import assert from 'node:assert/strict';
import type { Entry, EntryBody } from '../../../../src/core/record/entry.js';
import { evidenceOf, factsOfRequest } from '../../../../src/core/record/facts.js';
import { noPrevious } from '../../../../src/core/record/line.js';
import { entryCard, type ShownEntry } from '../../../../src/messages/record/entry-card.js';
import { foundText } from '../../../../src/messages/record/search.js';
import type { Card } from '../../../../src/protocol/card.js';
import { noon, request as requestWith } from '../../../support/requests.js';

const request = requestWith();
const command = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';
const facts = factsOfRequest(request);
const decider = { person: 'Ada <ada@example.com>', known: 'git', account: 'ada' } as const;

function entryOf(body: EntryBody, seq = 7, ts = noon): Entry {
  return { v: 1, seq, prev: noPrevious, ts, writer: 'ab', body };
}

const denied = entryOf({
  ...facts,
  type: 'call.denied',
  request: request.id,
  by: 'person',
  reason: 'no',
  decider,
  evidence: evidenceOf(request, undefined),
});
const shown: ShownEntry = {
  entry: denied,
  line: '{"x":"\u202E"}',
  standing: { tree: 'holds', size: 9, mac: 'ours' },
  kept: { kind: 'kept', request },
  before: [],
};
const surroundings = { machine: 'm', window: 'w', branch: () => undefined };
const cardOf = (more: Partial<ShownEntry> = {}): Card => entryCard({ ...shown, ...more }, noon, surroundings);
const factOf = (card: Card, term: string): string =>
  card.facts.find((fact) => fact.term === term)?.detail ?? '';

describe('an entry as a card', () => {
  it('is the card that was shown, with nothing to press and how it is proven', () => {
    const card = cardOf();
    assert.deepEqual(card.ask, { kind: 'none' });
    assert.equal(card.glass ?? card.question ?? card.siblings ?? card.notice, undefined);
    assert.equal(card.payload.pieces.map(({ text }) => text).join(''), command);
    assert.match(card.bandWord, new RegExp(`${request.id} · entry 7$`));
    assert.match(card.live.status, /denied by Ada/);
    assert.match(factOf(card, 'In the record'), /^Yes: it stands in the tree .* over 9 entries$/);
    assert.match(factOf(card, 'Written by'), /^This installation/);
    assert.match(factOf(card, 'What was shown'), /is the one that was decided on/);
    assert.match(factOf(card, 'For others'), new RegExp(`countersign receipt ${request.id} `));
    assert.match(factOf(card, 'Last time'), /never made before/);
  });

  it('says loudly what does not hold', () => {
    const other = { ...request, change: { ...request.change, items: [] } };
    assert.match(
      factOf(cardOf({ kept: { kind: 'kept', request: other } }), 'What was shown'),
      / NOT the one /,
    );
    const differs = cardOf({ standing: { tree: 'differs', size: 9, mac: 'ours' } });
    assert.match(differs.notice ?? '', /countersign verify/);
    assert.match(factOf(differs, 'In the record'), /^NO: /);
    assert.match(cardOf({ standing: { tree: 'holds', size: 9, mac: 'other' } }).notice ?? '', /verify/);
    const seen = { by: 'ben', size: 8, at: noon };
    assert.match(
      factOf(cardOf({ seen: { ...seen, agrees: true } }), 'Witness'),
      /^ben saw it .* 8 entries .* as they were$/,
    );
    assert.match(factOf(cardOf({ seen: { ...seen, agrees: false } }), 'Witness'), /ARE NOT/);
    assert.match(factOf(cardOf(), 'Witness'), /No countersigner/);
  });

  it('shows what the entry itself says where no card is kept, and why', () => {
    for (const [kind, words] of [
      ['gone', /Not kept any more/],
      ['foreign', /not written by this installation/],
      ['newer', /newer version/],
      ['other', /of another call/],
    ] as const) {
      const card = cardOf({ kept: { kind } });
      assert.match(factOf(card, 'Its card'), words);
      assert.equal(card.payload.pieces.map(({ text }) => text).join(''), command);
      assert.equal(card.change.blocks[0]?.lines[0]?.text, '{"x":"\u27E8U+202E\u27E9"}');
      assert.equal(card.band, facts.band);
    }
  });

  it('shows the line of what is about no call', () => {
    const card = cardOf({
      entry: entryOf({ type: 'hold.begun', person: 'Ada', reason: 'r' }),
      kept: { kind: 'gone' },
    });
    assert.match(card.title, /Legal hold begun by Ada/);
    assert.ok(card.payload.pieces.some(({ mark }) => mark === 'hidden'));
    assert.equal(factOf(card, 'Last time'), '');
    assert.equal(factOf(card, 'Its card'), '');
  });

  it('says what became of the same call the last time, and what is different', () => {
    const held = entryOf(
      { ...facts, band: 'ask', score: 40, type: 'call.held', request: 'CS-0', rule: 'r' },
      3,
      noon - 7_200_000,
    );
    const ran = entryOf(
      { ...facts, band: 'ask', score: 40, type: 'call.finished', outcome: 'ran' },
      5,
      noon - 3_600_000,
    );
    const card = cardOf({ before: [ran, held] });
    assert.equal(factOf(card, 'Last time'), '1 h before, entry 5: CS-0 held, then Ran');
    assert.equal(
      factOf(card, 'Since then'),
      `band was ask, is ${facts.band}; score was 40, is ${facts.score}`,
    );
    assert.equal(factOf(cardOf({ before: [denied] }), 'Since then'), 'Nothing that is compared has changed');
    assert.match(factOf(cardOf({ before: undefined }), 'Last time'), /looked for/);
  });
});

describe('what a search says above its entries', () => {
  it('is how far it has come', () => {
    assert.equal(foundText('x', 1, 'looking'), 'x: 1 entry so far, looking on…');
    assert.equal(foundText('x', 500, 'more'), 'x: the newest 500 entries; there are more');
    assert.equal(foundText('a\u202Eb', 0, 'whole'), 'a\u27E8U+202E\u27E9b: no entry fits.');
    assert.equal(foundText('x', 2, 'whole'), 'x: 2 entries');
  });
});
