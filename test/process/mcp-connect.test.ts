import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFolder } from '../support/components.js';
import { field, items } from '../support/json.js';

const vscodeServers = `{
\t// Of this project
\t"servers": {
\t\t"shop": { "type": "stdio", "command": "npx", "args": ["-y", "shop"] },
\t\t"far": { "type": "http", "url": "https://mcp.example.com" },
\t}
}
`;
const claudeServers = '{"numStartups":3,"mcpServers":{"bare":{"command":"./bare"}}}';
const codexServers = 'model = "m"\n[mcp_servers.shop]\ncommand = "npx"\nargs = ["shop"] # pinned\n';

/** The command line on files that are really there. */
describe('putting the gateway in front of configured servers', function () {
  this.timeout(20_000);
  let home: string;
  let workspace: string;

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'cs-mcp-')));
    workspace = join(home, 'work');
    mkdirSync(workspace);
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const put = (path: string, text: string): string => {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };

  const run = (...words: readonly string[]): { code: number | null; out: string; words: string } => {
    const done = spawnSync(process.execPath, [join(projectFolder, 'dist/cli.js'), ...words], {
      cwd: workspace,
      encoding: 'utf8',
      env: { HOME: home, PATH: process.env['PATH'] ?? '' },
    });
    return { code: done.status, out: done.stdout, words: done.stderr };
  };
  const read = (path: string): string => readFileSync(path, 'utf8');

  it('changes every known file, shows how, and puts each back byte for byte', () => {
    const files = [
      [put('work/.vscode/mcp.json', vscodeServers), vscodeServers],
      [put('.claude.json', claudeServers), claudeServers],
      [put('.codex/config.toml', codexServers), codexServers],
    ] as const;
    const done = run('mcp', '--connect');
    assert.deepEqual([done.code, done.words], [0, '']);
    for (const [path, text] of files) {
      assert.notEqual(read(path), text);
      assert.match(read(path), /countersign-mcp/);
      assert.ok(done.out.includes(path));
    }
    assert.match(done.out, /^\+.*"--name", "shop", "--", "npx", "-y", "shop"/m);
    assert.match(done.out, /Not covered, because remote: far\./);
    assert.ok(existsSync(join(home, '.countersign/bin/countersign-mcp')));
    const once = files.map(([path]) => read(path));
    assert.match(run('mcp', '--connect').out, /stays as it is/);
    assert.deepEqual(
      files.map(([path]) => read(path)),
      once,
    );
    assert.equal(run('mcp', '--disconnect').code, 0);
    for (const [path, text] of files) assert.equal(read(path), text);
  });

  it('only shows with --dry-run, and lists as JSON', () => {
    const file = put('work/.vscode/mcp.json', vscodeServers);
    const shown = run('mcp', '--connect', '--dry-run', '--json');
    const plan: unknown = JSON.parse(shown.out);
    assert.deepEqual(
      [field(plan, 'state'), field(plan, 'changed'), items(plan, 'servers').length],
      ['planned', true, 2],
    );
    assert.equal(read(file), vscodeServers);
    assert.equal(existsSync(join(home, '.countersign')), false);
    const listed: unknown = JSON.parse(run('mcp', '--list', '--json').out);
    assert.deepEqual(items(listed, 'servers'), [
      { name: 'shop', state: 'open' },
      { name: 'far', state: 'remote' },
    ]);
  });

  it('leaves a broken file alone, names its line, and changes the others', () => {
    const broken = put('.claude.json', '{\n"mcpServers": {,}}');
    const file = put('work/.mcp.json', claudeServers);
    const done = run('mcp', '--connect');
    assert.equal(done.code, 1);
    assert.match(done.words, /\.claude\.json line 2: expected valid JSON/);
    assert.equal(read(broken), '{\n"mcpServers": {,}}');
    assert.match(read(file), /countersign-mcp/);
  });

  for (const order of [
    [
      ['connect', 'gemini-cli'],
      ['mcp', '--connect'],
      ['mcp', '--disconnect'],
      ['disconnect', 'gemini-cli'],
    ],
    [
      ['mcp', '--connect'],
      ['connect', 'gemini-cli'],
      ['disconnect', 'gemini-cli'],
      ['mcp', '--disconnect'],
    ],
    [['connect', 'gemini-cli'], ['mcp', '--connect'], ['uninstall']],
  ]) {
    it(`shares a file with hooks: ${order.map((words) => words.join(' ')).join(', ')}`, () => {
      const text = '{\n  "mcpServers": { "shop": { "command": "npx" } }\n}\n';
      const file = put('.gemini/settings.json', text);
      for (const [at, words] of order.entries()) {
        const done = run(...words);
        assert.equal(done.code, 0, done.words);
        if (at === 1)
          assert.match(
            read(file),
            /countersign-hook[\s\S]*countersign-mcp|countersign-mcp[\s\S]*countersign-hook/,
          );
        if (at === 2 && order.length > 3) assert.match(read(file), /countersign-(?:hook|mcp)/);
      }
      assert.equal(read(file), text);
    });
  }

  it('is told by the doctor', () => {
    put('work/.vscode/mcp.json', vscodeServers);
    assert.match(
      run('doctor').out,
      /^MCP servers: 0 behind the gateway, 1 not, 1 remote; countersign mcp --connect puts it in front of them$/m,
    );
    run('mcp', '--connect');
    const report: unknown = JSON.parse(run('doctor', '--json').out);
    assert.deepEqual(field(report, 'mcp'), { guarded: 1, open: 0, remote: 1 });
  });

  it('says what it expects when it is used wrongly', () => {
    for (const words of [['mcp'], ['mcp', '--connect', '--list'], ['mcp', '--connekt']]) {
      const done = run(...words);
      assert.equal(done.code, 2, words.join(' '));
      assert.match(done.words, /countersign mcp --help/);
    }
  });
});
