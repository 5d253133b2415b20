/** The walk of somebody new: the package is installed into a fresh profile, the walkthrough opened, the drill run, and a call is held. */
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CardView, findCard } from './card-view.js';
import type { ServerHost } from './components.js';
import { layOutDrill } from './product.js';
import { type EditorWindow, openWindow, type WindowSetting } from './window.js';

/** Milliseconds since the installation began. */
export interface FirstStop {
  readonly installed: number;
  readonly walkthrough: number;
  readonly held: number;
  readonly window: EditorWindow;
  readonly card: CardView;
}

export interface FirstStopSetting extends Pick<WindowSetting, 'size' | 'scale' | 'userSettings'> {
  readonly host: ServerHost;
  readonly home: string;
  readonly product: string;
  /** Called when a step has come, with what a person sees then. */
  readonly reached?: (step: 'walkthrough' | 'drill', window: EditorWindow) => Promise<void>;
}

/** The directory is in pictures: a name that reads well, and no random letters. */
export function newHome(name: string): string {
  const home = join(tmpdir(), name);
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  mkdirSync(home, { mode: 0o700 });
  return home;
}

export async function firstStop(setting: FirstStopSetting): Promise<FirstStop> {
  const { product, home, reached = async () => undefined, ...rest } = setting;
  const folder = join(home, 'cost-explorer');
  layOutDrill(folder);
  const began = Date.now();
  const window = await openWindow({ ...rest, home, folder, install: [product] });
  try {
    const { page } = window;
    await page.locator('[id$="countersign.status"]').first().waitFor({ timeout: 60_000 });
    const installed = Date.now() - began;
    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget input').first();
    await input.fill('>Welcome: Open Walkthrough');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Open Walkthrough' }).first().click();
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Get started with Countersign' })
      .first()
      .click();
    const run = page.getByRole('button', { name: 'Run the Drill', exact: true }).last();
    await run.waitFor({ timeout: 60_000 });
    const walkthrough = Date.now() - began;
    await reached('walkthrough', window);
    await run.click();
    await reached('drill', window);
    const card = await findCard(page, /^Production request .*cost-explorer-prod/);
    return { installed, walkthrough, held: Date.now() - began, window, card };
  } catch (error) {
    await window.keepFailure('first-stop');
    await window.close();
    throw error;
  }
}
