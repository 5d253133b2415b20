import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { serverHost, without } from '../support/components.js';
import { keepPicture } from '../support/picture.js';
import { packedProduct } from '../support/product.js';
import { layOutScene, type Scene } from '../support/scene.js';
import { until } from '../support/until.js';
import { answerInTitle, type EditorWindow, inTitle, openWindow } from '../support/window.js';

const original = '{\n  "model":   "opus",\n  "hooks": { "Stop": [] }\n}\n';

describe('connecting an agent in a window', () => {
  let scene: Scene;
  let window: EditorWindow | undefined;
  let page: Page;
  let settings = '';

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    scene = layOutScene();
    settings = join(scene.home, '.claude', 'settings.json');
    mkdirSync(join(scene.home, '.claude'));
    writeFileSync(settings, original);
    window = await openWindow({
      host,
      home: scene.home,
      folder: scene.workspace,
      install: [packedProduct()],
    });
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

  /** Runs a command that goes on to ask; picks Claude Code and every workspace. */
  async function choose(command: string): Promise<void> {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill(`>${command}`);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: command }).first().click();
    for (const choice of ['Claude Code', 'Every workspace']) {
      await page.locator('.quick-input-list .monaco-list-row', { hasText: choice }).first().click();
    }
  }

  function answer(name: string): Promise<void> {
    return answerInTitle(page, name);
  }

  it('fault 5: shows the difference with nothing over it, and writes nothing when the person cancels', async () => {
    await choose('Countersign: Connect Agent');
    await page.locator('.notification-toast', { hasText: 'Connect Claude Code?' }).waitFor();
    const shown = await page.locator('.monaco-diff-editor').textContent();
    assert.ok(shown?.includes('countersign-hook'));
    await inTitle(page, 'Write This Change').waitFor();
    assert.equal(await page.locator('.monaco-dialog-box').count(), 0);
    await keepPicture(page, 'approve-a-file');
    await answer('Cancel');
    await page
      .locator('.notification-toast', { hasText: 'Connect Claude Code?' })
      .waitFor({ state: 'detached' });
    assert.equal(readFileSync(settings, 'utf8'), original);
  });

  it('fault 5: writes nothing when the difference is closed', async () => {
    await choose('Countersign: Connect Agent');
    await inTitle(page, 'Write This Change').waitFor();
    await window?.command('View: Close Editor');
    await page
      .locator('.notification-toast', { hasText: 'Connect Claude Code?' })
      .waitFor({ state: 'detached' });
    assert.equal(readFileSync(settings, 'utf8'), original);
  });

  it('writes exactly what was shown, keeps what was there, and records it', async () => {
    await choose('Countersign: Connect Agent');
    await answer('Write This Change');
    const text = await written();
    assert.match(text, /"model": {3}"opus"/);
    assert.match(text, /"Stop": \[\]/);
    assert.match(text, /"onFailure": "block"/);
    assert.equal(existsSync(join(scene.home, '.countersign', 'bin', 'countersign-hook')), true);
    await window?.command('Countersign: Show Record');
    await page.getByRole('treeitem', { name: /Claude Code connected/ }).waitFor();
  });

  it('raises an alarm when its entry is taken out, and repairs it with one click', async () => {
    const connected = readFileSync(settings, 'utf8');
    writeFileSync(settings, original);
    const alarm = page.locator('.notification-toast', { hasText: 'Claude Code is not held' });
    await alarm.waitFor({ timeout: 60_000 });
    await page.locator('[id$="countersign.status"]', { hasText: 'Claude Code not held' }).waitFor();
    await alarm.getByRole('button', { name: 'Repair…' }).click();
    await answer('Write This Change');
    assert.equal(await written(), connected);
    await page.getByRole('treeitem', { name: /Claude Code held again/ }).waitFor();
  });

  it('names the file and the line of the workspace that switch its hooks off', async () => {
    const file = join(scene.workspace, '.claude', 'settings.json');
    mkdirSync(join(scene.workspace, '.claude'));
    writeFileSync(file, '{\n  "disableAllHooks": true\n}\n');
    const words = /Claude Code is not held: hooks switched off by .*\.claude\/settings\.json line 2/;
    await page.locator('.notification-toast', { hasText: words }).waitFor({ timeout: 60_000 });
    rmSync(file);
    await page.getByRole('treeitem', { name: /Claude Code held again: .*hooks switched off/ }).waitFor();
  });

  it('puts the file back byte for byte when disconnecting', async () => {
    await choose('Countersign: Disconnect Agent');
    await answer('Write This Change');
    await page.getByRole('treeitem', { name: /Claude Code disconnected/ }).waitFor();
    assert.equal(readFileSync(settings, 'utf8'), original);
  });

  it('puts its command into a folder of programs, the file shown before, and never over another', async () => {
    const file = join(scene.home, '.local', 'bin', 'countersign');
    const ask = async (): Promise<void> => {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').first().fill('>Countersign: Install Command in PATH');
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'Install Command' })
        .first()
        .click();
      await page.locator('.quick-input-list .monaco-list-row', { hasText: '.local/bin' }).first().click();
    };
    mkdirSync(join(scene.home, '.local', 'bin'), { recursive: true });
    writeFileSync(file, 'mine');
    await ask();
    await page
      .locator('.notification-toast', { hasText: 'or one that Countersign wrote, got another' })
      .waitFor();
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    rmSync(file);
    await ask();
    await inTitle(page, 'Write This Change').waitFor();
    assert.equal(existsSync(file), false);
    await answer('Write This Change');
    await page.locator('.notification-toast', { hasText: `${file} is written.` }).waitFor();
    const told = spawnSync(file, ['--version'], { env: { PATH: '/nowhere', HOME: scene.home } });
    assert.match(String(told.stdout), /^countersign /);
  });

  /** The file once it names the doorbell. */
  function written(): Promise<string> {
    return until('settings that name the doorbell', () => {
      const text = readFileSync(settings, 'utf8');
      return text.includes('countersign-hook') ? text : undefined;
    });
  }
});
