/** The engine's thread with commands that do to it what no input should. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';

const text = `
const { parentPort } = require('node:worker_threads');
const { createJudge, serve } = require(${JSON.stringify(join(process.cwd(), 'dist/engine.js'))});
const judge = createJudge();
const misdeeds = {
  spin: () => { for (;;); },
  exit: () => process.exit(0),
  throw: () => { throw new Error('broke'); },
  crash: () => new Promise(() => setImmediate(() => { throw new Error('broke'); })),
  memory: () => { const held = []; for (;;) held.push(new Array(10_000).fill(held.length)); },
  garbage: async () => ({ band: 'quiet', score: 0 }),
  nonsense: () => { parentPort.postMessage('quiet'); return new Promise(() => undefined); },
  silence: () => new Promise(() => undefined),
  unclonable: async () => ({ band: 'quiet', judge: () => undefined }),
};
for (const name of ['judge', 'shellAfter', 'foresee']) {
  const own = judge[name].bind(judge);
  judge[name] = (call, ...rest) => (misdeeds[call.payload.command?.split(' ')[0]] ?? (() => own(call, ...rest)))();
}
const hooks = judge.foreignHooks.bind(judge);
judge.foreignHooks = (agent, site) => (site.cwd.endsWith('spin') ? misdeeds.spin() : hooks(agent, site));
serve(parentPort, judge);
`;

export const misdeeds = [
  ['spin', 'judging-overrun'],
  ['silence', 'judging-overrun'],
  ['exit', 'judging-broke'],
  ['throw', 'judging-broke'],
  ['crash', 'judging-broke'],
  ['unclonable', 'judging-broke'],
  ['memory', 'judging-out-of-memory'],
  ['garbage', 'judging-garbage'],
  ['nonsense', 'judging-garbage'],
] as const;

/** Writes the thread's program; the returned function removes it. */
export function hostileThread(): { readonly entry: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-thread-'));
  const entry = join(folder, 'thread.cjs');
  writeFileSync(entry, text);
  return { entry, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function shellCallOf(command: string): ToolCall {
  const payload = { kind: 'shell', shell: 'bash', command } as const;
  return { agent: 'vscode', session: 's1', callId: '', tool: 'run_in_terminal', cwd: '/srv/app', payload };
}
