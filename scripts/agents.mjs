// Provides the real agents that the end-to-end tests drive, from their own npm packages.
//   node scripts/agents.mjs   prints where each one is, as one line of JSON: {"claude-code": path or null}
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { providePackages, say, Unavailable } from './cache.mjs';

/** Codex names its builds by their compiler's targets. */
const triples = {
  'darwin-arm64': 'aarch64-apple-darwin',
  'darwin-x64': 'x86_64-apple-darwin',
  'linux-arm64': 'aarch64-unknown-linux-musl',
  'linux-x64': 'x86_64-unknown-linux-musl',
  'win32-x64': 'x86_64-pc-windows-msvc',
};

/** One line an agent: the program inside its package, for the platform at hand. */
const programs = {
  'claude-code': (platform, suffix) => join('@anthropic-ai', `claude-code-${platform}`, `claude${suffix}`),
  codex: (platform, suffix) =>
    join('@openai', `codex-${platform}`, 'vendor', triples[platform] ?? '', 'bin', `codex${suffix}`),
  'gemini-cli': () => join('@google', 'gemini-cli', 'bundle', 'gemini.js'),
  'copilot-cli': (platform, suffix) => join('@github', `copilot-${platform}`, `copilot${suffix}`),
  opencode: (platform, suffix) => join(`opencode-${platform}`, 'bin', `opencode${suffix}`),
  kilo: (platform, suffix) => join('@kilocode', `cli-${platform}`, 'bin', `kilo${suffix}`),
  pi: () => join('@mariozechner', 'pi-coding-agent', 'dist', 'cli.js'),
  'qwen-code': () => join('@qwen-code', 'qwen-code', 'cli.js'),
  droid: (platform, suffix) => join('@factory', `cli-${platform}`, 'bin', `droid${suffix}`),
  cline: (platform, suffix) => join('@cline', `cli-${platform}`, 'bin', `cline${suffix}`),
};

export async function provideAgents() {
  const folder = await providePackages('agents');
  const platform = `${process.platform}-${process.arch}`;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return Object.fromEntries(
    Object.entries(programs).map(([agent, program]) => {
      const path = join(folder, 'node_modules', program(platform, suffix));
      return [agent, existsSync(path) ? path : null];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(`${JSON.stringify(await provideAgents())}\n`);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    say(`no agents to drive: ${error.message}`);
    process.exitCode = 1;
  }
}
