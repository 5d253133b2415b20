/** Real agents, headless, against a model server on loopback, each in a private home. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScriptedCall } from './model-protocols/protocol.js';

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
}

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

export const headlessAgents: readonly HeadlessAgent[] = [codex, geminiCli, copilotCli];

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
}

export function runHeadless(agent: HeadlessAgent, setting: HeadlessSetting): HeadlessRun {
  const { program } = setting;
  const command = program.endsWith('.js') ? [process.execPath, program] : [program];
  const [first = '', ...words] = [...command, ...agent.args];
  const child = spawn(first, words, {
    cwd: setting.cwd,
    env: {
      HOME: setting.home,
      PATH: [...setting.path, process.env['PATH'] ?? ''].join(':'),
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      ...agent.env(setting.modelUrl),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
  return { pid: child.pid ?? 0, ended, kill: () => killGroup(child) };
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
