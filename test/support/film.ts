/** Makes the frames of the README's moving picture from the running product: an agent is stopped, and what a no comes to. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { serverHost } from './components.js';
import { firstStop, newHome } from './first-stop.js';
import { packedProduct } from './product.js';
import { until } from './until.js';

const [to = ''] = process.argv.slice(2);
const host = serverHost();
if ('missing' in host) throw new Error(`the film is taken in ${host.missing}, which is not here`);

const frames: { readonly file: string; readonly ms: number }[] = [];
let last: Buffer | undefined;

/** A frame that stands for so long; one that shows nothing new only makes the last one longer. */
async function shoot(page: Page, ms: number): Promise<void> {
  const png = await page.screenshot();
  const before = frames.at(-1);
  if (last?.equals(png) === true && before !== undefined) {
    frames[frames.length - 1] = { ...before, ms: before.ms + ms };
    return;
  }
  last = png;
  const file = join(to, `frame-${String(frames.length).padStart(3, '0')}.png`);
  writeFileSync(file, png);
  frames.push({ file, ms });
}

const home = newHome('countersign-film');
const { window, card } = await firstStop({
  host,
  home,
  product: packedProduct(),
  size: { width: 1200, height: 750 },
  userSettings: {
    'workbench.colorTheme': 'Dark Modern',
    'window.commandCenter': false,
    'workbench.layoutControl.enabled': false,
    'workbench.activityBar.location': 'default',
    'editor.minimap.enabled': false,
  },
  reached: async (step, { page }) => {
    await page.mouse.move(600, 745);
    if (step === 'walkthrough') return shoot(page, 2_500);
    // The agent's calls, one after the other, until one is held.
    await until(
      'the call that is held',
      async () => {
        const text = await page
          .locator('.xterm-rows')
          .first()
          .textContent({ timeout: 1_000 })
          .catch(() => '');
        const isHeld = text?.includes('held. Open Pending') === true;
        await shoot(page, isHeld ? 1_200 : 450);
        return isHeld || undefined;
      },
      180_000,
      300,
    );
  },
});
try {
  const { page } = window;
  await card.card.locator('.body').waitFor();
  await page.mouse.move(600, 745);
  await shoot(page, 4_500);
  await card.card.getByRole('button', { name: 'Add a reason' }).click();
  const reason = card.card.getByRole('textbox', { name: 'Reason' });
  await reason.waitFor();
  for (const part of ['take a', ' snapshot', ' first']) {
    await reason.pressSequentially(part);
    await shoot(page, 500);
  }
  await shoot(page, 800);
  await card.card.getByRole('button', { name: /^Deny/ }).click();
  await page.locator('.xterm-rows').getByText('End of the drill').waitFor();
  await shoot(page, 4_500);
  await window.command('Countersign: Show Record');
  await page
    .getByRole('treeitem', { name: /CS-1 denied/ })
    .first()
    .waitFor();
  await page.mouse.move(600, 745);
  await shoot(page, 3_500);
  writeFileSync(join(to, 'frames.json'), JSON.stringify(frames));
} catch (error) {
  await window.keepFailure('film');
  throw error;
} finally {
  await window.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
}
