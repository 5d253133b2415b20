/** Runs the real Claude Code, headless, against a model server on loopback, in a private home. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface ClaudeRun {
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** Ends the agent and everything that it started. */
  kill(): void;
}

export interface ClaudeSetting {
  readonly program: string;
  readonly home: string;
  readonly cwd: string;
  readonly modelUrl: string;
  /** Folders that are searched for programs before the system's own. */
  readonly path: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Every tool is approved beforehand: what stops a call in these tests is the hook and nothing else. */
export function runClaude(setting: ClaudeSetting): ClaudeRun {
  const child = spawn(
    setting.program,
    ['-p', 'go', '--output-format', 'json', '--dangerously-skip-permissions'],
    {
      cwd: setting.cwd,
      env: {
        HOME: setting.home,
        PATH: [...setting.path, process.env['PATH'] ?? ''].join(':'),
        SHELL: '/bin/bash',
        LANG: 'C.UTF-8',
        ...claudeEnvironment(setting.modelUrl),
        ...setting.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { pid: child.pid ?? 0, ended, kill: () => killGroup(child) };
}

/** What keeps it on loopback. */
export function claudeEnvironment(modelUrl: string): Readonly<Record<string, string>> {
  return {
    ANTHROPIC_BASE_URL: modelUrl,
    ANTHROPIC_API_KEY: 'sk-test',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_AUTOUPDATER: '1',
    // Root may only run without prompts where it says that it is in a sandbox.
    IS_SANDBOX: '1',
  };
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // It has ended, and so has all that it started.
  }
}
