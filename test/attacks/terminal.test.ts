import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { pretendGate } from '../support/hostile-gate.js';
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

const command = rebuild.join(' ');

/**
 * Ways round the terminal guard, each where it is stopped: by the launcher, when a process of the agent's starts the program;
 * or at the agent's hook, by the effects of what the agent asked for. What neither stops is said here too.
 */
describe('attacks on the terminal guard', function () {
  this.timeout(60_000);
  let terminal: Terminal;
  let window: Window;

  beforeEach(async () => {
    terminal = new Terminal();
    window = await terminal.open();
  });

  afterEach(() => terminal.close());

  /** A script that an agent was allowed to run, and whose text no hook has read. */
  const script = (text: string, name = 'deploy'): string => {
    const file = join(terminal.work, name);
    writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return file;
  };

  /** Runs a line as an agent's shell does: true when the person is asked, and nothing has run. */
  const isHeld = async (line: string, env: Readonly<Record<string, string>> = {}): Promise<boolean> => {
    const child = terminal.start(['/bin/sh', '-c', line], { env });
    const done = ended(child);
    const request = await Promise.race([pending(window), done.then(() => undefined)]);
    if (request === undefined) return false;
    await window.desk.decide(request.id, { kind: 'deny', reason: 'no', digest: request.digest });
    await done;
    return terminal.ran().length === 0;
  };

  /** What the agent's own hook is told of a command, by the engine that judges it. */
  const atHook = (line: string): { readonly decision: unknown; readonly findings: string } => {
    const { stdout } = spawnSync(
      process.execPath,
      [join(process.cwd(), 'dist/cli.js'), 'check', '--jsonl', '--json'],
      {
        input: `${JSON.stringify({ cmd: line, cwd: terminal.work, home: terminal.folder })}\n`,
        env: { PATH: process.env['PATH'] ?? '', HOME: terminal.folder },
        encoding: 'utf8',
      },
    );
    const answer: unknown = JSON.parse(stdout);
    assert.ok(typeof answer === 'object' && answer !== null && 'decision' in answer && 'findings' in answer);
    return { decision: answer.decision, findings: JSON.stringify(answer.findings) };
  };

  describe('stopped by the launcher', () => {
    it('a script', async () => {
      assert.equal(await isHeld(script(command)), true);
    });

    it('a script that takes the arguments apart', async () => {
      const text =
        'verb=rebuild; set -- elasticbeanstalk "$verb-environment" --environment-name; "a""ws" "$@" cost-explorer-prod';
      assert.equal(await isHeld(script(text)), true);
    });

    for (const wrapper of ['nohup', 'setsid -w', 'env', 'nice', 'timeout 60', 'xargs -I{}', 'stdbuf -o0']) {
      it(`a call through ${wrapper}`, async () => {
        assert.equal(await isHeld(script(`echo x | ${wrapper} ${command}`)), true);
      });
    }

    it('a call through script, in a terminal of its own', async () => {
      assert.ok(has('script'));
      assert.equal(await isHeld(script(`script -qec '${command}' /dev/null`)), true);
    });

    it('a call from make, Perl and Node', async () => {
      writeFileSync(
        join(terminal.work, 'run.mjs'),
        `import { execFileSync } from 'node:child_process';
        execFileSync('aws', ${JSON.stringify(rebuild.slice(1))}, { stdio: 'inherit' });`,
      );
      assert.equal(await isHeld(`"${process.execPath}" run.mjs`), true);
      assert.equal(await isHeld(`perl -e 'system(qw(${command}))'`), true);
      if (!has('make')) return;
      writeFileSync(join(terminal.work, 'Makefile'), `all:\n\t@${command}\n`);
      assert.equal(await isHeld('make -s'), true);
    });

    it('a script that takes the marks of its agent away', async () => {
      assert.equal(await isHeld(script(`unset CLAUDECODE; ${command}`)), true);
      assert.equal(await isHeld(script(`env -u CLAUDECODE sh -c '${command}; true'; true`)), true);
    });

    it('options that would load code into the launcher', async () => {
      mkdirSync(join(terminal.folder, 'lib'));
      writeFileSync(join(terminal.folder, 'lib', 'Quick.pm'), `package Quick; exec 'aws-real' or exit 0; 1;`);
      const env = {
        PERL5OPT: '-MQuick',
        PERL5LIB: join(terminal.folder, 'lib'),
        PERLLIB: join(terminal.folder, 'lib'),
        PERL5DB: 'BEGIN { exit 0 }',
        PERL_UNICODE: 'SAD',
      };
      assert.equal(await isHeld(command, env), true);
    });

    it("a home of the agent's making", async () => {
      const env = { COUNTERSIGN_HOME: join(terminal.folder, 'elsewhere'), HOME: '/nonexistent' };
      assert.equal(await isHeld(command, env), true);
    });

    it('a working directory that is no longer there', async () => {
      const gone = join(terminal.work, 'gone');
      mkdirSync(gone);
      const done = await terminal.shell(`cd ${gone} && rmdir ${gone} && ${command}`);
      assert.equal(done.end, 126);
      assert.deepEqual(terminal.ran(), []);
    });

    it('arguments that are not UTF-8', async () => {
      const done = await terminal.shell(`kubectl version --client "$(printf '\\377')"`);
      assert.equal(done.end, 126, done.stderr);
      assert.deepEqual(terminal.ran(), []);
    });

    it('SQL from a file or a pipe, which no argument shows', async () => {
      writeFileSync(join(terminal.work, 'fix.sql'), 'DELETE FROM orders;\n');
      assert.equal(await isHeld(script('psql -h prod-db.internal orders < fix.sql')), true);
      assert.match(JSON.stringify(window.desk.requests()[0]?.assessment.effects), /"destroy"|"delete"/);
      assert.equal(await isHeld(script('cat fix.sql | psql -h db.internal orders')), true);
    });
  });

  describe('stopped at the hook, by what the command does', () => {
    for (const [what, line] of [
      ['the launchers taken off PATH', `export PATH=/usr/bin; ${command}`],
      ['an absolute path', `/usr/bin/${command}`],
      ['an empty environment', `env -i PATH=/usr/bin ${command}`],
      ['command -p, which has a PATH of its own', `command -p ${command}`],
      ['a copy under another name', `cp /usr/bin/aws ./x && ./x ${rebuild.slice(1).join(' ')}`],
      ['a program found by which', `"$(which -a aws | tail -1)" ${rebuild.slice(1).join(' ')}`],
    ] as const) {
      it(what, () => {
        assert.equal(atHook(line).decision, 'ask');
      });
    }

    it('the launchers deleted, moved or rewritten', () => {
      const { guard } = terminal.home;
      for (const line of [
        `rm -rf ${guard}/bin`,
        `mv ${guard} /tmp/x`,
        `echo off > ${guard}/mode`,
        `ln -sf /usr/bin/aws ${guard}/bin/aws`,
        `chmod -x ${guard}/launcher`,
      ]) {
        assert.deepEqual([line, atHook(line).decision], [line, 'ask']);
      }
    });
  });

  describe('the gate', () => {
    const runs = async (answer: (socket: Socket) => void): Promise<string> => {
      await terminal.shut(window);
      const gate = await pretendGate(terminal.folder, terminal.work, answer);
      const done = await terminal.run(['kubectl', 'version', '--client'], { env: { STAND_IN: 'echo ran' } });
      await gate.close();
      assert.deepEqual([done.end, done.stdout, terminal.ran()], [126, '', []]);
      return done.stderr;
    };
    const say =
      (...lines: readonly string[]) =>
      (socket: Socket): void => {
        socket.once('data', (header) => {
          const nonce = /"nonce":"([^"]+)"/.exec(String(header))?.[1] ?? '';
          socket.end(lines.map((line) => `${line.replace('NONCE', nonce)}\n`).join(''));
        });
      };
    const answer = (change: object): string =>
      JSON.stringify({
        v: 1,
        nonce: 'NONCE',
        seal: 'seal',
        kind: 'answer',
        answer: { stdout: '{}\n', stderr: '', exitCode: 0 },
        ...change,
      });

    for (const [what, words, given] of [
      ['hangs up', /closed the connection/, (socket: Socket) => socket.destroy()],
      ['sends nothing and ends', /closed the connection/, (socket: Socket) => socket.end()],
      ['sends text', /no answer/, say('run')],
      ['sends half an answer', /closed the connection/, (socket: Socket) => socket.end('{"v":1,"nonce":"')],
      ['answers with another seal', /not the editor window/, say(answer({ seal: 'other' }))],
      ['answers with another nonce', /not the editor window/, say(answer({ nonce: 'other' }))],
      ['answers in another version', /no answer/, say(answer({ v: 2 }))],
      ['answers without an answer', /no answer/, say(answer({ answer: null }))],
      [
        'says yes in an unknown way',
        /no answer/,
        say(answer({ answer: { stdout: '{"ok":true}', stderr: '', exitCode: 0 } })),
      ],
      [
        'says no, and 0',
        /no answer/,
        say(answer({ answer: { stdout: '{"decision":"deny"}', stderr: '', exitCode: 0 } })),
      ],
      [
        'answers with another exit code',
        /no answer/,
        say(answer({ answer: { stdout: '{}', stderr: '', exitCode: 1 } })),
      ],
      [
        'answers with a list',
        /no answer/,
        say(answer({ answer: { stdout: '[]', stderr: '', exitCode: 0 } })),
      ],
      [
        'answers with a text in place of the code',
        /no answer/,
        say(answer({ answer: { stdout: '', stderr: '', exitCode: '0' } })),
      ],
      ['sends a comma too many', /no answer/, say(answer({}).replace('"answer":{', '"answer":{,'))],
      ['sends megabytes of nothing', /no answer/, (socket: Socket) => socket.end('x'.repeat(6_000_000))],
    ] as const) {
      it(`that ${what} starts nothing`, async () => {
        assert.match(await runs(given), words);
      });
    }

    it('that is gone, with its registration still fresh, starts nothing', async () => {
      const { socket } = window.gate.registration;
      rmSync(socket);
      const done = await terminal.run(['kubectl', 'version', '--client']);
      assert.deepEqual([done.end, terminal.ran()], [126, []]);
      assert.match(done.stderr, /did not answer its socket/);
    });

    it('that closes while it holds a command starts nothing', async () => {
      const running = terminal.run(rebuild);
      await pending(window);
      await terminal.shut(window);
      const done = await running;
      assert.equal(done.end, 126);
      assert.match(done.stderr, /The editor window is closing/);
      assert.deepEqual(terminal.ran(), []);
    });

    it('in a run folder that others can write to is not asked', async () => {
      chmodSync(terminal.home.run, 0o777);
      const done = await terminal.run(['kubectl', 'version', '--client']);
      assert.deepEqual([done.end, terminal.ran()], [126, []]);
      assert.match(done.stderr, /only its user can write to/);
    });
  });

  describe('without a window', () => {
    beforeEach(() => terminal.shut(window));

    it('a quiet command runs, and everything that needs a person does not', async () => {
      const quiet = await terminal.run(['kubectl', 'version', '--client'], { env: { STAND_IN: 'echo ok' } });
      assert.deepEqual([quiet.end, quiet.stdout], [0, 'ok\n'], quiet.stderr);
      const held = await terminal.run(rebuild);
      assert.equal(held.end, 126);
      assert.match(held.stderr, /no editor window with Countersign is open/);
      assert.equal(terminal.ran().length, 1);
    });

    it('a judge that is missing or broken starts nothing', async () => {
      const judge = join(terminal.home.bin, 'offline.js');
      const says = (answer: object, code: number): string =>
        `process.stdout.write(${JSON.stringify(`${JSON.stringify(answer)}\n`)}, () => process.exit(${code}))`;
      for (const text of [
        '',
        'console.log("run")',
        says({ stdout: 'run\n', stderr: '', exitCode: 0 }, 0),
        says({ stdout: '{}\n', stderr: '', exitCode: 0 }, 3),
      ]) {
        writeFileSync(judge, text);
        assert.notEqual((await terminal.run(['kubectl', 'version', '--client'])).end, 0);
      }
      rmSync(judge);
      assert.notEqual((await terminal.run(['kubectl', 'version', '--client'])).end, 0);
      assert.deepEqual(terminal.ran(), []);
    });
  });

  describe('not stopped, and said so in the README', () => {
    it('a copy of the program under another name, started by a script', async () => {
      cpSync(join(terminal.programs, 'aws'), join(terminal.programs, 'aws-copy'));
      assert.equal(await isHeld(script(command.replace('aws', 'aws-copy'))), false);
    });

    it('an absolute path in a script that no hook has read', async () => {
      assert.equal(await isHeld(script(`${terminal.programs}/${command}`)), false);
    });

    it('a script with a PATH of its own', async () => {
      assert.equal(await isHeld(script(`PATH=${terminal.programs}:/usr/bin:/bin; ${command}`)), false);
    });
  });

  it('one approval starts one run', async () => {
    const first = terminal.run(rebuild);
    const second = terminal.run(rebuild);
    const request = await until('both at the gate', () =>
      window.desk.requests().find(({ asked }) => asked === 2),
    );
    assert.equal(await approve(window, request), 'ok');
    const ends = (await Promise.all([first, second])).map(({ end }) => end);
    assert.deepEqual(ends.sort(), [0, 126]);
    assert.equal(terminal.ran().length, 1);
    assert.equal(recorded(window).filter((type) => type === 'call.released').length, 1);
    assert.equal(existsSync(terminal.log), true);
  });
});
