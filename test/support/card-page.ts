/** The card's real document, script, style and policy, in a real browser, with the test in the extension's place. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Request } from '../../src/core/approval/request.js';
import type { Snapshot } from '../../src/protocol/card.js';
import { decodeViewMessage, type ViewMessage } from '../../src/protocol/view-message.js';
import { pageHtml } from '../../src/vscode/card/page.js';
import { projectFolder } from './components.js';
import { snapshotOf } from './snapshot.js';
import { until } from './until.js';

export interface CardPage {
  readonly page: Page;
  /** What the policy or a script complained about. */
  readonly complaints: readonly string[];
  show(requests: readonly Request[], change?: Partial<Snapshot>): Promise<void>;
  post(message: unknown): Promise<void>;
  /** What the view has sent since the last call, but for what it only draws. */
  sent(): Promise<readonly ViewMessage[]>;
  close(): Promise<void>;
}

export interface CardBrowser {
  open(size?: { readonly width: number; readonly height: number }): Promise<CardPage>;
  close(): Promise<void>;
}

export async function startCardBrowser(executablePath: string): Promise<CardBrowser> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const server = await serve();
  return {
    open: (size) => openPage(browser, server, size ?? { width: 340, height: 1_600 }),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function openPage(
  browser: Browser,
  server: Server,
  size: { readonly width: number; readonly height: number },
): Promise<CardPage> {
  const page = await browser.newPage({ viewport: size });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(`window.sent = []; window.kept = undefined;
    window.acquireVsCodeApi = () => ({ postMessage: (message) => window.sent.push(message),
      getState: () => window.kept, setState: (state) => { window.kept = state; } });`);
  await page.goto(addressOf(server));
  const post = async (message: unknown): Promise<void> => {
    await page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
  };
  return {
    page,
    complaints,
    post,
    show: async (requests, change) => {
      await post(snapshotOf(requests, change));
      await drawn(page);
    },
    sent: async () => {
      const raw: unknown = await page.evaluate('window.sent.splice(0)');
      return (Array.isArray(raw) ? raw : []).flatMap(decoded);
    },
    close: () => page.close(),
  };
}

/** Not by the browser's own waiting, which would need what the policy forbids. */
async function drawn(page: Page): Promise<void> {
  const look = (): Promise<unknown> =>
    page.evaluate('window.sent.some((message) => message.kind === "drawn")');
  await until('the view to draw', async () => ((await look()) === true ? true : undefined), 15_000, 10);
}

function decoded(value: unknown): readonly ViewMessage[] {
  const message = decodeViewMessage(value);
  if (!message.ok)
    throw new Error(`the view sent ${JSON.stringify(value)}: ${JSON.stringify(message.error)}`);
  return message.value.kind === 'drawn' || message.value.kind === 'ready' ? [] : [message.value];
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(document(addressOf(server)));
      return;
    }
    // A browser asks every site for one; a webview does not.
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const type = types[extname(path)];
    if (type === undefined || !/^\/(dist|media)\/[\w.-]+$/.test(path)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', type).end(readFileSync(join(projectFolder, path)));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function document(source: string): string {
  return pageHtml({
    script: `${source}/dist/webview.js`,
    stylesheet: `${source}/media/card.css`,
    source,
    nonce: 'abc',
    title: 'Countersign',
  });
}

function addressOf(server: Server): string {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}
