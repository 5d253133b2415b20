import assert from 'node:assert/strict';
import type { Request } from '../../../../src/core/approval/request.js';
import type { Change } from '../../../../src/core/change/change.js';
import type { ObjectItem } from '../../../../src/core/change/preview.js';
import { heaviestName } from '../../../../src/core/policy/name.js';
import { ruleOn } from '../../../../src/core/policy/rule-on.js';
import { defaultSettings } from '../../../../src/core/policy/settings.js';
import { cardOf } from '../../../../src/messages/cards/card.js';
import { cardReasonText } from '../../../../src/messages/cards/reason.js';
import { statusText } from '../../../../src/messages/window/announce.js';
import type { Card } from '../../../../src/protocol/card.js';
import { judged } from '../../../support/judged.js';
import { noon, request } from '../../../support/requests.js';
import { memoryWorld } from '../../../support/world.js';
import { effect } from '../../change/effects.js';

function drawn(made: Request): Card {
  const surroundings = { machine: 'host', window: 'w', branch: () => 'main' };
  return cardOf(made, { now: noon, surface: 'view', surroundings, refused: undefined });
}

describe('the faults of the card', () => {
  it('1: what destroys all of a production is no click, wherever its configuration says production', () => {
    const main = (provider: string, tags: string, name: string): string =>
      `provider "aws" {\n${provider}}\nresource "aws_db_instance" "${name}" {\n  identifier = "${name}"\n${tags}}\n`;
    const ways = {
      profile: main('  profile = "prod-admin"\n', '', 'shop'),
      tags: main('', '  tags = { environment = "production" }\n', 'shop'),
      name: main('', '', 'shop-prod'),
      none: main('', '', 'shop'),
    };
    const bands = Object.fromEntries(
      Object.entries(ways).map(([way, text]) => {
        const world = memoryWorld({
          cwd: '/srv/app',
          home: '/home/ada',
          files: { '/srv/app/infra/main.tf': text },
        });
        const assessment = judged('cd infra && terraform destroy', world);
        const verdict = ruleOn(assessment, { readsPass: () => false }, defaultSettings);
        return [way, `${assessment.band} ${verdict.kind === 'hold' ? verdict.ceremony.kind : verdict.kind}`];
      }),
    );
    // Where nothing is known of the place, it cannot be brought back: the same.
    const typed = 'production typed';
    assert.deepEqual(bands, { profile: typed, tags: typed, name: typed, none: typed });
    // The near miss: a plan is read.
    assert.equal(
      judged('cd infra && terraform plan', memoryWorld({ cwd: '/srv/app', home: '/home/ada' })).band,
      'quiet',
    );
  });

  it('4: the status bar counts what waits for a countersignature', () => {
    assert.match(statusText([], undefined, undefined, 2).text, /2 to countersign/);
    assert.match(statusText([request()], undefined, undefined, 1).tooltip, /1 request of a colleague/);
  });

  it('8: a name that cannot be typed can only be denied', () => {
    const card = drawn(request({ ceremony: { kind: 'typed', name: 'pr\u043Ed-eu' } }));
    assert.equal(card.ask.kind, 'no-only');
    assert.match(card.notice ?? '', /cannot be approved as written/);
    assert.equal(drawn(request()).ask.kind, 'typed');
  });

  it('9: a yes that is not used yet can be taken back on its card', () => {
    const card = drawn(request({ state: { kind: 'approved', at: noon } }));
    assert.deepEqual([card.ask.kind, card.no], ['no-only', 'Take back']);
    assert.equal(drawn(request({ state: { kind: 'used', at: noon } })).ask.kind, 'none');
  });

  it('11: what is lost is the name that is typed', () => {
    const place = { name: 'prod-eu', environment: 'production', confidence: 1, evidence: [] } as const;
    const name = (command: string, resource: string, system: string): string =>
      heaviestName({
        effects: [effect(command, 'destroy', resource, { target: { ...place, system } })],
        targets: [],
      });
    assert.equal(name('git push --force', 'branch main', 'git'), 'main');
    assert.equal(name('kubectl delete ns shop', 'namespace/shop', 'kubernetes'), 'prod-eu/shop');
    assert.equal(name('psql', 'table orders', 'postgres'), 'prod-eu/orders');
    assert.equal(name('terraform destroy', 'everything', 'terraform'), 'prod-eu');
    assert.equal(name('x', 'namespace/a b; c', 'kubernetes'), 'prod-eu');
  });

  it('12: the score is one sentence, and the arithmetic stands below it', () => {
    const { score } = drawn(request());
    assert.match(score.sentence, /^95 of 100: what it does weighs 40 of 40, in production/);
    assert.match(score.vector, /^CS1\//);
  });

  it('12: a reason does not contradict the change', () => {
    const reasons = drawn(request()).reasons.map(({ text }) => text);
    assert.ok(
      reasons.some((text) => text.includes('below is what it reaches here')),
      reasons.join(),
    );
    const unseen = drawn(
      request({ change: { items: [], sources: [], unknown: [{ what: 'code', of: 'x' }] } }),
    );
    assert.ok(unseen.reasons.some(({ text }) => text.includes('more than can be counted')));
  });

  it('12: nothing that can be brought back is said to be lost for good, and what is overwritten is not deleted', () => {
    const finding = (id: string) =>
      ({ id, term: 'F', weight: 70, data: { resource: 'database shop-db', target: 'shop-db' } }) as const;
    const row = { kind: 'object', noun: 'database', name: 'shop-db' } as const;
    const change = (item: Partial<Pick<ObjectItem, 'sign' | 'consequence'>>): Change => ({
      items: [{ ...row, sign: 'deleted', ...item }],
      sources: [],
    });
    const kept = change({ consequence: 'recoverable' });
    for (const id of ['unknown-loss', 'destroy']) {
      assert.doesNotMatch(cardReasonText(finding(id), kept), /for good/);
      assert.match(cardReasonText(finding(id), change({ consequence: 'data-lost' })), /for good/);
    }
    assert.equal(
      cardReasonText(finding('verb-replace'), change({ sign: 'changed' })),
      'Overwrites the database shop-db',
    );
    assert.match(cardReasonText(finding('verb-replace'), change({ sign: 'replaced' })), /deleted first/);
  });

  it('2: what goes and is not counted makes every number a least one', () => {
    const item = { kind: 'object', sign: 'deleted', noun: 'instance', name: 'web' } as const;
    const items = [item, { ...item, name: 'queue', uncounted: true } as const];
    const { change } = drawn(request({ change: { items, sources: [] } }));
    assert.deepEqual([change.radius, change.counts], [undefined, 'At least 1 deleted.']);
    const changed = items.map((one) => ({ ...one, sign: 'changed' }) as const);
    assert.equal(
      drawn(request({ change: { items: changed, sources: [] } })).change.counts,
      'At least 1 changed.',
    );
  });

  it('2: how much goes, and how much of it for good, is one line', () => {
    assert.equal(drawn(request()).change.radius?.words, '8 go, 1 of them for good, 8 come.');
  });
});
