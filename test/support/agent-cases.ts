/** What every agent has to stand in front of a window: one table of cases for all of them. */
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { Context } from 'mocha';
import { findCard, waitingCards } from './card-view.js';
import { type ServerHost, serverHost, without } from './components.js';
import { gateProcess, limitFileSize, nextGate, processesBelow, takeSocketsAway } from './guard.js';
import { pretendGate } from './hostile-gate.js';
import type { ScriptedCall } from './model-protocols/protocol.js';
import { type ModelServer, startModelServer } from './model-server.js';
import { layOutScene, rebuild, rebuildArguments, type Scene } from './scene.js';
import { signal } from './signal.js';
import { until } from './until.js';
import type { EditorWindow } from './window.js';

/** An agent at work. */
export interface Agent {
  /** The doorbell runs below this process. */
  readonly pid: number;
  /** Resolves when the agent has given its last answer, or is gone. */
  readonly ended: Promise<unknown>;
  kill(): void;
}

/** A window on the scene with the agent connected. */
export interface Stage {
  readonly window: EditorWindow;
  start(model: ModelServer): Agent;
  /** Where a no ends the agent's run: takes the latest session up again, as a person does. */
  takeUp?(model: ModelServer): Agent;
}

export interface AgentDriver {
  /** How the model calls this agent's shell. */
  readonly call: (command: string) => ScriptedCall;
  /** Whether the agent runs in the process that holds the gate, and ends with it. */
  readonly sharesGateProcess: boolean;
  /** Whether a no ends its run: then the model is told nothing, and a person takes the session up again. */
  readonly endsRunOnNo: boolean;
  /** Whether the cases are left out in which the window fails or is slow, and the agent's side does what it does in the others. */
  readonly isTriedBriefly?: boolean;
  open(scene: Scene, host: ServerHost, test: Context): Promise<Stage>;
}

const target = 'cost-explorer-prod';
const production = /^Production request .*cost-explorer-prod/;

interface Told {
  readonly model: ModelServer;
  /** What the model was told about each call, in order. */
  told(): readonly string[];
}

export function agentCases({
  call,
  sharesGateProcess,
  endsRunOnNo,
  isTriedBriefly,
  open,
}: AgentDriver): void {
  let scene: Scene;
  let stage: Stage | undefined;
  const models: ModelServer[] = [];
  const agents: Agent[] = [];

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    scene = layOutScene();
    stage = await open(scene, host, this);
    await gateProcess(scene.home);
  });

  beforeEach(() => scene.forget());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await stage?.window.keepFailure(this.currentTest.fullTitle());
    for (const agent of agents.splice(0)) agent.kill();
    await Promise.all(models.splice(0).map((model) => model.close()));
  });

  after(async () => {
    await stage?.window.close();
    scene?.remove();
  });

  function opened(): Stage {
    assert.ok(stage, 'the window did not open');
    return stage;
  }

  const card = (): ReturnType<typeof findCard> => findCard(opened().window.page, production);

  /** Starts the agent on a script, and it works until the script is done. */
  async function start(...script: readonly ScriptedCall[]): Promise<Agent & Told> {
    const model = await startModelServer(script);
    models.push(model);
    return working(opened().start(model), model);
  }

  function working(agent: Agent, model: ModelServer): Agent & Told {
    agents.push(agent);
    return { ...agent, model, told: model.toolResults };
  }

  /** Where a no has ended the run, a person takes the session up again; elsewhere the agent just goes on. */
  async function goesOn(agent: Agent & Told): Promise<Agent & Told> {
    if (!endsRunOnNo) return agent;
    await agent.ended;
    const again = opened().takeUp?.(agent.model);
    assert.ok(again, 'no way to take the session up again');
    return working(again, agent.model);
  }

  /** The agent works through its calls, and none of them may have run. */
  async function blocked(agent: Agent & Told): Promise<void> {
    await agent.ended;
    assert.deepEqual(scene.calls(), []);
    assert.equal(agent.told().length, endsRunOnNo ? 0 : 1);
  }

  /** The same in front of a gate that is not ours. */
  async function blockedBefore(answer: (socket: Socket) => void): Promise<void> {
    const gate = await pretendGate(scene.home, scene.workspace, answer);
    try {
      await blocked(await start(call(rebuild)));
    } finally {
      await gate.close();
    }
  }

  describe('while the gate is up', () => {
    it('runs a harmless command unasked', async () => {
      const agent = await start(call('ls'));
      await agent.ended;
      assert.match(agent.told()[0] ?? '', /README\.md/);
      assert.equal(await waitingCards(opened().window.page), 0);
    });

    it('holds the rebuild until its name is typed, then runs it exactly once', async () => {
      const agent = await start(call(rebuild));
      const held = await card();
      assert.match(await held.text(), /aws elasticbeanstalk rebuild-environment/);
      assert.deepEqual(scene.calls(), []);
      await held.approve(target);
      await agent.ended;
      assert.deepEqual(scene.calls(), [rebuildArguments]);
      assert.match(agent.told()[0] ?? '', /stand-in/);
    });

    const answers = endsRunOnNo ? 'which ends the run' : 'and tells the model why';
    it(`does not run what was denied, ${answers}`, async () => {
      const agent = await start(call(rebuild));
      await (await card()).deny('restart one instance first');
      await blocked(agent);
      if (!endsRunOnNo) assert.match(agent.told()[0] ?? '', /restart one instance first/);
    });

    it('does not run when the doorbell is killed', async () => {
      const agent = await start(call(rebuild));
      const held = await card();
      // The doorbell and its watchdog; the shell that the agent waits for is the agent's own.
      const bells = processesBelow(
        agent.pid,
        /^(?:\S*\/)?(?:perl|timeout)\b.*countersign-(?:hook|bell)|^\S*countersign-(?:hook|bell)/,
      );
      assert.ok(bells.length > 0, 'no doorbell runs below the agent');
      for (const bell of bells) process.kill(bell, 'SIGKILL');
      await blocked(agent);
      await held.deny('');
    });
  });

  const inFull = isTriedBriefly === true ? () => undefined : describe;

  inFull('when something breaks', () => {
    it('does not run what the record has no room for', async () => {
      const gate = await gateProcess(scene.home);
      const agent = await start(call(rebuild));
      const held = await card();
      limitFileSize(gate, 0);
      try {
        await held.tryToApprove(target);
        await held.says(/could not be recorded, so nothing was released/);
        assert.deepEqual(scene.calls(), []);
      } finally {
        limitFileSize(gate, 'unlimited');
      }
      await (await card()).deny('');
      await blocked(agent);
    });

    it('does not run what a gate answers with garbage', async () => {
      await blockedBefore((socket) => {
        socket.end('{"hookSpecificOutput":{"permissionDecision":"allow"}}\n');
      });
    });

    it('does not run when the gate hangs up while it holds', async () => {
      await blockedBefore((socket) => {
        socket.once('data', () => socket.destroy());
      });
    });

    it('does not run when the gate is killed while it holds', async () => {
      const agent = await start(call(rebuild));
      await card();
      process.kill(await gateProcess(scene.home), 'SIGKILL');
      await agent.ended;
      assert.deepEqual(scene.calls(), []);
      assert.equal(agent.told().length, sharesGateProcess || endsRunOnNo ? 0 : 1);
    });

    it('has the pending request back after a reload', async () => {
      const { window } = opened();
      // From here on nobody has much time to decide: a window reads its settings when it opens.
      window.server.setUserSettings({ 'countersign.hold.minutes': 0.05 });
      await nextGate(scene.home, () => window.reload());
      await (await card()).deny('');
      assert.deepEqual(scene.calls(), []);
    });
  });

  inFull('when nobody decides in time', () => {
    it('runs the retry of a late approval once, and asks again after that', async () => {
      const approved = signal();
      const agent = await start(call(rebuild), { ...call(rebuild), after: approved.given }, call(rebuild));
      const held = await card();
      await held.says(/was told to ask again later/);
      assert.deepEqual(scene.calls(), []);
      await held.approve(target);
      approved.give();
      const retry = await goesOn(agent);
      await until('the one run', () => (scene.calls().length > 0 ? true : undefined));
      await (await card()).says(/was told to ask again later/);
      if (!endsRunOnNo) await retry.ended;
      assert.deepEqual(scene.calls(), [rebuildArguments]);
      assert.match(agent.told()[1] ?? '', /stand-in/);
      if (!endsRunOnNo) assert.match(agent.told()[0] ?? '', /Waiting for approval/);
      if (!endsRunOnNo) assert.match(agent.told()[2] ?? '', /Waiting for approval/);
      await (await card()).deny('');
    });

    it('asks again when one byte of the approved call has changed', async () => {
      const approved = signal();
      const changed = rebuild.replace('--environment-name ', '--environment-name  ');
      const agent = await start(call(rebuild), { ...call(changed), after: approved.given });
      const held = await card();
      await held.says(/was told to ask again later/);
      await held.approve(target);
      approved.give();
      const retry = await goesOn(agent);
      await (await card()).says(/was told to ask again later/);
      if (!endsRunOnNo) await retry.ended;
      assert.deepEqual(scene.calls(), []);
      if (!endsRunOnNo) assert.match(agent.told()[1] ?? '', /Waiting for approval/);
      await (await card()).deny('');
    });
  });

  // A window has its socket back before an agent that starts slowly rings.
  inFull('when the gate cannot be reached', () => {
    it('does not run when the socket has been removed', async () => {
      await gateProcess(scene.home);
      takeSocketsAway(scene.home);
      await blocked(await start(call(rebuild)));
    });
  });
}
