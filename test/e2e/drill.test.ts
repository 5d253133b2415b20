import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCard } from '../support/card-view.js';
import { serverHost, without } from '../support/components.js';
import { gateProcess } from '../support/guard.js';
import { layOutDrill, packedProduct } from '../support/product.js';
import { type EditorWindow, openWindow } from '../support/window.js';

const production = /^Production request .*cost-explorer-prod/;
const called = 'elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';

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
    window = await openWindow({ host, home, folder, install, env: { COUNTERSIGN_DEMO: '1' } });
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

  /** What the transcript's terminal shows, until it shows `words`. Cells without text are no-break spaces. */
  async function transcriptSays(words: string): Promise<string> {
    const rows = open().page.locator('.terminal-wrapper.active .xterm-rows');
    const spoken = async (): Promise<string> =>
      ((await rows.textContent()) ?? '').replaceAll('\u00A0', ' ').replace(/\s+/g, ' ');
    for (let attempt = 0; attempt < 150; attempt += 1) {
      const text = await spoken();
      if (text.includes(words)) return text;
      await open().page.waitForTimeout(200);
    }
    return assert.fail(`the transcript never said "${words}"; it says: ${await spoken()}`);
  }

  it('stands in front when the demo opens', async () => {
    const { page } = open();
    await page.getByRole('button', { name: 'Run the Drill' }).first().waitFor({ timeout: 30_000 });
  });

  it('shows a denial to its agent, and calls nothing', async () => {
    const { page } = open();
    await page.getByRole('button', { name: 'Run the Drill' }).first().click();
    const card = await findCard(page, production);
    await card.deny('use describe first');
    await transcriptSays('use describe first');
    const text = await transcriptSays('End of the drill');
    assert.doesNotMatch(text, new RegExp(`${called}.*End of the drill`));
  });

  it('runs the call once when it is approved', async () => {
    const { page } = open();
    await open().command('Countersign: Run the Drill');
    const card = await findCard(page, production);
    await card.approve('cost-explorer-prod');
    await transcriptSays('End of the drill');
  });
});
