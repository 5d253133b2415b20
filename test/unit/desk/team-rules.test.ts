import assert from 'node:assert/strict';
import { defaultSettings } from '../../../src/core/policy/settings.js';
import { teamInForce } from '../../../src/core/policy/team-in-force.js';
import { Desk } from '../../../src/desk/desk.js';
import { ringWithoutWindow } from '../../../src/desk/offline.js';
import type { DeskParts, TeamFacts } from '../../../src/desk/parts.js';
import { systemRandom } from '../../../src/node/random.js';
import type { KnownPlaces } from '../../../src/ports/judge.js';
import { bashRing, heard, MemoryRecord, MemoryRequests } from '../../support/desk.js';
import { memoryJudge, sayingJudge } from '../../support/judge.js';
import { assessment, noon } from '../../support/requests.js';
import { approvers, policy } from '../../support/team.js';
import { TickingClock } from '../../support/ticking-clock.js';

const file = {
  environments: [
    { environment: 'production', system: 'kubernetes', name: 'eu-1' },
    { environment: 'development', system: 'kubernetes', name: 'shop-prod-copy' },
  ],
  rules: [
    {
      id: 'loss',
      match: { environment: ['production'], verb: ['delete', 'destroy'] },
      ceremony: 'countersign',
    },
    { id: 'no-npm', match: { tool: ['npm'] }, ceremony: 'forbid', message: 'Use pnpm.', owner: 'platform' },
    { id: 'tests', match: { tool: ['pytest'] }, band: 'ask' },
  ],
};

function parts(isPinned = true): DeskParts & {
  readonly asked: (KnownPlaces | undefined)[];
  readonly record: MemoryRecord;
  readonly requests: MemoryRequests;
} {
  const facts: TeamFacts = {
    team: teamInForce(policy(file), approvers, isPinned),
    requester: 'ada@acme.example',
  };
  const engine = memoryJudge();
  const asked: (KnownPlaces | undefined)[] = [];
  return {
    asked,
    random: systemRandom,
    clock: new TickingClock(noon),
    record: new MemoryRecord(),
    requests: new MemoryRequests(),
    windows: { self: 'w1', isOpen: (id) => id === 'w1' },
    judge: {
      ...sayingJudge(() => assessment()),
      judge: (call, site, places) => {
        asked.push(places);
        return engine.judge(call, site, places);
      },
    },
    settings: () => defaultSettings,
    team: () => facts,
  };
}

const deletion = (context: string) => bashRing(`kubectl --context ${context} delete deployment web`);

describe('a desk with a team', () => {
  it('asks for countersignatures where the team does, out of those who may approve', async () => {
    const made = parts();
    const desk = new Desk(made);
    const gone = new AbortController();
    const answer = desk.ring(deletion('eu-1'), gone.signal);
    while (desk.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [request] = desk.requests();
    assert.deepEqual(request?.ceremony, {
      kind: 'countersign',
      name: 'eu-1/web',
      needs: [{ group: 'anyone', count: 1, presence: 'none', from: approvers }],
    });
    assert.equal(request.rule.id, 'team/loss');
    assert.equal(request.assessment.targets[0]?.environment, 'production');
    gone.abort();
    assert.match(heard(await answer), /^deny: /);
    await desk.dispose();
  });

  it('forbids with the team\u2019s own words, and records it', async () => {
    const made = parts();
    const answer = heard(await new Desk(made).ring(bashRing('npm install left-pad')));
    assert.match(
      answer,
      /^deny: Forbidden by the rule team\/no-npm of Countersign: "Use pnpm"\. Ask platform\. The call did not run/,
    );
    const [entry] = made.record.entries;
    assert.ok(entry?.body.type === 'call.denied' && entry.body.by === 'policy');
  });

  it('shows the band that a rule gives', async () => {
    const made = parts();
    const desk = new Desk(made);
    const gone = new AbortController();
    const answer = desk.ring(bashRing('pytest -q'), gone.signal);
    while (desk.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [request] = desk.requests();
    assert.deepEqual(
      [
        request?.rule.id,
        request?.assessment.band,
        request?.assessment.score,
        request?.assessment.findings[0]?.id,
      ],
      ['team/tests', 'ask', 40, 'team-rule'],
    );
    gone.abort();
    await answer;
    await desk.dispose();
  });

  it('hears what the team calls harmless only once a person has accepted its policy', async () => {
    const ring = deletion('shop-prod-copy');
    const of = async (isPinned: boolean) => {
      const made = parts(isPinned);
      const answer = await ringWithoutWindow(ring, made);
      return `${heard(answer).split(':')[0]} ${made.record.types.join()}`;
    };
    assert.equal(await of(false), 'deny call.denied');
    assert.equal(await of(true), 'none call.passed');
  });

  it('rules by it without a window too', async () => {
    assert.match(
      heard(await ringWithoutWindow(bashRing('npm test'), parts())),
      /^deny: Forbidden by the rule team\/no-npm/,
    );
    assert.match(
      heard(await ringWithoutWindow(deletion('eu-1'), parts(false))),
      /^deny: This call needs a person/,
    );
    assert.equal(heard(await ringWithoutWindow(bashRing('ls'), parts())), 'none');
  });
});
