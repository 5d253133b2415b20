import assert from 'node:assert/strict';
import type { FileEdit, McpAnnotations } from '../../../src/core/toolcall/toolcall.js';
import { asks, emptyWorld, ids, judgedPayload } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

function edited(path: string, before: string | null, after: string | null) {
  return judgedPayload({ kind: 'edit', edits: [{ kind: 'whole', path, before, after }] });
}

const database =
  'resource "aws_db_instance" "orders" {\n  instance_class = "db.t3"\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n';

describe('an ordinary edit', () => {
  for (const [path, before, after] of [
    ['src/main.ts', 'let a = 1;\n', 'let a = 2;\n'],
    ['README.md', null, '# Prod\nrm -rf / is dangerous; prevent_destroy = false\n'],
    ['main.tf', database, database.replace('db.t3', 'db.t4')],
    [
      'k8s/web.yaml',
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 2\n',
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 3\n',
    ],
    ['.vscode/settings.json', '{}', '{"editor.tabSize": 2}'],
    ['.github/workflows/ci.yml', 'jobs:\n', 'jobs:\n  test:\n    steps:\n      - run: npm test\n'],
    ['src/old.ts', 'x', null],
  ] as const) {
    it(`passes: ${path}`, () => {
      const assessment = edited(path, before, after);
      assert.ok(!asks(assessment), `${assessment.score} ${assessment.vector}`);
    });
  }
});

describe('an edit that takes something away', () => {
  for (const [name, path, before, after, id] of [
    [
      'prevent_destroy removed',
      'main.tf',
      database,
      database.replace('    prevent_destroy = true\n', ''),
      'protection-removed',
    ],
    [
      'prevent_destroy switched off',
      'main.tf',
      database,
      database.replace('true', 'false'),
      'protection-removed',
    ],
    ['a resource block deleted', 'main.tf', database, '', 'unclassified-delete'],
    ['a module deleted', 'main.tf', 'module "vpc" {\n}\n', '\n', 'unclassified-delete'],
    ['the whole file deleted', 'main.tf', database, null, 'unclassified-delete'],
    [
      'a final snapshot skipped',
      'db.tf',
      'x = 1\n',
      'x = 1\nskip_final_snapshot = true\n',
      'protection-removed',
    ],
    [
      'a retention policy removed',
      'stack.yaml',
      'AWSTemplateFormatVersion: "2010"\nDeletionPolicy: Retain\n',
      'AWSTemplateFormatVersion: "2010"\n',
      'protection-removed',
    ],
    [
      'replicas set to 0',
      'web.yaml',
      'apiVersion: apps/v1\nspec:\n  replicas: 3\n',
      'apiVersion: apps/v1\nspec:\n  replicas: 0\n',
      'unclassified-stop',
    ],
    ['a port opened to everybody', 'sg.tf', 'cidr = []\n', 'cidr = ["0.0.0.0/0"]\n', 'exposure'],
    [
      'administrator rights given',
      'iam.tf',
      '',
      'policy = "arn:aws:iam::aws:policy/AdministratorAccess"\n',
      'exposure',
    ],
    [
      'a privileged container',
      'pod.yaml',
      'apiVersion: v1\n',
      'apiVersion: v1\nprivileged: true\n',
      'exposure',
    ],
    [
      'an object deleted from a manifest',
      'app.yaml',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n',
      'apiVersion: v1\n',
      'unclassified-delete',
    ],
    [
      'a pipeline given secrets',
      '.github/workflows/ci.yml',
      'jobs:\n',
      `jobs:\n  env: $\{{ secrets.DEPLOY }}\n`,
      'exposure',
    ],
    [
      'a pipeline started by anybody',
      '.github/workflows/ci.yml',
      'on: push\n',
      'on: pull_request_target\n',
      'exposure',
    ],
    ['a key written', 'src/config.ts', '', 'const key = "AKIAABCDEFGHIJKLMNOP";\n', 'secret-write'],
    ['a private key written', 'deploy.pem', null, '-----BEGIN RSA PRIVATE KEY-----\n', 'secret-write'],
  ] as const) {
    it(`asks: ${name}`, () => {
      const assessment = edited(path, before, after);
      assert.ok(asks(assessment), `${assessment.score} ${assessment.vector}`);
      assert.ok(ids(assessment).includes(id), `expected ${id}, got ${ids(assessment).join(', ')}`);
    });
  }

  it('weighs more where the path says production', () => {
    assert.equal(edited('envs/prod/main.tf', database, '').band, 'production');
  });
});

describe('what keeps agents supervised', () => {
  for (const path of [
    '/home/ada/.countersign/config.json',
    '.countersign/policy.json',
    '/home/ada/.claude/settings.json',
    '.claude/settings.local.json',
    '/home/ada/.claude.json',
    '/home/ada/.codex/hooks.json',
    '.codex/config.toml',
    '.gemini/settings.json',
    '/home/ada/.gemini/trustedFolders.json',
    '.opencode/plugins/guard.js',
    '.clinerules/hooks/PreToolUse',
    '/home/ada/.cline/hooks/PreToolUse',
    '.github/hooks/countersign.json',
    '.github/copilot/settings.json',
    '/home/ada/.copilot/hooks/x.json',
    '.cursor/hooks.json',
    '.windsurf/hooks.json',
    '/home/ada/.codeium/windsurf/hooks.json',
    '.kiro/hooks/guard.json',
    '/home/ada/.aws/amazonq/cli-agents/a.json',
    '.factory/hooks.json',
    '.qwen/settings.json',
    '/etc/claude-code/managed-settings.json',
  ]) {
    it(`is critical to write: ${path}`, () => {
      const assessment = edited(path, '{}', '{"a":1}');
      assert.ok(assessment.score >= 85, `${assessment.score} ${assessment.vector}`);
      assert.ok(ids(assessment).includes('guard-change'));
    });
  }

  it("counts the editor's settings only where a key lets agents act unasked", () => {
    const after = '{"chat.tools.terminal.autoApprove": {"rm": true}}';
    assert.ok(edited('.vscode/settings.json', '{}', after).score >= 85);
  });

  it('follows COUNTERSIGN_HOME', () => {
    const world = memoryWorld({ cwd: '/srv/app', home: '/home/ada', env: { COUNTERSIGN_HOME: '/var/cs' } });
    const edit: FileEdit = { kind: 'write', path: '/var/cs/trust.json', content: '' };
    assert.ok(judgedPayload({ kind: 'edit', edits: [edit] }, world).score >= 85);
  });
});

describe('an edit that cannot be told', () => {
  it('asks when its form is not known', () => {
    const edit: FileEdit = { kind: 'unreadable', path: 'a.txt', text: '*** what' };
    assert.ok(asks(judgedPayload({ kind: 'edit', edits: [edit] }, emptyWorld)));
  });
});

describe('other tools', () => {
  it('judge MCP tools by name, arguments and what is inside them', () => {
    const mcp = (server: string, name: string, args: Readonly<Record<string, string>>) =>
      judgedPayload({ kind: 'mcp', server, name, arguments: args });
    assert.ok(!asks(mcp('github', 'list_issues', { repo: 'a/b' })));
    assert.ok(!asks(mcp('postgres', 'query', { sql: 'SELECT * FROM orders' })));
    assert.ok(!asks(mcp('docs', 'search', { query: 'how to delete from a table' })));
    assert.ok(asks(mcp('postgres', 'query', { sql: 'DROP TABLE orders' })));
    assert.ok(asks(mcp('github', 'delete_repository', { repo: 'a/b' })));
    assert.ok(asks(mcp('shell', 'run_command', { command: 'git reset --hard' })));
    assert.ok(!asks(mcp('shell', 'run_command', { command: 'ls -la' })));
    assert.ok(asks(mcp('aws', 'update_service', { cluster: 'prod-eu' })));
    assert.ok(mcp('fs', 'write_file', { path: '/home/ada/.claude/settings.json' }).score >= 85);
  });

  it('hears a server against its own tool, and never for it', () => {
    const hinted = (name: string, annotations: McpAnnotations) =>
      judgedPayload({ kind: 'mcp', server: 'store', name, arguments: {}, annotations });
    assert.ok(asks(hinted('refresh_everything', { destructiveHint: true })));
    assert.ok(asks(hinted('list_items', { readOnlyHint: true, destructiveHint: true })));
    assert.ok(asks(hinted('delete_items', { readOnlyHint: true, destructiveHint: false })));
    assert.equal(hinted('list_items', { readOnlyHint: false }).effects[0]?.verb, 'modify');
    assert.equal(hinted('list_items', { readOnlyHint: true }).effects[0]?.verb, 'read');
  });

  it('ask before credentials are read', () => {
    assert.ok(asks(judgedPayload({ kind: 'read', path: '/home/ada/.ssh/id_rsa' })));
    assert.ok(!asks(judgedPayload({ kind: 'read', path: 'src/main.ts' })));
  });

  it('let a page be fetched and an unknown tool pass', () => {
    assert.ok(!asks(judgedPayload({ kind: 'fetch', url: 'https://example.com/x' })));
    assert.ok(!asks(judgedPayload({ kind: 'other', text: '{}' })));
  });
});
