import assert from 'node:assert/strict';
import type { LookOffer, Request } from '../../src/core/approval/request.js';
import { withSeen } from '../../src/core/approval/seen.js';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { ruledAsSeen } from '../../src/desk/as-seen.js';
import { createJudge } from '../../src/engine/judge.js';
import { cardOf } from '../../src/messages/cards/card.js';
import { type CardBrowser, type CardPage, startCardBrowser } from '../support/card-page.js';
import { serverHost, without } from '../support/components.js';
import { keepPicture } from '../support/picture.js';
import { noon, request, shellCall } from '../support/requests.js';
import { snapshotOf } from '../support/snapshot.js';
import { darkTheme } from '../support/theme.js';
import { until } from '../support/until.js';

const judge = createJudge();
const command = 'psql -h db-prod.acme.example -U shop shop -c "DELETE FROM orders WHERE status = \'old\'"';
const place = 'PostgreSQL db-prod.acme.example/shop';

/** As a server of version 15 answered. */
const answered = [
  '{"is" : "server", "version" : "15.18 (Debian 15.18-0+deb12u1)", "primary" : true}',
  '{"is" : "table", "n" : 0, "estimate" : 41200, "bytes" : 9887744}',
  '{"is" : "refers", "n" : 0, "table" : "order_lines", "action" : "c", "depth" : 1, "estimate" : 210000}',
  '{"is" : "refers", "n" : 0, "table" : "refunds", "action" : "n", "depth" : 1, "estimate" : 300}',
  '{"is" : "keys", "n" : 0, "whole" : true}',
  '{"is" : "count", "n" : 0, "rows" : 38912}',
  '{"is" : "goes", "n" : 0, "table" : "order_lines", "rows" : 201377}',
  '{"is" : "goes", "n" : 0, "table" : "refunds", "rows" : 118}',
].join('\n');

type Env = Readonly<Record<string, string>>;

async function heldCall(words = command, env: Env = {}): Promise<Request> {
  const call = shellCall(words);
  const site = { cwd: call.cwd, env: { HOME: '/home/ada', ...env } };
  const assessment = await judge.judge(call, site);
  const { change, looks = [] } = await judge.foresee(call, assessment, site);
  return request({
    call,
    assessment,
    change,
    look: { places: [...looks] },
    ceremony: { kind: 'typed', name: 'db-prod.acme.example/shop' },
  });
}

async function seenCall(held: Request, text = answered, env: Env = {}): Promise<Request> {
  const site = { cwd: held.call.cwd, env: { HOME: '/home/ada', ...env } };
  const planned = await judge.looksOf(held.call, held.assessment, site);
  const answers = planned.map((one) => ({ ...one, heard: [{ text, isWhole: true }] }));
  const change = await judge.changeSeen(held.call, held.assessment, site, answers, noon);
  assert.ok(change !== undefined);
  return withSeen(held, { change, failures: [] }, noon);
}

describe('the offer to look', function () {
  this.timeout(120_000);
  let browser: CardBrowser;
  let view: CardPage;

  before(async function () {
    const host = serverHost();
    if ('missing' in host) return without(host.missing, this);
    browser = await startCardBrowser(host.chromium);
  });
  after(() => browser?.close());
  beforeEach(async () => {
    view = await browser.open({ width: 420, height: 1_300 });
    await view.page.evaluate(darkTheme);
  });
  afterEach(() => view.close());

  async function show(held: Request, isLooking = false): Promise<string> {
    const surroundings = { machine: 'host', window: 'shop', branch: () => 'main' };
    const card = cardOf(held, { now: noon, surface: 'view', surroundings, refused: undefined, isLooking });
    await view.post(snapshotOf([held], { cards: [card] }));
    await view.page.waitForSelector('.look');
    const words = isLooking ? 'Looking' : 'only reads';
    await until(
      'the offer',
      async () => (await view.page.textContent('.look'))?.includes(words) || undefined,
    );
    return (await view.page.textContent('.change')) ?? '';
  }

  it('stands below what is not known, names the place, and sends what it is about', async () => {
    const held = await heldCall();
    const text = await show(held);
    assert.match(text, /Not known: how many rows of orders\.[\s\S]*Look/);
    const button = view.page.getByRole('button', { name: `Look at ${place}: it only reads` });
    await button.click();
    const [message] = await view.sent();
    assert.deepEqual(message?.kind === 'look' ? [message.id, message.digest] : message, [
      held.id,
      held.digest,
    ]);
    await keepPicture(view.page, 'look-1-offered');
  });

  it('says that it looks, and is not pressed twice', async () => {
    await show(await heldCall(), true);
    await view.page.locator('.look button').click({ force: true });
    assert.deepEqual(await view.sent(), []);
    await keepPicture(view.page, 'look-2-looking');
  });

  it('what was seen stands in place of what was not known, with when and by whom', async () => {
    const text = await show(await seenCall(await heldCall()));
    assert.match(text, /rows of orders × 38912/);
    assert.match(text, /rows of order_lines × 201377 \(with ON DELETE CASCADE\)/);
    assert.match(
      text,
      /Seen at \d\d:\d\d on PostgreSQL db-prod\.acme\.example\/shop: PostgreSQL 15\.18, which takes writes\./,
    );
    assert.doesNotMatch(text, /Not known/);
    await keepPicture(view.page, 'look-3-seen');
  });

  it('tags that say production make it a card of production', async () => {
    const words = 'aws ec2 terminate-instances --instance-ids i-0abc';
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'none', AWS_REGION: 'eu-west-1' };
    const held = await heldCall(words, keys);
    await show({ ...held, ceremony: { kind: 'confirm' } });
    const Tags = [{ Key: 'Environment', Value: 'production' }];
    const instance = { InstanceId: 'i-0abc', InstanceType: 'm5.large', State: { Name: 'running' }, Tags };
    const text = JSON.stringify({ Reservations: [{ Instances: [instance] }] });
    const seen = await seenCall(held, text, keys);
    const rules = { session: { readsPass: () => false }, settings: defaultSettings, team: undefined };
    const ruled = ruledAsSeen({ ...seen, ceremony: { kind: 'confirm' } }, rules);
    assert.ok(ruled !== undefined);
    const shown = await show(ruled);
    assert.match(shown, /Tags there say production: Environment=production\./);
    const card = (await view.page.textContent('.card')) ?? '';
    assert.match(card, /Production/);
    assert.match(card, /Tagged as production where it lies: Environment=production/);
    await keepPicture(view.page, 'look-5-tags');
  });

  it('one that saw nothing says why', async () => {
    const look: LookOffer = {
      places: [place],
      failures: [{ place, code: 'withheld', detail: 'PGPASSWORD' }],
    };
    const text = await show({ ...(await heldCall()), look });
    assert.match(text, /could not be looked up: the password is in PGPASSWORD, which stays with the agent\./);
    await keepPicture(view.page, 'look-4-failed');
    assert.deepEqual(view.complaints, []);
  });
});
