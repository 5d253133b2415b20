/** The doorbell in C as it is installed: proven first, chosen by the agent's command, gone with who asked. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardedCommand } from '../../src/agents/command.js';
import { homeAt } from '../../src/node/files/home.js';
import { startGate } from '../../src/node/gate/gate-server.js';
import { install, installedState, launcherPath } from '../../src/node/install/install.js';
import { bellBytes, nativeBellPath } from '../../src/node/install/native-bell.js';
import { systemRandom } from '../../src/node/random.js';
import { answerIn } from '../../src/protocol/answer.js';
import type { Ring } from '../../src/protocol/ring.js';
import { without } from '../support/components.js';
import { bellLacks } from '../support/fronts.js';
import { pretendGate } from '../support/hostile-gate.js';
import { ended, Terminal } from '../support/terminal.js';
import { until } from '../support/until.js';

const built = join(process.cwd(), 'dist');

const noOpinion = { ring: async (ring: Ring) => answerIn(ring.agent, { kind: 'no-opinion' }) };

const payload = (cwd: string): string =>
  JSON.stringify({
    session_id: 's',
    cwd,
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'true' },
    tool_use_id: 't',
  });

describe('the doorbell in C', function () {
  this.timeout(60_000);
  let stage: Terminal;

  before(function () {
    if (bellLacks !== undefined) without(bellLacks, this);
  });

  beforeEach(() => {
    stage = new Terminal();
  });

  afterEach(() => stage.close());

  const command = (): string =>
    guardedCommand(
      { launcher: launcherPath(stage.home), platform: 'posix' },
      { agent: 'claude-code', event: 'PreToolUse' },
    );

  const agentStarts = (line: string): ReturnType<typeof spawn> => {
    const env = { PATH: '/usr/bin:/bin', HOME: stage.folder };
    const child = spawn('/bin/sh', ['-c', line], { cwd: stage.work, env });
    child.stdin.on('error', () => undefined);
    child.stdin.end(payload(stage.work));
    return child;
  };

  it('is the same program from every build of the same sources', function () {
    const folder = mkdtempSync(join(tmpdir(), 'cs-built-'));
    try {
      const again = spawnSync(process.execPath, ['scripts/bell.mjs', '--out', folder], { encoding: 'utf8' });
      if (again.status !== 0) without(again.stderr.trim(), this);
      const [name = ''] = readdirSync(folder);
      assert.ok(readFileSync(join(folder, name)).equals(bellBytes(built) ?? Buffer.alloc(0)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('needs no other file to run, and cannot run what it reads', () => {
    const program = bellBytes(built) ?? assert.fail();
    const headers = program.readBigUInt64LE(32);
    const kinds = Array.from({ length: program.readUInt16LE(56) }, (_, at) => Number(headers) + at * 56).map(
      (at) => ({ kind: program.readUInt32LE(at), flags: program.readUInt32LE(at + 4) }),
    );
    const [interpreter, stack] = [3, 0x6474e551];
    assert.ok(!kinds.some(({ kind }) => kind === interpreter));
    assert.deepEqual(
      kinds.filter(({ kind }) => kind === stack).map(({ flags }) => flags & 1),
      [0],
    );
    assert.ok(kinds.every(({ flags }) => (flags & 3) !== 3));
  });

  it('answers without Perl, Node or any other program where a window is open', async () => {
    const gate = await startGate({
      home: stage.home,
      id: 'w',
      folders: [stage.work],
      random: systemRandom,
      desk: noOpinion,
    });
    try {
      for (const other of readdirSync(stage.home.bin))
        if (join(stage.home.bin, other) !== nativeBellPath(stage.home))
          rmSync(join(stage.home.bin, other), { recursive: true });
      assert.deepEqual(await ended(agentStarts(command())), { end: 0, stdout: '{}\n', stderr: '' });
    } finally {
      await gate.dispose();
    }
  });

  it('gives the call to the other doorbell, byte for byte, where no window is open', async () => {
    const heard = join(stage.folder, 'heard');
    const other = `#!/bin/sh\necho "$@" >'${heard}'\ncat >>'${heard}'\necho '{"decision":"allow"}'\n`;
    writeFileSync(launcherPath(stage.home), other, { mode: 0o755 });
    const { end, stdout } = await ended(agentStarts(command()));
    assert.deepEqual([end, stdout], [0, '{"decision":"allow"}\n']);
    assert.equal(readFileSync(heard, 'utf8'), `claude-code PreToolUse\n${payload(stage.work)}`);
  });

  it('chooses the gate whose folder holds the directory most closely, then the one that opened last', async () => {
    const inner = join(stage.work, 'inner');
    mkdirSync(inner);
    const rung: string[] = [];
    const gates = [];
    for (const [id, folders] of Object.entries({
      a: [stage.work],
      b: [inner],
      c: [stage.work, '/'],
      d: ['/'],
    })) {
      const desk = {
        ring: async (ring: Ring) => {
          rung.push(id);
          return noOpinion.ring(ring);
        },
      };
      gates.push(await startGate({ home: stage.home, id, folders, random: systemRandom, desk }));
      await until(
        'another millisecond',
        (
          (from) => () =>
            Date.now() > from || undefined
        )(Date.now()),
      );
    }
    try {
      for (const cwd of [inner, join(inner, 'x'), stage.work, `${stage.work}er`, '/elsewhere']) {
        for (const program of [nativeBellPath(stage.home), launcherPath(stage.home)]) {
          const child = spawn(program, ['claude-code', 'PreToolUse'], { cwd: stage.work });
          child.stdin.end(payload(cwd));
          assert.equal((await ended(child)).end, 0);
        }
      }
      assert.deepEqual(rung, ['b', 'b', 'b', 'b', 'c', 'c', 'd', 'd', 'd', 'd']);
    } finally {
      for (const gate of gates) await gate.dispose();
    }
  });

  it('ends with who asked: whoever hears the answer has gone', async () => {
    let [rings, gone] = [0, 0];
    const gate = await pretendGate(
      stage.folder,
      stage.work,
      (socket) => {
        rings += 1;
        socket.on('close', () => {
          gone += 1;
        });
      },
      stage.home.run,
    );
    try {
      const child = agentStarts(command());
      await until('a ring', () => rings === 1 || undefined);
      child.kill('SIGKILL');
      await until('the end of the connection', () => gone === 1 || undefined);
    } finally {
      await gate.close();
    }
  });

  /** What a shell does to the doorbell's surroundings before it starts it. */
  const surroundings: Readonly<Record<string, string>> = {
    'no standard input': '"$@" <&-',
    'a folder as standard input': '"$@" </',
    'no standard output': '"$@" >&-',
    'an environment that no gate takes':
      'export LONG="$(head -c 4000 /dev/zero | tr "\\0" "\\1")"; for i in $(seq 60); do export "LONG_$i=$LONG"; done; "$@"',
    'a payload nested deeper than the stack': 'head -c 8000000 /dev/zero | tr "\\0" "[" | "$@"',
    'a payload of nothing': '"$@" </dev/null',
    'no agent': '"$1"',
    'an agent without a name': '"$1" ""',
    'a payload that comes in drops':
      '(for i in $(seq 40); do printf " "; sleep 0.1; done) | COUNTERSIGN_DEADLINE_MS=900 "$@"',
  };
  for (const [what, line] of Object.entries(surroundings)) {
    it(`blocks in words: ${what}`, async () => {
      const gate = await startGate({
        home: stage.home,
        id: 'w',
        folders: [stage.work],
        random: systemRandom,
        desk: {
          ring: async ({ agent, payload: sent }) =>
            answerIn(
              agent,
              String(sent).startsWith('{') ? { kind: 'no-opinion' } : { kind: 'deny', reason: 'no' },
            ),
        },
      });
      try {
        const words = ['-c', line, 'sh', nativeBellPath(stage.home), 'windsurf', 'pre_run_command'];
        const child = spawn('/bin/sh', words, {
          cwd: stage.work,
          env: { PATH: '/usr/bin:/bin', HOME: stage.folder },
        });
        child.stdin.on('error', () => undefined);
        child.stdin.end(payload(stage.work));
        const { end, stdout, stderr } = await ended(child);
        assert.deepEqual([end, stdout], [2, '']);
        assert.notEqual(stderr.trim(), '');
      } finally {
        await gate.dispose();
      }
    });
  }

  it('blocks in words where no window is open, and no room for the bytes that the other doorbell is to have', async () => {
    const words = [
      '-c',
      'ulimit -f 0; "$@"',
      'sh',
      nativeBellPath(stage.home),
      'windsurf',
      'pre_run_command',
    ];
    const child = spawn('/bin/sh', words, { cwd: stage.work, env: { HOME: stage.folder } });
    child.stdin.end(payload(stage.work));
    const { end, stdout, stderr } = await ended(child);
    assert.deepEqual([end, stdout], [2, '']);
    assert.match(stderr, /Blocked/);
  });

  const dishonest: Readonly<Record<string, string | Buffer>> = {
    'lets what is no call pass': "#!/bin/sh\necho '{}'\n",
    'says nothing': '#!/bin/sh\nexit 2\n',
    'is for another machine': Buffer.from('7f454c4602010100000000000000000003002900', 'hex'),
    'is cut in half': (bellBytes(built) ?? Buffer.alloc(0)).subarray(0, 9_000),
    'is empty': '',
  };
  for (const [what, bytes] of Object.entries(dishonest)) {
    it(`is not installed where it ${what}: the agent's command starts the other one`, async () => {
      const bundles = join(stage.folder, 'dist');
      mkdirSync(bundles);
      for (const name of readdirSync(built)) copyFileSync(join(built, name), join(bundles, name));
      writeFileSync(join(bundles, `bell-${process.platform}-${process.arch}`), bytes);
      const home = homeAt(join(stage.folder, 'other'));
      const done = install({ home, bundles, runtime: { executable: process.execPath, isEditor: false } });
      assert.ok(done.ok);
      assert.deepEqual(
        readdirSync(home.bin).filter((name) => name.includes('bell')),
        [],
      );
      assert.deepEqual(installedState(home, bundles), { kind: 'same' });
    });
  }

  it('is noticed where somebody has put another in its place, and put right by an install', () => {
    const bell = nativeBellPath(stage.home);
    const options = {
      home: stage.home,
      bundles: built,
      runtime: { executable: process.execPath, isEditor: false },
    };
    assert.deepEqual(installedState(stage.home, built), { kind: 'same' });
    writeFileSync(bell, "#!/bin/sh\necho '{}'\n");
    assert.deepEqual(installedState(stage.home, built), { kind: 'differs', files: ['countersign-bell'] });
    assert.ok(install(options).ok);
    assert.ok(readFileSync(bell).equals(bellBytes(built) ?? Buffer.alloc(0)));
    rmSync(bell);
    assert.ok(install(options).ok && existsSync(bell));
  });
});
