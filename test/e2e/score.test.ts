import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { serverHost, without } from '../support/components.js';
import { keepPicture } from '../support/picture.js';
import { packedProduct } from '../support/product.js';
import { layOutScene, type Scene } from '../support/scene.js';
import { until } from '../support/until.js';
import { type EditorWindow, openWindow } from '../support/window.js';

const command = 'kubectl --context prod-eu delete namespace shop';

describe('fault 14: a command is scored as a card', () => {
  let scene: Scene;
  let window: EditorWindow | undefined;

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    scene = layOutScene();
    const { home, workspace: folder } = scene;
    window = await openWindow({ host, home, folder, install: [packedProduct()] });
    await window.page.locator('[id$="countersign.status"]').first().waitFor({ timeout: 40_000 });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.title);
  });

  after(async () => {
    await window?.close();
    scene?.remove();
  });

  it('shows what would happen and what a yes needs, with nothing to decide, and keeps nothing', async () => {
    const page = window?.page;
    if (page === undefined) throw new Error('expected a window');
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill('>Countersign: Score This Command');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Score This Command' })
      .first()
      .click();
    await page.locator('.quick-input-title', { hasText: 'Score this command' }).waitFor();
    await page.locator('.quick-input-widget input').first().fill(command);
    await page.keyboard.press('Enter');
    const frame = await until(
      'the card',
      () => frameWith(page.frames(), 'typing the name prod-eu/shop'),
      30_000,
    );
    const text = (await frame.locator('body').textContent()) ?? '';
    assert.match(text, /Production · scored/);
    assert.match(text, /Nothing was run, and nothing was recorded/);
    assert.equal(await frame.getByRole('button', { name: /Deny|Approve/ }).count(), 0);
    assert.equal(await frame.locator('input[type="text"], textarea').count(), 0);
    assert.deepEqual(requestsKept(), []);
    await keepPicture(page, 'score-this-command');
  });

  function requestsKept(): readonly string[] {
    try {
      return readdirSync(join(scene.home, '.countersign', 'requests')).filter((name) =>
        name.startsWith('CS-'),
      );
    } catch {
      return [];
    }
  }
});

async function frameWith(frames: readonly Frame[], words: string): Promise<Frame | undefined> {
  for (const frame of frames) {
    const text = await frame
      .locator('body')
      .textContent({ timeout: 1_000 })
      .catch(() => '');
    if (frame.parentFrame() !== null && text?.includes(words)) return frame;
  }
  return undefined;
}
