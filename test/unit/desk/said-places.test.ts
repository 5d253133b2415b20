import assert from 'node:assert/strict';
import { defaultSettings } from '../../../src/core/policy/settings.js';
import { teamInForce } from '../../../src/core/policy/team-in-force.js';
import { ok } from '../../../src/core/shared/result.js';
import { isSamePlace, type SaidPlace } from '../../../src/core/target/said-place.js';
import { Desk } from '../../../src/desk/desk.js';
import type { DeskParts, TeamFacts } from '../../../src/desk/parts.js';
import { systemRandom } from '../../../src/node/random.js';
import type { SaidPlaces } from '../../../src/ports/places.js';
import { bashRing, heard, MemoryRecord, MemoryRequests } from '../../support/desk.js';
import { memoryJudge } from '../../support/judge.js';
import { noon } from '../../support/requests.js';
import { approvers, policy } from '../../support/team.js';
import { TickingClock } from '../../support/ticking-clock.js';
import { until } from '../../support/until.js';

const kubeconfig = `
current-context: acme-eu-1
contexts:
- name: acme-eu-1
  context: { cluster: c1, user: ada }
clusters:
- name: c1
  cluster: { server: "https://a1.eks.example.net" }
`;

class MemoryPlaces implements SaidPlaces {
  private said: readonly SaidPlace[] = [];
  now = () => this.said;
  settled = async () => true;
  list = () => [];
  onChange = () => () => undefined;
  async say(said: SaidPlace) {
    this.said = [...this.said.filter((one) => !isSamePlace(one, said)), said];
    return ok(undefined);
  }
  async forget(place: SaidPlace) {
    this.said = this.said.filter((one) => !isSamePlace(one, place));
    return ok(undefined);
  }
}

function opened(team?: object, files = { '/home/ada/.kube/config': kubeconfig }) {
  const facts: TeamFacts | undefined = team && {
    team: teamInForce(policy(team), approvers, true),
    requester: 'ada@acme.example',
  };
  const record = new MemoryRecord();
  const requests = new MemoryRequests();
  const places = new MemoryPlaces();
  const parts: DeskParts = {
    random: systemRandom,
    clock: new TickingClock(noon),
    record,
    requests,
    places,
    windows: { self: 'w1', isOpen: (id) => id === 'w1' },
    judge: memoryJudge({ files: () => files }),
    settings: () => defaultSettings,
    ...(facts === undefined ? {} : { team: () => facts }),
  };
  record.clock = parts.clock;
  const desk = new Desk(parts);
  const hold = async (command: string) => {
    const answer = desk.ring(bashRing(command, { env: { HOME: '/home/ada' } }));
    await until('a card', () => desk.requests()[0]);
    const [request] = desk.requests();
    assert.ok(request !== undefined);
    return { answer, id: request.id };
  };
  const card = () => {
    const [request] = desk.requests();
    assert.ok(request !== undefined);
    return request;
  };
  return { desk, record, requests, places, hold, card, parts };
}

describe('a held card that asks what a place is', () => {
  it('production: the held request is judged again at once, and asks for the name', async () => {
    const { desk, hold, card, record } = opened();
    const { id } = await hold('kubectl delete deploy web');
    const before = card();
    assert.deepEqual(
      [before.ceremony.kind, before.assessment.targets[0]?.environment],
      ['confirm', 'unknown'],
    );
    assert.ok((await desk.sayPlace(id, 'production')).ok);
    const after = card();
    assert.deepEqual(
      [after.id, after.ceremony.kind, after.rule.id, after.state.kind],
      [id, 'typed', 'built-in/production-write', 'pending'],
    );
    assert.equal(after.assessment.targets[0]?.environment, 'production');
    assert.notEqual(after.digest, before.digest);
    assert.deepEqual(record.types, ['call.held', 'call.held']);
    // What was on the card before is no yes to what is on it now.
    const old = await desk.decide(id, { kind: 'approve', digest: before.digest });
    assert.deepEqual(old, { ok: false, error: 'digest-changed' });
  });

  it('and its yes, with the name typed, releases what waits', async () => {
    const { desk, hold, card } = opened();
    const { id, answer } = await hold('kubectl delete deploy web');
    await desk.sayPlace(id, 'production');
    const { digest, ceremony } = card();
    assert.ok(ceremony.kind === 'typed');
    assert.ok((await desk.decide(id, { kind: 'approve', digest, typed: ceremony.name })).ok);
    assert.match(heard(await answer), /^allow: /);
  });

  it('development: less is asked for, and nothing is released by it', async () => {
    const { desk, hold, card } = opened();
    const { id, answer } = await hold('kubectl delete ns shop');
    assert.equal(card().ceremony.kind, 'typed');
    assert.ok((await desk.sayPlace(id, 'development')).ok);
    assert.deepEqual([card().ceremony.kind, card().state.kind], ['confirm', 'pending']);
    let isAnswered = false;
    void answer.then(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isAnswered, false);
    assert.ok((await desk.decide(id, { kind: 'approve', digest: card().digest })).ok);
    assert.match(heard(await answer), /^allow: /);
  });

  it('what has become quiet by it stays held too', async () => {
    const { desk, hold, card } = opened();
    const { id } = await hold('kubectl delete deploy web');
    await desk.sayPlace(id, 'development');
    assert.deepEqual([card().state.kind, card().ceremony.kind], ['pending', 'confirm']);
    assert.equal(card().assessment.targets[0]?.environment, 'development');
  });

  it('taken back, the card asks for as much as before', async () => {
    const { desk, hold, card, places } = opened();
    const { id } = await hold('kubectl delete ns shop');
    await desk.sayPlace(id, 'development');
    const [said] = places.now();
    assert.ok(said !== undefined);
    await places.forget(said);
    await desk.judgeAgain();
    assert.deepEqual([card().ceremony.kind, card().assessment.targets[0]?.environment], ['typed', 'unknown']);
  });

  it('where the name can be made another place, only production can be said', async () => {
    const { desk, hold } = opened(undefined, { '/home/ada/.kube/config': '' });
    const { id } = await hold('kubectl --context acme-eu-1 delete ns shop');
    assert.deepEqual(await desk.sayPlace(id, 'development'), { ok: false, error: 'unknown-request' });
    assert.ok((await desk.sayPlace(id, 'production')).ok);
  });

  it('nobody’s own word takes away the colleague that their team wants', async () => {
    const team = { peerReview: 'production' };
    const { desk, hold, card } = opened(team);
    const { id } = await hold('kubectl delete ns shop');
    assert.equal(card().ceremony.kind, 'countersign');
    await desk.sayPlace(id, 'development');
    assert.deepEqual(
      [card().ceremony.kind, card().assessment.targets[0]?.environment],
      ['countersign', 'unknown'],
    );
    await desk.sayPlace(id, 'production');
    assert.deepEqual(
      [card().ceremony.kind, card().assessment.targets[0]?.environment],
      ['countersign', 'production'],
    );
  });

  it('where the team wants nobody else, the own word counts', async () => {
    const { desk, hold, card } = opened({ rules: [] });
    const { id } = await hold('kubectl delete ns shop');
    await desk.sayPlace(id, 'development');
    assert.equal(card().assessment.targets[0]?.environment, 'development');
  });

  it('what was held before this window is asked anew', async () => {
    const first = opened();
    const { id } = await first.hold('kubectl delete deploy web');
    await first.desk.dispose();
    const later = new Desk({ ...first.parts, windows: { self: 'w2', isOpen: (one) => one === 'w2' } });
    await later.restore();
    assert.equal(later.requests()[0]?.state.kind, 'parked');
    assert.ok((await later.sayPlace(id, 'production')).ok);
    assert.equal(later.requests()[0]?.state.kind, 'void');
  });
});
