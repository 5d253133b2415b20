import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentProgram, projectFolder, without } from '../support/components.js';
import { headlessAgents, runHeadless } from '../support/headless-agents.js';
import type { ScriptedCall } from '../support/model-protocols/protocol.js';
import { startModelServer } from '../support/model-server.js';
import { countersign } from '../support/product.js';
import { layOutScene, type Scene } from '../support/scene.js';

/** How one agent has an MCP server configured, and how its model calls a tool of it. */
interface McpForm {
  readonly file: string;
  /** The file's text with the server in it; `before` is empty where there is none. */
  configured(before: string, command: readonly string[], env: Readonly<Record<string, string>>): string;
  call(tool: string): Pick<ScriptedCall, 'tool' | 'namespace'>;
}

function inJson(
  key: string,
  server: (command: readonly string[], env: object) => object,
): McpForm['configured'] {
  return (before, command, env) => {
    const settings: unknown = JSON.parse(before || '{}');
    assert.ok(typeof settings === 'object' && settings !== null);
    return JSON.stringify({ ...settings, [key]: { shop: server(command, env) } }, undefined, 2);
  };
}

const forms: Readonly<Record<string, McpForm>> = {
  codex: {
    file: '.codex/config.toml',
    configured: (before, [program = '', ...args], env) =>
      `${before}\n[mcp_servers.shop]\ncommand = ${JSON.stringify(program)}\nargs = ${JSON.stringify(args)}\n[mcp_servers.shop.env]\n${Object.entries(
        env,
      )
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
        .join('')}`,
    call: (tool) => ({ tool, namespace: 'mcp__shop' }),
  },
  'gemini-cli': {
    file: '.gemini/settings.json',
    configured: inJson('mcpServers', ([command, ...args], env) => ({ command, args, env, trust: true })),
    call: (tool) => ({ tool: `mcp_shop_${tool}` }),
  },
  'copilot-cli': {
    file: '.copilot/mcp-config.json',
    configured: inJson('mcpServers', ([command, ...args], env) => ({
      type: 'local',
      command,
      args,
      env,
      tools: ['*'],
    })),
    call: (tool) => ({ tool: `shop-${tool}` }),
  },
  opencode: {
    file: '.config/opencode/opencode.json',
    configured: inJson('mcp', (command, environment) => ({ type: 'local', command, environment })),
    call: (tool) => ({ tool: `shop_${tool}` }),
  },
  cline: {
    file: '.cline/data/settings/cline_mcp_settings.json',
    configured: inJson('mcpServers', ([command, ...args], env) => ({ command, args, env })),
    call: (tool) => ({ tool: `shop__${tool}` }),
  },
};

/** The agent's own file, guarded by the product; its hook is not connected, and no window is open. */
for (const agent of headlessAgents) {
  const form = forms[agent.id];
  if (form === undefined) continue;
  describe(`${agent.name} and an MCP server behind the gateway`, function () {
    this.timeout(120_000);
    let scene: Scene;
    let program: string;

    before(function () {
      program = agentProgram(agent.id) ?? without(agent.name, this);
      scene = layOutScene();
    });

    after(() => scene?.remove());

    it('runs what is harmless, stops what needs a person, and tells the model why', async () => {
      const call = (tool: string): ScriptedCall => ({ ...form.call(tool), input: { table: 'orders' } });
      const model = await startModelServer([call('list_rows'), call('delete_rows')]);
      const { home, workspace: cwd, bin } = scene;
      agent.prepare(home, model.url);
      const file = join(home, form.file);
      const log = join(home, 'mcp.log');
      const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const server = [process.execPath, join(projectFolder, 'out/support/mcp-sdk-server.mjs')];
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, form.configured(before, server, { MCP_LOG: log }));
      assert.match(countersign(home, cwd, 'mcp', '--connect', file), /Behind the gateway now/);
      const run = runHeadless(agent, { program, home, cwd, modelUrl: model.url, path: [bin] });
      const limit = setTimeout(() => run.kill(), 90_000);
      try {
        const { output } = await run.ended;
        const told = model.toolResults();
        assert.equal(told.length, 2, output.slice(-2_000));
        assert.match(told[0] ?? '', /list_rows ran/);
        assert.match(told[1] ?? '', /needs a person's approval/);
        assert.equal(readFileSync(log, 'utf8'), '["list_rows",{"table":"orders"}]\n');
      } finally {
        clearTimeout(limit);
        run.kill();
        await model.close();
      }
    });
  });
}
