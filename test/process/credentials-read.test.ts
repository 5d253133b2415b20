/** The token of the best-known incident: found in a file, used minutes later. The card names the file; nothing keeps the token. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { KillableJudge } from '../../src/engine/killable-judge.js';
import { cardOf } from '../../src/messages/cards/card.js';
import { systemRandom } from '../../src/node/random.js';
import { bashRing, heard, MemoryRecord, MemoryRequests } from '../support/desk.js';
import { noon } from '../support/requests.js';
import { root } from '../support/source.js';
import { TickingClock } from '../support/ticking-clock.js';
import { until } from '../support/until.js';

const token = '7c1e0a52-93f4-4d7b-8b8a-5a0c2f1e9d44';
const wipe = `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer ${token}" -d '{"query":"mutation { volumeDelete(volumeId: \\"v1\\") }"}'`;

describe('credentials that were read earlier in the session', function () {
  this.timeout(60_000);
  let app: string;
  let judge: KillableJudge;

  before(() => {
    app = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-read-')));
    mkdirSync(join(app, 'scripts'));
    writeFileSync(join(app, 'scripts', 'domains.env'), `RAILWAY_TOKEN=${token}\n`);
    judge = new KillableJudge({ entry: join(root, 'dist', 'engine-worker.js') });
  });
  after(() => {
    judge.dispose();
    rmSync(app, { recursive: true, force: true });
  });

  function window() {
    const record = new MemoryRecord();
    const requests = new MemoryRequests();
    const clock = new TickingClock(noon);
    const desk = new Desk({
      random: systemRandom,
      clock,
      record,
      requests,
      windows: { self: 'w1', isOpen: (id) => id === 'w1' },
      judge,
      settings: () => defaultSettings,
    });
    let calls = 0;
    const ring = (command: string, session = 's1') => {
      calls += 1;
      const fields = { cwd: app, session_id: session, tool_use_id: `t${calls}` };
      return desk.ring(bashRing(command, { cwd: app, fields }));
    };
    const asked = () =>
      until('a request', () => desk.requests().find(({ state }) => state.kind === 'pending'));
    const surroundings = { machine: 'm', window: 'w', branch: () => undefined };
    const said = async () =>
      cardOf(await asked(), {
        now: clock.now(),
        surface: 'view',
        surroundings,
        refused: undefined,
      }).facts.flatMap(({ term, detail }) => (term === 'Credential' ? [detail] : []));
    return { desk, ring, clock, record, asked, said };
  }

  it('are named on the card with their file and when it was read', async () => {
    const { desk, ring, clock, record, asked, said } = window();
    assert.equal(heard(await ring('cat scripts/domains.env')), 'none');
    clock.pass(120_000);
    void ring(wipe);
    assert.deepEqual(await said(), ['one in this call stands in scripts/domains.env, read 2 min before']);
    const { call: _, assessment: __, ...kept } = await asked();
    assert.equal(JSON.stringify([kept, record.entries]).includes(token), false);
    await desk.dispose();
  });

  it('are not where another session has read them, or nobody has', async () => {
    const { desk, ring, said } = window();
    await ring('cat scripts/domains.env', 'other');
    await ring('ls scripts');
    void ring(wipe);
    assert.deepEqual(await said(), []);
    await desk.dispose();
  });
});
