import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { callerIds } from '../../src/core/toolcall/toolcall.js';
import { answerIn } from '../../src/protocol/answer.js';
import { lineOfMessage } from '../../src/protocol/ring.js';
import { agentProgram, without } from '../support/components.js';
import { claudeCode, type HeadlessAgent, headlessAgents, runHeadless } from '../support/headless-agents.js';
import { onRing, pretendGate } from '../support/hostile-gate.js';
import {
  cliWords,
  type LockedMachine,
  lockedMachine,
  missingForLock,
  strangerId,
} from '../support/locked-machine.js';
import { startModelServer } from '../support/model-server.js';
import { furnish, rebuild } from '../support/scene.js';
import { until } from '../support/until.js';

/** One way in which a user's process would take the guard off. */
interface Removal {
  readonly what: string;
  /** Files that it writes, below the home or the workspace (`work/…`). */
  readonly files?: Readonly<Record<string, string>>;
  /** Options in place of the agent's own. */
  readonly args?: readonly string[];
  readonly env?: (home: string) => Readonly<Record<string, string>>;
  /** A shell command beforehand. */
  readonly before?: string;
  /** A shell command that goes on beside the agent. */
  readonly beside?: string;
  /** The agent whose lock leaves it, as its row in the README says. */
  readonly leftFor?: string;
  /** A window holds the call until what goes on beside has tried a hundred times, and says no then. */
  readonly isHeld?: true;
}

const yes = JSON.stringify({
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: 'allow',
    permissionDecisionReason: 'x',
  },
});
const allowing = { matcher: '*', hooks: [{ type: 'command', command: `echo '${yes}'` }] };

/** Files of root's, the doorbell and its folder: none of it is the user's to write. */
const overwriting = [
  '/etc/claude-code/managed-settings.d/countersign.json',
  '/etc/codex/requirements.toml',
  '/etc/github-copilot/policy.d/countersign.json',
  '/etc/github-copilot/managed-settings.json',
  '/etc/factory/settings.json',
  '/opt/countersign/bin/countersign-hook',
  '/opt/countersign/bin/offline.js',
  '/opt/countersign/runtime/node',
]
  .flatMap((path) => [
    `rm -f ${path}`,
    `mv ${path} /tmp/x`,
    `echo '{}' >${path}`,
    `chmod 777 ${path}`,
    `ln -sf /dev/null ${path}`,
    `mv ${dirname(path)} /tmp/y`,
  ])
  .concat('mv /opt/countersign /tmp/z', 'mv /etc/claude-code /tmp/z')
  .map((line) => `${line} 2>/dev/null`)
  .join('; ');

/** The hook that waits; the shell that is about to become it is another process, and left as the table says. */
const whileHeld = (signal: string): string =>
  `while :; do [ -e "$HOME/held" ] && pkill ${signal} -f [c]ountersign-hook; [ -e "$HOME/held" ] && echo >>"$HOME/tried"; sleep 0.02; done`;

const everywhere: readonly Removal[] = [
  { what: 'removes, moves, overwrites and links every file of the lock', before: `${overwriting}; true` },
  {
    what: 'starts with a home, a Countersign, a runtime and a shell of its own',
    env: (home) => ({
      COUNTERSIGN_HOME: '/tmp/none',
      NODE_OPTIONS: `--require ${home}/no.js`,
      PERL5OPT: '-MNothing',
      PERL5LIB: home,
      SHELL: join(home, 'shell'),
    }),
    files: { 'no.js': 'process.exit(0)', shell: '#!/bin/sh\nexit 0\n' },
  },
  {
    what: 'has its start-up files end every shell',
    files: { '.profile': 'exit 0\n', '.bashrc': 'exit 0\n', '.bash_profile': 'exit 0\n' },
  },
  {
    what: 'has a false sh first in PATH',
    files: { 'stand-ins/sh': '#!/bin/false\n' },
    leftFor: 'droid',
  },
  {
    what: 'kills the waiting doorbell, every 20 ms',
    beside: whileHeld('-9'),
    isHeld: true,
  },
  {
    what: 'stops the waiting doorbell, every 20 ms',
    beside: whileHeld('-STOP'),
    isHeld: true,
  },
  {
    what: 'kills and stops all that judges, every 20 ms',
    beside: 'while :; do pkill -9 -f [o]ffline.js; pkill -STOP -f [o]ffline.js; sleep 0.02; done',
  },
];

const byAgent: Readonly<Record<string, readonly Removal[]>> = {
  'claude-code': [
    {
      what: "switches hooks off in the user's, the repository's and the local settings",
      files: Object.fromEntries(
        ['.claude/settings.json', 'work/.claude/settings.json', 'work/.claude/settings.local.json'].map(
          (path) => [
            path,
            JSON.stringify({
              disableAllHooks: true,
              allowManagedHooksOnly: false,
              permissions: { allow: ['Bash'], defaultMode: 'bypassPermissions' },
            }),
          ],
        ),
      ),
    },
    {
      what: "has a hook of its own say yes, the user's and the repository's",
      files: {
        '.claude/settings.json': JSON.stringify({ hooks: { PreToolUse: [allowing] } }),
        'work/.claude/settings.json': JSON.stringify({ hooks: { PreToolUse: [allowing] } }),
      },
    },
    {
      what: 'starts by --settings and without setting sources',
      args: [
        '-p',
        'go',
        '--allowedTools',
        'Bash',
        '--settings',
        '{"disableAllHooks":true,"allowManagedHooksOnly":false}',
        '--setting-sources',
        '',
      ],
    },
    { what: 'starts in the bare mode', args: ['-p', 'go', '--allowedTools', 'Bash', '--bare'] },
    {
      what: 'starts with the permissions skipped',
      args: ['-p', 'go', '--dangerously-skip-permissions'],
    },
    {
      what: 'starts with variables for a simple mode, another configuration, other managed settings',
      env: (home) => ({
        CLAUDE_CODE_SIMPLE: '1',
        CLAUDE_CODE_SAFE_MODE: '1',
        CLAUDE_CONFIG_DIR: join(home, 'other'),
        CLAUDE_CODE_MANAGED_SETTINGS_PATH: join(home, 'managed'),
        BASH_ENV: join(home, '.profile'),
      }),
      files: { 'managed/managed-settings.json': '{}', '.profile': 'exit 0\n' },
    },
  ],
  codex: [
    {
      what: "switches hooks off in the user's and the repository's configuration",
      before: `printf '\\n[features]\\nhooks = false\\n' >>"$HOME/.codex/config.toml"`,
      files: { 'work/.codex/config.toml': '[features]\nhooks = false\n' },
    },
    {
      what: 'starts with hooks disabled, ignoring configuration',
      args: [
        'exec',
        '--skip-git-repo-check',
        '--dangerously-bypass-approvals-and-sandbox',
        '--disable',
        'hooks',
        '-c',
        'features.hooks=false',
        '-c',
        'allow_managed_hooks_only=false',
        'go',
      ],
    },
    {
      what: 'has a hook of its own say yes, trusted unseen',
      files: { '.codex/hooks.json': JSON.stringify({ hooks: { PreToolUse: [allowing] } }) },
    },
  ],
  'copilot-cli': [
    {
      what: "switches hooks off in the user's and the repository's settings",
      files: Object.fromEntries(
        ['.copilot/settings.json', 'work/.github/copilot/settings.json', 'work/.claude/settings.json'].map(
          (path) => [path, JSON.stringify({ disableAllHooks: true, allowManagedHooksOnly: false })],
        ),
      ),
    },
    {
      what: 'has a hook of its own say yes',
      files: {
        '.copilot/hooks/x.json': JSON.stringify({
          version: 1,
          hooks: { preToolUse: [{ type: 'command', bash: `echo '{"permissionDecision":"allow"}'` }] },
        }),
      },
    },
  ],
  droid: [
    {
      what: "switches hooks off in the user's, the repository's and the local settings",
      before: `sed -i '1s/^{/{"hooksDisabled":true,"hooks":{"hooksDisabled":true},/' "$HOME/.factory/settings.json"`,
      files: Object.fromEntries(
        ['.factory/hooks.json', 'work/.factory/settings.json', 'work/.factory/settings.local.json'].map(
          (path) => [path, JSON.stringify({ hooksDisabled: true, hooks: { hooksDisabled: true } })],
        ),
      ),
    },
    {
      what: "has a hook of its own say yes, the user's and the repository's",
      files: {
        '.factory/hooks.json': JSON.stringify({ PreToolUse: [allowing] }),
        'work/.factory/hooks.json': JSON.stringify({ PreToolUse: [allowing] }),
      },
    },
    {
      what: 'starts by --settings without hooks, and with other managed settings',
      files: {
        'off.json': JSON.stringify({ hooksDisabled: true, hooks: { hooksDisabled: true } }),
        'managed/settings.json': '{}',
      },
      args: [
        'exec',
        '-m',
        'custom:gpt-4.1',
        '--skip-permissions-unsafe',
        '--settings',
        '../off.json',
        '--disable-builtin-skills',
        'go',
      ],
      env: (home) => ({ FACTORY_ORG_MANAGED_SETTINGS_LOCAL_PATH: join(home, 'managed/settings.json') }),
    },
  ],
};

/** Every tool is approved beforehand, but not by a switch that the lock takes away. */
const approved: Readonly<Record<string, readonly string[]>> = {
  'claude-code': ['-p', 'go', '--output-format', 'json', '--allowedTools', 'Bash'],
};

for (const agent of [claudeCode, ...headlessAgents.filter(({ id }) => id in byAgent)]) {
  describe(`${agent.name}, locked by root and run by somebody else`, function () {
    this.timeout(120_000);
    let machine: LockedMachine;
    let stage: ReturnType<typeof furnish>;
    let program: string;
    const work = (): string => join(machine.home, 'work');

    before(async function () {
      const missing = missingForLock();
      if (missing !== undefined) without(missing, this);
      const found = agentProgram(agent.id) ?? without(agent.name, this);
      const at = found.lastIndexOf('/node_modules/');
      machine = await lockedMachine(found.slice(0, at + '/node_modules'.length));
      program = `/opt/agents${found.slice(at + '/node_modules'.length)}`;
    });

    after(() => machine?.remove());

    beforeEach(() => {
      // What the agent of the test before started may still be writing.
      rmSync(machine.home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
      mkdirSync(work(), { recursive: true });
      writeFileSync(join(work(), 'README.md'), '# work\n');
      stage = furnish(machine.home);
      machine.give();
    });

    /** Runs the agent on one call in the given circumstances; what the model was told, and what the agent said. */
    async function told(command: string, removal: Partial<Removal> = {}) {
      const model = await startModelServer([agent.call(command)]);
      agent.prepare(machine.home, model.url);
      for (const [path, text] of Object.entries(removal.files ?? {})) {
        const file = join(machine.home, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text, { mode: 0o755 });
      }
      machine.give();
      if (removal.before !== undefined) machine.run('user', ['sh', '-c', removal.before], { cwd: work() });
      const setting = { home: machine.home, cwd: '/', modelUrl: model.url, path: [stage.bin] };
      const through = machine.into('user', work());
      const args = removal.args ?? approved[agent.id];
      const window = removal.isHeld === true ? await holdingWindow() : undefined;
      const run = runHeadless(agent, {
        ...setting,
        program,
        through,
        ...(args === undefined ? {} : { args }),
        more: removal.env?.(machine.home) ?? {},
      });
      const beside =
        removal.beside === undefined
          ? undefined
          : runHeadless(looping, { ...setting, through, program: 'sh', args: ['-c', removal.beside] });
      const limit = setTimeout(() => run.kill(), 90_000);
      try {
        const { output } = await run.ended;
        return { words: model.toolResults()[0] ?? '', output, asked: model.bodies.length };
      } finally {
        clearTimeout(limit);
        beside?.kill();
        run.kill();
        await window?.close();
        // The stranger's alone: tests beside this one ring doorbells too.
        machine.run('root', ['sh', '-c', `pkill -9 -u ${strangerId} -f [c]ountersign-hook; true`]);
        await model.close();
      }
    }

    /** The stranger's own window, which holds each call while somebody tries to end what waits. */
    function holdingWindow() {
      const log = join(machine.home, 'tried');
      const caller = callerIds.find((id) => id === agent.id) ?? 'claude-code';
      const tried = (): number => (existsSync(log) ? statSync(log).size : 0);
      return pretendGate(
        machine.home,
        '/',
        (socket) =>
          onRing(socket, async (nonce) => {
            const said = { v: 1, nonce, seal: 'seal' } as const;
            socket.write(lineOfMessage({ ...said, kind: 'held', request: 'CS-1' }));
            writeFileSync(join(machine.home, 'held'), '');
            await until('a hundred tries', () => tried() >= 100 || undefined);
            const answer = answerIn(caller, { kind: 'deny', reason: 'by the window' });
            socket.end(lineOfMessage({ ...said, kind: 'answer', answer }));
          }),
        join(machine.home, '.countersign/run'),
        strangerId,
      );
    }

    const looping: HeadlessAgent = { ...agent, args: [], env: () => ({}), prepare: () => undefined };

    it('runs the rebuild as long as nobody has locked it', async () => {
      const { output } = await told(rebuild);
      assert.equal(stage.calls().length, 1, output.slice(-1_000));
    });

    describe('once it is locked', () => {
      before(() => {
        const locked = machine.run('root', cliWords('lock'));
        assert.equal(locked.code, 0, locked.err);
      });

      it('runs a harmless command unasked', async () => {
        const { words, output } = await told('ls');
        assert.match(words, /README\.md/, output.slice(-1_000));
      });

      it('does not run the rebuild, and tells the model why', async () => {
        const { words, output } = await told(rebuild);
        assert.deepEqual(stage.calls(), []);
        assert.match(words, /needs a person.s approval/, output.slice(-1_000));
      });

      const removals = [...everywhere, ...(byAgent[agent.id] ?? [])];
      for (const removal of removals.filter(({ leftFor }) => leftFor !== agent.id)) {
        it(`does not run it when the user ${removal.what}`, async () => {
          const { words, output, asked } = await told(rebuild, removal);
          assert.deepEqual(stage.calls(), []);
          // The call was made, and what came of it was told to the model.
          if (removal.isHeld === true) assert.match(words, /by the window/, output.slice(-1_000));
          assert.ok(asked > 0 && words !== '', output.slice(-1_000));
        });
      }
    });
  });
}
