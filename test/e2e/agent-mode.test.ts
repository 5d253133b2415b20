import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type AgentModeWindow, openAgentMode } from '../support/agent-mode.js';
import { findCard, waitingCards } from '../support/card-view.js';
import { serverHost, without } from '../support/components.js';
import { gateProcess } from '../support/guard.js';
import type { ScriptedCall } from '../support/model-protocols/protocol.js';
import { type ModelServer, startModelServer } from '../support/model-server.js';
import { countersign, packedProduct } from '../support/product.js';
import { layOutScene, rebuild, rebuildArguments, type Scene } from '../support/scene.js';

const production = /^Production request .*cost-explorer-prod/;

const terminal = (command: string): ScriptedCall => ({
  tool: 'run_in_terminal',
  input: {
    command,
    explanation: 'Fix it',
    goal: 'Fix it',
    isBackground: false,
    mode: 'sync',
    timeout: 20_000,
  },
});

describe("the editor's own agent mode", () => {
  let scene: Scene;
  let window: AgentModeWindow | undefined;
  const models: ModelServer[] = [];

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    scene = layOutScene();
    countersign(scene.home, scene.workspace, 'connect', 'vscode', '--scope', 'user');
    window = await openAgentMode({
      host,
      home: scene.home,
      folder: scene.workspace,
      orders: join(scene.home, 'orders.json'),
      install: [packedProduct()],
      env: { PATH: `${scene.bin}:${process.env['PATH'] ?? ''}` },
    });
    await gateProcess(scene.home);
  });

  beforeEach(() => scene.forget());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await window?.keepFailure(`agent-mode ${this.currentTest.title}`);
    await Promise.all(models.splice(0).map((model) => model.close()));
  });

  after(async () => {
    await window?.close();
    scene?.remove();
  });

  function open(): AgentModeWindow {
    assert.ok(window, 'the window did not open');
    return window;
  }

  async function ask(
    ...script: readonly ScriptedCall[]
  ): Promise<{ done: Promise<void>; told(): readonly string[] }> {
    const model = await startModelServer(script);
    models.push(model);
    return { done: open().ask(model.url), told: model.toolResults };
  }

  it('runs a harmless command unasked', async () => {
    const { done, told } = await ask(terminal('ls'));
    await done;
    assert.match(told()[0] ?? '', /README\.md/);
    assert.equal(await waitingCards(open().page), 0);
  });

  it('holds the rebuild until its name is typed, then runs it exactly once', async () => {
    const { done, told } = await ask(terminal(rebuild));
    const card = await findCard(open().page, production);
    assert.match(await card.text(), /aws elasticbeanstalk rebuild-environment/);
    assert.deepEqual(scene.calls(), []);
    await card.approve('cost-explorer-prod');
    await done;
    assert.deepEqual(scene.calls(), [rebuildArguments]);
    assert.match(told()[0] ?? '', /stand-in/);
  });

  it('does not run what was denied, and tells the model why', async () => {
    const { done, told } = await ask(terminal(rebuild));
    const card = await findCard(open().page, production);
    await card.deny('restart one instance first');
    await done;
    assert.deepEqual(scene.calls(), []);
    assert.match(told()[0] ?? '', /restart one instance first/);
  });
});
