import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findCard } from '../support/card-view.js';
import { serverHost, without } from '../support/components.js';
import { gateProcess } from '../support/guard.js';
import { packedProduct } from '../support/product.js';
import { layOutScene, rebuild, type Scene } from '../support/scene.js';
import { until } from '../support/until.js';
import { type EditorWindow, openWindow } from '../support/window.js';

describe('a window in Restricted Mode', () => {
  let scene: Scene;
  let window: EditorWindow | undefined;
  const bells: ChildProcess[] = [];

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    scene = layOutScene();
    window = await openWindow({
      host,
      home: scene.home,
      folder: scene.workspace,
      install: [packedProduct()],
      userSettings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
    });
    await gateProcess(scene.home);
    await until('the doorbell', () => existsSync(launcher()) || undefined);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.title);
  });

  after(async () => {
    for (const bell of bells) bell.kill();
    await window?.close();
    scene?.remove();
  });

  function launcher(): string {
    return join(scene.home, '.countersign', 'bin', 'countersign-hook');
  }

  function ring(command: string): Promise<string> {
    const bell = spawn(launcher(), ['claude-code'], {
      cwd: scene.workspace,
      env: { HOME: scene.home, PATH: process.env['PATH'] ?? '' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    bells.push(bell);
    bell.stdin.end(
      JSON.stringify({
        session_id: 'restricted',
        transcript_path: join(scene.home, 'none.jsonl'),
        cwd: scene.workspace,
        hook_event_name: 'PreToolUse',
        tool_name: 'Bash',
        tool_input: { command, description: 'Fix the environment' },
        tool_use_id: 'toolu_restricted',
      }),
    );
    let text = '';
    bell.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    return new Promise((resolve) => bell.once('close', () => resolve(text)));
  }

  it('fault 15: says that a folder has to be trusted first with the button that does it', async () => {
    const page = window?.page;
    assert.ok(page);
    await window?.command('Countersign: Set Up Team');
    const told = page.locator('.notification-toast', { hasText: 'Trust this one first' });
    await told.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.locator('.workspace-trust-editor').waitFor();
    // A newer editor shows it over the others.
    await page.keyboard.press('Escape');
    await page.locator('.monaco-modal-editor-block').waitFor({ state: 'hidden' });
  });

  it('keeps the gate on: what is harmless passes, what is not is held and can be denied', async () => {
    assert.ok(window);
    await window.page.locator('[id="status.workspaceTrust"]').waitFor();
    assert.deepEqual(JSON.parse(await ring('ls')), {});
    const answer = ring(rebuild);
    const card = await findCard(window.page, /^Production request .*cost-explorer-prod/);
    await card.deny('not here');
    assert.match(await answer, /"permissionDecision":"deny".*not here/);
  });
});
