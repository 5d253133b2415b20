import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { serverHost, without } from '../support/components.js';
import { packedProduct } from '../support/product.js';
import { layOutScene, type Scene } from '../support/scene.js';
import { until } from '../support/until.js';
import { answerInTitle, type EditorWindow, openWindow } from '../support/window.js';

const original = `{
\t// Of this project
\t"servers": {
\t\t"shop": { "type": "stdio", "command": "npx", "args": ["-y", "shop"] },
\t}
}
`;

describe('guarding MCP servers in a window', function () {
  this.timeout(120_000);
  let scene: Scene;
  let window: EditorWindow | undefined;
  let page: Page;
  let file = '';

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    scene = layOutScene();
    const { home, workspace: folder } = scene;
    mkdirSync(join(folder, '.vscode'));
    file = join(folder, '.vscode', 'mcp.json');
    writeFileSync(file, original);
    window = await openWindow({ host, home, folder, install: [packedProduct()] });
    page = window.page;
    await page.locator('[id$="countersign.status"]').first().waitFor({ timeout: 40_000 });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.title);
  });

  after(async () => {
    await window?.close();
    scene?.remove();
  });

  async function choose(choice: string): Promise<void> {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill('>Countersign: Guard MCP Servers');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'Guard MCP Servers' }).first().click();
    await rows.filter({ hasText: choice }).first().click();
  }

  const answer = (name: string): Promise<void> => answerInTitle(page, name);
  const text = (): string => readFileSync(file, 'utf8');

  it('shows the difference and writes nothing when the person cancels', async () => {
    await choose('Guard shop');
    await page.locator('.notification-toast', { hasText: 'Put the gateway in front' }).waitFor();
    const shown = await page.locator('.monaco-diff-editor').textContent();
    assert.ok(shown?.includes('countersign-mcp'));
    await answer('Cancel');
    assert.equal(text(), original);
  });

  it('writes exactly what was shown, and records it', async () => {
    await choose('Guard shop');
    await answer('Write This Change');
    await until('the gateway', () => (text().includes('countersign-mcp') ? true : undefined));
    assert.match(text(), /"args": \["--name", "shop", "--", "npx", "-y", "shop"\]/);
    assert.match(text(), /\/\/ Of this project/);
    assert.equal(existsSync(join(scene.home, '.countersign/bin/countersign-mcp')), true);
    await window?.command('Countersign: Show Record');
    await page.getByRole('treeitem', { name: /MCP gateway connected/ }).waitFor();
  });

  it('puts the file back byte for byte', async () => {
    await choose('No longer guard shop');
    await answer('Write This Change');
    await until('the file as it was', () => (text() === original ? true : undefined));
    await page.getByRole('treeitem', { name: /MCP gateway disconnected/ }).waitFor();
  });
});
