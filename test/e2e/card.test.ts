import assert from 'node:assert/strict';
import { park } from '../../src/core/approval/lifecycle.js';
import type { Request } from '../../src/core/approval/request.js';
import { type CardBrowser, type CardPage, startCardBrowser } from '../support/card-page.js';
import { serverHost, without } from '../support/components.js';
import { keepPicture } from '../support/picture.js';
import { askRequest, editRequest, noon, productionTarget, request, shellCall } from '../support/requests.js';
import { nonce, snapshotOf } from '../support/snapshot.js';
import { until } from '../support/until.js';

const name = 'cost-explorer-prod';

describe('the card in a browser', () => {
  let browser: CardBrowser;
  let view: CardPage;

  before(async function () {
    const host = serverHost();
    if ('missing' in host) return without(host.missing, this);
    browser = await startCardBrowser(host.chromium);
  });
  after(() => browser?.close());
  beforeEach(async () => {
    view = await browser.open();
  });
  afterEach(async () => {
    assert.deepEqual(view.complaints, []);
    await view.close();
  });

  const approve = (): ReturnType<typeof view.page.getByRole> =>
    view.page.getByRole('button', { name: /^Approve once: / });

  const enabled = (): Promise<true> =>
    until('approving to be possible', async () => ((await approve().isEnabled()) ? true : undefined));

  it('has its parts in the fixed order', async () => {
    await view.show([request()]);
    const text =
      (await view.page.getByRole('group', { name: /^Production request CS-142/ }).textContent()) ?? '';
    const order = [
      'Production',
      'Delete and re-create',
      'Deletes in production',
      '3 more reasons',
      'Command, exactly as it will run',
      'What changes',
      '8 deleted, 8 created.',
      'Claude Code says',
      'Rights',
      'Asked by',
      'Rule',
      'Deny',
      'To approve, type the name',
      'Approve once',
      'is waiting',
    ].map((part) => text.indexOf(part));
    assert.equal(order.includes(-1), false, text);
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  });

  describe('asks what a place is', () => {
    const target = {
      ...productionTarget,
      system: 'kubernetes',
      name: 'acme-eu-1',
      account: 'https://a1.eks.example.net',
      environment: 'unknown',
      evidence: [{ source: 'kubeconfig current-context', value: 'acme-eu-1' }],
    } as const;
    const held = (): Request => {
      const { assessment } = request();
      const effects = assessment.effects.map((effect) => ({ ...effect, target }));
      return { ...request(), assessment: { ...assessment, targets: [target], effects } };
    };
    const ask = (said?: 'development', surface: 'view' | 'page' = 'view'): Promise<void> =>
      view.show(
        [held()],
        snapshotOf([held()], { surface }, () => said),
      );
    const answer = (name: string) => view.page.getByRole('button', { name, exact: true });

    it('in plain buttons, each with a sentence; one press is one answer, and no decision', async () => {
      await ask();
      const group = view.page.getByRole('group', { name: 'What is acme-eu-1?' });
      assert.equal(await group.getByRole('button').count(), 4);
      await keepPicture(view.page, 'place-1-question');
      await answer('acme-eu-1 is development').focus();
      await view.page.keyboard.press('Enter');
      await answer('acme-eu-1 is development').click();
      assert.deepEqual(await view.sent(), [
        { v: 1, kind: 'say-place', nonce, id: 'CS-142', digest: held().digest, environment: 'development' },
      ]);
      await ask(undefined, 'page');
      await view.page.setViewportSize({ width: 900, height: 1_400 });
      await keepPicture(view.page, 'place-2-page');
      assert.equal(await group.count(), 1);
    });

    it('not now: the card keeps the keyboard, and does not ask again', async () => {
      await ask();
      await answer('Not now').focus();
      await view.page.keyboard.press('Space');
      assert.equal(await focused(), 'CS-142/status');
      assert.equal(await answer('acme-eu-1 is production').count(), 0);
      await ask();
      assert.equal(await answer('acme-eu-1 is production').count(), 0);
      assert.deepEqual(await view.sent(), []);
    });

    it('once: what was said and is outvoted is told', async () => {
      await ask('development');
      assert.equal(await answer('Not now').count(), 0);
      assert.equal(await view.page.getByText(/You have said that acme-eu-1 is development/).count(), 1);
    });
  });

  it('approves only when the whole name is typed and the delay has passed', async () => {
    await view.show([request()]);
    const field = view.page.getByRole('textbox', { name: `To approve, type the name ${name}` });
    await field.fill('cost-explorer');
    assert.equal(await approve().isDisabled(), true);
    assert.equal(await view.page.getByText('To approve, type the whole name.').count(), 1);
    await field.fill('cost-explorer-dev');
    assert.equal(await view.page.getByText('What is typed is not the name.').count(), 1);
    await field.fill(name);
    await approve().click();
    assert.deepEqual(await view.sent(), [
      {
        v: 1,
        kind: 'decide',
        nonce,
        id: 'CS-142',
        decision: { kind: 'approve', digest: request().digest, typed: name },
        passReads: false,
      },
    ]);
    assert.equal(await approve().isDisabled(), true, 'one press is one decision');
  });

  it('says for about a second that approving is possible in a moment', async () => {
    await view.show([request()]);
    await view.page.getByRole('textbox', { name: /type the name/ }).fill(name);
    assert.equal(await approve().isDisabled(), true);
    assert.equal(await view.page.getByText('Approving is possible in a moment.').count(), 1);
    await enabled();
  });

  it('lets no key in the name field approve, and no Escape deny', async () => {
    await view.show([request()]);
    const field = view.page.getByRole('textbox', { name: /type the name/ });
    await field.fill(name);
    await enabled();
    for (const key of ['Enter', 'Control+Enter', 'Shift+Enter', 'Escape']) {
      await field.focus();
      await field.press(key);
    }
    assert.deepEqual(await view.sent(), []);
    assert.equal(await focused(), 'CS-142/head');
  });

  it('denies at once, with a reason when there is one', async () => {
    await view.show([request()]);
    await view.page.getByRole('button', { name: 'Add a reason' }).click();
    assert.equal(await focused(), 'CS-142/reason');
    await view.page.keyboard.type('Look at its health first.');
    await view.page.getByRole('button', { name: /^Deny: / }).click();
    const [message] = await view.sent();
    assert.ok(message?.kind === 'decide');
    assert.deepEqual(message.decision, {
      kind: 'deny',
      digest: request().digest,
      reason: 'Look at its health first.',
    });
  });

  it('closes the reason with Escape and keeps the words', async () => {
    await view.show([askRequest()]);
    await view.page.getByRole('button', { name: 'Add a reason' }).click();
    await view.page.keyboard.type('later');
    await view.page.keyboard.press('Escape');
    assert.equal(await focused(), 'CS-143/reason-toggle');
    await view.page.getByRole('button', { name: 'Add a reason' }).click();
    assert.equal(await view.page.getByRole('textbox', { name: 'Reason' }).inputValue(), 'later');
    assert.deepEqual(await view.sent(), []);
  });

  it('suggests a safer way as the reason', async () => {
    await view.show([askRequest()]);
    await view.page.getByRole('button', { name: 'Suggest it to the agent' }).click();
    assert.equal(
      await view.page.getByRole('textbox', { name: 'Reason' }).inputValue(),
      'Use this first: git push --force-with-lease origin feature/cards',
    );
  });

  it('waits until the end of a long command has been in view', async () => {
    const command = `echo start\n${'echo line\n'.repeat(400)}rm -rf /srv`;
    await view.page.setViewportSize({ width: 340, height: 700 });
    await view.show([askRequest({ call: shellCall(command) })]);
    await approve().scrollIntoViewIfNeeded();
    await until('the reason', async () =>
      (await view.page.getByText('To approve, read the command to its end.').count()) === 1
        ? true
        : undefined,
    );
    assert.equal(await approve().isDisabled(), true);
    assert.equal(await view.page.getByText('To approve, read the command to its end.').count(), 1);
    const box = view.page.getByRole('group', { name: 'Command, exactly as it will run' });
    await box.focus();
    await box.press('End');
    await enabled();
  });

  it('draws megabytes whole', async () => {
    const command = 'echo a line of text\n'.repeat(100_000);
    await view.show([askRequest({ call: shellCall(command) })]);
    assert.equal(await view.page.locator('pre.command').first().textContent(), command);
    assert.equal(await approve().isDisabled(), true);
  });

  it('draws hostile text as text, with what is hidden made visible', async () => {
    const hostile =
      '<img src=x onerror="globalThis.owned=1"><script>owned=1</script> \u202Egnp.exe\u2066 \u200B\u0007';
    await view.show([askRequest({ call: shellCall(hostile, { stated: hostile, cwd: `/tmp/${hostile}` }) })]);
    assert.equal(await view.page.evaluate('globalThis.owned'), undefined);
    assert.equal(await view.page.locator('main img, main script, main a').count(), 0);
    const marks = await view.page.locator('pre mark.hidden').allTextContents();
    assert.deepEqual(marks, ['U+202E', 'U+2066', 'U+200B', 'U+0007']);
    const text = await view.page.locator('main').textContent();
    assert.deepEqual(
      ['\u202E', '\u2066', '\u200B', '\u0007'].filter((hidden) => text?.includes(hidden)),
      [],
    );
  });

  it('keeps what is typed, and the place in it, when it is drawn anew', async () => {
    await view.show([request(), askRequest()]);
    const field = view.page.getByRole('textbox', { name: /type the name/ });
    await field.pressSequentially('cost');
    await view.show([request({ asked: 2, parkAt: noon + 1_000 }), askRequest()]);
    await view.show([request({ asked: 3, rule: { id: 'team/x', origin: 'team' } }), askRequest()]);
    assert.equal(await field.inputValue(), 'cost');
    assert.equal(await focused(), 'CS-142/name');
    await view.page.keyboard.type('-explorer');
    assert.equal(await field.inputValue(), 'cost-explorer');
  });

  describe('while a person reads', () => {
    const long = `echo start\n${'echo line\n'.repeat(400)}rm -rf /srv`;
    const reading = (change: Partial<Request> = {}): Request => request({ call: shellCall(long), ...change });
    const box = (): ReturnType<typeof view.page.getByRole> =>
      view.page.getByRole('group', { name: 'Command, exactly as it will run' });
    const place = (): Promise<number> => box().evaluate((element) => element.scrollTop);

    /** Reads to the end, types the name and waits until approving is possible; where in the command that is. */
    async function ready(): Promise<number> {
      await view.show([reading()]);
      await box().focus();
      await box().press('End');
      await view.page.getByRole('textbox', { name: /type the name/ }).fill(name);
      await approve().scrollIntoViewIfNeeded();
      await enabled();
      await box().focus();
      return place();
    }

    it('goes on when the request parks, is asked for again or was refused', async () => {
      const at = await ready();
      const control = await approve().elementHandle();
      assert.ok(at > 0);
      const refused = snapshotOf([park(reading(), false)]);
      const cards = refused.cards.map((card) => ({ ...card, notice: 'Not now.' }));
      for (const change of [
        snapshotOf([park(reading(), false)]),
        snapshotOf([reading({ asked: 2, parkAt: noon + 1_000 })]),
        { ...refused, cards },
      ]) {
        await view.show([], change);
        assert.equal(await approve().isEnabled(), true);
        assert.equal(await control?.evaluate((element) => element.isConnected), true);
        assert.equal(await place(), at);
        assert.equal(await focused(), 'CS-142/command');
      }
      assert.equal(await view.page.getByRole('alert').filter({ hasText: 'Not now.' }).count(), 1);
      assert.equal(await view.page.locator('article.parked').count(), 1);
    });

    it('starts the delay anew, and not the reading, when more of the same call is shown', async () => {
      const at = await ready();
      await view.show([reading({ change: editRequest().change })]);
      assert.equal(await approve().isDisabled(), true);
      assert.equal(await view.page.getByText('Approving is possible in a moment.').count(), 1);
      assert.equal(await place(), at);
      assert.equal(await focused(), 'CS-142/command');
      await approve().scrollIntoViewIfNeeded();
      await enabled();
    });

    it('waits for the control to come into view, also when the request has parked before', async () => {
      await view.page.setViewportSize({ width: 340, height: 500 });
      await view.show([request()]);
      await view.show([park(request(), false)]);
      await view.page.getByRole('textbox', { name: /type the name/ }).fill(name);
      await approve().scrollIntoViewIfNeeded();
      await enabled();
    });

    it('starts all anew for another call', async () => {
      await ready();
      await view.show([reading({ digest: 'c'.repeat(64) })]);
      assert.equal(await approve().isDisabled(), true);
      assert.equal(await view.page.getByText('To approve, read the command to its end.').count(), 1);
    });
  });

  it('moves the keyboard to the next request after a decision, and takes it from nobody else', async () => {
    await view.show([request(), askRequest()]);
    await view.page.getByRole('button', { name: /^Deny: / }).click();
    const denied = request({ state: { kind: 'denied', at: noon, reason: 'no' } });
    await view.show([askRequest(), denied]);
    assert.equal(await focused(), 'CS-143/head');
    assert.match(
      (await view.page.locator('[data-request="CS-142"]').textContent()) ?? '',
      /Claude Code is told: .*Denied by a person/s,
    );
    await view.page.evaluate('document.activeElement.blur()');
    await view.show([denied]);
    assert.equal(await focused(), undefined);
  });

  it('is one tab stop with arrows between requests', async () => {
    await view.show([request(), askRequest(), editRequest()]);
    await view.page.keyboard.press('Tab');
    assert.equal(await focused(), 'CS-142/head');
    await view.page.keyboard.press('ArrowDown');
    await view.page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'CS-144/head');
    await view.page.keyboard.press('Home');
    await view.page.keyboard.press('End');
    assert.equal(await focused(), 'CS-144/head');
    await view.page.keyboard.press('Enter');
    assert.equal(await view.page.getByRole('button', { name: /^Approve once: / }).count(), 1);
    assert.equal(await view.page.locator('[data-request="CS-144"] .body').count(), 1);
    assert.equal(await focused(), 'CS-144/head');
    await view.page.keyboard.press('Enter');
    assert.equal(await view.page.locator('.body').count(), 0);
    assert.equal(await focused(), 'CS-144/head');
    await view.page.keyboard.press('Enter');
    for (let turn = 0; turn < 12; turn += 1) {
      await view.page.keyboard.press('Tab');
      assert.equal(/^CS-14[23]\/head$/.test((await focused()) ?? ''), false);
    }
  });

  it('meets deny before anything that approves', async () => {
    await view.show([request()]);
    const order = await view.page
      .locator('[data-request] [data-control]')
      .evaluateAll((controls) => controls.map((control) => control.getAttribute('data-control')));
    assert.ok(order.indexOf('CS-142/deny') >= 0);
    assert.ok(order.indexOf('CS-142/deny') < order.indexOf('CS-142/name'));
    assert.ok(order.indexOf('CS-142/name') < order.indexOf('CS-142/approve'));
  });

  it('opens a file of a change in the editor by its index', async () => {
    await view.show([editRequest()]);
    assert.equal(await view.page.getByText('deletion_protection = false').count(), 1);
    await view.page.getByRole('button', { name: 'Open diff' }).click();
    assert.deepEqual(await view.sent(), [{ v: 1, kind: 'open-diff', nonce, id: 'CS-144', index: 0 }]);
  });

  it('lets reads pass only when that is ticked', async () => {
    const rule = { id: 'built-in/production-touch', origin: 'built-in' } as const;
    await view.show([askRequest({ rule, assessment: { ...request().assessment, band: 'note' } })]);
    const tick = view.page.getByRole('checkbox', {
      name: `Also let reads on ${name} pass for the rest of this session`,
    });
    assert.equal(await tick.isChecked(), false);
    await tick.check();
    await approve().click();
    const [message] = await view.sent();
    assert.ok(message?.kind === 'decide');
    assert.equal(message.passReads, true);
  });

  for (const width of [220, 170]) {
    it(`cuts nothing off at ${width} pixels`, async () => {
      await view.page.setViewportSize({ width, height: 900 });
      const long = `/srv/${'very-long-name-'.repeat(20)}`;
      await view.show([request({ call: shellCall(`rm -rf ${long}`, { cwd: long }) }), editRequest()]);
      const over = await view.page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      assert.equal(over, 0);
      const cut = await view.page.locator('main *').evaluateAll((nodes) =>
        nodes
          .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 1)
          .filter((node) => node.computedStyleMap().get('display')?.toString() !== 'inline')
          .map((node) => `${node.tagName}.${node.className}`),
      );
      assert.deepEqual(cut, []);
    });
  }

  it('says that nothing waits, and where to go from there', async () => {
    await view.show([]);
    assert.equal(await view.page.getByRole('heading', { name: 'Nothing waits' }).count(), 1);
    await view.page.getByRole('button', { name: 'Run the drill' }).click();
    assert.deepEqual(await view.sent(), [{ v: 1, kind: 'go', nonce, to: 'drill' }]);
  });

  it('says that the gate is down instead of that nothing waits', async () => {
    await view.show([], { guard: { up: false, text: 'The gate is down: no socket.' } });
    assert.equal(await view.page.getByRole('alert').textContent(), 'The gate is down: no socket.');
    assert.equal(await view.page.getByRole('heading', { name: 'Nothing waits' }).count(), 0);
  });

  it('tells a screen reader what has come, without moving anything', async () => {
    await view.show([request()], { announcement: 'Production request from Claude Code: x; 1 of 1.' });
    assert.equal(
      await view.page.getByRole('status').textContent(),
      'Production request from Claude Code: x; 1 of 1.',
    );
    assert.equal(await focused(), undefined);
  });

  it('draws nothing from a message of another form', async () => {
    for (const message of [
      null,
      'x',
      { v: 2 },
      { v: 1, kind: 'snapshot', cards: 'none' },
      { kind: 'reveal' },
    ]) {
      await view.post(message);
    }
    await view.show([askRequest()]);
    assert.equal(await view.page.locator('article').count(), 1);
  });

  it('shows the whole diff and both columns as a page', async () => {
    await view.page.setViewportSize({ width: 1_280, height: 900 });
    await view.show([editRequest()], { surface: 'page' });
    const [evidence, judgement] = await Promise.all(
      ['.evidence', '.judgement'].map((part) => view.page.locator(part).boundingBox()),
    );
    assert.ok(evidence && judgement && judgement.x > evidence.x + 400);
    assert.equal(await view.page.getByRole('heading', { name: 'Nothing waits' }).count(), 0);
  });

  it('fault 10: keeps the decision of a production card in view, however long the card is', async () => {
    for (const height of [710, 480]) {
      await view.page.setViewportSize({ width: 340, height });
      await view.show([request({ call: shellCall('rm -rf /srv/a\n'.repeat(60)) })]);
      for (const control of ['Deny', 'Approve once']) {
        const box = await view.page.getByRole('button', { name: new RegExp(`^${control}: `) }).boundingBox();
        assert.ok(
          box && box.y >= 0 && box.y + box.height <= height,
          `${control} at ${JSON.stringify(box)} of ${height}`,
        );
      }
    }
    await keepPicture(view.page, 'card-sticky');
  });

  it('fault 7: one no for all that are alike, each bound to what it is a no to', async () => {
    const alike = ['CS-1', 'CS-2', 'CS-3'].map((id, at) => request({ id, digest: String(at).repeat(64) }));
    await view.show(alike);
    await view.page.getByRole('button', { name: 'Deny all 3 like this' }).click();
    assert.deepEqual(
      (await view.sent()).map((message) =>
        message.kind === 'decide'
          ? `${message.id} ${message.decision.kind} ${message.decision.digest.slice(0, 1)}`
          : '',
      ),
      ['CS-1 deny 0', 'CS-2 deny 1', 'CS-3 deny 2'],
    );
  });

  it('fault 3: leads from a lifted line to its mark', async () => {
    const command = `cat <<'EOF'\n${'one\n'.repeat(300)}EOF\nrm -rf /srv/data`;
    const at = command.indexOf('rm -rf');
    const finding = {
      id: 'verb-delete',
      term: 'D',
      weight: 34,
      data: { resource: '/srv/data' },
      span: [at, command.length],
    } as const;
    await view.page.setViewportSize({ width: 340, height: 710 });
    await view.show([
      askRequest({
        call: shellCall(command),
        assessment: { ...askRequest().assessment, findings: [finding] },
      }),
    ]);
    await view.page.getByRole('button', { name: 'Line 303' }).click();
    const box = await view.page.locator('mark.here').boundingBox();
    assert.ok(box && box.y > 0 && box.y < 710, JSON.stringify(box));
  });

  async function focused(): Promise<string | undefined> {
    const control: unknown = await view.page.evaluate(
      'document.activeElement?.getAttribute("data-control") ?? undefined',
    );
    return typeof control === 'string' ? control : undefined;
  }
});
