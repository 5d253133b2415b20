import assert from 'node:assert/strict';
import { guardedJson, jsonServers, unguardedJson } from '../../../src/agents/mcp-json.js';
import { guardedToml, tomlServers, unguardedToml } from '../../../src/agents/mcp-toml.js';
import type { Result } from '../../../src/core/shared/result.js';

const launcher = '/home/ada/.countersign/bin/countersign-mcp';

function value<T>(result: Result<T, { readonly code: string; readonly line: number }>): T | string {
  return result.ok ? result.value : `${result.error.code} ${result.error.line}`;
}

const claude = `{
  "mcpServers": {
    "shop": {
      "command": "npx",
      "args": ["-y", "@acme/shop-mcp"],
      "env": { "SHOP_ENV": "prod" }
    },
    "bare": { "command": "./bare" },
    "far": { "type": "http", "url": "https://mcp.example.com" }
  }
}
`;

const vscode = `{
\t// Servers of this project
\t"servers": {
\t\t"shop": {
\t\t\t"type": "stdio",
\t\t\t"command": "uvx",
\t\t\t"args": [
\t\t\t\t"shop-mcp", // pinned below
\t\t\t\t"--db=\${input:db}",
\t\t\t],
\t\t},
\t\t"bare": {
\t\t\t"command": "bare-mcp",
\t\t},
\t},
\t"inputs": [],
}
`;

const opencode = `{"mcp":{"shop":{"type":"local","command":["bun","x","shop-mcp"],"enabled":true},"far":{"type":"remote","url":"https://x.test"}}}`;

const codex = `model = "gpt-5.5"

[mcp_servers.shop]   # the shop
command = "npx"      # pinned
args = ["-y", "@acme/shop-mcp"]
env = { SHOP_ENV = "prod" }

[mcp_servers."with space"]
command = './bare'

[mcp_servers.many]
command = "uvx"
args = [
  "many-mcp",
  "--all",
]

[mcp_servers.far]
url = "https://mcp.example.com"

[features]
hooks = true
`;

describe('MCP servers in JSON', () => {
  for (const [what, text] of [
    ['most clients', claude],
    ['VS Code, with comments and tabs', vscode],
    ['opencode, on one line', opencode],
    ['Windows, by its line ends', claude.replaceAll('\n', '\r\n')],
    ['an editor that begins with a mark', `\uFEFF${claude}`],
    ['Claude Code, by project', `{"projects":{"/srv/app":{"mcpServers":{"a":{"command":"b","args":[]}}}}}`],
  ] as const) {
    it(`of ${what} are guarded once, and free again byte for byte`, () => {
      const once = value(guardedJson(text, launcher));
      assert.notEqual(once, text);
      assert.equal(value(guardedJson(once, launcher)), once);
      assert.equal(value(unguardedJson(once)), text);
    });
  }

  it('have their own words behind the gateway', () => {
    const text = value(guardedJson(claude, launcher));
    const read: unknown = JSON.parse(text.toString());
    assert.deepEqual(read, {
      mcpServers: {
        shop: {
          command: launcher,
          args: ['--name', 'shop', '--', 'npx', '-y', '@acme/shop-mcp'],
          env: { SHOP_ENV: 'prod' },
        },
        bare: { command: launcher, args: ['--name', 'bare', '--', './bare'] },
        far: { type: 'http', url: 'https://mcp.example.com' },
      },
    });
    assert.equal(
      value(guardedJson(opencode, launcher)),
      `{"mcp":{"shop":{"type":"local","command":["${launcher}", "--name", "shop", "--", "bun","x","shop-mcp"],"enabled":true},"far":{"type":"remote","url":"https://x.test"}}}`,
    );
  });

  it('are told apart', () => {
    assert.deepEqual(value(jsonServers(claude)), [
      { name: 'shop', state: 'open' },
      { name: 'bare', state: 'open' },
      { name: 'far', state: 'remote' },
    ]);
    const text = value(guardedJson(claude, launcher)).toString();
    assert.deepEqual(value(jsonServers(text)), [
      { name: 'shop', state: 'guarded' },
      { name: 'bare', state: 'guarded' },
      { name: 'far', state: 'remote' },
    ]);
    assert.deepEqual(value(jsonServers('')), []);
    assert.deepEqual(value(jsonServers('{"hooks":{"command":"x"}}')), []);
  });

  it('follow a launcher that has moved', () => {
    const text = value(guardedJson(claude, '/old/bin/countersign-mcp')).toString();
    assert.equal(value(guardedJson(text, launcher)), value(guardedJson(claude, launcher)));
  });

  it('are left alone where the text is none, or says a thing twice', () => {
    assert.equal(value(guardedJson('{"mcpServers": {\n"a": }', launcher)), 'malformed 2');
    assert.equal(value(guardedJson('[]', launcher)), 'not-an-object 1');
    const twice = '{"mcpServers":{"a":{"command":"x"}},\n"mcpServers":{}}';
    assert.equal(value(guardedJson(twice, launcher)), 'malformed 2');
    const inServer = '{"mcpServers":{"a":{"command":"x",\n"command":"y"}}}';
    assert.equal(value(guardedJson(inServer, launcher)), 'malformed 2');
  });
});

describe('MCP servers in TOML', () => {
  for (const text of [codex, codex.replaceAll('\n', '\r\n')]) {
    it('are guarded once, and free again', () => {
      const once = value(guardedToml(text, launcher));
      assert.notEqual(once, text);
      assert.equal(value(guardedToml(once.toString(), launcher)), once);
      const back = value(unguardedToml(once.toString())).toString();
      const eol = text.includes('\r') ? '\r\n' : '\n';
      assert.equal(back.replace(`args = []${eol}`, '').replace('"./bare"', "'./bare'"), text);
    });
  }

  it('are told apart', () => {
    const text = value(guardedToml(codex, launcher)).toString();
    assert.deepEqual(value(tomlServers(text)), [
      { name: 'shop', state: 'guarded' },
      { name: 'with space', state: 'guarded' },
      { name: 'many', state: 'guarded' },
      { name: 'far', state: 'remote' },
    ]);
    assert.match(text, /^command = ".*countersign-mcp" {6}# pinned$/m);
    assert.match(text, /^args = \["--name", "shop", "--", "npx", "-y", "@acme\/shop-mcp"\]$/m);
  });

  it('are left alone where they stand in another form', () => {
    const inline = 'mcp_servers = { shop = { command = "npx" } }\n';
    assert.equal(value(guardedToml(inline, launcher)), 'unsupported-form 1');
    const tricky = '[mcp_servers.shop]\ncommand = """\nnpx"""\n';
    assert.match(value(guardedToml(tricky, launcher)).toString(), /^unsupported-form/);
    assert.equal(value(guardedToml('[mcp_servers', launcher)), 'malformed 1');
  });
});
