import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { serverHost, without } from '../support/components.js';
import { keepPicture } from '../support/picture.js';
import { windowOf } from '../support/team-windows.js';
import { layOutTeam, type Team } from '../support/two-persons.js';
import { until } from '../support/until.js';
import { answerInTitle, type EditorWindow } from '../support/window.js';

/** Two persons who have read nothing: one sets up the team in the editor, the other endorses it, both accept it. */
describe('setting up a team in a window', () => {
  let team: Team;
  let window: EditorWindow | undefined;
  let step = 0;

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    team = await layOutTeam();
    window = await windowOf(host, team.alice);
    await ready(window.page);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.title);
  });

  after(async () => {
    await window?.close();
    await team?.stop();
  });

  const page = (): Page => {
    if (window === undefined) throw new Error('expected a window');
    return window.page;
  };
  const file = (name: string): string => join(team.alice.workspace, '.countersign', name);

  it('writes nothing when the person gives up at the last question', async () => {
    await answerQuestions();
    const asked = await notice(/Write these files and sign them\?/);
    assert.equal(await page().locator('.monaco-dialog-box').count(), 0);
    const text = await shownText(/Your signature goes/);
    assert.match(text, /alice@example\.com, bob@example\.com/);
    assert.match(text, /A second maintainer has to endorse them/);
    assert.match(text, /Requests travel as refs\/countersign\/v1/);
    await picture('review');
    await answerInTitle(page(), 'Cancel');
    await asked.waitFor({ state: 'detached' });
    assert.equal(existsSync(join(team.alice.workspace, '.countersign')), false);
  });

  it('writes what was shown, signed, and pushes when told to', async () => {
    await answerQuestions();
    await answerInTitle(page(), 'Write and Sign');
    const commands = await dialogWith('Commit and push .countersign?');
    assert.match((await commands.textContent()) ?? '', /git push origin HEAD/);
    await picture('publish');
    assert.equal(team.alice.git('ls-remote', '--heads', 'origin').split('\n').length, 2);
    assert.match(readFileSync(file('policy.json'), 'utf8'), /"production-needs-a-colleague"/);
    assert.match(readFileSync(file('allowed_signers'), 'utf8'), /^bob@example\.com namespaces=/m);
    assert.ok(existsSync(file('endorsement.json')));
    await commands.getByRole('button', { name: 'Run in a Terminal' }).click();
    await notice(/waits for the endorsement of bob@example\.com/);
    await picture('waits');
  });

  it('asks the second maintainer, who endorses, pushes and accepts', async function () {
    await window?.close();
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    team.bob.git('pull', '-q');
    window = await windowOf(host, team.bob);
    await ready(page());
    const asked = await notice(/waits for your endorsement/);
    await picture('asked');
    await asked.getByRole('button', { name: /Review and Endorse/ }).click();
    await notice(/Endorse this team policy\?/);
    await shownText(/Endorsed by alice@example\.com; needed: 2 maintainers/);
    await shownText(/production/);
    await picture('endorse');
    await answerInTitle(page(), 'Endorse');
    await press('Commit and push .countersign?', 'Run in a Terminal');
    const accept = await dialogWith('Accept this team policy?');
    assert.match((await accept.textContent()) ?? '', /Endorsed by alice@example\.com, bob@example\.com/);
    await picture('accept');
    await accept.getByRole('button', { name: 'Accept', exact: true }).click();
    await notice(/The team policy is in force/);
    await picture('in-force');
  });

  /** Name, key, one colleague by a pasted key, production: as far as the dialog. */
  async function answerQuestions(): Promise<void> {
    await choose('Countersign: Set Up Team');
    await question('your name in the team');
    await picture('name');
    await page().keyboard.press('Enter');
    await question('the key that you sign with');
    await picture('key');
    await page().keyboard.press('Enter');
    await question('your colleagues');
    await picture('colleagues');
    await row('Type or paste a public key').click();
    await question('public key');
    await page().keyboard.insertText(`bob@example.com ${team.bob.publicKey}`);
    await page().keyboard.press('Enter');
    await question('Whose key is it');
    await page().keyboard.press('Enter');
    await question('What may bob@example.com do');
    await picture('roles');
    await page().keyboard.press('Enter');
    await question('your colleagues');
    await row('Continue with 2 persons').click();
    await question('what is production');
    await picture('production');
    await page().keyboard.press('Enter');
  }

  async function ready(on: Page): Promise<void> {
    await on.locator('[id$="countersign.status"]').first().waitFor({ timeout: 40_000 });
  }

  async function choose(command: string): Promise<void> {
    await page().keyboard.press('F1');
    await page().locator('.quick-input-widget input').first().fill(`>${command}`);
    await row(command).click();
  }

  function row(text: string) {
    return page().locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  }

  async function question(title: string): Promise<void> {
    await page().locator('.quick-input-titlebar', { hasText: title }).waitFor();
  }

  /** What the difference of several files shows, once it shows this. */
  function shownText(words: RegExp): Promise<string> {
    return until(String(words), async () => {
      const texts = await page().locator('.monaco-diff-editor').allTextContents();
      const text = texts.join('\n').replaceAll('\u00a0', ' ');
      return words.test(text) ? text : undefined;
    });
  }

  async function dialogWith(text: string) {
    const dialog = page().locator('.monaco-dialog-box', { hasText: text });
    await dialog.waitFor({ timeout: 60_000 });
    return dialog;
  }

  async function press(text: string, button: string): Promise<void> {
    const dialog = await dialogWith(text);
    await dialog.getByRole('button', { name: button }).click();
  }

  async function notice(text: RegExp) {
    const toast = page().locator('.notification-toast', { hasText: text });
    await toast.first().waitFor({ timeout: 60_000 });
    return toast.first();
  }

  async function picture(name: string): Promise<void> {
    step += 1;
    await keepPicture(page(), `team-${String(step).padStart(2, '0')}-${name}`);
  }
});
