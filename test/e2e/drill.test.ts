import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { findCard } from '../support/card-view.js';
import { serverHost, without } from '../support/components.js';
import { gateProcess } from '../support/guard.js';
import { layOutDrill, packedProduct } from '../support/product.js';
import { rebuild } from '../support/scene.js';
import { type EditorWindow, openWindow } from '../support/window.js';

const production = /^Production request .*cost-explorer-prod/;

describe('the drill, from the packed extension', () => {
  let home = '';
  let window: EditorWindow | undefined;

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    home = mkdtempSync(join(tmpdir(), 'cs-'));
    const folder = join(home, 'cost-explorer');
    const install = [packedProduct()];
    layOutDrill(folder);
    window = await openWindow({
      host,
      home,
      folder,
      install,
      env: { COUNTERSIGN_DEMO: '1' },
      // A terminal drawn on a canvas has no text to read.
      userSettings: { 'terminal.integrated.gpuAcceleration': 'off' },
    });
    await gateProcess(home);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(`drill ${this.currentTest.title}`);
  });

  after(async () => {
    await window?.close();
    if (home !== '') rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });

  function open(): EditorWindow {
    assert.ok(window, 'the window did not open');
    return window;
  }

  /** What the stand-ins were called with, as the transcript says when it is over. */
  async function callsAtTheEnd(): Promise<string> {
    const { page } = open();
    await page.locator('.xterm-rows').getByText('End of the drill').waitFor();
    const text = (await page.locator('.xterm-rows').first().textContent()) ?? '';
    const said = text.replace(/\s+/g, ' ');
    assert.match(said, /What the stand-ins were called with.*What the record says/);
    return said.replace(/^.*What the stand-ins were called with/, '').replace(/What the record says.*$/, '');
  }

  it('stands in front when the demo opens', async () => {
    const { page } = open();
    await runButton(page).waitFor({ timeout: 60_000 });
  });

  it('does not re-create the environment when that is denied', async () => {
    const { page } = open();
    await runButton(page).click();
    const card = await findCard(page, production);
    await card.deny('use describe first');
    assert.equal((await callsAtTheEnd()).includes(rebuild), false);
  });

  it('calls the stand-in once when the call is approved', async () => {
    const { page } = open();
    await open().command('Countersign: Run the Drill');
    const card = await findCard(page, production);
    await card.approve('cost-explorer-prod');
    assert.equal((await callsAtTheEnd()).split(rebuild).length - 1, 1);
  });
});

/** The step's own button; the step itself is a button too, and its name begins alike. */
function runButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Run the Drill', exact: true }).last();
}
