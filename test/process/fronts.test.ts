import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { socketIdentity } from '../../src/client/small-file.js';
import { withMac } from '../../src/node/gate/registration-mac.js';
import { launcherPath } from '../../src/node/install/install.js';
import type { Registration } from '../../src/protocol/registration.js';
import { describeFront, type Front, fronts, type Told } from '../support/fronts.js';
import { onRing, pretendGate } from '../support/hostile-gate.js';
import { Terminal } from '../support/terminal.js';
import { until } from '../support/until.js';

interface Failure {
  readonly name: string;
  /** What whoever asked is told, of any front. */
  readonly words: RegExp;
  /** Makes it fail; what it returns is undone afterwards. */
  arrange?(stage: Terminal): Promise<{ close(): Promise<void> } | void>;
  readonly payload?: () => Buffer;
  readonly isPossible?: boolean;
  readonly limitMs?: number;
}

const long = 20_000;
const short = 1_200;

/** A gate that does what a test wants with each ring; it hears the nonce. */
const gateThat =
  (answer: (socket: Socket, nonce: string) => void) =>
  (stage: Terminal): Promise<{ close(): Promise<void> }> =>
    pretendGate(
      stage.folder,
      stage.work,
      (socket) => onRing(socket, (nonce) => answer(socket, nonce)),
      stage.home.run,
    );

/** An allow in the form of all agents at once, with whatever a test puts in place of its parts. */
const allow = (nonce: string, change: object = {}, answer: object = {}): string => {
  const said = {
    decision: 'allow',
    hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'allow' },
  };
  const given = { stdout: JSON.stringify(said), stderr: '', exitCode: 0, ...answer };
  return `${JSON.stringify({ v: 1, nonce, seal: 'seal', kind: 'answer', answer: given, ...change })}\n`;
};

/** As a window of this home would. */
const register = (stage: Terminal, gate: Registration): void =>
  writeFileSync(join(stage.home.run, `${gate.id}.json`), JSON.stringify(withMac(stage.home.root, gate)), {
    mode: 0o600,
  });

/** A gate in a process of its own, which a signal reaches once it is asked. */
async function gateElsewhere(
  stage: Terminal,
  signal: NodeJS.Signals,
): Promise<{ readonly pid: number; close(): Promise<void> }> {
  const program = `
    const { createServer } = require('node:net');
    const { mkdirSync } = require('node:fs');
    const [, run, signal] = process.argv;
    mkdirSync(run, { recursive: true, mode: 0o700 });
    createServer((socket) => socket.once('data', () => process.kill(process.pid, signal))).listen(run + '/k.sock', () => console.log('it listens'));`;
  const child = spawn(process.execPath, ['-e', program, stage.home.run, signal]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const pid = child.pid ?? 0;
  const socket = join(stage.home.run, 'k.sock');
  const identity = socketIdentity(socket);
  const folders = [stage.work];
  register(stage, { v: 1, id: 'k', pid, socket, identity, folders, knock: '', seal: 's', startedAt: 1 });
  return { pid, close: async () => void child.kill('SIGKILL') };
}

const registration = (stage: Terminal): string => join(stage.home.run, 'pretender.json');
const socketGone = (stage: Terminal): void => rmSync(join(stage.home.run, 'pretender.sock'));

const alone = /no editor window|needs a person's approval|did not answer its socket/;

const failures: readonly Failure[] = [
  { name: 'no registration', words: alone },
  {
    name: 'a registration of a window that crashed',
    words: alone,
    arrange: async (stage) => {
      const gate = await gateThat(() => undefined)(stage);
      socketGone(stage);
      utimesSync(registration(stage), 1, 1);
      return gate;
    },
  },
  {
    name: 'a socket that refuses',
    words: /did not answer its socket/,
    arrange: async (stage) => {
      const gate = await gateThat(() => undefined)(stage);
      socketGone(stage);
      return gate;
    },
  },
  {
    name: 'a pipe in place of a registration',
    words: alone,
    arrange: async (stage) => {
      const gate = await gateThat(() => undefined)(stage);
      rmSync(registration(stage));
      assert.equal(spawnSync('mkfifo', [registration(stage)]).status, 0);
      return gate;
    },
  },
  {
    name: 'a registration that others can write to',
    words: alone,
    arrange: async (stage) => {
      const gate = await gateThat((socket, nonce) => socket.end(allow(nonce)))(stage);
      chmodSync(registration(stage), 0o666);
      return gate;
    },
  },
  {
    name: 'a registration without end',
    words: alone,
    arrange: async (stage) => {
      const gate = await gateThat((socket, nonce) => socket.end(allow(nonce)))(stage);
      writeFileSync(
        registration(stage),
        `${readFileSync(registration(stage), 'utf8')}${' '.repeat(300_000)}`,
      );
      return gate;
    },
  },
  {
    name: 'a run folder that others can write to',
    words: /home of Countersign that only its user can write to/,
    arrange: async (stage) => {
      const gate = await gateThat((socket, nonce) => socket.end(allow(nonce)))(stage);
      chmodSync(stage.home.run, 0o777);
      return gate;
    },
  },
  {
    name: 'a home that belongs to another user',
    words: /home of Countersign that only its user can write to/,
    // Only who may give a folder away can try it.
    isPossible: process.getuid?.() === 0,
    arrange: async (stage) => {
      const gate = await gateThat((socket, nonce) => socket.end(allow(nonce)))(stage);
      chownSync(stage.home.root, 12_345, 12_345);
      return gate;
    },
  },
  {
    name: 'a registration that no window of this home made',
    words: alone,
    arrange: async (stage) => {
      const gate = await gateThat((socket, nonce) => socket.end(allow(nonce)))(stage);
      const { mac: _, ...bare } = JSON.parse(readFileSync(registration(stage), 'utf8'));
      writeFileSync(registration(stage), JSON.stringify(bare));
      return gate;
    },
  },
  {
    name: "a registration with the MAC of another window's",
    words: alone,
    arrange: async (stage) => {
      const gate = await gateThat((socket, nonce) => socket.end(allow(nonce)))(stage);
      const made = JSON.parse(readFileSync(registration(stage), 'utf8'));
      const other = withMac(stage.home.root, { ...made, folders: ['/elsewhere'] });
      writeFileSync(registration(stage), JSON.stringify({ ...made, mac: other.mac }));
      return gate;
    },
  },
  {
    name: "a registration where the home's secret is gone",
    words: /no editor window|needs a person's approval|did not answer its socket|could not be written/,
    arrange: async (stage) => {
      const gate = await gateThat((socket, nonce) => socket.end(allow(nonce)))(stage);
      rmSync(join(stage.home.root, 'salt'));
      return gate;
    },
  },
  {
    name: 'something else at the socket',
    words: /not the editor window/,
    arrange: async (stage) => {
      const gate = await gateThat(() => undefined)(stage);
      const path = join(stage.home.run, 'pretender.sock');
      const other = createServer((socket) => {
        socket.on('error', () => undefined);
        onRing(socket, (nonce) => socket.end(allow(nonce)));
      });
      // Elsewhere first, then moved: a time of its own, whatever number the file system gives it.
      await new Promise<void>((resolve) => other.listen(`${path}.new`, resolve));
      renameSync(`${path}.new`, path);
      return {
        close: async () => {
          other.close();
          await gate.close();
        },
      };
    },
  },
  { name: 'garbage', words: /no answer/, arrange: gateThat((socket) => socket.end('hello\n')) },
  {
    name: 'another nonce',
    words: /not the editor window/,
    arrange: gateThat((socket) => socket.end(allow('0'))),
  },
  {
    name: 'another seal',
    words: /not the editor window/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce, { seal: 'other' }))),
  },
  {
    name: 'another version',
    words: /no answer/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce, { v: 2 }))),
  },
  {
    name: 'a version in quotes',
    words: /no answer/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce, { v: '1' }))),
  },
  {
    name: 'an exit code in quotes',
    words: /no answer/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce, {}, { exitCode: '0' }))),
  },
  {
    name: 'an exit code of its own',
    words: /no answer/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce, {}, { exitCode: 1 }))),
  },
  {
    name: 'an allow that is no object',
    words: /no answer/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce, {}, { stdout: '"allow"' }))),
  },
  {
    name: 'a block without words',
    words: /no answer/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce, {}, { exitCode: 2, stderr: ' ' }))),
  },
  {
    name: 'half an answer',
    words: /closed the connection/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce).slice(0, -20))),
  },
  {
    name: 'an answer without its line feed',
    words: /closed the connection/,
    arrange: gateThat((socket, nonce) => socket.end(allow(nonce).trimEnd())),
  },
  {
    name: 'a connection that is closed early',
    words: /closed the connection/,
    arrange: gateThat((socket) => socket.destroy()),
  },
  {
    name: 'an answer without end',
    words: /no answer/,
    arrange: gateThat((socket) => void socket.write('x'.repeat(5_000_000))),
  },
  {
    name: 'no answer',
    words: /in the time that the agent allows|nobody decided/,
    limitMs: short,
    arrange: gateThat(() => undefined),
  },
  {
    name: 'a gate that only says that it is there',
    words: /in the time that the agent allows|nobody decided/,
    limitMs: short,
    arrange: gateThat((socket, nonce) => {
      const held = `${JSON.stringify({ v: 1, nonce, seal: 'seal', kind: 'held', request: 'CS-1' })}\n`;
      const timer = setInterval(() => socket.write(held), 100);
      socket.on('close', () => clearInterval(timer));
    }),
  },
  {
    name: 'a gate that is killed while it holds',
    words: /closed the connection/,
    arrange: (stage) => gateElsewhere(stage, 'SIGKILL'),
  },
  {
    name: 'a gate that is stopped while it holds',
    words: /in the time that the agent allows|nobody decided/,
    limitMs: short,
    arrange: (stage) => gateElsewhere(stage, 'SIGSTOP'),
  },
  {
    name: 'a gate that was stopped before it is asked',
    words: /in the time that the agent allows|nobody decided/,
    limitMs: short,
    arrange: async (stage) => {
      const gate = await gateElsewhere(stage, 'SIGKILL');
      process.kill(gate.pid, 'SIGSTOP');
      await until('it stopped', () =>
        /\) T /.test(readFileSync(`/proc/${gate.pid}/stat`, 'latin1')) ? true : undefined,
      );
      return gate;
    },
  },
  {
    name: 'the judge gone, and no window',
    words: /judging without one failed|did not answer its socket/,
    arrange: async (stage) => rmSync(join(stage.home.bin, 'offline.js')),
  },
  {
    name: 'a judge that prints nothing, and no window',
    words: /judging without one failed|did not answer its socket/,
    arrange: async (stage) => writeFileSync(join(stage.home.bin, 'offline.js'), 'process.exit(0)'),
  },
  {
    name: 'a judge that allows and then fails, and no window',
    words: /judging without one failed|did not answer its socket/,
    arrange: async (stage) =>
      writeFileSync(
        join(stage.home.bin, 'offline.js'),
        `process.stdout.write(${JSON.stringify('{"stdout":"{}","stderr":"","exitCode":0}\n')}, () => process.exit(1))`,
      ),
  },
  {
    name: 'a judge that never ends, and no window',
    words: /took too long|did not answer its socket/,
    arrange: async (stage) => writeFileSync(join(stage.home.bin, 'offline.js'), 'for (;;);'),
  },
  {
    name: 'a judge that sleeps, and no window',
    words: /took too long|did not answer its socket/,
    arrange: async (stage) =>
      writeFileSync(join(stage.home.bin, 'offline.js'), 'setInterval(() => undefined, 1_000)'),
  },
  {
    name: 'a judge that is stopped, and no window',
    words: /took too long|did not answer its socket/,
    arrange: async (stage) =>
      writeFileSync(join(stage.home.bin, 'offline.js'), "process.kill(process.pid, 'SIGSTOP')"),
  },
  {
    name: 'what is no JSON',
    words: /not JSON|one JSON message|did not answer its socket/,
    payload: () => Buffer.from('hello'),
  },
  {
    name: 'a payload that is too large',
    words: /at most 8 MB|expected a ring/,
    payload: () => {
      const params = { name: 'run', arguments: { text: 'x'.repeat(8 * 1024 * 1024) } };
      return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
    },
  },
];

/** Every way in which asking the gate fails, through every front: each is a no, in words, and leaves nothing behind. */
for (const front of fronts) {
  describeFront(`asking the gate by ${front.name}`, front, (staged) => {
    for (const failure of failures.filter(({ payload }) => payload === undefined || front.takesPayload)) {
      it(`ends in a no: ${failure.name}`, async function () {
        if (failure.isPossible === false) return this.skip();
        const stage = staged();
        const told = await askIn(failure, front, stage);
        assert.equal(told.isStopped, true, told.words);
        assert.match(told.words, failure.words);
        await until('no process of it', () => (processesOf(stage.folder).length === 0 ? true : undefined));
      });
    }
  });
}

async function askIn(failure: Failure, front: Front, stage: Terminal): Promise<Told> {
  const arranged = await failure.arrange?.(stage);
  try {
    return await front.ask(stage, failure.limitMs ?? long, failure.payload?.());
  } finally {
    await arranged?.close();
  }
}

/** What runs with the stage's folder in its words. */
function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

describe('the doorbell in Perl', function () {
  this.timeout(60_000);
  let stage: Terminal;

  beforeEach(() => {
    stage = new Terminal();
  });

  afterEach(() => stage.close());

  it('is strict, as it is installed', () => {
    const read = (name: string): string => readFileSync(join(process.cwd(), 'dist', name), 'utf8');
    // What it reads later is checked as if it stood there.
    const whole = `${readFileSync(launcherPath(stage.home), 'utf8')}\n${read('alone.pl')}\n${read('digest.pl')}`;
    const checked = spawnSync('/usr/bin/perl', ['-Mstrict', '-c', '-t', '-'], { input: whole });
    assert.match(String(checked.stderr), /syntax OK/);
  });

  it('ends in a no where its runtime is gone, whatever is called node on the path', async () => {
    const launcher = launcherPath(stage.home);
    const lost = readFileSync(launcher, 'utf8').replace(
      /^\$cs\{runtime\} = .*$/m,
      "$cs{runtime} = '/nowhere';",
    );
    writeFileSync(launcher, lost);
    const perl = fronts.find(({ name }) => name === 'the doorbell in Perl');
    const told = await perl?.ask(stage, long);
    assert.equal(told?.isStopped, true);
    assert.match(told.words, /expected the editor or Node 20/);
  });
});
