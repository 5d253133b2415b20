import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentModeWindow, openAgentMode } from '../support/agent-mode.js';
import { findCard, waitingCards } from '../support/card-view.js';
import { serverHost, without } from '../support/components.js';
import { gateProcess } from '../support/guard.js';
import type { ScriptedCall } from '../support/model-protocols/protocol.js';
import { type ModelServer, startModelServer } from '../support/model-server.js';
import { countersign, packedProduct } from '../support/product.js';
import { layOutScene, type Scene } from '../support/scene.js';

/** The editor's own agent keeps its terminal: what one call exports decides what the next one does. */
describe("a terminal of the editor's agent mode", function () {
  this.timeout(180_000);
  let scene: Scene;
  let window: AgentModeWindow;
  const models: ModelServer[] = [];

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    scene = layOutScene();
    const { home, workspace: folder, bin } = scene;
    writeFileSync(
      join(home, '.aws', 'config'),
      '[default]\nregion = x\n[profile cost-explorer-dev]\nregion = x\n[profile cost-explorer-prod]\nregion = x\n',
    );
    // Which profile the program has is what the terminal kept.
    writeFileSync(
      join(bin, 'aws'),
      `#!/bin/sh\nprintf '%s %s\\n' "$AWS_PROFILE" "$*" >> '${join(home, 'aws.log')}'\n`,
      { mode: 0o755 },
    );
    countersign(home, folder, 'connect', 'vscode', '--scope', 'user');
    window = await openAgentMode({
      host,
      home,
      folder,
      orders: join(home, 'orders.json'),
      install: [packedProduct()],
      env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, AWS_PROFILE: 'cost-explorer-dev' },
    });
    await gateProcess(home);
  });

  beforeEach(() => scene.forget());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.fullTitle());
    await Promise.all(models.splice(0).map((model) => model.close()));
  });

  after(async () => {
    await window?.close();
    scene?.remove();
  });

  const call = (command: string): ScriptedCall => ({
    tool: 'run_in_terminal',
    input: { command, explanation: 'x', goal: 'x', isBackground: false, mode: 'sync', timeout: 20_000 },
  });
  const remove = 'aws cloudwatch delete-dashboards --dashboard-names costs';

  async function ask(...script: readonly ScriptedCall[]): Promise<{ readonly ended: Promise<void> }> {
    const model = await startModelServer(script);
    models.push(model);
    return { ended: window.ask(model.url) };
  }

  it('has the next call judged on the production that the call before chose', async () => {
    const agent = await ask(call('export AWS_PROFILE=cost-explorer-prod'), call(remove));
    const held = await findCard(window.page, /^Production request /);
    const text = await held.text();
    assert.match(text, /cost-explorer-prod/);
    assert.match(text, /The terminal kept from calls before/);
    assert.deepEqual(scene.calls(), []);
    await held.approve('costs');
    await agent.ended;
    assert.deepEqual(scene.calls(), [`cost-explorer-prod ${remove.replace(/^aws /, '')}`]);
  });

  it('keeps its directory too, and nobody is asked about that', async () => {
    const agent = await ask(call('cd /tmp'), call('pwd'));
    await agent.ended;
    assert.equal(await waitingCards(window.page), 0);
    assert.match(models[0]?.toolResults()[1] ?? '', /\/tmp/);
  });
});
