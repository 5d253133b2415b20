import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeAt } from '../../src/node/files/home.js';
import { httpBellOf } from '../../src/node/gate/http-bell-file.js';
import { findCard, waitingCards } from '../support/card-view.js';
import { type ClaudeRun, runClaude } from '../support/claude-code.js';
import { agentProgram, serverHost, without } from '../support/components.js';
import { gateProcess } from '../support/guard.js';
import { type ModelServer, startModelServer } from '../support/model-server.js';
import { countersign, packedProduct } from '../support/product.js';
import { layOutScene, rebuild, rebuildArguments, type Scene } from '../support/scene.js';
import { until } from '../support/until.js';
import { type EditorWindow, openWindow } from '../support/window.js';

/** The real Claude Code rings the window itself: no program is started for a call. */
describe('Claude Code by HTTP, in a VS Code window', () => {
  let program = '';
  let scene: Scene;
  let window: EditorWindow | undefined;
  let model: ModelServer | undefined;
  let run: ClaudeRun | undefined;

  before(async function () {
    program = agentProgram('claude-code') ?? without('Claude Code', this);
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    scene = layOutScene();
    const { home, workspace } = scene;
    window = await openWindow({ host, home, folder: workspace, install: [packedProduct()] });
    countersign(home, workspace, 'connect', 'claude-code', '--http');
    await gateProcess(home);
    const { port } = httpBellOf(homeAt(join(home, '.countersign'))) ?? {};
    await until('a window that listens', () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => undefined,
      ),
    );
  });

  beforeEach(() => scene.forget());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.fullTitle());
    run?.kill();
    await model?.close();
  });

  after(async () => {
    await window?.close();
    scene?.remove();
  });

  const page = (): EditorWindow['page'] => {
    assert.ok(window, 'the window did not open');
    return window.page;
  };

  async function start(command: string, env: Readonly<Record<string, string>> = {}): Promise<ModelServer> {
    model = await startModelServer([
      { tool: 'Bash', input: { command, description: 'Fix the environment' } },
    ]);
    const { home, workspace: cwd, bin } = scene;
    run = runClaude({ program, home, cwd, modelUrl: model.url, path: [bin], env });
    return model;
  }

  const told = async (asked: ModelServer): Promise<string> => {
    await run?.ended;
    return asked.toolResults()[0] ?? '';
  };

  it('starts no program before a call', () => {
    const settings = readFileSync(join(scene.home, '.claude/settings.json'), 'utf8');
    assert.match(settings, /"PreToolUse": \[[^\]]*"type": "http"/);
  });

  it('runs a harmless command unasked', async () => {
    assert.match(await told(await start('ls')), /README\.md/);
    assert.equal(await waitingCards(page()), 0);
  });

  it('holds the rebuild until its name is typed, then runs it exactly once', async () => {
    const asked = await start(rebuild);
    const held = await findCard(page(), /cost-explorer-prod/);
    assert.deepEqual(scene.calls(), []);
    await held.approve('cost-explorer-prod');
    assert.match(await told(asked), /stand-in/);
    assert.deepEqual(scene.calls(), [rebuildArguments]);
  });

  it('does not run what was denied, and tells the model why', async () => {
    const asked = await start(rebuild);
    await (await findCard(page(), /cost-explorer-prod/)).deny('restart one instance first');
    assert.match(await told(asked), /restart one instance first/);
    assert.deepEqual(scene.calls(), []);
  });

  it('judges in the environment that the session was started in', async () => {
    const asked = await start('aws s3 rb s3://$BUCKET', { BUCKET: 'ledger-prod' });
    const held = await findCard(page(), /ledger-prod/);
    await held.deny('');
    await told(asked);
    assert.deepEqual(scene.calls(), []);
  });

  it('blocks every call while no window is open', async () => {
    await window?.close();
    window = undefined;
    for (const command of ['ls', rebuild]) {
      const words = await told(await start(command));
      assert.doesNotMatch(words, /README|stand-in/);
      await model?.close();
    }
    assert.deepEqual(scene.calls(), []);
  });

  it('has its settings back, byte for byte, when it is disconnected', () => {
    countersign(scene.home, scene.workspace, 'disconnect', 'claude-code');
    const settings = (): string => readFileSync(join(scene.home, '.claude/settings.json'), 'utf8');
    assert.throws(settings, /ENOENT/);
  });
});
