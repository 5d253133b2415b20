import assert from 'node:assert/strict';
import { findCard } from '../support/card-view.js';
import { type ClaudeRun, runClaude } from '../support/claude-code.js';
import { agentProgram, serverHost, without } from '../support/components.js';
import { type ModelServer, startModelServer } from '../support/model-server.js';
import { countersign } from '../support/product.js';
import { furnish, rebuild, rebuildArguments } from '../support/scene.js';
import { acceptPolicy, findPeerCard, windowOf } from '../support/team-windows.js';
import { layOutTeam, publish, type Team } from '../support/two-persons.js';
import type { EditorWindow } from '../support/window.js';

const policy = {
  version: 1,
  environments: [{ environment: 'production', system: 'aws', name: '123456789012' }],
  groups: { operations: ['alice@example.com', 'bob@example.com'] },
  rules: [
    {
      id: 'production-needs-two',
      match: { environment: ['production'], verb: ['replace', 'delete', 'destroy'] },
      ceremony: 'countersign',
      by: [{ group: 'operations' }],
      message: 'Two pairs of eyes on production.',
    },
  ],
};
const target = 'cost-explorer-prod';
const production = /^Production request .*cost-explorer-prod/;
const asked = /alice@example\.com: .*cost-explorer-prod/;

/** December 2025 with a second person: two windows, two homes, two ssh-agents, one remote. */
describe('a call that needs a second person', () => {
  let team: Team;
  let scene: ReturnType<typeof furnish>;
  let program = '';
  let alice: EditorWindow | undefined;
  let bob: EditorWindow | undefined;
  let model: ModelServer | undefined;
  const agents: ClaudeRun[] = [];

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    program = agentProgram('claude-code') ?? without('Claude Code', this);
    team = await layOutTeam();
    scene = furnish(team.alice.home);
    publish(team, policy);
    countersign(team.alice.home, team.alice.workspace, 'connect', 'claude-code', '--scope', 'user');
    [alice, bob] = await Promise.all([windowOf(host, team.alice), windowOf(host, team.bob)]);
    const accepted = [await acceptPolicy(alice), await acceptPolicy(bob)];
    const digests = accepted.map((text) => /Digest: ((?:[0-9a-f]{4} ?){4})/.exec(text)?.[1]);
    assert.ok(digests[0]);
    assert.equal(digests[0], digests[1], 'both compare the same digest');
  });

  beforeEach(() => scene.forget());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await alice?.keepFailure(`${this.currentTest.title} alice`);
      await bob?.keepFailure(`${this.currentTest.title} bob`);
    }
    for (const agent of agents.splice(0)) agent.kill();
    await model?.close();
  });

  after(async () => {
    await alice?.close();
    await bob?.close();
    await team?.stop();
  });

  async function work(command = rebuild): Promise<ClaudeRun> {
    model = await startModelServer([
      { tool: 'Bash', input: { command, description: 'Fix the environment' } },
    ]);
    const { home, workspace: cwd } = team.alice;
    const agent = runClaude({ program, home, cwd, modelUrl: model.url, path: [scene.bin] });
    agents.push(agent);
    return agent;
  }

  function windows(): { readonly alice: EditorWindow; readonly bob: EditorWindow } {
    if (!alice || !bob) throw new Error('expected two windows');
    return { alice, bob };
  }

  it('runs once when the peer countersigns', async () => {
    const { alice, bob } = windows();
    const agent = await work();
    const card = await findCard(alice.page, production);
    await card.approve(target);
    await card.says(/Waiting for countersignatures: 0 of 1\./);
    assert.deepEqual(scene.calls(), []);
    const peer = await findPeerCard(bob, asked);
    assert.match(await peer.text(), /Your own copy/);
    await peer.countersign();
    await peer.says(/You countersigned it\./);
    await agent.ended;
    assert.deepEqual(scene.calls(), [rebuildArguments]);
    await card.says(/Approved once, and released/);
  });
});
