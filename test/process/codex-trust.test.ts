import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codexTrust } from '../../src/node/agents/codex-trust.js';
import { agentProgram, without } from '../support/components.js';
import { field, items } from '../support/json.js';

const cli = join(process.cwd(), 'dist/cli.js');

/** A person's settings, with a comment, a table without anything in it, and trust in a hook of somebody else. */
const original = `model = "gpt-5.5"  # keep me

[features]

[hooks.state."/elsewhere/hooks.json:stop:0:0"]
trusted_hash = "sha256:00"
`;

describe('trust in Codex, by its own word', function () {
  this.timeout(60_000);
  let program = '';
  let home = '';
  let env: Record<string, string> = {};

  before(function () {
    const found = agentProgram('codex');
    if (found === undefined) without('the pinned Codex', this);
    program = found;
  });

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'cs-codex-')));
    for (const folder of ['bin', 'work', '.codex']) mkdirSync(join(home, folder));
    symlinkSync(program, join(home, 'bin/codex'));
    env = { HOME: home, COUNTERSIGN_HOME: join(home, 'cs'), PATH: `${join(home, 'bin')}:/usr/bin:/bin` };
  });

  afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));

  const config = (): string => join(home, '.codex/config.toml');
  const read = (path: string): string => readFileSync(path, 'utf8');
  const run = (...args: readonly string[]): { readonly code: number | null; readonly out: string } => {
    const options = { cwd: join(home, 'work'), env, encoding: 'utf8' } as const;
    const done = spawnSync(process.execPath, [cli, ...args], options);
    return { code: done.status, out: done.stdout };
  };

  it('is given to our hooks and no other, and taken back byte for byte', () => {
    writeFileSync(config(), original);
    const foreign = { matcher: '*', hooks: [{ type: 'command', command: 'lint' }] };
    const hooks = `${JSON.stringify({ hooks: { PreToolUse: [foreign] } })}\n`;
    writeFileSync(join(home, '.codex/hooks.json'), hooks);
    const connected = run('connect', 'codex', '--json');
    assert.equal(connected.code, 0);
    const trust = field(JSON.parse(connected.out), 'trust');
    assert.equal(field(trust, 'state'), 'trusted');
    assert.match(String(field(trust, 'diff')), /^\+trusted_hash = "sha256:[0-9a-f]{64}"$/m);
    assert.match(read(config()), /pre_tool_use:1:0/);
    assert.doesNotMatch(read(config()), /pre_tool_use:0:0/);
    const report = items(JSON.parse(run('doctor', '--json').out), 'agents').find(
      (one) => field(one, 'agent') === 'codex',
    );
    assert.equal(field(report, 'state'), 'held');
    assert.match(run('connect', 'codex').out, /trusts this hook already/);
    assert.equal(run('disconnect', 'codex').code, 0);
    assert.equal(read(config()), original);
    assert.equal(read(join(home, '.codex/hooks.json')), hooks);
  });

  it('leaves what Codex wrote since', () => {
    run('connect', 'codex');
    writeFileSync(config(), `${read(config())}\n[projects."/w"]\ntrust_level = "trusted"\n`);
    run('disconnect', 'codex');
    assert.match(read(config()), /\[projects\."\/w"\]\ntrust_level = "trusted"/);
    assert.doesNotMatch(read(config()), /trusted_hash/);
  });

  it('comes with the setting against typed input, where a person chose it, and goes with it', () => {
    writeFileSync(config(), original);
    assert.match(
      run('connect', 'codex').out,
      /--strict writes it:\n(.*\n)*\+unified_exec_tty = false # Countersign/,
    );
    assert.doesNotMatch(read(config()), /unified_exec_tty/);
    run('connect', 'codex', '--strict');
    assert.match(read(config()), /\[features\]\nunified_exec_tty = false # Countersign\n/);
    run('disconnect', 'codex');
    assert.equal(read(config()), original);
  });

  it('is only told of with --dry-run', () => {
    const done = run('connect', 'codex', '--dry-run');
    assert.match(done.out, /Then Codex is asked to trust this hook and no other/);
    assert.equal(existsSync(config()), false);
  });

  it('is lost when the hook is changed', async () => {
    run('connect', 'codex');
    const hookFile = join(home, '.codex/hooks.json');
    const text = read(hookFile);
    const hook: unknown = items(items(field(JSON.parse(text), 'hooks'), 'PreToolUse')[0], 'hooks')[0];
    const hooks = {
      hookFile,
      commands: [String(field(hook, 'command'))],
      settingsFile: config(),
      cwd: join(home, 'work'),
    };
    const ask = codexTrust(join(home, 'bin/codex'));
    assert.deepEqual(await ask.isTrusted(hooks), { ok: true, value: true });
    writeFileSync(hookFile, text.replace('"timeout": 3600', '"timeout": 5'));
    assert.deepEqual(await ask.isTrusted(hooks), { ok: true, value: false });
    const other = await ask.isTrusted({ ...hooks, commands: ['lint'] });
    assert.equal(other.ok ? 'listed' : other.error.code, 'not-listed');
  });
});

describe('a Codex that cannot be asked', function () {
  this.timeout(60_000);
  let home = '';

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'cs-codex-')));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));

  const programs: readonly (readonly [string, string, string])[] = [
    ['is not there', '', 'program-missing'],
    ['ends at once', '#!/bin/sh\nexit 3\n', 'no-answer'],
    ['knows no such server', '#!/bin/sh\necho "error: unrecognized subcommand" >&2\nexit 2\n', 'no-answer'],
    ['prints something else', '#!/bin/sh\necho hello; echo "{}"; echo "[1]"; exit 0\n', 'no-answer'],
    [
      'does not list hooks',
      '#!/bin/sh\nread x; echo \'{"id":1,"result":{}}\'; read x; read x; echo \'{"id":2,"error":{"code":-32601,"message":"unknown method"}}\'; sleep 1\n',
      'too-old',
    ],
    [
      'lists them in another form',
      '#!/bin/sh\nread x; echo \'{"id":1,"result":{}}\'; read x; read x; echo \'{"id":2,"result":{"hooks":[]}}\'; sleep 1\n',
      'too-old',
    ],
  ];
  for (const [what, script, code] of programs) {
    it(`${what}: ${code}`, async () => {
      const program = join(home, 'codex');
      if (script !== '') writeFileSync(program, script, { mode: 0o755 });
      const hooks = { hookFile: '/h', commands: ['x'], settingsFile: join(home, 'config.toml'), cwd: home };
      const asked = await codexTrust(program).plan(hooks, null);
      assert.equal(asked.ok ? 'planned' : asked.error.code, code);
    });
  }
});
