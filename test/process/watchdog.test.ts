import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { guardedCommand } from '../../src/agents/command.js';
import { opencode } from '../../src/agents/opencode.js';
import { type AgentId, agentIds } from '../../src/core/toolcall/toolcall.js';
import { doorbellBudgetMs, hookLimit, watchdogSeconds } from '../../src/protocol/limits.js';
import { blockRules, type HookEnd } from '../support/hook-rules.js';
import { field } from '../support/json.js';
import { until } from '../support/until.js';

const sh = (text: string): string => `#!/bin/sh\n${text}\n`;

/** Doorbells that do not end, or not as they should. */
const doorbells: readonly (readonly [what: string, text: string])[] = [
  ['sleeps', sh('sleep 600')],
  ['stops itself', sh('kill -STOP $$')],
  ['takes no signal', sh("trap '' TERM INT HUP; sleep 600; sleep 600")],
  ['closes its output and stays', sh('exec >&-; sleep 600')],
  ['prints half an answer and sleeps', sh(`printf '{"a":'; sleep 600`)],
  ['prints an answer and sleeps', sh(`echo '{}'; sleep 600`)],
  ['starts others and waits for them', sh('sleep 600 & sleep 600 & wait')],
  ['sleeps in Perl', '#!/usr/bin/perl -t\nsleep 600;\n'],
  [
    'takes no signal in Perl',
    "#!/usr/bin/perl -t\n$SIG{$_} = 'IGNORE' for qw(TERM INT HUP ALRM); sleep 600 while 1;\n",
  ],
];

/** Whatever the doorbell does, the installed command ends in a block before the agent's own limit, and leaves nothing. */
describe('the watchdog in the installed command', function () {
  this.timeout(60_000);
  let folder: string;
  let launcher: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "cs dog's ")));
    launcher = join(folder, 'countersign-hook');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = (text: string, path = launcher): void => {
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  };

  /** The command as it is installed, but for its seconds. */
  const run = (agent: AgentId, change: (command: string) => string = (command) => command): HookEnd => {
    const object = (errorMessage: string): object => ({ cancel: true, errorMessage });
    const doorbell = { launcher, platform: 'posix' } as const;
    const telling = agent === 'cline' ? { object } : agent === 'kiro' ? 'exit-code' : 'printed';
    const command = guardedCommand(doorbell, { agent, event: 'PreToolUse' }, telling);
    const soon = command.replaceAll(` ${watchdogSeconds(agent)}`, ' 1');
    assert.notEqual(soon, command);
    const ran = spawnSync('/bin/sh', ['-c', change(soon)], { cwd: folder, input: '{}', encoding: 'utf8' });
    return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
  };

  const blocks = (agent: AgentId, end: HookEnd): boolean =>
    blockRules[agent]?.(end) ?? (end.code === 2 && end.stderr.trim() !== '');

  const nothingIsLeft = (): Promise<true> =>
    until('no process of it', () => (processesIn(folder).length === 0 ? true : undefined));

  for (const agent of ['claude-code', 'cline', 'kiro'] as const) {
    for (const [what, text] of doorbells) {
      it(`blocks ${agent} where the doorbell ${what}`, async () => {
        put(text);
        const end = run(agent);
        assert.ok(blocks(agent, end), JSON.stringify(end));
        await nothingIsLeft();
      });
    }
  }

  for (const [what, text] of doorbells.filter(([, one]) => one.startsWith('#!/bin/sh'))) {
    it(`blocks without Perl where the doorbell ${what}`, async () => {
      put(text);
      const end = run('codex', (command) => command.replaceAll('/usr/bin/perl ', '/nowhere/perl '));
      assert.ok(blocks('codex', end), JSON.stringify(end));
      await nothingIsLeft();
    });
  }

  for (const [what, text] of doorbells) {
    for (const agent of ['claude-code', 'cline', 'kiro'] as const) {
      it(`blocks ${agent} where the doorbell in C ${what}`, async () => {
        put(sh("echo '{}'"));
        put(text, join(folder, 'countersign-bell'));
        const end = run(agent);
        assert.ok(blocks(agent, end), JSON.stringify(end));
        await nothingIsLeft();
      });
    }
  }

  for (const text of [
    sh('kill -SEGV $$'),
    sh('exit 2'),
    sh('exit 1'),
    sh('exit 0'),
    sh('echo yes'),
    '',
    'garbage',
  ]) {
    it(`blocks where the doorbell in C is ${JSON.stringify(text)}`, () => {
      put(sh("echo '{}'"));
      put(text, join(folder, 'countersign-bell'));
      for (const agent of ['claude-code', 'cline', 'kiro'] as const) {
        const end = run(agent);
        assert.ok(blocks(agent, end), JSON.stringify(end));
      }
    });
  }

  it('starts the doorbell in C where it is, and the other one where it is not', () => {
    put(sh('cat >/dev/null; echo \'{"other":1}\''));
    assert.equal(run('codex').stdout, '{"other":1}\n');
    put(sh('cat >/dev/null; echo \'{"c":1}\''), join(folder, 'countersign-bell'));
    assert.equal(run('codex').stdout, '{"c":1}\n');
    const bare = (command: string): string => command.replaceAll('/usr/bin/timeout', '/nowhere/timeout');
    assert.equal(run('codex', bare).stdout, '{"other":1}\n');
  });

  it('passes on an answer without Perl, and without any timer', () => {
    put(sh("cat >/dev/null; echo '{}'"));
    const withoutPerl = (command: string): string => command.replaceAll('/usr/bin/perl ', '/nowhere/perl ');
    const bare = (command: string): string =>
      withoutPerl(command).replaceAll('/usr/bin/timeout', '/nowhere/timeout');
    for (const change of [withoutPerl, bare])
      assert.deepEqual(run('codex', change), { code: 0, stdout: '{}\n', stderr: '' });
  });

  for (const name of ['countersign-hook', 'countersign-bell'])
    it(`ends opencode's doorbell by its plugin: ${name}`, async () => {
      put(sh("echo '{}'"));
      put(sh("trap '' TERM; sleep 600; sleep 600"), join(folder, name));
      const text = opencode.text({ launcher, platform: 'posix' });
      const soon = text.replace(/const limitMs = \d+;/, 'const limitMs = 500;');
      assert.notEqual(soon, text);
      const path = join(folder, 'plugin.mjs');
      writeFileSync(path, soon);
      const loaded: unknown = await import(pathToFileURL(path).href);
      const start: unknown = field(loaded, 'Countersign');
      assert.ok(typeof start === 'function');
      const ask: unknown = field(await start({ directory: folder }), 'tool.execute.before');
      assert.ok(typeof ask === 'function');
      await assert.rejects(async () => ask({ tool: 'bash' }, { args: {} }), /not available: blocked/);
      await nothingIsLeft();
    });

  it('comes after the doorbell has given up by itself, and before the agent does', () => {
    for (const agent of agentIds) {
      const seconds = watchdogSeconds(agent);
      assert.ok(doorbellBudgetMs(agent) / 1_000 + 1 < seconds && seconds + 1 < hookLimit(agent), agent);
    }
  });
});

/** Processes that were started in the folder, but for this one. */
function processesIn(folder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && Number(pid) !== process.pid && readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}
