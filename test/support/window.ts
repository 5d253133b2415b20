/** One VS Code window as a person has it: the real workbench in a real browser. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { projectFolder } from './components.js';
import { type EditorServer, type EditorServerSetting, startEditorServer } from './editor-server.js';
import { until } from './until.js';

export interface EditorWindow {
  readonly page: Page;
  readonly server: EditorServer;
  /** Loads the workbench anew, as "Reload Window" does. */
  reload(): Promise<void>;
  /** Runs a command by its title, from the command palette. */
  command(title: string): Promise<void>;
  /** Keeps a picture and the text of the page for whoever reads the failure. */
  keepFailure(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface WindowSetting extends EditorServerSetting {
  readonly folder: string;
  /** What the address tells the workbench; extension development, for one. */
  readonly payload?: (server: EditorServer) => readonly (readonly [string, string])[];
  /** Keys that the workbench finds in its own store at its first start. */
  readonly stored?: Readonly<Record<string, string>>;
  /** Runs before the workbench loads. */
  readonly prepare?: (page: Page) => Promise<void>;
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels a CSS pixel; 1 unless a picture is wanted. */
  readonly scale?: number;
}

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openWindow(setting: WindowSetting): Promise<EditorWindow> {
  const server = await startEditorServer(setting);
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ executablePath: setting.host.chromium, args: browserFlags });
    const page = await browser.newPage({
      viewport: setting.size ?? { width: 1360, height: 860 },
      deviceScaleFactor: setting.scale ?? 1,
    });
    await setting.prepare?.(page);
    await store(page, server, setting.stored ?? {});
    await page.goto(addressOf(server, setting), { waitUntil: 'commit' });
    await loaded(page);
    return windowOf(page, server, browser);
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}

function windowOf(page: Page, server: EditorServer, browser: Browser): EditorWindow {
  return {
    page,
    server,
    reload: async () => {
      await page.reload({ waitUntil: 'commit' });
      await loaded(page);
    },
    command: async (title) => {
      await page.keyboard.press('F1');
      const input = page.locator('.quick-input-widget input').first();
      await input.fill(`>${title}`);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    },
    keepFailure: (name) => keepFailure(page, server, name),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

function addressOf(server: EditorServer, setting: WindowSetting): string {
  const query = new URLSearchParams({ folder: setting.folder });
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(setting.payload?.(server) ?? []),
  ];
  query.set('payload', JSON.stringify(payload));
  return `${server.url}/?${query.toString()}`;
}

async function loaded(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .statusbar').first().waitFor({ timeout: 60_000 });
}

/** The workbench keeps its state in the browser, under the server's origin; any page of that origin can write it. */
async function store(
  page: Page,
  server: EditorServer,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  if (Object.keys(values).length === 0) return;
  await page.goto(`${server.url}/version`);
  await page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('vscode-web-state-db-global');
    opening.onupgradeneeded = () => opening.result.createObjectStore('ItemTable');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction('ItemTable', 'readwrite');
      for (const [key, value] of Object.entries(${JSON.stringify(values)})) change.objectStore('ItemTable').put(value, key);
      change.oncomplete = () => { opening.result.close(); resolve(); };
      change.onerror = () => reject(change.error);
    };
  })`);
}

async function keepFailure(page: Page, server: EditorServer, name: string): Promise<void> {
  const folder = join(projectFolder, 'out', 'failures');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name.replace(/[^\w-]+/g, '-').slice(0, 80));
  await page.screenshot({ path: `${file}.png` }).catch(() => undefined);
  const texts = await Promise.all(
    page.frames().map(async (frame) => {
      const text = await frame.evaluate('document.body?.innerText ?? ""').catch(() => '');
      return `== ${frame.url()}\n${String(text)}`;
    }),
  );
  writeFileSync(`${file}.txt`, `${texts.join('\n\n')}\n\n== server\n${server.log()}`);
}

/** The sidebar's view whose list has this name; a walkthrough's picture is a webview too, in the editor area. */
export async function webviewWith(page: Page, list: 'Requests' | 'Requests of others'): Promise<Frame> {
  const look = async (): Promise<Frame | undefined> => {
    for (const frame of page.frames()) {
      if (!frame.parentFrame()?.url().includes('purpose=webviewView')) continue;
      const name = await frame
        .locator('ol.requests')
        .getAttribute('aria-label', { timeout: 1_000 })
        .catch(() => undefined);
      if (name === list) return frame;
    }
    return undefined;
  };
  return until(`the view of ${list}`, look, 30_000, 100);
}

/** A button in the title of the editor, by which a file that is shown is agreed to or not. */
export function inTitle(page: Page, name: string): Locator {
  return page.locator('.editor-actions').getByRole('button', { name }).first();
}

export function answerInTitle(page: Page, name: string): Promise<void> {
  return inTitle(page, name).click();
}
