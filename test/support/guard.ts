/** What an outage or an attacker of the same user can do to the gate and its doorbell. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRegistration, type Registration } from '../../src/protocol/registration.js';
import { until } from './until.js';

/** Two windows that start side by side on two cores take their time. */
const windowMs = 60_000;

export function runFolder(home: string): string {
  return join(home, '.countersign', 'run');
}

/** The gates that say they are open, the latest one first. */
export function gates(home: string): readonly Registration[] {
  const names = existsSync(runFolder(home)) ? readdirSync(runFolder(home)) : [];
  return names
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const decoded = decodeRegistration(readFileSync(join(runFolder(home), name), 'utf8'));
      return decoded === undefined ? [] : [decoded];
    })
    .sort((a, b) => b.startedAt - a.startedAt);
}

/** The process that holds the gate: the extension host of the window. */
export async function gateProcess(home: string): Promise<number> {
  return until('a gate that is open', () => gates(home)[0]?.pid, windowMs);
}

/** The gate that opens next, after those that are open now; what `open` does makes it open. */
export async function nextGate(home: string, open: () => Promise<void>): Promise<void> {
  const before = new Set(gates(home).map((gate) => gate.id));
  await open();
  await until('the next gate', () => gates(home).find((gate) => !before.has(gate.id)), windowMs);
}

/** Removes every gate's socket and leaves its registration. */
export function takeSocketsAway(home: string): void {
  for (const gate of gates(home)) rmSync(gate.socket, { force: true });
}

/** The processes whose command line holds `words`, of those that run below `ancestor`. */
export function processesBelow(ancestor: number, words: RegExp): readonly number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid = '', parent = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === '' ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
  const below = new Set([ancestor]);
  for (let before = 0; before !== below.size; ) {
    before = below.size;
    for (const row of table) if (below.has(row.parent)) below.add(row.pid);
  }
  return table.filter((row) => below.has(row.pid) && words.test(row.command)).map((row) => row.pid);
}

/** From now on the process can write no file beyond `bytes`, as on a disk that is full. */
export function limitFileSize(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}
