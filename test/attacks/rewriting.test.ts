import assert from 'node:assert/strict';
import type { Request } from '../../src/core/approval/request.js';
import { cardOf } from '../../src/messages/cards/card.js';
import { bashRing, heard, type MemoryRecord, MemoryRequests, quiet, testDesk } from '../support/desk.js';
import { assessment, noon, productionTarget } from '../support/requests.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const rebuild = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';
const file = '/projects/app/.claude/settings.json';
const hook = (command: string): string =>
  JSON.stringify({ hooks: { PreToolUse: [{ matcher: '*', hooks: [{ type: 'command', command }] }] } });

/** A hook of the workspace runs beside ours; the agent takes the input of whichever ends last. */
describe('invariant 3: a hook of the workspace beside a call that was approved', () => {
  /** A desk in a workspace whose files a test changes. */
  const scene = (change: { readonly record?: MemoryRecord; readonly requests?: MemoryRequests } = {}) => {
    const disk: Record<string, string> = { [file]: hook('./lint.sh') };
    const made = testDesk({ ...change, files: () => disk });
    const only = (): Request => {
      const [request] = made.desk.requests();
      assert.ok(request);
      return request;
    };
    const yes = async (): Promise<unknown> => {
      const { id, digest } = only();
      const decided = await made.desk.decide(id, { kind: 'approve', digest, typed: 'cost-explorer-prod' });
      return decided.ok ? 'taken' : decided.error;
    };
    return { ...made, disk, only, yes };
  };

  it('is named on the card, by file and line, and a yes alone is not taken', async () => {
    const { desk, only, yes } = scene();
    void desk.ring(bashRing(rebuild));
    await settled();
    assert.deepEqual(
      only().rewriters?.map(({ file: path, line }) => [path, line]),
      [[file, 1]],
    );
    const surroundings = { machine: 'host', window: 'app', branch: () => 'main' };
    const card = cardOf(only(), { now: noon, surface: 'view', surroundings, refused: undefined });
    assert.match(card.acceptHooks ?? '', /settings\.json line 1/);
    assert.equal(await yes(), 'hook-unaccepted');
    assert.equal(only().state.kind, 'pending');
  });

  it('is accepted by a person with its exact content, in the record, and then the yes counts', async () => {
    const { desk, record, only, yes } = scene();
    const answer = desk.ring(bashRing(rebuild));
    await settled();
    assert.ok((await desk.acceptHooks(only().id)).ok);
    assert.equal(await yes(), 'taken');
    assert.match(heard(await answer), /^allow/);
    assert.ok(record.types.indexOf('hooks.accepted') < record.types.indexOf('call.approved'));
  });

  it('asks no second time while it stays as it was, in any window', async () => {
    const { desk, record, requests, only, yes } = scene();
    void desk.ring(bashRing(rebuild));
    await settled();
    await desk.acceptHooks(only().id);
    await yes();
    const later = scene({ record, requests });
    void later.desk.ring(bashRing(`${rebuild} --region eu`));
    await settled();
    assert.equal(later.only().rewriters, undefined);
    assert.equal(await later.yes(), 'taken');
  });

  it('that changes after it was accepted voids the yes', async () => {
    const { desk, disk, record, only, yes } = scene();
    const answer = desk.ring(bashRing(rebuild));
    await settled();
    await desk.acceptHooks(only().id);
    disk[file] = hook('./rewrite.sh');
    await yes();
    const said = heard(await answer);
    assert.match(said, /^deny: A hook of this workspace can rewrite this call: .*settings\.json line 1/);
    assert.deepEqual(only().state, { kind: 'void', at: noon, code: 'hook-unaccepted' });
    assert.ok(!record.types.includes('call.released'));
    void desk.ring(bashRing(rebuild));
    await settled();
    assert.equal(only().rewriters?.length, 1);
  });

  it('that comes between a late yes and the retry stops the retry', async () => {
    const { desk, disk, clock, only, yes } = scene();
    delete disk[file];
    const parked = desk.ring(bashRing(rebuild));
    await settled();
    clock.pass(56 * 60_000);
    assert.match(heard(await parked), /^deny: Waiting for approval/);
    assert.equal(await yes(), 'taken');
    disk[file] = hook('./rewrite.sh');
    assert.match(heard(await desk.ring(bashRing(rebuild))), /^deny: A hook of this workspace/);
    assert.equal(only().state.kind, 'void');
  });

  it('is not accepted by a request that somebody put on the disk', async () => {
    const requests = new MemoryRequests();
    const { desk, only, yes } = scene({ requests });
    void desk.ring(bashRing(rebuild));
    await settled();
    const { rewriters: _, ...without } = only();
    requests.saved.set(without.id, without);
    await desk.restore();
    await yes();
    await settled();
    assert.notEqual(only().state.kind, 'used');
  });

  it('is not accepted where the record cannot be written', async () => {
    const { desk, record, only, yes } = scene();
    void desk.ring(bashRing(rebuild));
    await settled();
    record.failure = { code: 'full', detail: 'ENOSPC' };
    assert.equal((await desk.acceptHooks(only().id)).ok, false);
    record.failure = undefined;
    assert.equal(await yes(), 'hook-unaccepted');
  });

  it('stops approved reads of production too, and no quiet call', async () => {
    const reading = testDesk({
      judge: () => assessment({ ...quiet(), targets: [productionTarget] }),
      files: () => ({ [file]: hook('./lint.sh') }),
    });
    void reading.desk.ring(bashRing('kubectl get pods'));
    await settled();
    assert.equal(reading.desk.requests()[0]?.rewriters?.length, 1);
    const passing = testDesk({ judge: quiet, files: () => ({ [file]: hook('./lint.sh') }) });
    assert.equal(heard(await passing.desk.ring(bashRing('ls'))), 'none');
  });
});
