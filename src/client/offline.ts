import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Answer } from '../protocol/answer.js';
import type { Cause } from '../protocol/cause.js';
import { offlineLimitMs, offlineLongestMs, replyLimitCharacters } from '../protocol/limits.js';
import { decodeOfflineAnswer, lineOfOffline } from '../protocol/offline.js';
import type { GateCall } from './call.js';

const lookMs = 100;

/** How judging without a window ended. */
export type OfflineEnd =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly cause: Cause; readonly detail: string };

/**
 * Has a call judged by a program of its own, which is killed when it takes too long: a hostile command can hold a thread for
 * as long as it likes. `done` is called once, unless the returned function has ended it before.
 */
export function judgeOffline(program: string, call: GateCall, done: (end: OfflineEnd) => void): () => void {
  const { agent, event, payload, cwd, env } = call;
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  let text = '';
  let isOver = false;
  const end = (then: OfflineEnd | undefined): void => {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    child.kill('SIGKILL');
    if (then !== undefined) done(then);
  };
  const fail = (cause: Cause, detail = ''): void => end({ kind: 'failed', cause, detail });
  const spent = spentBy(child.pid);
  const longestAt = Date.now() + offlineLongestMs;
  const timer = setInterval(() => {
    if (spent(lookMs) >= offlineLimitMs || Date.now() >= longestAt) fail('offline-slow');
  }, lookMs);
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > replyLimitCharacters) fail('offline-failed');
  });
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => fail('offline-failed', error.message));
  child.on('close', (code) => {
    const answer = code === 0 ? decodeOfflineAnswer(text) : undefined;
    if (answer) end({ kind: 'answered', answer });
    else fail('offline-failed');
  });
  child.stdin.write(lineOfOffline({ agent, event, cwd, env, bytes: payload.length }));
  child.stdin.end(payload);
  return () => end(undefined);
}

/**
 * Counts the milliseconds that a process has had for itself; to be called every so many. On Linux those in which a busy
 * machine did not let it run are left out.
 */
function spentBy(pid: number | undefined): (everyMs: number) => number {
  let [total, cpu] = [0, 0];
  return (everyMs) => {
    const [, state, user, system] = /\) (\S)(?: -?\d+){10} (\d+) (\d+)/.exec(statOf(pid)) ?? [];
    const now = (Number(user) + Number(system)) * 10;
    total += state === 'R' ? now - cpu : everyMs;
    if (state !== undefined) cpu = now;
    return total;
  };
}

function statOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return '';
  }
}
