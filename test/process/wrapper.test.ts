import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeAt } from '../../src/node/files/home.js';
import { launcherPath } from '../../src/node/install/install.js';
import { processesBelow } from '../support/guard.js';
import { field, items } from '../support/json.js';
import { until } from '../support/until.js';

const cli = join(process.cwd(), 'dist/cli.js');

/**
 * The failure table for Claude Code, over the command line that `connect` writes. Claude Code blocks on exit code 2,
 * and on exit code 0 with one JSON object that says deny; it lets the call run on anything else but for `onFailure`.
 */
describe('invariant 1: the wrapper in the configuration', function () {
  this.timeout(30_000);
  let folder: string;
  let launcher: string;
  let command: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "cs wrapper's "));
    const connected = spawnSync(process.execPath, [cli, 'connect', 'claude-code'], {
      cwd: folder,
      env: environment(),
    });
    assert.equal(connected.status, 0, String(connected.stderr));
  });

  beforeEach(() => {
    // Installed anew, whatever the case before did to it.
    rmSync(join(folder, 'home'), { recursive: true, force: true });
    spawnSync(process.execPath, [cli, 'connect', 'claude-code'], { cwd: folder, env: environment() });
    launcher = launcherPath(homeAt(join(folder, 'home')));
    const settings: unknown = JSON.parse(readFileSync(join(folder, '.claude/settings.json'), 'utf8'));
    const [group] = items(field(settings, 'hooks'), 'PreToolUse');
    const [entry] = items(group, 'hooks');
    command = String(field(entry, 'command'));
    assert.equal(field(entry, 'onFailure'), 'block');
    assert.equal(field(entry, 'timeout'), 3_600);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const environment = (change: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    COUNTERSIGN_HOME: join(folder, 'home'),
    ...change,
  });

  const payload = (bash = 'ls'): string =>
    JSON.stringify({
      session_id: 's1',
      cwd: folder,
      hook_event_name: 'PreToolUse',
      permission_mode: 'bypassPermissions',
      tool_name: 'Bash',
      tool_input: { command: bash },
      tool_use_id: 't1',
    });

  /** Runs the command as the agent does, and says what the agent would do. */
  const outcome = (input = payload(), env = environment()): string => {
    const ran = spawnSync('/bin/sh', ['-c', command], { input, cwd: folder, env, encoding: 'utf8' });
    return judged(ran.status, ran.stdout, ran.stderr);
  };

  it('lets a harmless call through', () => {
    assert.equal(outcome(), 'runs');
  });

  it('blocks what would need a person while no window is open', () => {
    const rebuild = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';
    assert.match(outcome(payload(rebuild)), /^denied: .*Open this folder in your editor with Countersign/);
  });

  const script = (text: string) => (): void => writeFileSync(launcher, `#!/bin/sh\n${text}\n`);
  const replaceByFolder = (): void => {
    rmSync(launcher);
    mkdirSync(launcher);
  };
  const rows: readonly [string, () => void][] = [
    ['launcher missing', () => rmSync(launcher)],
    ['whole installation missing', () => rmSync(join(folder, 'home'), { recursive: true })],
    ['launcher not executable', () => chmodSync(launcher, 0o600)],
    ['launcher with a bad first line', () => writeFileSync(launcher, '#!/nowhere/sh\n')],
    ['launcher empty', () => writeFileSync(launcher, '')],
    ['launcher cut in half', () => writeFileSync(launcher, readFileSync(launcher).subarray(0, 120))],
    ['launcher replaced by a folder', replaceByFolder],
    ['launcher with a syntax error', () => writeFileSync(launcher, '#!/usr/bin/perl -t\nsub {')],
    ['launcher that is told to die', () => writeFileSync(launcher, '#!/usr/bin/perl -t\ndie')],
    ['engine missing', () => rmSync(join(folder, 'home/bin/offline.js'))],
    ['engine empty', () => writeFileSync(join(folder, 'home/bin/offline.js'), '')],
    ['engine broken', () => writeFileSync(join(folder, 'home/bin/offline.js'), 'throw new Error("x")')],
    ['exit 1', script('exit 1')],
    ['exit 2 without words', script('exit 2')],
    ['exit 3 with words', script('echo no >&2; exit 3')],
    ['exit 1 with a deny on stdout', script(`echo '{"decision":"block"}'; exit 1`)],
    ['killed by SIGKILL', script('kill -9 $$')],
    ['killed by SIGSEGV', script('kill -11 $$')],
    ['stdout that is not JSON', script('echo hello')],
    ['truncated JSON', script(`printf '{"hookSpecificOutput":{"hookEventName"'`)],
    ['a line of text, then JSON', script(`echo note; echo '{}'`)],
    ['empty stdout', script('exit 0')],
  ];
  for (const [what, breakIt] of rows) {
    it(`blocks: ${what}`, () => {
      breakIt();
      assert.match(outcome(), /^blocked: .*Countersign is not available: blocked\./s);
    });
  }

  it('blocks: no runtime at all', () => {
    loseRuntime();
    assert.match(outcome(payload(), environment({ PATH: '/nowhere' })), /expected the editor or Node 20/);
  });

  it('blocks: the recorded runtime gone, whatever is called node on the path', () => {
    loseRuntime();
    const evil = join(folder, 'node_modules/.bin');
    mkdirSync(evil, { recursive: true });
    writeFileSync(join(evil, 'node'), "#!/bin/sh\necho '{}'\n", { mode: 0o755 });
    const path = `${evil}:${process.env['PATH'] ?? ''}`;
    assert.match(outcome(payload(), environment({ PATH: path })), /expected the editor or Node 20/);
  });

  const loseRuntime = (): void => {
    const text = readFileSync(launcher, 'utf8');
    const lost = text.replace(/^\$cs\{runtime\} = .*$/m, "$cs{runtime} = '/nowhere/node';");
    assert.notEqual(lost, text);
    writeFileSync(launcher, lost);
  };

  it('blocks: garbage, nothing or half a payload on standard input', () => {
    for (const input of ['', 'hello', '{"hook_event_name":"PreToolUse"', '[]', payload().slice(0, -20)]) {
      assert.match(outcome(input), /^blocked: /);
    }
  });

  it('blocks: no record can be written', () => {
    rmSync(join(folder, 'home/record'), { recursive: true, force: true });
    writeFileSync(join(folder, 'home/record'), 'a file where a folder should be');
    assert.match(outcome(), /could not write its record/);
  });

  it('blocks: stopped by the agent while it waits', async () => {
    const child = spawn('/bin/sh', ['-c', command], { cwd: folder, env: environment(), detached: true });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    await until('the doorbell', () => processesBelow(child.pid ?? Number.NaN, /countersign-hook/)[0]);
    // The whole group, as an agent does whose own limit has run out.
    process.kill(-(child.pid ?? Number.NaN), 'SIGTERM');
    const [status, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.on('close', (...end) => resolve(end)),
    );
    assert.notEqual(judged(status, stdout, stderr), 'runs');
    assert.ok(status === 2 || signal === 'SIGTERM');
  });

  it('keeps options of Node in the workspace out of the doorbell', () => {
    const evil = join(folder, 'evil.cjs');
    writeFileSync(evil, 'process.stdout.write("{}"); process.exit(0);');
    const rebuild = payload('aws elasticbeanstalk terminate-environment --environment-name shop-prod');
    assert.match(outcome(rebuild, environment({ NODE_OPTIONS: `--require=${evil}` })), /^denied: /);
  });

  it('keeps another home in the environment out of the doorbell', () => {
    const env = environment({ COUNTERSIGN_HOME: join(folder, 'other') });
    assert.equal(outcome(payload(), env), 'runs');
    const log = spawnSync(process.execPath, [cli, 'log', '--json'], { env: environment(), encoding: 'utf8' });
    assert.match(log.stdout, /"type":"call.passed"/);
  });
});

function judged(status: number | null, stdout: string, stderr: string): string {
  if (status === 2) return stderr.trim() === '' ? 'blocked without words' : `blocked: ${stderr}`;
  if (status !== 0) return `left to onFailure: ${status}`;
  try {
    const decision = field(field(JSON.parse(stdout), 'hookSpecificOutput'), 'permissionDecision');
    if (decision !== 'deny') return 'runs';
    return `denied: ${String(field(field(JSON.parse(stdout), 'hookSpecificOutput'), 'permissionDecisionReason'))}`;
  } catch {
    return 'runs';
  }
}
