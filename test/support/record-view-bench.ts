/** A real window over a long record beside one over a short record: how long the Record view takes to show its rows, and how it scrolls. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { olderText } from '../../src/messages/record/search.js';
import { projectFolder, type ServerHost, serverHost } from './components.js';
import { layOutRecord } from './long-record.js';
import { layOutScene } from './scene.js';
import { openWindow } from './window.js';

const long = Number(process.argv[2] ?? 1_000_000);
const short = 250;
const runs = 7;
const title = 'Countersign: Show Record';

interface Looked {
  /** From the command's choice to rows that are drawn: median, in milliseconds. */
  readonly opened: number;
  /** The longest time between two frames while the rows are scrolled through. */
  readonly frame: number;
}

const host = serverHost();
if ('missing' in host) {
  console.log(`not measured, because this machine lacks ${host.missing}`);
} else {
  const few = await look(host, short);
  const many = await look(host, long);
  console.log(`Record view of ${short} entries: ${few.opened} ms, of ${long}: ${many.opened} ms`);
  console.log(`what the long record adds: ${many.opened - few.opened} ms (budget 200 ms for all of it)`);
  console.log(`longest frame while scrolling: ${few.frame} ms and ${many.frame} ms`);
}

async function look(server: ServerHost, count: number): Promise<Looked> {
  const scene = layOutScene();
  layOutRecord(join(scene.home, '.countersign', 'record'), count);
  const window = await openWindow({
    host: server,
    home: scene.home,
    folder: scene.workspace,
    flags: ['--enable-smoke-test-driver'],
    payload: ({ authority }) => [
      ['extensionDevelopmentPath', `vscode-remote://${authority}${projectFolder}`],
    ],
  });
  try {
    const { page } = window;
    await page.locator('[id$="countersign.status"]').first().waitFor({ timeout: 60_000 });
    // The first loads the view's code and the words of entries.
    await open(page);
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      await window.command('View: Show Explorer');
      times.push(await open(page));
    }
    return { opened: times.sort((a, b) => a - b)[runs >> 1] ?? 0, frame: await scroll(page) };
  } catch (error) {
    await window.keepFailure('record-view-bench');
    throw error;
  } finally {
    await window.close();
    scene.remove();
  }
}

async function open(page: Page): Promise<number> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill(`>${title}`);
  const choice = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  await choice.waitFor();
  const began = Date.now();
  await choice.click();
  await rows(page).first().waitFor();
  return Date.now() - began;
}

async function scroll(page: Page): Promise<number> {
  await rows(page).first().hover();
  await page.evaluate(`{
    window.longestFrame = 0;
    let last = performance.now();
    const frame = (now) => { window.longestFrame = Math.max(window.longestFrame, now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  }`);
  const last = page.locator('.monaco-list-row', { hasText: olderText.label });
  while ((await last.count()) === 0) await page.mouse.wheel(0, 120);
  return Math.round(Number(await page.evaluate('window.longestFrame')));
}

function rows(page: Page) {
  return page.locator('.monaco-list-row', { hasText: 'npm test' });
}
