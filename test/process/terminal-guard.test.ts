import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/core/policy/settings.js';
import {
  approve,
  ended,
  has,
  pending,
  rebuild,
  recorded,
  Terminal,
  type Window,
} from '../support/terminal.js';
import { until } from '../support/until.js';

/** The launchers, installed as the product does, in front of stand-ins; the gate is the real one. */
describe('the terminal guard', function () {
  this.timeout(60_000);
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal();
  });

  afterEach(() => terminal.close());

  it('links the programs that the machine has, and no other', () => {
    assert.deepEqual(readdirSync(terminal.bin).sort(), ['aws', 'kubectl', 'psql', 'terraform']);
  });

  it('is strict Perl, as it is installed', () => {
    const checked = spawnSync('/usr/bin/perl', [
      '-Mstrict',
      '-c',
      '-t',
      join(terminal.home.guard, 'launcher'),
    ]);
    assert.match(String(checked.stderr), /syntax OK/);
  });

  it('lets a quiet command run, and records it', async () => {
    const window = await terminal.open();
    const done = await terminal.run(['kubectl', 'version', '--client'], { env: { STAND_IN: 'echo ok' } });
    assert.deepEqual(done, { end: 0, stdout: 'ok\n', stderr: '' });
    assert.deepEqual(terminal.ran(), [[join(terminal.programs, 'kubectl'), 'version', '--client']]);
    assert.deepEqual(recorded(window), ['call.passed']);
  });

  it('holds a rebuild of production until its name is typed, and says what it waits for', async () => {
    const window = await terminal.open();
    const running = terminal.run(rebuild);
    const request = await pending(window);
    assert.deepEqual(terminal.ran(), []);
    assert.equal(request.call.agent, 'terminal');
    assert.equal(await approve(window, request), 'ok');
    const done = await running;
    assert.equal(done.end, 0, done.stderr);
    assert.equal(
      done.stderr,
      'Countersign: waiting for approval CS-1 in the editor window. Ctrl-C stops waiting.\n',
    );
    assert.deepEqual(terminal.ran(), [[join(terminal.programs, 'aws'), ...rebuild.slice(1)]]);
    assert.deepEqual(recorded(window), ['call.held', 'call.approved', 'call.released']);
  });

  it('gives the reason of a denial, and the exit code of a command that may not be started', async () => {
    const window = await terminal.open();
    const running = terminal.run(rebuild);
    const request = await pending(window);
    await window.desk.decide(request.id, { kind: 'deny', reason: 'use staging', digest: request.digest });
    const done = await running;
    assert.equal(done.end, 126);
    assert.match(done.stderr, /Denied by a person in Countersign \(CS-1\)\. The reason given: "use staging"/);
    assert.deepEqual(terminal.ran(), []);
  });

  it('parks in time; a late yes runs the same command once', async () => {
    terminal.settings = { ...defaultSettings, holdMinutes: 0.005 };
    const window = await terminal.open();
    const first = await terminal.run(rebuild);
    assert.equal(first.end, 126);
    assert.match(first.stderr, /Waiting for approval CS-1 in Countersign/);
    const [request] = window.desk.requests();
    assert.ok(request);
    assert.equal(await approve(window, request), 'ok');
    assert.equal((await terminal.run(rebuild)).end, 0);
    assert.equal((await terminal.run(rebuild)).end, 126);
    assert.equal(terminal.ran().length, 1);
  });

  it('stays out of the way of a person in their own terminal', async () => {
    const window = await terminal.open();
    const done = await terminal.run(rebuild, { env: { CLAUDECODE: undefined } });
    assert.equal(done.end, 0, done.stderr);
    assert.equal(terminal.ran().length, 1);
    assert.deepEqual(recorded(window), []);
  });

  it('holds everyone where the person says so, and nobody where it is off', async () => {
    const window = await terminal.open();
    writeFileSync(join(terminal.home.guard, 'mode'), 'everyone\n');
    const running = terminal.start(rebuild, { env: { CLAUDECODE: undefined } });
    await pending(window);
    running.kill();
    await ended(running);
    assert.deepEqual(terminal.ran(), []);
    writeFileSync(join(terminal.home.guard, 'mode'), 'off\n');
    assert.equal((await terminal.run(rebuild)).end, 0);
  });

  it('carries the arguments as they are, whatever is in them', async () => {
    await terminal.open();
    const odd = ['', ' ', '$(touch x)', '`id`', '"', "'", '\\', 'a\nb', '-e', '*', 'é漢🙂', '\t'];
    const done = await terminal.run(['kubectl', 'version', '--client', ...odd]);
    assert.equal(done.end, 0, done.stderr);
    assert.deepEqual(terminal.ran(), [[join(terminal.programs, 'kubectl'), 'version', '--client', ...odd]]);
    assert.equal(existsSync(join(terminal.work, 'x')), false);
  });

  it('tells the gate what decides the target, and no secret', async () => {
    const window = await terminal.open();
    mkdirSync(join(terminal.folder, '.aws'));
    writeFileSync(
      join(terminal.folder, '.aws', 'config'),
      '[profile prod-admin]\nregion = eu-central-1\nsso_account_id = 111122223333\n',
    );
    const env = { AWS_PROFILE: 'prod-admin', AWS_SECRET_ACCESS_KEY: 'hunter2' };
    const running = terminal.start(['aws', 's3', 'rb', 's3://orders', '--force'], { env });
    const request = await pending(window);
    assert.equal(request.assessment.targets[0]?.environment, 'production');
    assert.equal(JSON.stringify(request).includes('hunter2'), false);
    running.kill();
    await ended(running);
  });

  it('passes every exit code and every signal through', async () => {
    await terminal.open();
    const codes = [0, 1, 2, 3, 42, 77, 126, 127, 128, 130, 137, 200, 254, 255];
    const line = codes.map((code) => `STAND_IN='exit ${code}' kubectl version --client; echo $?`).join('\n');
    const { stdout } = await terminal.shell(line);
    assert.deepEqual(stdout.trim().split('\n').map(Number), codes);
    for (const signal of ['TERM', 'KILL', 'HUP', 'SEGV']) {
      const done = await terminal.run(['kubectl', 'version', '--client'], {
        env: { STAND_IN: `ulimit -c 0; kill -${signal} $$` },
      });
      assert.equal(done.end, `SIG${signal}`);
    }
  });

  it('passes 50 MB in and out byte for byte, and reads none of it', async () => {
    await terminal.open();
    const input = Buffer.alloc(50 * 1024 * 1024);
    for (let at = 0; at < input.length; at += 4) input.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
    const child = terminal.start(['kubectl', 'version', '--client'], { env: { STAND_IN: 'cat' }, input });
    const hash = createHash('sha256');
    let size = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      size += chunk.length;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.deepEqual([code, size], [0, input.length]);
    assert.equal(hash.digest('hex'), createHash('sha256').update(input).digest('hex'));
  });

  it('is gone once the program runs: signals reach the program itself, and it keeps its number', async () => {
    await terminal.open();
    const env = { STAND_IN: "trap 'exit 9' INT; echo $$; while :; do sleep 0.05; done" };
    const child = terminal.start(['kubectl', 'version', '--client'], { env });
    const done = ended(child);
    const number = await new Promise((resolve) => child.stdout?.once('data', (chunk) => resolve(+chunk)));
    assert.equal(number, child.pid);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    assert.equal((await done).end, 9);
  });

  it('stops waiting at Ctrl-C, and the request is parked', async () => {
    const window = await terminal.open();
    const child = terminal.start(rebuild);
    const done = ended(child);
    await pending(window);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    assert.equal((await done).end, 'SIGINT');
    const parked = await until('a parked request', () =>
      window.desk.requests().find((request) => request.state.kind === 'parked'),
    );
    assert.equal(parked.agentGone, true);
    assert.deepEqual(terminal.ran(), []);
  });

  it('gives a shell the exit code 130 for that', async () => {
    const window = await terminal.open();
    const line = `trap : INT; ${rebuild.join(' ')}; echo $?`;
    const child = terminal.start(['/bin/sh', '-c', line]);
    const done = ended(child);
    await pending(window);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    assert.equal((await done).stdout, '130\n');
  });

  it('hands the terminal through', async () => {
    assert.ok(has('script'), 'expected the program script, which makes a terminal');
    await terminal.open();
    const env = { STAND_IN: 'test -t 0 && test -t 1 && test -t 2 && echo all three' };
    const done = await terminal.shell("script -qec 'kubectl version --client' /dev/null", env);
    assert.match(done.stdout, /all three/);
  });

  it('serves 200 calls at once, each with its own arguments', async () => {
    const window = await terminal.open();
    const calls = Array.from({ length: 200 }, (_, index) => [
      'kubectl',
      'version',
      '--client',
      `--n=${index}`,
    ]);
    const done = await Promise.all(calls.map((call) => terminal.run(call)));
    assert.deepEqual([...new Set(done.map((one) => `${one.end} ${one.stderr}`))], ['0 ']);
    assert.equal(new Set(terminal.ran().map((words) => words.at(-1))).size, 200);
    assert.equal(recorded(window).length, 200);
  });

  it('finds the gate of a directory that is reached through a link', async () => {
    const window = await terminal.open([join(terminal.folder, 'real')]);
    const other = await terminal.open([join(terminal.folder, 'other')]);
    mkdirSync(join(terminal.folder, 'real'));
    symlinkSync(join(terminal.folder, 'real'), join(terminal.folder, 'link'));
    const done = await terminal.shell(`cd ${join(terminal.folder, 'link')} && kubectl version --client`);
    assert.equal(done.end, 0, done.stderr);
    assert.deepEqual([recorded(window).length, other.desk.requests().length], [1, 0]);
  });

  it('says what a shell says where there is no program behind it', async () => {
    await terminal.open();
    symlinkSync('../launcher', join(terminal.bin, 'heroku'));
    const done = await terminal.run(['heroku', 'apps']);
    assert.deepEqual(done, { end: 127, stdout: '', stderr: 'heroku: command not found\n' });
  });

  it('passes over itself, and over the launchers of another home', async () => {
    await terminal.open();
    const other = new Terminal();
    const path = `${terminal.bin}/../bin:${terminal.bin}:${other.bin}:${terminal.programs}:/usr/bin:/bin`;
    const done = await terminal.run(['kubectl', 'version', '--client'], { env: { PATH: path } });
    await other.close();
    assert.equal(done.end, 0, done.stderr);
    assert.equal(terminal.ran().length, 1);
  });

  it('leaves the environment as it was', async () => {
    await terminal.open();
    const env = { STAND_IN: 'env -0', PERL5OPT: '-MCountersign::Absent', PERL5LIB: '/x', A: 'b=c\nd' };
    const { stdout } = await terminal.run(['kubectl', 'version', '--client'], { env });
    const seen = Object.fromEntries(
      stdout
        .split('\0')
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    const { PWD: _, OLDPWD: __, SHLVL: ___, _: ____, ...rest } = seen;
    assert.deepEqual(rest, { ...terminal.env(env) });
  });

  for (const shell of ['/bin/sh', '/bin/bash', '/usr/bin/zsh', '/bin/dash'].filter(existsSync)) {
    it(`works in ${shell}`, async () => {
      await terminal.open();
      const line = 'kubectl version --client && kubectl version --client | cat';
      const done = await terminal.shell(line, { STAND_IN: 'echo ok' }, shell);
      assert.deepEqual(done, { end: 0, stdout: 'ok\nok\n', stderr: '' });
    });
  }
});

/** The agent's hook first, then what its shell starts: the real engine on both sides of one call. */
describe('a command at its hook, then at its launcher', function () {
  this.timeout(60_000);
  let terminal: Terminal;
  let window: Window;

  beforeEach(async () => {
    terminal = new Terminal();
    window = await terminal.open();
  });

  afterEach(() => terminal.close());

  /** Rings as Claude Code does; approves what is asked. */
  const hooked = async (command: string, event = 'PreToolUse'): Promise<void> => {
    const payload = {
      session_id: 's1',
      cwd: terminal.work,
      hook_event_name: event,
      permission_mode: 'bypassPermissions',
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: 't1',
      ...(event === 'PostToolUse' ? { tool_response: { stdout: '' } } : {}),
    };
    const bell = join(terminal.home.bin, 'countersign-hook');
    const ringing = terminal.run([bell, 'claude-code'], { input: Buffer.from(JSON.stringify(payload)) });
    const settled = until('an answer or a request', () =>
      window.desk.requests().find(({ state }) => state.kind === 'pending'),
    );
    const request = await Promise.race([settled, ringing.then(() => undefined)]);
    settled.catch(() => undefined);
    if (request !== undefined) assert.equal(await approve(window, request), 'ok');
    assert.equal((await ringing).end, 0);
  };

  const isAsked = async (line: string): Promise<boolean> => {
    const child = terminal.start(['/bin/sh', '-c', line], { env: { CLAUDE_CODE_SESSION_ID: 's1' } });
    const done = ended(child);
    const asked = until('a request', () =>
      window.desk.requests().find(({ state }) => state.kind === 'pending'),
    );
    asked.catch(() => undefined);
    const request = await Promise.race([asked, done.then(() => undefined)]);
    if (request === undefined) return false;
    await window.desk.decide(request.id, { kind: 'deny', reason: 'no', digest: request.digest });
    await done;
    return true;
  };

  for (const line of [
    rebuild.join(' '),
    `cd . && ${rebuild.join(' ')} --region eu-central-1`,
    `NAME=cost-explorer-prod; bash -c "aws elasticbeanstalk rebuild-environment --environment-name $NAME"`,
    'kubectl --context prod-eu delete deployment web && kubectl --context prod-eu delete service web',
    `psql -h prod-db.internal -c 'DELETE FROM orders' orders`,
    'aws s3 rm s3://orders-prod --recursive | tail -1',
  ]) {
    it(`is asked about once: ${line}`, async () => {
      await hooked(line);
      assert.equal(await isAsked(line), false);
      assert.equal(await isAsked(line), true);
    });
  }

  it('is asked about again once the call has ended', async () => {
    const line = rebuild.join(' ');
    await hooked(line);
    await hooked(line, 'PostToolUse');
    assert.equal(await isAsked(line), true);
  });

  it('is asked about where the script that was let go does something else', async () => {
    await hooked(rebuild.join(' '));
    assert.equal(await isAsked(`${rebuild.join(' ')} --region us-east-1`), true);
    assert.equal(await isAsked('aws s3 rb s3://orders-prod --force'), true);
  });

  it('takes a here-document that its hook has read, except for production', async () => {
    const local = `psql -h localhost orders <<'EOF'\nSELECT 1;\nEOF`;
    assert.equal(await isAsked(local), true);
    await hooked(local);
    assert.equal(await isAsked(local), false);
    const production = local
      .replace('localhost', 'prod-db.internal')
      .replace('SELECT 1', 'DELETE FROM orders');
    await hooked(production);
    assert.equal(await isAsked(production), true);
  });
});

/** A launcher for the shell stands in where there is no Perl: it starts Node for each call of an agent. */
describe('the terminal guard without Perl', function () {
  this.timeout(60_000);
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal({ perl: '/nonexistent' });
  });

  afterEach(() => terminal.close());

  it('lets a quiet command run, with its input and its exit code', async () => {
    await terminal.open();
    const words = ['kubectl', 'version', '--client', '', '$(touch x)', 'a  b', 'é', "'", '-n'];
    const input = Buffer.from('from outside');
    const done = await terminal.run(words, { env: { STAND_IN: 'cat; exit 7' }, input });
    assert.deepEqual(done, { end: 7, stdout: 'from outside', stderr: '' });
    assert.deepEqual(terminal.ran(), [[join(terminal.programs, 'kubectl'), ...words.slice(1)]]);
  });

  it('holds, says what it waits for, and runs on a yes', async () => {
    const window = await terminal.open();
    const running = terminal.run(rebuild);
    const request = await pending(window);
    assert.deepEqual(terminal.ran(), []);
    assert.equal(await approve(window, request), 'ok');
    const done = await running;
    assert.equal(done.end, 0, done.stderr);
    assert.match(done.stderr, /^Countersign: waiting for approval CS-1 in the editor window/);
    assert.equal(terminal.ran().length, 1);
  });

  it('stops at Ctrl-C, at a no, and where there is no judge', async () => {
    const window = await terminal.open();
    const child = terminal.start(rebuild);
    const done = ended(child);
    const request = await pending(window);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    assert.notEqual((await done).end, 0);
    await window.desk.decide(request.id, { kind: 'deny', reason: 'no', digest: request.digest });
    rmSync(join(terminal.home.bin, 'countersign-judge'));
    assert.equal((await terminal.run(['kubectl', 'version', '--client'])).end, 127);
    assert.deepEqual(terminal.ran(), []);
  });

  it('stays out of the way of a person, and says what a shell says', async () => {
    await terminal.open();
    const own = { CLAUDECODE: '0' };
    assert.equal((await terminal.run(rebuild, { env: own })).end, 0);
    symlinkSync('../launcher', join(terminal.bin, 'heroku'));
    const done = await terminal.run(['heroku', 'apps'], { env: own });
    assert.deepEqual(done, { end: 127, stdout: '', stderr: 'heroku: command not found\n' });
  });
});
