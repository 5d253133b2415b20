/** Real agents, headless, against a model server on loopback, each in a private home. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { claudeEnvironment } from './claude-code.js';
import type { ScriptedCall } from './model-protocols/protocol.js';
import { until } from './until.js';

export interface HeadlessAgent {
  readonly id: string;
  readonly name: string;
  /** How the model calls this agent's shell. */
  readonly call: (command: string) => ScriptedCall;
  /** Writes what the agent needs to start without a question; it may be connected already. */
  prepare(home: string, modelUrl: string): void;
  /** Every tool is approved beforehand: what stops a call is the hook and nothing else. */
  readonly args: readonly string[];
  env(modelUrl: string): Readonly<Record<string, string>>;
  /** Where a no ends the run and the model reads no reason: how a person takes the session up again. */
  readonly takeUp?: (setting: HeadlessSetting, timesAsked: () => number) => HeadlessRun;
  /** A start takes ten seconds of processor, and what it loads is what another agent loads: it is tried in fewer ways. */
  readonly startsSlowly?: true;
}

/** With a window, `claude-code.ts` drives it. */
export const claudeCode: HeadlessAgent = {
  id: 'claude-code',
  name: 'Claude Code',
  call: (command) => ({ tool: 'Bash', input: { command, description: 'Fix the environment' } }),
  prepare: () => undefined,
  args: ['-p', 'go', '--output-format', 'json', '--dangerously-skip-permissions'],
  env: claudeEnvironment,
};

const codex: HeadlessAgent = {
  id: 'codex',
  name: 'Codex',
  call: (cmd) => ({ tool: 'exec_command', input: { cmd } }),
  prepare: (home, modelUrl) =>
    put(
      join(home, '.codex/config.toml'),
      `model = "gpt-5.5"
model_provider = "scripted"
[model_providers.scripted]
name = "scripted"
base_url = "${modelUrl}/v1"
wire_api = "responses"
env_key = "SCRIPTED_KEY"
`,
    ),
  args: [
    'exec',
    '--skip-git-repo-check',
    '--dangerously-bypass-approvals-and-sandbox',
    // A person trusts the hook in Codex's own dialog; there is none here.
    '--dangerously-bypass-hook-trust',
    'go',
  ],
  env: () => ({ SCRIPTED_KEY: 'sk-test' }),
};

const geminiCli: HeadlessAgent = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  call: (command) => ({ tool: 'run_shell_command', input: { command, description: 'Fix the environment' } }),
  prepare: (home) => {
    const path = join(home, '.gemini/settings.json');
    if (existsSync(path)) return;
    const settings = {
      security: { auth: { selectedType: 'gemini-api-key' } },
      general: { enableAutoUpdate: false },
      // Left to choose, it first asks another model which one to take.
      model: { name: 'gemini-2.5-pro' },
      privacy: { usageStatisticsEnabled: false },
    };
    put(path, JSON.stringify(settings));
  },
  args: ['-p', 'go', '--yolo', '--skip-trust'],
  env: (modelUrl) => ({
    GEMINI_API_KEY: 'sk-test',
    GOOGLE_GEMINI_BASE_URL: modelUrl,
    GEMINI_CLI_NO_RELAUNCH: 'true',
  }),
};

const copilotCli: HeadlessAgent = {
  id: 'copilot-cli',
  name: 'Copilot CLI',
  call: (command) => ({ tool: 'bash', input: { command, description: 'Fix the environment', mode: 'sync' } }),
  prepare: () => undefined,
  args: ['-p', 'go', '--allow-all-tools'],
  env: (modelUrl) => ({
    COPILOT_PROVIDER_BASE_URL: `${modelUrl}/v1`,
    COPILOT_PROVIDER_API_KEY: 'sk-test',
    COPILOT_MODEL: 'gpt-4.1',
    COPILOT_OFFLINE: 'true',
  }),
};

/** opencode, and Kilo, which is made from it: the same settings in folders and variables of their own. */
function madeLikeOpencode(
  id: 'opencode' | 'kilo',
  name: string,
  types: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): HeadlessAgent {
  const prefix = id.toUpperCase();
  return {
    id,
    name,
    call: (command) => ({ tool: 'bash', input: { command, description: 'Fix the environment' } }),
    prepare: (home, modelUrl) => {
      const folder = join(home, '.config', id);
      const scripted = {
        npm: '@ai-sdk/openai-compatible',
        name: 'scripted',
        options: { baseURL: `${modelUrl}/v1`, apiKey: 'sk-test' },
        models: { 'gpt-4.1': { name: 'gpt-4.1', tool_call: true } },
      };
      const model = 'scripted/gpt-4.1';
      const settings = { model, small_model: model, permission: 'allow', provider: { scripted } };
      put(join(folder, `${id}.json`), JSON.stringify({ ...settings, autoupdate: false, share: 'disabled' }));
      // Otherwise it first installs the types of its plugins from the network; ours imports none.
      put(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': { dependencies: types } } }));
      mkdirSync(join(folder, 'node_modules'), { recursive: true });
    },
    args: ['run', 'go on'],
    env: () => ({
      [`${prefix}_DISABLE_AUTOUPDATE`]: '1',
      [`${prefix}_DISABLE_MODELS_FETCH`]: '1',
      [`${prefix}_DISABLE_LSP_DOWNLOAD`]: '1',
      ...more,
    }),
  };
}

const opencode = madeLikeOpencode('opencode', 'opencode', { '@opencode-ai/plugin': '1.18.33' });
/** Its maker's service is refused at once, where a network that answers nothing would take a minute. */
const nobody = 'http://127.0.0.1:9';
const kilo: HeadlessAgent = {
  ...madeLikeOpencode(
    'kilo',
    'Kilo',
    { '@kilocode/plugin': '7.7.9' },
    {
      KILO_API_URL: nobody,
      KILO_DISABLE_SESSION_INGEST: '1',
      KILO_SESSION_INGEST_URL: nobody,
      KILO_DISABLE_SHARE: '1',
    },
  ),
  startsSlowly: true,
};

const cline: HeadlessAgent = {
  id: 'cline',
  name: 'Cline',
  call: (command) => ({ tool: 'run_commands', input: { commands: [command] } }),
  prepare: (home, baseUrl) => {
    const provider = 'openai-compatible';
    const settings = { provider, apiKey: 'sk-test', model: 'gpt-4.1', baseUrl: `${baseUrl}/v1` };
    const said = { settings, updatedAt: '2026-01-01T00:00:00.000Z', tokenSource: 'manual' };
    const file = { version: 1, lastUsedProvider: provider, modes: {}, providers: { [provider]: said } };
    put(join(home, '.cline/data/settings/providers.json'), JSON.stringify(file));
  },
  // A prompt of one word is taken for a command.
  args: ['-P', 'openai', '--json', 'go on'],
  // Headless without a hub, which would go on running after each test; in a terminal with one of this process's own.
  env: () => ({
    CLINE_SESSION_BACKEND_MODE: 'local',
    CLINE_NO_AUTO_UPDATE: '1',
    CLINE_HUB_PORT: String(30_000 + (process.pid % 20_000)),
  }),
  takeUp: takeUpInTerminal,
};

/** Cline takes a session up again in a terminal only: one that `script` makes, with a person who types. */
function takeUpInTerminal(setting: HeadlessSetting, timesAsked: () => number): HeadlessRun {
  const before = timesAsked();
  const sessions = join(setting.home, '.cline/data/sessions');
  const latest = readdirSync(sessions).sort().at(-1) ?? '';
  const command = `'${setting.program}' -P openai --id '${latest}'`;
  const child = start(cline, setting, ['script', '-qec', command, '/dev/null'], 'pipe');
  const goOn = async (): Promise<void> => {
    await until('the prompt of Cline', () => child.output().includes('Ask anything') || undefined);
    child.type('go on now');
    // What comes in one piece is taken for something pasted, its end of line included.
    await until('what was typed', () => child.output().includes('go on now') || undefined);
    // On a busy machine an end of line alone is taken for pasted too. An empty prompt is not sent.
    const sent = (): true | undefined => {
      if (timesAsked() > before) return true;
      child.type('\r');
      return undefined;
    };
    await until('the model to be asked', sent, 30_000, 3000);
  };
  goOn().catch(() => child.kill());
  return {
    ...child,
    kill: () => {
      child.kill();
      endHubs(setting.cwd);
    },
  };
}

/** The hub leaves the group of the program that started it. */
function endHubs(cwd: string): void {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const hubs = table.filter((line) => line.includes(`--cline-hub-daemon --cwd ${cwd} `));
  for (const line of hubs) {
    try {
      process.kill(Number.parseInt(line, 10), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

const pi: HeadlessAgent = {
  id: 'pi',
  name: 'Pi',
  call: (command) => ({ tool: 'bash', input: { command } }),
  prepare: (home, modelUrl) => {
    const models = [{ id: 'gpt-4.1', contextWindow: 100_000, maxTokens: 4_096 }];
    const scripted = { baseUrl: `${modelUrl}/v1`, api: 'openai-completions', apiKey: 'sk-test', models };
    put(join(home, '.pi/agent/models.json'), JSON.stringify({ providers: { scripted } }));
  },
  args: ['-p', '--model', 'scripted/gpt-4.1', 'go'],
  env: () => ({ PI_OFFLINE: '1', PI_TELEMETRY: '0' }),
};

const qwenCode: HeadlessAgent = {
  id: 'qwen-code',
  name: 'Qwen Code',
  call: (command) => ({
    tool: 'run_shell_command',
    input: { command, description: 'Fix the environment', is_background: false },
  }),
  prepare: (home) => {
    const path = join(home, '.qwen/settings.json');
    if (existsSync(path)) return;
    const settings = {
      security: { auth: { selectedType: 'openai' } },
      general: { enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
    };
    put(path, JSON.stringify(settings));
  },
  args: ['-p', 'go', '--approval-mode', 'yolo'],
  env: (modelUrl) => ({
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: `${modelUrl}/v1`,
    OPENAI_MODEL: 'gpt-4.1',
  }),
};

const droid: HeadlessAgent = {
  id: 'droid',
  name: 'Droid',
  call: (command) => ({
    tool: 'Execute',
    input: { command, summary: 'Fix the environment', riskLevel: 'low', riskLevelReason: 'asked for' },
  }),
  prepare: (home, modelUrl) => {
    const scripted = {
      model: 'gpt-4.1',
      displayName: 'scripted',
      baseUrl: `${modelUrl}/v1`,
      apiKey: 'sk-test',
      provider: 'generic-chat-completion-api',
      maxOutputTokens: 4_096,
    };
    put(join(home, '.factory/settings.json'), JSON.stringify({ customModels: [scripted] }));
  },
  args: ['exec', '-m', 'custom:gpt-4.1', '--skip-permissions-unsafe', 'go'],
  env: (modelUrl) => ({ FACTORY_API_KEY: 'fk-test', FACTORY_API_BASE_URL: modelUrl }),
};

export const headlessAgents: readonly HeadlessAgent[] = [
  codex,
  geminiCli,
  copilotCli,
  opencode,
  kilo,
  cline,
  pi,
  qwenCode,
  droid,
];

export interface HeadlessRun {
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Ends the agent and everything that it started. */
  kill(): void;
}

export interface HeadlessSetting {
  /** A program, or a script for Node. */
  readonly program: string;
  readonly home: string;
  readonly cwd: string;
  readonly modelUrl: string;
  /** Folders that are searched for programs before the system's own. */
  readonly path: readonly string[];
  /** Words in front of the command: it is run by them. */
  readonly through?: readonly string[];
  /** In place of the agent's own options. */
  readonly args?: readonly string[];
  /** Variables besides, which come last. */
  readonly more?: Readonly<Record<string, string>>;
}

export function runHeadless(agent: HeadlessAgent, setting: HeadlessSetting): HeadlessRun {
  const { program, through = [], args = agent.args } = setting;
  const command = program.endsWith('.js') ? [process.execPath, program] : [program];
  return start(agent, setting, [...through, ...command, ...args], 'ignore');
}

interface TypedRun extends HeadlessRun {
  output(): string;
  type(text: string): void;
}

function start(
  agent: HeadlessAgent,
  setting: HeadlessSetting,
  [first = '', ...words]: readonly string[],
  stdin: 'ignore' | 'pipe',
): TypedRun {
  const child = spawn(first, words, {
    cwd: setting.cwd,
    env: {
      HOME: setting.home,
      PATH: [...setting.path, process.env['PATH'] ?? ''].join(':'),
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      ...agent.env(setting.modelUrl),
      ...setting.more,
    },
    stdio: [stdin, 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    kill: () => killGroup(child),
    output: () => output,
    type: (text) => child.stdin?.write(text),
  };
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // It has ended, and so has all that it started.
  }
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
