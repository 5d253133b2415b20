import assert from 'node:assert/strict';
import type { Request } from '../../../../src/core/approval/request.js';
import { type CardContext, cardOf } from '../../../../src/messages/cards/card.js';
import { spokenCard } from '../../../../src/messages/cards/spoken.js';
import { decodeHostMessage } from '../../../../src/protocol/card.js';
import { askRequest, assessment, editRequest, noon, request, shellCall } from '../../../support/requests.js';
import { snapshotOf } from '../../../support/snapshot.js';

const context: CardContext = {
  now: noon + 60_000,
  surface: 'view',
  surroundings: { machine: 'host', window: 'cost-explorer', branch: () => 'main' },
  refused: undefined,
};

function fact(of: Request, term: string): string | undefined {
  return cardOf(of, context).facts.find((one) => one.term === term)?.detail;
}

describe('a card in words', () => {
  it('is what the view can read', () => {
    const states = [
      { kind: 'approved', at: noon },
      { kind: 'used', at: noon },
      { kind: 'denied', at: noon, reason: 'no' },
      { kind: 'expired', at: noon },
      { kind: 'void', at: noon, code: 'call-changed' },
      { kind: 'parked' },
    ] as const;
    const requests = [request(), askRequest(), editRequest(), ...states.map((state) => request({ state }))];
    const snapshot = snapshotOf(requests);
    assert.deepEqual(decodeHostMessage(JSON.parse(JSON.stringify(snapshot))), { ok: true, value: snapshot });
  });

  it('names who asks, from where, and with whose rights', () => {
    const of = request({
      call: shellCall('x', { subagent: { id: 'a1', type: 'reviewer' }, unattended: true }),
    });
    assert.equal(
      fact(of, 'Asked by'),
      'Claude Code, subagent reviewer a1, session 3f2a91c0, tool Bash, running without asking its user',
    );
    assert.equal(fact(of, 'Directory'), '/home/mara/cost-explorer, branch main');
    assert.equal(fact(of, 'Window'), 'cost-explorer on host');
    assert.equal(fact(request({ state: { kind: 'parked' } }), 'Machine'), 'host');
    assert.equal(fact(of, 'Rights'), 'role AdministratorAccess');
    assert.equal(fact(askRequest(), 'Rights'), 'not known from the files on this machine');
    assert.equal(fact(of, 'Rule'), 'A write to production needs its name typed (built in)');
    assert.deepEqual(
      cardOf(of, context).facts.flatMap(({ term, opens }) =>
        opens === undefined ? [] : [`${term}: ${opens}`],
      ),
      ['Rule: rule'],
    );
    assert.equal(fact(of, 'Known by'), 'AWS_PROFILE: cost-explorer-prod-admin; name: prod');
  });

  it('lists a few targets and counts the rest', () => {
    const [target] = assessment().targets;
    assert.ok(target);
    const of = request({ assessment: assessment({ targets: Array.from({ length: 7 }, () => target) }) });
    assert.match(fact(of, 'Target') ?? '', /; and 3 more$/);
  });

  it('asks for a name, a yes, or nothing', () => {
    assert.deepEqual(cardOf(request(), context).ask, {
      kind: 'typed',
      name: 'cost-explorer-prod',
      label: 'To approve, type the name',
    });
    assert.equal(cardOf(askRequest({ state: { kind: 'parked' } }), context).ask.kind, 'confirm');
    assert.equal(cardOf(askRequest({ state: { kind: 'used', at: noon } }), context).ask.kind, 'none');
  });

  it('waits only on production, and offers a page only there', () => {
    const [production, ask] = [cardOf(request(), context), cardOf(askRequest(), context)];
    assert.deepEqual([production.armMilliseconds, production.page], [1_000, true]);
    assert.deepEqual([ask.armMilliseconds, ask.page], [0, false]);
    assert.equal(cardOf(request(), { ...context, surface: 'page' }).page, false);
  });

  it('says where a request stands', () => {
    const said = (change: Partial<Request>): string => {
      const { status, detail } = cardOf(request(change), context).live;
      return `${status} ${detail}`.replaceAll(/\d\d:\d\d/g, 'TIME');
    };
    assert.deepEqual(
      [
        said({}),
        said({ asked: 3, state: { kind: 'parked' } }),
        said({ agentGone: true, state: { kind: 'parked' } }),
        said({ state: { kind: 'approved', at: noon }, expiresAt: noon + 901_000 }),
        said({ state: { kind: 'denied', at: noon, reason: 'Look first.' } }),
        said({ state: { kind: 'expired', at: noon } }),
        said({ state: { kind: 'void', at: noon, code: 'target-changed' } }),
      ],
      [
        'Claude Code is waiting. In 54 min it is told to ask again later; the request stays here. This request ends in 23 h 59 min.',
        'Claude Code was told to ask again later. Asked 3 times. Approve, and its next identical call runs once. This request ends in 23 h 59 min.',
        'Claude Code has gone. Approve, and its next identical call runs once. This request ends in 23 h 59 min.',
        'Approved once at TIME. Waiting for Claude Code to make the same call. The approval ends in 14 min.',
        'Denied at TIME. Claude Code is told: \u201CDenied by a person in Countersign (CS-142). The reason given: "Look first.". Do not try the same thing another way; ask the user how to go on.\u201D',
        'Expired at TIME. Nothing ran. Claude Code may ask again.',
        'Void since TIME. What the call would touch is not what was approved. Nothing ran under it.',
      ],
    );
  });

  it('shows no hidden character of the agent anywhere', () => {
    const evil = 'a\u202Eb\u200Bc';
    const of = askRequest({
      call: shellCall(evil, { stated: evil, cwd: `/${evil}`, tool: evil, session: evil }),
      change: { items: [{ kind: 'file', path: evil, before: evil, after: `${evil}!` }], sources: [evil] },
      assessment: assessment({ safer: [evil], effects: [], findings: [] }),
    });
    const card = cardOf(of, context);
    assert.equal(/[\u202E\u200B]/.test(JSON.stringify(card) + spokenCard(card)), false);
  });

  it('can be read aloud in the order in which it is shown', () => {
    const text = spokenCard(cardOf(request(), context));
    const order = [
      'Delete and re-create',
      'Score 95',
      'Reasons:',
      'Command, exactly',
      'What changes:',
      'Claude Code says:',
      'Rights:',
      'is waiting',
    ];
    const found = order.map((words) => text.indexOf(words));
    assert.equal(found.includes(-1), false, text);
    assert.deepEqual(
      found,
      [...found].sort((a, b) => a - b),
    );
  });
});
