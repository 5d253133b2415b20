import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { locks } from '../../src/agents/locks/registry.js';
import { formatRoster } from '../../src/core/countersign/roster-text.js';
import { decodeEvent } from '../../src/core/toolcall/decode.js';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';
import { createJudge } from '../../src/engine/judge.js';
import { answerIn } from '../../src/protocol/answer.js';
import { lineOfMessage } from '../../src/protocol/ring.js';
import { without } from '../support/components.js';
import { ben, mara, rosterOf, softwareKeys } from '../support/countersigners.js';
import { bellLacks, shellPayload } from '../support/fronts.js';
import { onRing, pretendGate } from '../support/hostile-gate.js';
import { field, items } from '../support/json.js';
import {
  cliWords,
  type LockedMachine,
  lockedMachine,
  missingForLock,
  strangerId,
} from '../support/locked-machine.js';
import { receiptFor, receiptText } from '../support/receipts.js';

const bell = '/opt/countersign/bin/countersign-hook';

describe('the locked install', function () {
  this.timeout(180_000);
  let machine: LockedMachine;

  before(async function () {
    const missing = missingForLock();
    if (missing !== undefined) without(missing, this);
    machine = await lockedMachine();
  });

  after(() => machine?.remove());

  const root = (...args: readonly string[]) => machine.run('root', cliWords(...args));
  const etc = (): string =>
    machine.run('root', [
      'sh',
      '-c',
      'find /etc /opt -xdev -type f ! -path "/etc/countersign/backups/*" ! -name "*-" ! -name .pwd.lock -exec sha256sum {} + | sort',
    ]).out;
  const payload = (command: string): string => shellPayload(machine.home, command);
  const rings = (command: string, env: Readonly<Record<string, string>> = {}, agent = 'claude-code') =>
    machine.run('user', [bell, agent, 'PreToolUse'], { input: payload(command), env });
  const levels = (): ReadonlyMap<unknown, unknown> => {
    const report: unknown = JSON.parse(machine.run('user', cliWords('doctor', '--json')).out);
    return new Map(items(report, 'agents').map((one) => [field(one, 'agent'), field(one, 'level')]));
  };

  it('shows every file without root, and writes none', () => {
    const before = etc();
    const shown = machine.run('user', cliWords('lock', '--dry-run', '--json'));
    assert.equal(shown.code, 0, shown.err);
    const files = items(JSON.parse(shown.out), 'files').map((one) => field(one, 'file'));
    for (const lock of locks)
      for (const { path } of lock.files({ program: bell, system: 'linux' }))
        assert.ok(files.includes(path), path);
    const refused = machine.run('user', cliWords('lock'));
    assert.equal(refused.code, 1);
    assert.match(refused.err, /sudo countersign lock/);
    assert.equal(etc(), before);
    assert.equal(levels().get('claude-code'), 'none');
  });

  it('goes up with one command and down with one, byte for byte, beside what others have written', () => {
    machine.run('root', [
      'sh',
      '-c',
      `mkdir -p /etc/factory /etc/qwen-code && printf '{"model": "x",\\n\\t"hooks": {"Stop": []}}' >/etc/factory/settings.json && echo '{ }' >/etc/qwen-code/settings.json`,
    ]);
    const folders = (): string => machine.run('root', ['find', '/etc', '/opt', '-xdev', '-type', 'd']).out;
    const [before, foldersBefore] = [etc(), folders().split('\n')];
    const locked = root('lock');
    assert.equal(locked.code, 0, locked.err);
    for (const { agent, lockable } of locks)
      assert.equal(levels().get(agent), lockable.kind === 'locked' ? 'locked' : 'reminder', agent);
    const again = root('lock', '--json');
    const changed = items(JSON.parse(again.out), 'files').filter((one) => field(one, 'changed') === true);
    assert.deepEqual(changed, []);
    const unlocked = root('unlock');
    assert.equal(unlocked.code, 0, unlocked.err);
    assert.equal(etc(), before);
    const left = folders().split('\n');
    assert.deepEqual(
      left.filter((one) => !foldersBefore.includes(one)),
      [],
    );
    assert.equal(levels().get('codex'), 'none');
  });

  it('leaves a file of somebody else, and then no agent is configured', () => {
    machine.run('root', [
      'sh',
      '-c',
      'mkdir -p /etc/codex && echo "model = 1" >/etc/codex/requirements.toml',
    ]);
    const refused = root('lock');
    assert.equal(refused.code, 1);
    assert.match(refused.err, /requirements\.toml/);
    assert.equal(levels().get('claude-code'), 'none');
    machine.run('root', ['rm', '/etc/codex/requirements.toml']);
  });

  describe('when it stands', () => {
    before(() => {
      const locked = root('lock');
      assert.equal(locked.code, 0, locked.err);
    });

    it('judges in the home of who runs it: a quiet call passes, a destroying one does not', () => {
      assert.deepEqual([rings('ls').code, rings('ls').out.trim(), rings('ls').err], [0, '{}', '']);
      assert.match(rings('terraform destroy -auto-approve').out, /"permissionDecision":"deny"/);
      const log = machine.run('user', cliWords('log')).out;
      assert.match(log, /denied, no window open/);
    });

    it('takes no home, runtime or program from the environment', () => {
      for (const env of [
        { COUNTERSIGN_HOME: '/tmp/x' },
        { NODE_OPTIONS: '--require /tmp/x.js' },
        { PERL5OPT: '-MNothing', PERL5LIB: '/tmp' },
        { PATH: '/tmp' },
      ])
        assert.match(rings('terraform destroy -auto-approve', env).out, /"deny"/, JSON.stringify(env));
    });

    it('says no in words that each agent reads when it breaks', () => {
      const broken = (agent: string) =>
        machine.run('user', [bell, agent, 'PreToolUse'], { input: 'no call' });
      assert.deepEqual([broken('claude-code').code, broken('claude-code').out], [2, '']);
      assert.match(broken('claude-code').err, /\S/);
      assert.equal(
        field(field(JSON.parse(broken('qwen-code').out), 'hookSpecificOutput'), 'permissionDecision'),
        'deny',
      );
      assert.equal(broken('qwen-code').code, 0);
      assert.equal(field(JSON.parse(broken('copilot-cli').out), 'permissionDecision'), 'deny');
      assert.equal(broken('copilot-cli').code, 2);
    });

    it('is one program in C, which asks a window itself and lets nothing of the caller into what it starts', async function () {
      if (bellLacks !== undefined) without(bellLacks, this);
      const user = `tester:x:${strangerId}:${strangerId}::${machine.home}:/bin/sh`;
      machine.run('root', ['sh', '-c', `cp /etc/passwd /etc/passwd.kept && echo '${user}' >>/etc/passwd`]);
      // A library that answers in the place of whatever it is loaded into.
      const library = join(machine.home, 'yes.so');
      const source =
        '#include <unistd.h>\n__attribute__((constructor)) static void yes(void) { (void)!write(1, "{}\\n", 3); _exit(0); }';
      const built = spawnSync('cc', ['-shared', '-fPIC', '-x', 'c', '-', '-o', library], { input: source });
      assert.equal(built.status, 0, String(built.stderr));
      const preloaded = { LD_PRELOAD: library, PATH: '/usr/bin:/bin' };
      const through = machine.run('user', ['/usr/bin/perl', '-e', 'exit 3'], { env: preloaded });
      assert.deepEqual([through.code, through.out], [0, '{}\n']);
      const started = (command: string) =>
        machine.begin('user', ['env', `LD_PRELOAD=${library}`, bell, 'claude-code', 'PreToolUse'], {
          input: payload(command),
          env: { PATH: '/usr/bin:/bin', HOME: '/tmp' },
        });
      assert.match((await started('terraform destroy -auto-approve')).out, /"permissionDecision":"deny"/);
      const rings: string[] = [];
      const gate = await pretendGate(
        machine.home,
        machine.home,
        (socket) =>
          onRing(socket, (nonce) => {
            rings.push(nonce);
            const answer = answerIn('claude-code', { kind: 'deny', reason: 'by the window' });
            socket.end(lineOfMessage({ v: 1, nonce, seal: 'seal', kind: 'answer', answer }));
          }),
        join(machine.home, '.countersign/run'),
        strangerId,
      );
      try {
        machine.run('root', ['mv', '/opt/countersign/runtime', '/opt/countersign/kept']);
        assert.match((await started('ls')).out, /by the window/);
        assert.equal(rings.length, 1);
        machine.run('root', [
          'sh',
          '-c',
          'mkdir -p /etc/countersign && echo x >/etc/countersign/policy.json',
        ]);
        // What a policy asks for is not this program's to know: without the one that judges nothing passes.
        const refused = await started('ls');
        assert.deepEqual([refused.code, refused.out], [2, '']);
        assert.match(refused.err, /Blocked/);
      } finally {
        machine.run('root', [
          'sh',
          '-c',
          'rm -f /etc/countersign/policy.json; mv /etc/passwd.kept /etc/passwd',
        ]);
        machine.run('root', ['mv', '/opt/countersign/kept', '/opt/countersign/runtime']);
        await gate.close();
      }
    });

    describe('with an organisation’s policy pinned', () => {
      const keys = softwareKeys();
      const policy = {
        version: 1,
        groups: { peers: [ben] },
        rules: [
          {
            id: 'two',
            match: { tool: ['aws'] },
            ceremony: 'countersign',
            by: [{ group: 'peers' }],
          },
          {
            id: 'locked-only',
            match: { level: ['reminder'] },
            ceremony: 'forbid',
            message: 'Lock it first.',
          },
        ],
      };
      const command = 'aws elasticbeanstalk rebuild-environment --environment-name e1';
      let gate: { close(): Promise<void> };
      const asks = (asked: string) =>
        machine.begin('user', [bell, 'claude-code', 'PreToolUse'], {
          input: payload(asked),
          env: { PATH: '/usr/bin:/bin' },
        });

      before(async () => {
        for (const [name, text] of [
          ['policy.json', JSON.stringify(policy)],
          ['allowed_signers', formatRoster(rosterOf(keys))],
        ])
          machine.run('root', ['sh', '-c', `cat >/etc/countersign/${name}`], { input: text ?? '' });
        // A window that nobody sits at, and that says yes to everything.
        const answer = answerIn('claude-code', { kind: 'allow', reason: 'yes' });
        gate = await pretendGate(
          machine.home,
          machine.home,
          (socket) =>
            onRing(socket, (nonce) =>
              socket.end(lineOfMessage({ v: 1, nonce, seal: 'seal', kind: 'answer', answer })),
            ),
          join(machine.home, '.countersign/run'),
          strangerId,
        );
      });

      after(() => gate?.close());

      it('believes no window: what has to be countersigned passes by signatures alone', async () => {
        assert.match((await asks('ls')).out, /"allow"/);
        const refused = await asks(command);
        assert.match(refused.out, /"permissionDecision":"deny".*asks for a countersignature/);
        const receipts = join(machine.home, '.countersign/receipts');
        mkdirSync(receipts, { recursive: true });
        const put = async (change: Partial<ToolCall> = {}) => {
          const event = decodeEvent('claude-code', payload(command), machine.home, 'PreToolUse');
          assert.ok(event.ok && event.value.kind === 'before');
          const call = { ...event.value.call, ...change };
          const env = { PATH: '/usr/bin:/bin', HOME: machine.home };
          const site = { cwd: machine.home, env };
          const judge = createJudge();
          const judged = await judge.judge(call, site);
          const made = receiptFor({
            keys,
            at: Date.now() - 40_000,
            answers: [[ben]],
            request: {
              call,
              ground: await judge.groundOf(call, judged.effects, site, ''),
              audience: { machine: hostname(), window: 'w' },
              needs: [{ group: 'peers', from: [ben], count: 1, presence: 'none' }],
              requester: {
                person: mara,
                fingerprint: keys[mara]?.fingerprint ?? '',
                account: String(strangerId),
              },
            },
          });
          const file = join(receipts, 'CS-1.json');
          writeFileSync(file, receiptText(made));
          // Not the whole home: its socket would have another time by that, and be another's.
          for (const path of [receipts, file]) chownSync(path, strangerId, strangerId);
        };
        await put({ session: 'another' });
        assert.match((await asks(command)).out, /"deny"/);
        await put();
        const passed = await asks(command);
        assert.match(passed.out, /"permissionDecision":"allow"/, passed.err);
        assert.match((await asks(`${command} `)).out, /"deny"/);
      });

      it('refuses an agent whose lock is not there, or can be taken off', async () => {
        const gemini = await machine.begin('user', [bell, 'gemini-cli', 'BeforeTool'], {
          input: JSON.stringify({
            session_id: 's',
            cwd: machine.home,
            hook_event_name: 'BeforeTool',
            tool_name: 'run_shell_command',
            tool_input: { command: 'ls' },
          }),
          env: { PATH: '/usr/bin:/bin' },
        });
        assert.match(gemini.out, /"decision":"deny".*Lock it first/);
        assert.match((await asks('ls')).out, /"allow"/);
        const file = '/etc/claude-code/managed-settings.d/countersign.json';
        machine.run('root', ['chmod', '666', file]);
        assert.match((await asks('ls')).out, /"permissionDecision":"deny".*Lock it first/);
        machine.run('root', ['chmod', '644', file]);
        assert.match((await asks('ls')).out, /"allow"/);
      });

      it('blocks everything where what is pinned cannot be read', async () => {
        machine.run('root', ['sh', '-c', 'echo x >/etc/countersign/allowed_signers']);
        assert.equal((await asks('ls')).code, 2);
        machine.run('root', ['rm', '/etc/countersign/allowed_signers']);
        assert.equal((await asks('ls')).code, 2);
        machine.run('root', ['rm', '/etc/countersign/policy.json']);
        assert.equal((await asks('ls')).code, 0);
      });
    });

    it('is no lock where a file can be written by somebody else, is changed, or is gone', () => {
      const file = '/etc/claude-code/managed-settings.d/countersign.json';
      const as = (command: string): unknown => {
        machine.run('root', ['sh', '-c', command]);
        const level = levels().get('claude-code');
        assert.equal(root('lock').code, 0);
        machine.run('root', ['chmod', '644', file]);
        return level;
      };
      assert.equal(as(`chmod 666 ${file}`), 'none');
      assert.equal(as(`sed -i s/block/warn/ ${file}`), 'none');
      assert.equal(as(`rm ${file}`), 'none');
      assert.equal(as('rm /opt/countersign/bin/countersign-hook'), 'none');
      assert.equal(levels().get('claude-code'), 'locked');
    });
  });
});
