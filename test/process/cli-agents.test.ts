import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { adapters } from '../../src/agents/registry.js';
import { field, items } from '../support/json.js';

const cli = join(process.cwd(), 'dist/cli.js');

describe('the command line', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-cli-')));
    mkdirSync(join(folder, 'work'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], input = ''): { code: number | null; out: string; err: string } => {
    const env = {
      PATH: `${join(folder, 'programs')}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      COUNTERSIGN_HOME: join(folder, 'cs'),
    };
    const options = { cwd: join(folder, 'work'), env, input, encoding: 'utf8' } as const;
    const done = spawnSync(process.execPath, [cli, ...args], options);
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  const settings = (): string => join(folder, '.claude/settings.json');

  const put = (path: string, text: string): string => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return text;
  };

  const read = (path: string): string => readFileSync(path, 'utf8');

  it('connects and disconnects byte for byte', () => {
    const before = put(settings(), '{"model":  "opus",\n\t"hooks": {"Stop": [ ]}}');
    assert.equal(run(['connect', 'claude-code']).code, 0);
    const after = read(settings());
    assert.match(after, /countersign-hook/);
    const again = run(['connect', 'claude-code']);
    assert.match(again.out, /is connected already/);
    assert.equal(read(settings()), after);
    assert.equal(run(['disconnect', 'claude-code']).code, 0);
    assert.equal(read(settings()), before);
  });

  it('removes the file that it made', () => {
    run(['connect', 'claude-code']);
    assert.ok(existsSync(settings()));
    run(['disconnect', 'claude-code']);
    assert.equal(existsSync(settings()), false);
  });

  it('keeps what was changed between', () => {
    put(settings(), '{}');
    run(['connect', 'claude-code']);
    put(settings(), read(settings()).replace('{', '{\n  "model": "opus",'));
    run(['disconnect', 'claude-code']);
    assert.deepEqual(JSON.parse(read(settings())), { model: 'opus' });
  });

  for (const { id, file } of adapters.map((adapter) => ({ id: adapter.id, file: adapter.file }))) {
    it(`connects ${id}, proves it, and disconnects byte for byte`, () => {
      const path = file('user', { home: folder, workspace: '' });
      const before = existsSync(path) ? read(path) : undefined;
      const done = run(['connect', id]);
      assert.equal(done.code, 0, done.err);
      assert.match(read(path), /countersign-hook/);
      const report = items(JSON.parse(run(['doctor', '--json']).out), 'agents').find(
        (one) => field(one, 'agent') === id,
      );
      assert.deepEqual(field(report, 'canary'), { kind: 'passed' });
      assert.equal(run(['disconnect', id]).code, 0);
      assert.equal(existsSync(path) ? read(path) : undefined, before);
    });
  }

  it('says what is left for a person to do', () => {
    assert.match(run(['connect', 'codex']).out, /trust the new hook/);
    assert.match(run(['connect', 'amazon-q']).out, /q chat --agent countersign/);
    assert.equal(field(JSON.parse(run(['connect', 'codex', '--json']).out), 'next'), 'trust-in-codex');
  });

  it('finds a hook of Codex that nobody has trusted, and one that somebody has', () => {
    run(['connect', 'codex']);
    const done = run(['doctor']);
    assert.match(done.out, /skipped until you trust it in the agent: .*hooks\.json/);
    assert.equal(done.code, 1);
    const key = `${join(folder, '.codex/hooks.json')}:pre_tool_use:0:0`;
    put(join(folder, '.codex/config.toml'), `[hooks.state."${key}"]\ntrusted_hash = "sha256:00"\n`);
    assert.equal(run(['doctor']).code, 0);
  });

  it('leaves a hook file of somebody else alone', () => {
    const before = put(join(folder, '.cline/hooks/PreToolUse'), '#!/bin/sh\necho mine\n');
    const done = run(['connect', 'cline']);
    assert.equal(done.code, 1);
    assert.match(done.err, /PreToolUse.*move it, then try again/);
    assert.equal(read(join(folder, '.cline/hooks/PreToolUse')), before);
  });

  it('writes through a symbolic link, and keeps the mode', () => {
    put(join(folder, 'dotfiles/claude.json'), '{}');
    chmodSync(join(folder, 'dotfiles/claude.json'), 0o600);
    mkdirSync(dirname(settings()));
    symlinkSync(join(folder, 'dotfiles/claude.json'), settings());
    run(['connect', 'claude-code']);
    assert.match(read(join(folder, 'dotfiles/claude.json')), /countersign-hook/);
    assert.equal(statSync(join(folder, 'dotfiles/claude.json')).mode & 0o777, 0o600);
  });

  it('shows the change and writes nothing with --dry-run', () => {
    const done = run(['connect', 'claude-code', '--dry-run']);
    assert.equal(done.code, 0);
    assert.match(done.out, /^\+ {12}"onFailure": "block"$/m);
    assert.match(done.out, /Nothing was written/);
    assert.deepEqual(readdirSync(folder), ['work']);
  });

  it('leaves a malformed file alone, and names the line', () => {
    const before = put(settings(), '{\n  "model": "opus"\n  "hooks": {}\n}\n');
    const done = run(['connect', 'claude-code']);
    assert.equal(done.code, 1);
    assert.match(done.err, /settings\.json,? line 3/);
    assert.equal(read(settings()), before);
    assert.equal(done.err.trim().split('\n').length, 1);
  });

  it('connects one workspace', () => {
    const done = run(['connect', 'vscode', '--scope', 'workspace', '--json']);
    assert.equal(done.code, 0);
    assert.equal(field(JSON.parse(done.out), 'file'), join(folder, 'work/.github/hooks/countersign.json'));
    const written: unknown = JSON.parse(read(join(folder, 'work/.github/hooks/countersign.json')));
    assert.equal(field(items(field(written, 'hooks'), 'PreToolUse')[0], 'timeout'), 3_600);
  });

  it('says what is wrong with its words, on one line', () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['connect'], /expected one agent, claude-code, vscode, .* or [\w-]+, got none/],
      [['connect', 'emacs'], /got emacs/],
      [['connect', 'vscode', '--scope', 'planet'], /expected --scope user or workspace, got planet/],
      [['connect', 'vscode', '--force'], /--force/],
      [['log', '--limit', '0'], /expected --limit to be a number from 1, got 0/],
      [['log', 'all'], /expected no words, got all/],
      [['hook'], /expected the name of one agent/],
      [['approve'], /expected one ID/],
      [['mcp'], /expected .*--/],
      [['scan'], /got scan, which comes with a later one/],
      [['dance'], /got dance/],
    ];
    for (const [args, words] of cases) {
      const done = run(args);
      assert.equal(done.code, 2, args.join(' '));
      assert.match(done.err, words);
      assert.equal(done.err.trim().split('\n').length, 1, done.err);
    }
  });

  it('has help for every command', () => {
    for (const name of ['check', 'hook', 'connect', 'disconnect', 'doctor', 'log', 'verify', 'uninstall']) {
      const done = run([name, '--help']);
      assert.equal(done.code, 0);
      assert.match(done.out, new RegExp(`^countersign ${name}`));
    }
  });

  it('examines a connection: found, version, connected, verified', () => {
    put(join(folder, 'programs/claude'), '#!/bin/sh\necho "2.1.330 (Claude Code)"\n');
    chmodSync(join(folder, 'programs/claude'), 0o755);
    run(['connect', 'claude-code']);
    const done = run(['doctor', '--json']);
    const [claude] = items(JSON.parse(done.out), 'agents');
    assert.deepEqual(
      [field(claude, 'found'), field(claude, 'version'), field(claude, 'canary'), done.code],
      [true, '2.1.330', { kind: 'passed' }, 0],
    );
  });

  const illnesses: readonly (readonly [string, () => void, RegExp])[] = [
    [
      'an old agent',
      () => put(join(folder, 'programs/claude'), '#!/bin/sh\necho 2.1.197\n'),
      /older than 2\.1\.295/,
    ],
    [
      'a drifted entry',
      () => put(settings(), read(settings()).replace('3600', '5')),
      /its entry has changed in .*settings\.json/,
    ],
    [
      'hooks switched off by the workspace',
      () => put(join(folder, 'work/.claude/settings.local.json'), '{"disableAllHooks": true}'),
      /hooks are switched off by .*settings\.local\.json line 1/,
    ],
    [
      'a doorbell that is gone',
      () => rmSync(join(folder, 'cs/bin/countersign-hook')),
      /the canary call failed/,
    ],
    [
      'a malformed file',
      () => put(settings(), '{'),
      /expected settings that can be read in .*settings\.json/,
    ],
    ['an entry that was removed', () => put(settings(), '{}'), /its entry was removed from .*settings\.json/],
    [
      'a record that was changed',
      () => {
        const segment = join(folder, 'cs/record/segments/000000.jsonl');
        writeFileSync(segment, read(segment).replace('genesis', 'genesiS'));
      },
      /Record: broken/,
    ],
  ];
  for (const [what, harm, words] of illnesses) {
    it(`finds ${what}`, () => {
      put(join(folder, 'programs/claude'), '#!/bin/sh\necho 2.1.330\n');
      run(['connect', 'claude-code']);
      harm();
      chmodSync(join(folder, 'programs/claude'), 0o755);
      const done = run(['doctor']);
      assert.match(done.out, words);
      assert.equal(done.code, 1);
    });
  }

  it('rings what each agent has configured, and shows a pass only where that passes and blocks', function () {
    this.timeout(180_000);
    const ids = ['claude-code', 'cline', 'opencode', 'kilo', 'pi', 'windsurf'];
    for (const id of ids) run(['connect', id]);
    const canaries = (): readonly unknown[] =>
      items(JSON.parse(run(['doctor', '--json']).out), 'agents')
        .filter((one) => ids.includes(String(field(one, 'agent'))))
        .map((one) => field(field(one, 'canary'), 'kind'));
    const all = (kind: string): readonly string[] => ids.map(() => kind);
    assert.deepEqual(canaries(), all('passed'));
    const launcher = join(folder, 'cs/bin/countersign-hook');
    const ours = read(launcher);
    // Silent, always yes, always no: none of them is a doorbell.
    for (const text of ['exit 0', "cat > /dev/null; echo '{}'", 'exit 2']) {
      writeFileSync(launcher, `#!/bin/sh\n${text}\n`);
      assert.ok(
        canaries().every((kind) => kind !== 'passed'),
        text,
      );
    }
    writeFileSync(launcher, ours);
    assert.deepEqual(canaries(), all('passed'));
  });

  it('starts nothing of an entry that is not exactly ours', () => {
    run(['connect', 'claude-code']);
    const mark = join(folder, 'started');
    const text = read(settings());
    put(settings(), text.replace('"command": "', `"command": "touch '${mark}'; `));
    const [claude] = items(JSON.parse(run(['doctor', '--json']).out), 'agents');
    assert.equal(field(field(claude, 'canary'), 'kind'), 'failed');
    assert.equal(existsSync(mark), false);
  });

  const tampered = ['hook.js', 'cli.js', 'offline.js', 'countersign-hook', 'countersign-mcp'];
  for (const name of tampered) {
    it(`names an installed ${name} whose bytes are not the build's`, () => {
      run(['connect', 'claude-code']);
      assert.match(run(['doctor']).out, /^Doorbell: its files are this build's/m);
      const path = join(folder, 'cs/bin', name);
      writeFileSync(path, `${read(path)}\n`);
      const done = run(['doctor']);
      assert.match(done.out, new RegExp(`^Doorbell: not this build's, ${name};`, 'm'));
      assert.equal(done.code, 1);
    });
  }

  it('names a file of the workspace whose hooks could rewrite calls', () => {
    const file = join(folder, 'work/.claude/settings.json');
    const hooks = { PreToolUse: [{ matcher: '*', hooks: [{ type: 'command', command: 'lint' }] }] };
    put(file, JSON.stringify({ hooks }));
    const found = (): unknown =>
      field(items(JSON.parse(run(['doctor', '--json']).out), 'agents')[0], 'problems');
    assert.deepEqual(found(), [{ kind: 'rewritable', file, line: 1 }]);
    put(file, '{}');
    run(['connect', 'claude-code', '--scope', 'workspace']);
    assert.deepEqual(found(), []);
  });

  it('answers a hook as the doorbell does, and keeps its record', () => {
    const payload = (command: string): string =>
      JSON.stringify({
        hook_event_name: 'PreToolUse',
        session_id: 's1',
        permission_mode: 'default',
        cwd: join(folder, 'work'),
        tool_name: 'Bash',
        tool_input: { command },
        tool_use_id: 't1',
      });
    assert.deepEqual(run(['hook', 'claude-code'], payload('git status')), { code: 0, out: '{}\n', err: '' });
    const denied = run(['hook', 'claude-code'], payload('kubectl --context prod-eu delete namespace shop'));
    assert.equal(denied.code, 0);
    assert.match(denied.out, /"permissionDecision":"deny"/);
    assert.equal(run(['hook', 'claude-code'], 'garbage').code, 2);
    const entries = run(['log', '--json'])
      .out.trim()
      .split('\n')
      .map((line) => field(field(JSON.parse(line), 'body'), 'type'));
    assert.deepEqual(entries, ['call.denied', 'call.passed', 'genesis']);
    assert.match(run(['log', '--limit', '1']).out, /^2 {2}.*no window open.*kubectl --context prod-eu/);
    assert.match(run(['verify']).out, /^The record holds: 3 entries, head [0-9a-f]{64}$/m);
  });

  it('finds a record that was changed', () => {
    run(['connect', 'claude-code']);
    const segment = join(folder, 'cs/record/segments/000000.jsonl');
    writeFileSync(segment, read(segment).replace('genesis', 'genesiS'));
    const done = run(['verify', '--json']);
    assert.equal(done.code, 1);
    assert.equal(field(JSON.parse(done.out), 'seq'), 1);
    assert.match(done.err, /the chain breaks at entry 1/);
  });

  it('uninstalls: agents are free again, the record stays', () => {
    const before = put(settings(), '{ "model": "opus" }\n');
    run(['connect', 'claude-code']);
    run(['connect', 'vscode']);
    const done = run(['uninstall']);
    assert.equal(done.code, 0);
    assert.match(
      done.out,
      /^Claude Code is disconnected: [\s\S]*\nCountersign.s programs are gone\. The record and the requests stay in \S*cs\.\n$/,
    );
    assert.equal(read(settings()), before);
    assert.equal(existsSync(join(folder, '.copilot/hooks/countersign.json')), false);
    assert.equal(existsSync(join(folder, 'cs/bin')), false);
    assert.equal(run(['verify']).code, 0);
  });

  it('never takes what names it for what stood there before: the home may have gone meanwhile', () => {
    for (const agent of ['claude-code', 'gemini-cli', 'codex']) run(['connect', agent]);
    rmSync(join(folder, 'cs'), { recursive: true });
    assert.match(run(['verify']).out, /0 entries.*There is no record here/);
    assert.equal(run(['uninstall']).code, 0);
    for (const agent of ['claude-code', 'gemini-cli', 'codex']) run(['disconnect', agent]);
    for (const file of [settings(), join(folder, '.gemini/settings.json'), join(folder, '.codex/hooks.json')])
      if (existsSync(file)) assert.doesNotMatch(read(file), /countersign/, file);
  });
});
