import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCard, waitingCards } from '../support/card-view.js';
import { type ClaudeRun, runClaude } from '../support/claude-code.js';
import { agentProgram, projectFolder, serverHost, without } from '../support/components.js';
import { gateProcess } from '../support/guard.js';
import type { ScriptedCall } from '../support/model-protocols/protocol.js';
import { type ModelServer, startModelServer } from '../support/model-server.js';
import { countersign, packedProduct } from '../support/product.js';
import { layOutScene, type Scene } from '../support/scene.js';
import { type EditorWindow, openWindow } from '../support/window.js';

/** Real Claude Code, whose hook is not connected: between it and the server stands the gateway and nothing else. */
describe('Claude Code and an MCP server behind the gateway', function () {
  this.timeout(180_000);
  let scene: Scene;
  let window: EditorWindow;
  let program: string;
  const models: ModelServer[] = [];
  const runs: ClaudeRun[] = [];

  before(async function () {
    const host = serverHost();
    if ('missing' in host) without(host.missing, this);
    program = agentProgram('claude-code') ?? without('Claude Code', this);
    scene = layOutScene();
    const server = join(projectFolder, 'out/support/mcp-sdk-server.mjs');
    const servers = { 'shop-prod': { command: process.execPath, args: [server], env: { MCP_LOG: log() } } };
    writeFileSync(join(scene.home, '.claude.json'), JSON.stringify({ mcpServers: servers }));
    countersign(scene.home, scene.workspace, 'mcp', '--connect', join(scene.home, '.claude.json'));
    const { home, workspace: folder } = scene;
    window = await openWindow({ host, home, folder, install: [packedProduct()] });
    await gateProcess(home);
  });

  beforeEach(() => rmSync(log(), { force: true }));

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.fullTitle());
    for (const run of runs.splice(0)) run.kill();
    await Promise.all(models.splice(0).map((model) => model.close()));
  });

  after(async () => {
    await window?.close();
    scene?.remove();
  });

  const log = (): string => join(scene.home, 'mcp.log');
  const ran = (): string => (existsSync(log()) ? readFileSync(log(), 'utf8') : '');
  const call = (tool: string): ScriptedCall => ({
    tool: `mcp__shop-prod__${tool}`,
    input: { table: 'orders' },
  });

  async function start(
    ...script: readonly ScriptedCall[]
  ): Promise<ClaudeRun & { told(): readonly string[] }> {
    const model = await startModelServer(script);
    models.push(model);
    const { home, workspace: cwd, bin } = scene;
    const run = runClaude({ program, home, cwd, modelUrl: model.url, path: [bin] });
    runs.push(run);
    return { ...run, told: model.toolResults };
  }

  const card = (): ReturnType<typeof findCard> =>
    findCard(window.page, /^Production request .* from MCP gateway: .*delete_rows/);

  it('asks about the first read on a production server too', async () => {
    const agent = await start(call('list_rows'));
    const held = await findCard(window.page, /from MCP gateway: .*list_rows/);
    await held.deny('not now');
    await agent.ended;
    assert.match(agent.told()[0] ?? '', /not now/);
    assert.equal(ran(), '');
  });

  it('holds a destructive call until its name is typed, then runs it once', async () => {
    const agent = await start(call('delete_rows'));
    const held = await card();
    const text = await held.text();
    assert.match(text, /shop-prod/);
    assert.match(text, /client claude-code/);
    assert.equal(ran(), '');
    await held.approve('shop-prod');
    const { stdout, stderr } = await agent.ended;
    assert.equal(ran(), '["delete_rows",{"table":"orders"}]\n', `${stdout}${stderr}`);
    assert.match(agent.told()[0] ?? '', /delete_rows ran/);
  });

  it('does not run what was denied, and tells the model why', async () => {
    const agent = await start(call('delete_rows'));
    await (await card()).deny('archive them first');
    await agent.ended;
    assert.match(agent.told()[0] ?? '', /archive them first/);
    assert.equal(ran(), '');
  });

  it('asks once, when the hook of Claude Code is connected too', async () => {
    countersign(scene.home, scene.workspace, 'connect', 'claude-code', '--scope', 'user');
    const agent = await start(call('delete_rows'));
    const held = await findCard(window.page, /^Production request .* from Claude Code: .*delete_rows/);
    await held.approve('shop-prod');
    await agent.ended;
    assert.equal(ran(), '["delete_rows",{"table":"orders"}]\n');
    assert.match(agent.told()[0] ?? '', /delete_rows ran/);
    assert.equal(await waitingCards(window.page), 0);
  });
});
