/** Pictures of what a person sees, for whoever writes the documentation: kept where PICTURES names a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from './until.js';

export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), await stillPicture(page));
}

/** A picture once nothing moves any more: two in a row are the same. */
export function stillPicture(page: Page): Promise<Buffer> {
  let last: Buffer | undefined;
  const look = async (): Promise<Buffer | undefined> => {
    const now = await page.screenshot();
    const isStill = last?.equals(now) === true;
    last = now;
    return isStill ? now : undefined;
  };
  return until('a page that stands still', look, 15_000, 300);
}
