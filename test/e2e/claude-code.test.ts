import assert from 'node:assert/strict';
import { findCard, waitingCards } from '../support/card-view.js';
import { type ClaudeRun, runClaude } from '../support/claude-code.js';
import { agentProgram, serverHost, without } from '../support/components.js';
import { gateProcess, limitFileSize, nextGate, processesBelow, takeSocketsAway } from '../support/guard.js';
import { pretendGate } from '../support/hostile-gate.js';
import type { ScriptedCall } from '../support/model-protocols/protocol.js';
import { type ModelServer, startModelServer } from '../support/model-server.js';
import { countersign, packedProduct } from '../support/product.js';
import { layOutScene, rebuild, rebuildArguments, type Scene } from '../support/scene.js';
import { signal } from '../support/signal.js';
import { type EditorWindow, openWindow } from '../support/window.js';

const target = 'cost-explorer-prod';
const production = /^Production request .*cost-explorer-prod/;

const bash = (command: string, after?: Promise<void>): ScriptedCall => ({
  tool: 'Bash',
  input: { command, description: 'Fix the environment' },
  ...(after === undefined ? {} : { after }),
});

interface Agent extends ClaudeRun {
  /** What the model was told about each call, in order. */
  told(): readonly string[];
}

describe('Claude Code in a VS Code window', () => {
  let program = '';
  let scene: Scene;
  let window: EditorWindow | undefined;
  const models: ModelServer[] = [];
  const agents: Agent[] = [];

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    program = agentProgram('claude-code') ?? without('Claude Code', this);
    scene = layOutScene();
    window = await openWindow({
      host,
      home: scene.home,
      folder: scene.workspace,
      install: [packedProduct()],
    });
    await gateProcess(scene.home);
    countersign(scene.home, scene.workspace, 'connect', 'claude-code', '--scope', 'user');
  });

  beforeEach(() => scene.forget());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.title);
    for (const agent of agents.splice(0)) agent.kill();
    await Promise.all(models.splice(0).map((model) => model.close()));
  });

  after(async () => {
    await window?.close();
    scene?.remove();
  });

  function open(): EditorWindow {
    assert.ok(window, 'the window did not open');
    return window;
  }

  /** A window reads these when it opens. */
  async function reloadWith(settings: Readonly<Record<string, unknown>>): Promise<void> {
    open().server.setUserSettings(settings);
    await nextGate(scene.home, () => open().reload());
  }

  /** Starts the agent on a script, and it works until the script is done. */
  async function start(...script: readonly ScriptedCall[]): Promise<Agent> {
    const model = await startModelServer(script);
    models.push(model);
    const setting = {
      program,
      home: scene.home,
      cwd: scene.workspace,
      modelUrl: model.url,
      path: [scene.bin],
    };
    const agent = { ...runClaude(setting), told: model.toolResults };
    agents.push(agent);
    return agent;
  }

  describe('while the gate is up', () => {
    it('runs a harmless command unasked', async () => {
      const agent = await start(bash('ls'));
      assert.equal((await agent.ended).code, 0);
      assert.match(agent.told()[0] ?? '', /README\.md/);
      assert.equal(await waitingCards(open().page), 0);
    });

    it('holds the rebuild until its name is typed, then runs it exactly once', async () => {
      const agent = await start(bash(rebuild));
      const card = await findCard(open().page, production);
      assert.match(await card.text(), /aws elasticbeanstalk rebuild-environment/);
      assert.deepEqual(scene.calls(), []);
      await card.approve(target);
      assert.equal((await agent.ended).code, 0);
      assert.deepEqual(scene.calls(), [rebuildArguments]);
      assert.match(agent.told()[0] ?? '', /stand-in/);
    });

    it('does not run what was denied, and tells the model why', async () => {
      const agent = await start(bash(rebuild));
      const card = await findCard(open().page, production);
      await card.deny('restart one instance first');
      await agent.ended;
      assert.deepEqual(scene.calls(), []);
      assert.match(agent.told()[0] ?? '', /restart one instance first/);
    });
  });

  describe('when nobody decides in time', () => {
    before(() => reloadWith({ 'countersign.hold.minutes': 0.05 }));
    after(() => reloadWith({}));

    it('runs the retry of a late approval once, and asks again after that', async () => {
      const approved = signal();
      const agent = await start(bash(rebuild), bash(rebuild, approved.given), bash(rebuild));
      const card = await findCard(open().page, production);
      await card.says(/was told to ask again later/);
      assert.deepEqual(scene.calls(), []);
      await card.approve(target);
      approved.give();
      await agent.ended;
      assert.deepEqual(scene.calls(), [rebuildArguments]);
      assert.match(agent.told()[0] ?? '', /Waiting for approval/);
      assert.match(agent.told()[1] ?? '', /stand-in/);
      assert.match(agent.told()[2] ?? '', /Waiting for approval/);
      await (await findCard(open().page, production)).deny('');
    });

    it('asks again when one byte of the approved call has changed', async () => {
      const approved = signal();
      const changed = rebuild.replace('--environment-name ', '--environment-name  ');
      const agent = await start(bash(rebuild), bash(changed, approved.given));
      const card = await findCard(open().page, production);
      await card.says(/was told to ask again later/);
      await card.approve(target);
      approved.give();
      await agent.ended;
      assert.deepEqual(scene.calls(), []);
      assert.match(agent.told()[1] ?? '', /Waiting for approval/);
      await (await findCard(open().page, production)).deny('');
    });
  });

  describe('when something breaks', () => {
    it('does not run what the record has no room for', async () => {
      const gate = await gateProcess(scene.home);
      const agent = await start(bash(rebuild));
      const card = await findCard(open().page, production);
      limitFileSize(gate, 0);
      try {
        await card.tryToApprove(target);
        await card.says(/could not be recorded, so nothing was released/);
        assert.deepEqual(scene.calls(), []);
      } finally {
        limitFileSize(gate, 'unlimited');
      }
      await (await findCard(open().page, production)).deny('');
      await agent.ended;
      assert.deepEqual(scene.calls(), []);
    });

    it('does not run what a gate answers with garbage', async () => {
      const gate = await pretendGate(scene.home, scene.workspace, (socket) => {
        socket.end('{"hookSpecificOutput":{"permissionDecision":"allow"}}\n');
      });
      const agent = await start(bash(rebuild));
      await agent.ended;
      await gate.close();
      assert.deepEqual(scene.calls(), []);
      assert.equal(agent.told().length, 1);
    });

    it('does not run when the doorbell is killed', async () => {
      const agent = await start(bash(rebuild));
      const card = await findCard(open().page, production);
      const bells = processesBelow(agent.pid, 'hook.js');
      assert.ok(bells.length > 0, 'no doorbell runs below the agent');
      for (const bell of bells) process.kill(bell, 'SIGKILL');
      await agent.ended;
      assert.deepEqual(scene.calls(), []);
      await card.deny('');
    });

    it('does not run when the gate is killed while it holds', async () => {
      const agent = await start(bash(rebuild));
      await findCard(open().page, production);
      process.kill(await gateProcess(scene.home), 'SIGKILL');
      await agent.ended;
      assert.deepEqual(scene.calls(), []);
      assert.equal(agent.told().length, 1);
    });

    it('has the pending request back after a reload', async () => {
      await nextGate(scene.home, () => open().reload());
      const card = await findCard(open().page, production);
      await card.deny('');
    });

    it('does not run when the socket has been removed', async () => {
      await gateProcess(scene.home);
      takeSocketsAway(scene.home);
      const agent = await start(bash(rebuild));
      await agent.ended;
      assert.deepEqual(scene.calls(), []);
      assert.equal(agent.told().length, 1);
    });
  });
});
