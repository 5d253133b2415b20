import assert from 'node:assert/strict';
import type { Request } from '../../../../src/core/approval/request.js';
import { cardOf } from '../../../../src/messages/cards/card.js';
import { cardLabels, emptyText, guardUp } from '../../../../src/messages/cards/labels.js';
import type { HostMessage, Snapshot } from '../../../../src/protocol/card.js';
import type { Decision, Refusal } from '../../../../src/protocol/decision.js';
import { LiveView, type LiveViewParts } from '../../../../src/vscode/card/live-view.js';
import { OwnCards } from '../../../../src/vscode/requests/own-cards.js';
import { askRequest, noon, request } from '../../../support/requests.js';
import { TickingClock } from '../../../support/ticking-clock.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Bench {
  readonly view: LiveView;
  readonly clock: TickingClock;
  readonly decisions: (Decision & { readonly id: string })[];
  readonly passed: string[];
  readonly posted: HostMessage[];
  readonly went: string[];
  readonly frame: { visible: boolean };
  requests: readonly Request[];
  refusal: Refusal | undefined;
  snapshot(): Snapshot;
}

function bench(requests: readonly Request[], surface: 'view' | 'page' = 'view'): Bench {
  const clock = new TickingClock(noon);
  const posted: HostMessage[] = [];
  const made: Omit<Bench, 'view'> = {
    clock,
    decisions: [],
    passed: [],
    posted,
    went: [],
    frame: { visible: true },
    requests,
    refusal: undefined,
    snapshot: () => {
      const last = posted.filter((message) => message.kind === 'snapshot').at(-1);
      assert.ok(last);
      return last;
    },
  };
  const source = new OwnCards({
    desk: {
      requests: () => bound.requests,
      decide: async (id, decision) => {
        bound.decisions.push({ id, ...decision });
        const found = bound.requests.find((one) => one.id === id);
        if (bound.refusal !== undefined || found === undefined) {
          return { ok: false, error: bound.refusal ?? 'unknown-request' };
        }
        return { ok: true, value: found };
      },
      letReadsPass: async (id) => {
        bound.passed.push(id);
        return { ok: true, value: undefined };
      },
      acceptHooks: async (id) => {
        bound.went.push(`accept ${id} after ${bound.decisions.length}`);
        return { ok: true, value: undefined };
      },
      look: async (id) => {
        bound.went.push(`look ${id}`);
      },
      sayPlace: async (id, environment) => {
        bound.went.push(`say ${id} ${environment}`);
        return bound.refusal === undefined
          ? { ok: true, value: undefined }
          : { ok: false, error: bound.refusal };
      },
    },
    surroundings: { machine: 'host', window: 'folder', branch: () => 'main' },
    peers: () => ({}),
    breakGlass: () => undefined,
    openDiff: (of, index) => bound.went.push(`diff ${of.id} ${index}`),
    openPage: (of) => bound.went.push(`page ${of.id}`),
    openRule: (of) => bound.went.push(`rule ${of.rule.id}`),
    drawn: (of, milliseconds) => bound.went.push(`drawn ${of.id} ${milliseconds}`),
  });
  const parts: LiveViewParts = {
    source,
    labels: cardLabels,
    empty: emptyText,
    clock,
    random: { hex: (bytes) => 'f'.repeat(bytes * 2) },
    guard: () => guardUp,
    go: (place) => bound.went.push(`go ${place}`),
  };
  const view = new LiveView(parts, {
    surface,
    post: (message) => posted.push(message),
    isVisible: () => bound.frame.visible,
    shows: () => true,
  });
  const bound: Bench = Object.assign(made, { view });
  view.receive({ v: 1, kind: 'ready' });
  return bound;
}

const nonce = 'f'.repeat(32);

function draw(on: Bench): void {
  const cards = on.requests.map(({ id, digest }) => ({ id, digest }));
  on.view.receive({ v: 1, kind: 'drawn', nonce, cards, milliseconds: 3 });
}

function approve(of: Request, change: object = {}): object {
  const decision = { kind: 'approve', digest: of.digest, typed: 'cost-explorer-prod' };
  return { v: 1, kind: 'decide', nonce, id: of.id, decision, passReads: false, ...change };
}

function deny(of: Request, change: object = {}): object {
  const decision = { kind: 'deny', digest: of.digest, reason: 'no' };
  return { v: 1, kind: 'decide', nonce, id: of.id, decision, passReads: false, ...change };
}

describe('a live view', () => {
  it('takes a yes for a card that it has drawn, once the delay has passed', () => {
    const on = bench([request()]);
    draw(on);
    on.clock.pass(1_000);
    on.view.receive(approve(request()));
    assert.deepEqual(on.decisions, [
      { id: 'CS-142', kind: 'approve', digest: request().digest, typed: 'cost-explorer-prod' },
    ]);
  });

  it('takes no yes before the delay, and draws again', () => {
    const on = bench([request()]);
    draw(on);
    on.clock.pass(500);
    const before = on.posted.length;
    on.view.receive(approve(request()));
    assert.deepEqual(on.decisions, []);
    assert.equal(on.posted.length, before + 1);
  });

  it('waits as long as the card says, whoever made it', () => {
    const card = cardOf(request(), {
      now: noon,
      surface: 'view',
      surroundings: { machine: '', window: '', branch: () => undefined },
      refused: undefined,
    });
    const decided: string[] = [];
    const clock = new TickingClock(noon);
    const view = new LiveView(
      {
        source: {
          cards: () => [
            {
              id: card.id,
              digest: card.digest,
              createdAt: noon,
              isOpen: true,
              listedUntil: 0,
              armMilliseconds: 2_500,
              card: () => card,
              arrival: () => '',
            },
          ],
          decide: async ({ id }) => {
            decided.push(id);
            return undefined;
          },
          openDiff: () => undefined,
          openPage: () => undefined,
          breakGlass: () => undefined,
          drawn: () => undefined,
        },
        labels: cardLabels,
        empty: emptyText,
        clock,
        random: { hex: (bytes) => 'f'.repeat(bytes * 2) },
        guard: () => guardUp,
        go: () => undefined,
      },
      { surface: 'view', post: () => undefined, isVisible: () => true, shows: () => true },
    );
    view.receive({ v: 1, kind: 'ready' });
    const { id, digest } = card;
    view.receive({ v: 1, kind: 'drawn', nonce, cards: [{ id, digest }], milliseconds: 3 });
    clock.pass(1_500);
    view.receive(approve(request()));
    assert.deepEqual(decided, []);
    clock.pass(1_000);
    view.receive(approve(request()));
    assert.deepEqual(decided, [id]);
  });

  it('takes no yes for a card that was never drawn', () => {
    const on = bench([request()]);
    on.clock.pass(60_000);
    on.view.receive(approve(request()));
    assert.deepEqual(on.decisions, []);
  });

  it('starts the delay anew when the digest changes', () => {
    const on = bench([request()]);
    draw(on);
    on.clock.pass(5_000);
    const changed = request({ digest: 'd'.repeat(64) });
    on.requests = [changed];
    on.view.refresh();
    draw(on);
    on.view.receive(approve(changed));
    assert.deepEqual(on.decisions, []);
  });

  for (const [what, change] of [
    ['another nonce', { nonce: '0'.repeat(32) }],
    ['no nonce', { nonce: undefined }],
    ['a version that is not known', { v: 2 }],
    ['a field too many', { command: 'rm' }],
    ['an id of another form', { id: '../CS-142' }],
    ['a digest of another form', { decision: { kind: 'approve', digest: 'x', typed: '' } }],
  ] as const) {
    it(`ignores a yes with ${what}`, () => {
      const on = bench([request()]);
      draw(on);
      on.clock.pass(5_000);
      on.view.receive(approve(request(), change));
      assert.deepEqual(on.decisions, []);
    });
  }

  it('takes no decision while it cannot be seen', () => {
    const on = bench([request()]);
    draw(on);
    on.clock.pass(5_000);
    on.frame.visible = false;
    on.view.receive(approve(request()));
    on.view.receive(deny(request()));
    assert.deepEqual(on.decisions, []);
  });

  it('takes a no at once', () => {
    const on = bench([request()]);
    on.view.receive(deny(request()));
    assert.deepEqual(on.decisions, [{ id: 'CS-142', kind: 'deny', digest: request().digest, reason: 'no' }]);
  });

  it('says on the card why a decision was not taken, until one is', async () => {
    const on = bench([askRequest()]);
    draw(on);
    on.refusal = 'digest-changed';
    on.view.receive(approve(askRequest()));
    await settled();
    assert.match(on.snapshot().cards[0]?.notice ?? '', /changed while it was shown/);
    on.refusal = undefined;
    on.view.receive(approve(askRequest()));
    await settled();
    assert.equal(on.snapshot().cards[0]?.notice, undefined);
  });

  it('lets reads pass only with an approved request', async () => {
    const on = bench([askRequest()]);
    draw(on);
    on.view.receive(deny(askRequest(), { passReads: true }));
    await settled();
    on.refusal = 'record-failed';
    on.view.receive(approve(askRequest(), { passReads: true }));
    await settled();
    assert.deepEqual(on.passed, []);
    on.refusal = undefined;
    on.view.receive(approve(askRequest(), { passReads: true }));
    await settled();
    assert.deepEqual(on.passed, ['CS-143']);
  });

  it('accepts hooks before the yes that they were ticked with, and never with a no', () => {
    const on = bench([askRequest()]);
    draw(on);
    on.view.receive(deny(askRequest(), { acceptHooks: true }));
    on.view.receive(approve(askRequest()));
    on.view.receive(approve(askRequest(), { acceptHooks: true }));
    assert.deepEqual(
      on.went.filter((one) => one.startsWith('accept')),
      ['accept CS-143 after 2'],
    );
  });

  it('takes a word about a place for what was drawn, while it is seen, under the terms of a yes', async () => {
    const of = request();
    const say = (change: object = {}) => ({
      v: 1,
      kind: 'say-place',
      nonce,
      id: of.id,
      digest: of.digest,
      environment: 'development',
      ...change,
    });
    const on = bench([of]);
    on.view.receive(say());
    draw(on);
    on.view.receive(say());
    on.clock.pass(2_000);
    for (const change of [
      { nonce: '0'.repeat(32) },
      { digest: 'b'.repeat(64) },
      { environment: 'local' },
      { environment: 'unknown' },
      { id: 'CS-9' },
    ])
      on.view.receive(say(change));
    on.frame.visible = false;
    on.view.receive(say());
    on.frame.visible = true;
    const said = (): readonly string[] => on.went.filter((one) => one.startsWith('say'));
    assert.deepEqual(said(), []);
    on.view.receive(say());
    assert.deepEqual(said(), ['say CS-142 development']);
    on.refusal = 'record-failed';
    on.view.receive(say({ environment: 'production' }));
    await settled();
    assert.match(on.snapshot().cards[0]?.notice ?? '', /could not be recorded/);
  });

  it('announces what has come, once', () => {
    const on = bench([askRequest()]);
    assert.match(on.snapshot().announcement, /^Ask request from Claude Code: .*; 1 of 1\.$/);
    on.view.refresh();
    assert.equal(on.snapshot().announcement, '');
    on.requests = [askRequest(), request()];
    on.view.refresh();
    assert.match(on.snapshot().announcement, /^Production request from Claude Code: .*; 2 of 2\.$/);
  });

  it('posts nothing while it cannot be seen, and follows the clock while something waits', () => {
    const on = bench([request()]);
    const before = on.posted.length;
    on.clock.pass(15_000);
    assert.equal(on.posted.length, before + 1);
    on.frame.visible = false;
    on.clock.pass(15_000);
    assert.equal(on.posted.length, before + 1);
  });

  it('keeps a decided request for a while, and an approved one until it ends', () => {
    const denied = request({ id: 'CS-1', state: { kind: 'denied', at: noon, reason: '' } });
    const approved = request({
      id: 'CS-2',
      state: { kind: 'approved', at: noon },
      expiresAt: noon + 900_000,
    });
    const on = bench([denied, approved]);
    assert.deepEqual(
      on.snapshot().cards.map((card) => card.id),
      ['CS-1', 'CS-2'],
    );
    on.clock.pass(200_000);
    assert.deepEqual(
      on.snapshot().cards.map((card) => card.id),
      ['CS-2'],
    );
    on.clock.pass(900_000);
    assert.deepEqual(on.snapshot().cards, []);
  });

  it('opens diffs and pages of what it shows, and goes only to known places', () => {
    const on = bench([request()]);
    on.view.receive({ v: 1, kind: 'open-diff', nonce, id: 'CS-142', index: 0 });
    on.view.receive({ v: 1, kind: 'open-page', nonce, id: 'CS-142' });
    on.view.receive({ v: 1, kind: 'open-page', nonce, id: 'CS-9' });
    on.view.receive({ v: 1, kind: 'open-rule', nonce, id: 'CS-142' });
    on.view.receive({ v: 1, kind: 'open-rule', nonce, id: 'CS-9' });
    on.view.receive({ v: 1, kind: 'go', nonce, to: 'drill' });
    on.view.receive({ v: 1, kind: 'go', nonce, to: 'workbench.action.quit' });
    assert.deepEqual(on.went, ['diff CS-142 0', 'page CS-142', `rule ${request().rule.id}`, 'go drill']);
  });

  it('tells once how long the first frame took', () => {
    const on = bench([request()]);
    on.clock.pass(40);
    draw(on);
    draw(on);
    assert.deepEqual(on.went, ['drawn CS-142 40']);
  });
});
