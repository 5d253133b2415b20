import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommand } from '../../../src/cli/check.js';
import type { Terminal } from '../../../src/cli/command.js';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

describe('countersign check', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-check-'));
    mkdirSync(join(folder, 'home'));
    mkdirSync(join(folder, 'workspace'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function run(args: readonly string[], input: readonly (string | Uint8Array)[] = []): Promise<Run> {
    let out = '';
    let error = '';
    const terminal: Terminal = {
      cwd: join(folder, 'workspace'),
      env: { HOME: join(folder, 'home') },
      input: pieces(input),
      out: async (text) => {
        out += text;
      },
      error: async (text) => {
        error += text;
      },
    };
    const code = await checkCommand.run(args, terminal);
    return { code, out, error };
  }

  async function* pieces(input: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
    for (const piece of input) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
  }

  async function lines(...objects: readonly unknown[]): Promise<readonly Record<string, unknown>[]> {
    const text = objects.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
    const { out, code } = await run(['--jsonl'], [`${text}\n`]);
    assert.equal(code, 0);
    return out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  it('answers 0 for what passes and 10 for what asks', async () => {
    assert.equal((await run(['--', 'ls', '-la'])).code, 0);
    assert.equal((await run(['--', 'rm', '-rf', '/opt/x'])).code, 10);
    assert.equal((await run(['rm -rf /opt/x'])).code, 10);
  });

  it('keeps words as they were given', async () => {
    const { out } = await run(['--json', '--', 'echo', 'rm -rf /; x', "it's"]);
    const verdict = JSON.parse(out);
    assert.equal(verdict.cmd, "echo 'rm -rf /; x' 'it'\\''s'");
    assert.equal(verdict.decision, 'allow');
  });

  it('explains in words', async () => {
    const { out } = await run(['--', 'git push --force origin main']);
    assert.match(out, /^ask {2}Force-push the branch main to origin\n70 of 100, production {2}CS1\//);
    assert.match(out, /Rewrites history/);
  });

  for (const args of [
    [],
    ['--nonsense', '--', 'ls'],
    ['--jsonl', '--', 'ls'],
    ['--cwd', '/nowhere/at/all', '--', 'ls'],
    ['--policy', 'p.json', '--', 'ls'],
  ]) {
    it(`answers 2 and one line for: ${args.join(' ') || 'nothing'}`, async () => {
      const { code, out, error } = await run(args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(error, /^countersign: [^\n]+\n$/);
    });
  }

  it('answers each line in order, echoing the command', async () => {
    const answers = await lines(
      { cmd: 'ls' },
      { cmd: 'git reset --hard' },
      { cmd: 'printf "\\u0041\u202e"' },
    );
    assert.deepEqual(
      answers.map(({ cmd }) => cmd),
      ['ls', 'git reset --hard', 'printf "\\u0041\u202e"'],
    );
    assert.deepEqual(
      answers.map(({ decision }) => decision),
      ['allow', 'ask', 'ask'],
    );
    assert.deepEqual(Object.keys(answers[1] ?? {}), [
      'cmd',
      'decision',
      'band',
      'score',
      'vector',
      'targets',
      'effects',
      'findings',
      'safer',
    ]);
  });

  it('takes nothing from the process when env is absent', async () => {
    const [absent, given] = await lines(
      { cmd: 'aws s3 rm s3://scratch/a' },
      { cmd: 'aws s3 rm s3://scratch/a', env: { AWS_PROFILE: 'prod' } },
    );
    assert.equal(absent?.['band'], 'ask');
    assert.equal(given?.['band'], 'production');
  });

  it('is the gate in an empty session: a read of production asks, with the band of the rule that spoke', async () => {
    const [touch, plain] = await lines(
      { cmd: 'kubectl --context prod-eu get pods' },
      { cmd: 'kubectl --context dev-eu get pods' },
    );
    assert.deepEqual([touch?.['decision'], touch?.['band'], touch?.['score']], ['ask', 'ask', 40]);
    assert.deepEqual([plain?.['decision'], plain?.['band']], ['allow', 'quiet']);
  });

  it('judges edits and MCP calls', async () => {
    const [edit, mcp] = await lines(
      { cmd: 'edit', tool: 'edit', path: '.claude/settings.json', before: null, after: '{}' },
      { cmd: 'mcp', tool: 'mcp', server: 'pg', name: 'query', arguments: { sql: 'DROP TABLE x' } },
    );
    assert.equal(edit?.['band'], 'production');
    assert.equal(mcp?.['decision'], 'ask');
  });

  it('reads the other shells', async () => {
    const [remove, look] = await lines(
      { cmd: 'Remove-Item -Recurse -Force C:\\Users', shell: 'pwsh' },
      { cmd: 'dir', shell: 'cmd' },
    );
    assert.equal(remove?.['decision'], 'ask');
    assert.equal(look?.['decision'], 'allow');
  });

  for (const [name, line] of [
    ['text', 'nonsense'],
    ['an array', []],
    ['no command', { cwd: '/' }],
    ['a number as command', { cmd: 1 }],
    ['an unknown shell', { cmd: 'ls', shell: 'fish' }],
    ['an unknown tool', { cmd: 'ls', tool: 'browser' }],
    ['an edit without a path', { cmd: 'ls', tool: 'edit' }],
    ['an MCP call without a name', { cmd: 'ls', tool: 'mcp', server: 's' }],
    ['an environment of numbers', { cmd: 'ls', env: { A: 1 } }],
    ['an empty line', ''],
  ] as const) {
    it(`asks, and says why, for ${name}`, async () => {
      const [answer, after] = await lines(line, { cmd: 'ls' });
      assert.equal(answer?.['decision'], 'ask');
      assert.equal(typeof answer?.['error'], 'string');
      assert.equal(after?.['decision'], 'allow');
    });
  }

  it('asks for bytes that are not UTF-8', async () => {
    const { out } = await run(['--jsonl'], [Buffer.from([0x7b, 0xff, 0x7d, 0x0a])]);
    assert.equal(JSON.parse(out).decision, 'ask');
  });

  it('reads a last line without its end, cut anywhere', async () => {
    const bytes = Buffer.from('{"cmd":"echo \u00e4"}\n{"cmd":"ls"}');
    const { out } = await run(
      ['--jsonl'],
      [bytes.subarray(0, 14), bytes.subarray(14, 20), bytes.subarray(20)],
    );
    assert.equal(out.trimEnd().split('\n').length, 2);
    assert.match(out, /echo \u00e4/);
  });
});
