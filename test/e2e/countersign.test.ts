import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { type CardView, findCard } from '../support/card-view.js';
import { type ClaudeRun, runClaude } from '../support/claude-code.js';
import { agentProgram, projectFolder, serverHost, without } from '../support/components.js';
import { nextGate } from '../support/guard.js';
import { field } from '../support/json.js';
import { type ModelServer, startModelServer } from '../support/model-server.js';
import { type NatsServer, natsServer } from '../support/nats-server.js';
import type { Person } from '../support/person.js';
import { keepPicture } from '../support/picture.js';
import { countersign } from '../support/product.js';
import { furnish, rebuild, rebuildArguments } from '../support/scene.js';
import { acceptPolicy, findPeerCard, showPeers, windowOf } from '../support/team-windows.js';
import { layOutTeam, publish, type Team } from '../support/two-persons.js';
import { until } from '../support/until.js';
import { type EditorWindow, webviewWith } from '../support/window.js';

const cli = join(projectFolder, 'dist', 'cli.js');

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
  let nats: NatsServer | undefined;
  /** The digest of the policy and roster in force. */
  let accepted = '';
  const agents: ClaudeRun[] = [];

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    program = agentProgram('claude-code') ?? without('Claude Code', this);
    team = await layOutTeam();
    scene = furnish(team.alice.home);
    accepted = publish(team, policy);
    countersign(team.alice.home, team.alice.workspace, 'connect', 'claude-code', '--scope', 'user');
    [alice, bob] = await Promise.all([windowOf(host, team.alice), windowOf(host, team.bob)]);
    const shown = accepted.slice(0, 16).replace(/(.{4})(?!$)/g, '$1 ');
    for (const window of [alice, bob]) assert.ok((await acceptPolicy(window)).includes(`Digest: ${shown}`));
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
    await nats?.close();
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

  /** Alice's agent makes the call, and she asks her peers for it. */
  async function asking(): Promise<{ readonly agent: ClaudeRun; readonly card: CardView }> {
    const agent = await work();
    const card = await findCard(windows().alice.page, production);
    await card.approve(target);
    await card.says(/Waiting for countersignatures: 0 of 1\./);
    assert.deepEqual(scene.calls(), []);
    return { agent, card };
  }

  /** The peer's card in its full width, as the notification opens it. */
  async function pictureOfPage({ page }: EditorWindow, card: Locator): Promise<void> {
    if (process.env['PICTURES'] === undefined) return;
    await card.getByRole('button', { name: 'Open as a page' }).click();
    await page.getByRole('tab', { name: /by alice@example\.com/ }).waitFor();
    await keepPicture(page, 'call-2-countersign');
  }

  /** What the model was told about its call. */
  function told(): string {
    return model?.bodies.at(-1) ?? '';
  }

  function command(person: Person, ...args: readonly string[]): string {
    try {
      const env = { HOME: person.home, PATH: process.env['PATH'] ?? '', ...person.env };
      return execFileSync(process.execPath, [cli, ...args], {
        cwd: person.workspace,
        encoding: 'utf8',
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      return `failed: ${String(field(error, 'stderr'))}`;
    }
  }

  it('runs once when the peer countersigns', async () => {
    const { agent, card } = await asking();
    await keepPicture(windows().alice.page, 'call-1-asks-peers');
    const peer = await findPeerCard(windows().bob, asked);
    assert.match(await peer.text(), /Your own copy/);
    await pictureOfPage(windows().bob, peer.card);
    await peer.countersign();
    await peer.says(/You countersigned it\./);
    await agent.ended;
    assert.deepEqual(scene.calls(), [rebuildArguments]);
    await card.says(/Approved once, and released/);
    await keepPicture(windows().alice.page, 'call-3-released');
  });

  it('does not run when the peer refuses, and the agent reads why', async () => {
    const { agent, card } = await asking();
    const peer = await findPeerCard(windows().bob, asked);
    await peer.refuse('Not on a Friday');
    await peer.says(/You refused it\./);
    await card.says(/Refused by bob@example\.com/);
    await agent.ended;
    assert.deepEqual(scene.calls(), []);
    assert.match(told(), /Not on a Friday/);
  });

  it('is countersigned from a terminal, by anyone but its requester', async () => {
    const { agent } = await asking();
    const id = await until('the request in a terminal', () => {
      const [first] = command(team.bob, 'requests', '--json').trim().split('\n');
      const found = first?.startsWith('{') ? field(JSON.parse(first), 'id') : undefined;
      return typeof found === 'string' ? found : undefined;
    });
    const shown = JSON.parse(command(team.bob, 'show', id, '--json'));
    const digest = String(field(shown, 'digest'));
    command(team.alice, 'show', id, '--json');
    /** What approving says once the request has been shown for long enough. */
    const approved = (person: Person): Promise<string> =>
      until('a review', () => {
        const said = command(person, 'approve', id, '--digest', digest);
        return /in two seconds/.test(said) ? undefined : said;
      });
    assert.match(await approved(team.alice), /^failed: .*your own request/i);
    assert.deepEqual(scene.calls(), []);
    assert.match(await approved(team.bob), /^Countersigned CS-/);
    await agent.ended;
    assert.deepEqual(scene.calls(), [rebuildArguments]);
  });

  it('is taken back by its requester', async () => {
    const { agent, card } = await asking();
    await findPeerCard(windows().bob, asked);
    await card.card.getByRole('button', { name: /^Take back: / }).click();
    await card.says(/^Denied at/);
    await agent.ended;
    assert.deepEqual(scene.calls(), []);
    const view = await showPeers(windows().bob);
    await view.getByRole('button', { name: /^Countersign: / }).waitFor({ state: 'detached' });
  });

  it('runs without peers when the glass is broken, and everyone hears of it', async () => {
    const { page } = windows().alice;
    const agent = await work();
    const card = await findCard(page, production);
    await card.card.getByRole('button', { name: 'Break glass…' }).click();
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Break the glass for CS-' });
    await dialog.getByRole('button', { name: 'Go On' }).click();
    const answers = ['The bill is wrong for every customer', target];
    for (const [index, answer] of answers.entries()) {
      const box = page.locator('.quick-input-widget', { hasText: `(${index + 1} of 2)` });
      await box.locator('input').first().fill(answer);
      await box.locator('input').first().press('Enter');
    }
    await agent.ended;
    assert.deepEqual(scene.calls(), [rebuildArguments]);
    const notice = windows().bob.page.locator('.notification-toast', { hasText: 'broke the glass' });
    await notice.waitFor({ timeout: 40_000 });
    assert.match((await notice.textContent()) ?? '', /The bill is wrong for every customer/);
    assert.match(command(team.alice, 'log'), /glass broken by alice@example\.com, review due/);
  });

  it('is not signed when what lies at the courier is not what was shown', async () => {
    const { agent, card } = await asking();
    const peer = await findPeerCard(windows().bob, asked);
    const ref = `refs/countersign/v1/request/${await peer.card.getAttribute('data-request')}`;
    const other = courier('cat-file', 'blob', ref).replaceAll('cost-explorer-prod', 'cost-explorer-test');
    const blob = courierInput(other, 'hash-object', '-w', '--stdin');
    courier('update-ref', ref, blob);
    courier('update-ref', ref.replace(/[0-9a-f]{32}$/, 'f'.repeat(32)), blob);
    await peer.countersign();
    await peer.says(/What lies at the courier is not what was shown/);
    const view = await showPeers(windows().bob);
    await view.getByText(/at the courier by nobody of the team: not shown/).waitFor();
    assert.deepEqual(scene.calls(), []);
    await card.card.getByRole('button', { name: /^Take back: / }).click();
    await agent.ended;
    assert.deepEqual(scene.calls(), []);
    courier('update-ref', '-d', ref);
    courier('update-ref', '-d', ref.replace(/[0-9a-f]{32}$/, 'f'.repeat(32)));
  });

  it('is void when the policy changes meanwhile', async () => {
    const { agent } = await asking();
    const peer = await findPeerCard(windows().bob, asked);
    accepted = publish(team, { ...policy, version: 2, expiry: { approveMinutes: 1 } }, accepted);
    await peer.countersign();
    await peer.says(/made under another policy or roster than yours/);
    await reopen();
    await agent.ended;
    const view = await webviewWith(windows().alice.page, 'Requests');
    await view
      .getByText(/policy or roster has changed/)
      .first()
      .waitFor();
    assert.deepEqual(scene.calls(), []);
  });

  it('does not run when nobody signs in time', async () => {
    const { agent, card } = await asking();
    await card.card.getByText(/^Expired at/).waitFor({ timeout: 90_000 });
    await agent.ended;
    assert.deepEqual(scene.calls(), []);
  });

  it('is carried by a NATS server as well', async function () {
    nats = (await natsServer(join(team.alice.home, 'nats'))) ?? without('nats-server', this);
    accepted = publish(team, { ...policy, version: 3, courier: nats.url }, accepted);
    await reopen();
    const { agent } = await asking();
    const peer = await findPeerCard(windows().bob, asked);
    await peer.countersign();
    await agent.ended;
    assert.deepEqual(scene.calls(), [rebuildArguments]);
  });

  /** Opens both windows anew; each has its gate and the latest policy then. */
  async function reopen(): Promise<void> {
    const { alice, bob } = windows();
    await nextGate(team.alice.home, () => alice.reload());
    await nextGate(team.bob.home, () => bob.reload());
    const commit = team.alice.git('rev-parse', 'HEAD').trim();
    for (const person of [team.alice, team.bob]) await until('the latest policy', () => has(person, commit));
  }

  function has(person: Person, commit: string): true | undefined {
    const folder = join(person.home, '.countersign', 'trust');
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    return texts.some((text) => text.includes(commit)) || undefined;
  }

  /** The remote's own repository: what anybody who can push may do to it. */
  function courier(...args: readonly string[]): string {
    return courierInput('', ...args);
  }

  function courierInput(input: string, ...args: readonly string[]): string {
    const bare = team.remote.replace('file://', '');
    return execFileSync('git', ['-C', bare, ...args], { input, encoding: 'utf8' }).trim();
  }
});
