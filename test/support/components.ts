/** What a suite needs from outside the project: found once, named when it is missing. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { field } from './json.js';

/** The top of the project: tests are always started there. */
export const projectFolder = process.cwd();

export interface ServerHost {
  readonly command: readonly string[];
  readonly chromium: string;
}

/** The VS Code server and a browser, or the reason why they are not here. */
export function serverHost(): ServerHost | { readonly missing: string } {
  const answer = ask('host.mjs', '--server');
  if (answer === undefined) return { missing: 'a VS Code server' };
  const chromium = field(answer, 'chromium');
  if (typeof chromium !== 'string') {
    return { missing: 'Chromium (install it, or name it in CHROMIUM_EXECUTABLE)' };
  }
  const command = field(answer, 'command');
  return { command: Array.isArray(command) ? command.map(String) : [], chromium };
}

/** The program of a real agent. */
export function agentProgram(agent: string): string | undefined {
  const path = field(ask('agents.mjs'), agent);
  return typeof path === 'string' && existsSync(path) ? path : undefined;
}

/** Skips a suite whose component is not on a user's machine; where CI=true nothing may be missing. */
export function without(component: string, context: Context): never {
  if (process.env['CI'] === 'true')
    throw new Error(`missing on a machine that must have everything: ${component}`);
  process.stderr.write(`skipped, because this machine lacks ${component}\n`);
  context.skip();
}

const answers = new Map<string, unknown>();

function ask(script: string, ...args: readonly string[]): unknown {
  if (!answers.has(script)) answers.set(script, run(script, args));
  return answers.get(script);
}

function run(script: string, args: readonly string[]): unknown {
  try {
    const path = join(projectFolder, 'scripts', script);
    const output = execFileSync(process.execPath, [path, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
