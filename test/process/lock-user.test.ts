/** The locked doorbell's own user: what its caller chooses for a setuid program, and what its caller may not do to it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { lockedRefusalWords } from '../../src/messages/answers/locked-refusal.js';
import { refusalWords } from '../../src/messages/answers/refusal.js';
import { answerIn } from '../../src/protocol/answer.js';
import { lineOfMessage } from '../../src/protocol/ring.js';
import { projectFolder, without } from '../support/components.js';
import { bellLacks, shellPayload } from '../support/fronts.js';
import { onRing, pretendGate } from '../support/hostile-gate.js';
import { field } from '../support/json.js';
import {
  cliWords,
  type LockedMachine,
  lockedMachine,
  missingForLock,
  type Ran,
  strangerId,
} from '../support/locked-machine.js';
import { until } from '../support/until.js';

const bell = '/opt/countersign/bin/countersign-hook';
const path = { PATH: '/usr/bin:/bin' };
/** As Linux numbers limits. */
const limits = { cpu: 0, fileSize: 1, data: 2, stack: 3, core: 4, processes: 6, files: 7, memory: 9 };

describe('the locked doorbell with a user of its own', function () {
  this.timeout(180_000);
  let machine: LockedMachine;
  let odd: string;

  before(async function () {
    const missing = missingForLock() ?? bellLacks;
    if (missing !== undefined) without(missing, this);
    machine = await lockedMachine();
    odd = join(machine.home, 'odd-caller');
    const source = join(projectFolder, 'test/support/odd-caller.c');
    const built = spawnSync('cc', ['-w', '-o', odd, source], { encoding: 'utf8' });
    assert.equal(built.status, 0, built.stderr);
    const locked = machine.run('root', cliWords('lock', '--json'));
    assert.equal(locked.code, 0, locked.err);
    assert.equal(field(field(JSON.parse(locked.out), 'user'), 'state'), 'own');
  });

  after(() => machine?.remove());

  const payload = (command: string): string => shellPayload(machine.home, command);
  const destroy = 'terraform destroy -auto-approve';
  /** As an agent reads it: a no by exit code with words, or by the object. */
  const isNo = ({ code, out, err }: Ran): boolean =>
    (code === 2 && err.trim() !== '') || (code === 0 && out.includes('"permissionDecision":"deny"'));
  const blocks = (ran: Ran, what = ''): void => assert.ok(isNo(ran), `${what}: ${JSON.stringify(ran)}`);
  const user = (
    words: readonly string[],
    input = payload(destroy),
    env: Readonly<Record<string, string>> = path,
  ) => machine.begin('user', words, { input, env });
  const hook = [bell, 'claude-code', 'PreToolUse'];
  const root = (line: string): Ran => machine.run('root', ['sh', '-c', line]);

  /** A window that holds each call until it is told, and then says no, or yes. */
  async function holdingWindow() {
    const held: { socket: Socket; nonce: string }[] = [];
    const gate = await pretendGate(
      machine.home,
      machine.home,
      (socket) =>
        onRing(socket, (nonce) => {
          held.push({ socket, nonce });
          socket.write(lineOfMessage({ v: 1, nonce, seal: 'seal', kind: 'held', request: 'CS-1' }));
        }),
      join(machine.home, '.countersign/run'),
      strangerId,
    );
    const decide = (kind: 'allow' | 'deny'): void => {
      for (const { socket, nonce } of held.splice(0)) {
        const answer = answerIn('claude-code', { kind, reason: 'by the window' });
        socket.end(lineOfMessage({ v: 1, nonce, seal: 'seal', kind: 'answer', answer }));
      }
    };
    return {
      held: () => until('a ring', () => held.length > 0 || undefined),
      decide,
      close: () => gate.close(),
    };
  }

  /** The waiting doorbell's number, its real, effective, saved and file system's user. */
  function waiting(): { readonly pid: string; readonly users: readonly string[] } {
    const found = spawnSync('pgrep', ['-x', 'countersign-hoo'], { encoding: 'utf8' })
      .stdout.trim()
      .split('\n');
    const mine = found.filter((pid) => {
      const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
      return status.includes(`\t${strangerId}\t`);
    });
    assert.equal(mine.length, 1, found.join(' '));
    const [pid = ''] = mine;
    const users = /^Uid:\t(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]?.split('\t') ?? [];
    return { pid, users };
  }

  it('waits as its own user, and asks and reads as its caller', async () => {
    const window = await holdingWindow();
    try {
      const asked = user(hook);
      await window.held();
      const { pid, users } = waiting();
      const own = root('id -u countersign-bell').out.trim();
      assert.deepEqual(users, [own, String(strangerId), own, String(strangerId)]);
      const tries = ['attach', 'limit-of', ...[1, 2, 9, 15, 19, 20].map((number) => `signal ${number}`)];
      for (const one of tries) {
        const [what = '', number = '0'] = one.split(' ');
        const { out } = machine.run('user', [odd, what, pid, number, '--']);
        assert.equal(out.trim(), 'EPERM', one);
      }
      const looked = machine.run('user', [
        'sh',
        '-c',
        `cat /proc/${pid}/environ /proc/${pid}/maps; ls /proc/${pid}/fd/`,
      ]);
      assert.equal(looked.out, '');
      window.decide('deny');
      assert.match((await asked).out, /by the window/);
    } finally {
      await window.close();
    }
  });

  it('ends judged, whoever kills and stops it every 20 ms while it waits', async () => {
    const window = await holdingWindow();
    const log = join(machine.home, 'killer');
    const killed = (): number => (existsSync(log) ? readFileSync(log, 'utf8').length : 0);
    const loop = `while :; do for p in $(pgrep -x countersign-hoo); do for s in 9 STOP TERM; do
      kill -$s $p 2>>${log} || echo no >>${log}; done; done; sleep 0.02; done`;
    const killer = machine.begin('user', ['timeout', '20', 'sh', '-c', loop], { env: path });
    try {
      for (const decision of ['deny', 'allow', 'deny'] as const) {
        const asked = user(hook);
        await window.held();
        const before = killed();
        await until('the killer', () => killed() > before + 2_000 || undefined);
        window.decide(decision);
        const ran = await asked;
        assert.match(ran.out, new RegExp(`"permissionDecision":"${decision}"`), JSON.stringify(ran));
      }
    } finally {
      root(`pkill -u ${strangerId} -x timeout; true`);
      await window.close();
      await killer;
    }
  });

  it('ends blocked, whoever kills, stops and signals all that judges without a window', async () => {
    for (const number of ['KILL', 'STOP', 'USR1', 'TERM']) {
      const loop = `while :; do pkill -${number} -u ${strangerId} -f [o]ffline.js; pkill -${number} -x countersign-hoo; sleep 0.02; done`;
      const killer = machine.begin('user', ['timeout', '20', 'sh', '-c', loop], { env: path });
      for (let i = 0; i < 3; i += 1) blocks(await user(hook), number);
      root(`pkill -KILL -u ${strangerId} -x timeout; pkill -KILL -u ${strangerId} -f offline.js; true`);
      root(`pkill -KILL -u ${strangerId} -x sh; true`);
      await killer;
    }
  });

  it('starts a judge whom nobody attaches to, and in whom no debugger can be opened', async () => {
    // Stopped as soon as it runs, it is there to be looked at; the doorbell then gives up on it.
    const script = `
      use IO::Socket::INET;
      my ($end, $pid) = time + 20;
      until ($pid || time > $end) {
        for my $folder (glob "/proc/[0-9]*") {
          open my $file, "<", "$folder/cmdline" or next;
          ($pid) = $folder =~ /([0-9]+)/ if (<$file> // "") =~ /^\\S*node\\0\\S*offline.js/;
        }
      }
      print "judge $pid\\n";
      select undef, undef, undef, 0.03;
      kill USR1 => $pid;
      select undef, undef, undef, 0.02;
      print "stopped ", kill(STOP => $pid), "\\n";
      system "$ARGV[0] attach $pid --";
      print "memory ", (open(my $file, "<", "/proc/$pid/mem") ? "read" : "kept"), "\\n";
      print "debugger ", (IO::Socket::INET->new(PeerAddr => "127.0.0.1:9229", Timeout => 1) ? "open" : "none"), "\\n";
    `;
    const file = join(machine.home, 'look.pl');
    writeFileSync(file, script);
    const looking = machine.begin('user', ['/usr/bin/perl', file, odd], { env: path });
    blocks(await user(hook));
    const { out, err } = await looking;
    assert.match(out, /^judge \d+\nstopped 1\nEPERM\nmemory kept\ndebugger none\n$/, out + err);
  });

  describe('blocks and never dies of', () => {
    const odds: Readonly<Record<string, readonly string[]>> = {
      'every signal blocked': ['blocked'],
      'every signal waiting in a mask': ['waiting'],
      'every signal ignored': ['ignored'],
      'a timer of real time': ['timer', '0'],
      'a timer of its own time': ['timer', '1'],
      'a timer of all its time': ['timer', '2'],
      'no standard input': ['close', '0'],
      'no standard output': ['close', '1'],
      'as many open files as there can be': ['many-files'],
      'no mask for new files': ['mask'],
      ...Object.fromEntries(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20].map((count) => [
          `at most ${count} open files`,
          ['limit', String(limits.files), String(count)],
        ]),
      ),
      'no room in files': ['limit', String(limits.fileSize), '0'],
      'no process beside it': ['limit', String(limits.processes), '0'],
      'one process beside it': ['limit', String(limits.processes), '1'],
      'a second of its own time': ['limit', String(limits.cpu), '1'],
      'no time of its own': ['limit', String(limits.cpu), '0'],
      'two megabytes of memory': ['limit', String(limits.memory), '2000000'],
      'twenty megabytes of memory': ['limit', String(limits.memory), '20000000'],
      'half a gigabyte of memory': ['limit', String(limits.memory), '500000000'],
      'a megabyte of data': ['limit', String(limits.data), '1000000'],
      'a small stack': ['limit', String(limits.stack), '140000'],
    };
    for (const [what, words] of Object.entries(odds)) {
      it(what, async () => {
        const ran = await user([odd, ...words, '--', ...hook]);
        if (words[0] === 'close') assert.equal(ran.code, 2, JSON.stringify(ran));
        // Where it could not even begin, or was ended at a tick of the clock, nothing that takes as long would come to its end.
        else if (!isNo(ran)) {
          const loop = 'i=0; while [ $i -lt 50000 ]; do i=$((i + 1)); done; echo begun';
          const shell = await user([odd, ...words, '--', '/bin/sh', '-c', loop], '');
          assert.equal(shell.out, '', JSON.stringify(ran));
        }
      });
    }

    it('no words at all, and names of agents and events that are none', async () => {
      const none = await user([odd, 'no-words', '1', '--', bell]);
      assert.deepEqual([none.code, none.out, none.err], [2, '', refusalWords('usage')]);
      for (const words of [
        [''],
        ['nobody'],
        ['codex', ''],
        ['codex', 'x'.repeat(100_000)],
        ['%s%n', '\u0001'],
      ])
        blocks(await user([bell, ...words]), words.join(' ').slice(0, 20));
    });

    it('variables of loaders, libraries, shells, places and languages', async () => {
      const library = join(machine.home, 'yes.so');
      const source =
        '#include <unistd.h>\n__attribute__((constructor)) static void yes(void) { (void)!write(1, "{}\\n", 3); _exit(0); }';
      assert.equal(
        spawnSync('cc', ['-shared', '-fPIC', '-x', 'c', '-', '-o', library], { input: source }).status,
        0,
      );
      const script = join(machine.home, 'yes.js');
      writeFileSync(script, 'console.log("{}"); process.exit(0)');
      for (const env of [
        { LD_PRELOAD: library },
        { LD_AUDIT: library },
        { LD_LIBRARY_PATH: machine.home },
        { GLIBC_TUNABLES: 'glibc.malloc.check=3' },
        { NODE_OPTIONS: `--require ${script}` },
        { NODE_PATH: machine.home, NODE_COMPILE_CACHE: machine.home, NODE_V8_COVERAGE: machine.home },
        { OPENSSL_CONF: script },
        { IFS: '/', PATH: machine.home, ENV: script, BASH_ENV: script },
        { LC_ALL: '../../x', LANG: 'x'.repeat(5_000), TZ: `:${machine.home}/yes.so`, LOCPATH: machine.home },
        { TMPDIR: '/nowhere', HOME: machine.home },
        { COUNTERSIGN_HOME: '/tmp/none', COUNTERSIGN_DEADLINE_MS: '1' },
        { MALLOC_TRACE: join(machine.home, 'trace'), RESOLV_HOST_CONF: '/etc/shadow' },
      ])
        blocks(
          await user([
            '/usr/bin/env',
            ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
            ...hook,
          ]),
        );
      assert.equal(existsSync(join(machine.home, 'trace')), false);
    });

    it('the keys of a terminal: an end by one of them is a no, and none stops it', async () => {
      const window = await holdingWindow();
      try {
        // Stopped by the first of two it would not be there to hear the second.
        for (const keys of ['\u0003', '\u001c', '\u001a\u0003']) {
          const asked = user([odd, 'terminal', keys, '--', ...hook]);
          await window.held();
          const ran = await asked;
          assert.equal(ran.code, 2, JSON.stringify(ran));
          assert.match(ran.err, /Blocked/);
          window.decide('deny');
        }
      } finally {
        await window.close();
      }
    });
  });

  describe('refuses, in words that say what to do, where it is not elevated', () => {
    const refused = (ran: Ran): void => {
      assert.equal(ran.code, 2, JSON.stringify(ran));
      assert.equal(ran.err, lockedRefusalWords('not-elevated'));
    };

    it('by no_new_privs', async () => refused(await user([odd, 'no-new-privileges', '1', '--', ...hook])));

    it('on a file system without setuid, and lock says so before it configures an agent', async () => {
      root('mount -o remount,nosuid /opt');
      try {
        refused(await user(hook));
        const locked = machine.run('root', cliWords('lock'));
        assert.equal(locked.code, 1);
        assert.match(locked.err, /nosuid.*--without-user/);
        assert.equal(machine.run('root', cliWords('lock', '--without-user')).code, 0);
        blocks(await user(hook));
        assert.match((await user(hook)).out, /"permissionDecision":"deny"/);
      } finally {
        root('mount -o remount,suid /opt');
        assert.equal(machine.run('root', cliWords('lock')).code, 0);
      }
    });

    it('in a namespace of the user', async function () {
      const tried = machine.run('user', ['unshare', '-Ur', 'true']);
      if (tried.code !== 0) without('user namespaces', this);
      refused(await user(['unshare', '-Ur', ...hook]));
    });

    it('as a link or a copy that lies elsewhere', async () => {
      // A copy is the user's own program, which has nothing beside it to ask.
      const folder = join(machine.home, 'bin');
      machine.run('user', ['mkdir', folder]);
      machine.run('user', ['cp', bell, join(folder, 'countersign-hook')]);
      blocks(await user([join(folder, 'countersign-hook'), 'codex', 'PreToolUse']));
      // Where the system lets anybody link to it: the bit comes along, and the place does not.
      root(`mkdir -p /opt/elsewhere && ln ${bell} /opt/elsewhere/countersign-hook`);
      refused(await user(['/opt/elsewhere/countersign-hook', 'codex', 'PreToolUse']));
      root('rm -r /opt/elsewhere');
    });
  });

  describe('when it goes', () => {
    it('leaves nothing of its own user’s behind, and gives nothing of it to what it starts', async () => {
      blocks(await user(hook));
      const own = root('id -u countersign-bell').out.trim();
      assert.equal(
        root(
          `find /etc /opt /run /var/tmp /dev/shm -xdev -user ${own} -not -path '${bell}' 2>/dev/null | head -3`,
        ).out,
        '',
      );
      assert.equal(
        root(
          `find ${machine.home} -not -user ${strangerId} -not -name odd-caller -not -name '*.so' -not -name '*.js' -not -name '*.pl' -not -name bin`,
        ).out,
        '',
      );
      assert.equal(root(`find ${machine.home}/.countersign -perm /077 -type f`).out, '');
      assert.equal(root(`pgrep -u ${own}`).out, '');
    });

    it('is said by doctor, and left out or taken back when that is asked', async () => {
      const doctor = (): string => machine.run('user', cliWords('doctor')).out;
      assert.doesNotMatch(doctor(), /Level: Locked.*killing the waiting hook/);
      assert.equal(machine.run('root', cliWords('lock', '--without-user')).code, 0);
      assert.match(doctor(), /Level: Locked; left: killing the waiting hook/);
      assert.equal(root('id countersign-bell').code, 1);
      assert.match((await user(hook)).out, /"permissionDecision":"deny"/);
      const planned = machine.run('user', cliWords('lock', '--dry-run'));
      assert.match(planned.out, /user: countersign-bell/);
      assert.equal(machine.run('root', cliWords('lock')).code, 0);
      assert.match(machine.run('root', cliWords('unlock', '--dry-run')).out, /countersign-bell is removed/);
      assert.equal(machine.run('root', cliWords('unlock')).code, 0);
      assert.equal(root('id countersign-bell').code, 1);
    });

    it('is somebody else’s name where a person can log in by it, and then nothing is given to them', () => {
      root('useradd --system --shell /bin/sh countersign-bell');
      try {
        const locked = machine.run('root', cliWords('lock'));
        assert.equal(locked.code, 1);
        assert.match(locked.err, /nobody can log in as/);
        assert.equal(root('id countersign-bell').code, 0);
      } finally {
        root('userdel countersign-bell');
        chmodSync(odd, 0o755);
      }
    });
  });
});
