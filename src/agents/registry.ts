import type { Adapter } from './adapter.js';
import { amazonQ } from './amazon-q.js';
import { antigravity } from './antigravity.js';
import { auggie } from './auggie.js';
import { claudeCode } from './claude-code.js';
import { cline } from './cline.js';
import { codex } from './codex.js';
import { copilotCli } from './copilot-cli.js';
import { cursor } from './cursor.js';
import { droid } from './droid.js';
import { geminiCli } from './gemini-cli.js';
import { grokBuild } from './grok-build.js';
import { kilo } from './kilo.js';
import { kimiCode } from './kimi-code.js';
import { kiro } from './kiro.js';
import { opencode } from './opencode.js';
import { pi } from './pi.js';
import { qwenCode } from './qwen-code.js';
import { vscode } from './vscode.js';
import { windsurf } from './windsurf.js';

/** The agents that can be connected, in the order in which they are shown: one line each. */
export const adapters: readonly Adapter[] = [
  claudeCode,
  vscode,
  codex,
  geminiCli,
  copilotCli,
  cline,
  opencode,
  kilo,
  pi,
  qwenCode,
  droid,
  cursor,
  windsurf,
  kiro,
  amazonQ,
  auggie,
  grokBuild,
  kimiCode,
  antigravity,
];

export function adapterFor(id: string): Adapter | undefined {
  return adapters.find((adapter) => adapter.id === id);
}
