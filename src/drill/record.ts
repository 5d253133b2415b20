import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { decodeEntry } from '../core/record/decode-entry.js';
import type { Entry } from '../core/record/entry.js';
import { lineOf } from '../core/record/line.js';
import { sha256 } from '../core/shared/digest.js';
import { entryText } from '../messages/record/record.js';

/** How to start `countersign log`. */
export interface LogCommand {
  readonly runtime: string;
  readonly cli: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Entries that say nothing about a decision. */
const silent: ReadonlySet<Entry['body']['type']> = new Set(['call.passed', 'call.finished']);

/** More than any drill writes, with what agents beside it write meanwhile. */
const newest = 2_000;
const hashLength = 12;

/** The session's decisions in words, oldest first, read as anyone would read them; undefined when that fails. */
export async function decisionsOf(session: string, log: LogCommand): Promise<readonly string[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)(
      log.runtime,
      [log.cli, 'log', '--json', '--limit', String(newest)],
      { env: { ...log.env, ELECTRON_RUN_AS_NODE: '1' }, timeout: 20_000, maxBuffer: 64 * 1024 * 1024 },
    );
    return told(
      stdout.split('\n').flatMap((line) => (line === '' ? [] : (decodeEntry(line) ?? []))),
      session,
    );
  } catch {
    return undefined;
  }
}

function told(entries: readonly Entry[], session: string): readonly string[] {
  const own = entries.filter((entry) => 'session' in entry.body && entry.body.session === session);
  const passed = own.filter((entry) => entry.body.type === 'call.passed').length;
  const decisions = own.filter((entry) => !silent.has(entry.body.type)).toReversed();
  return [`${passed} calls let through without a question`, ...decisions.map(wordsOf)];
}

/** Its hash is what the next entry names as `prev`, so the line can be found again in the chain. */
function wordsOf(entry: Entry): string {
  const line = lineOf(entry);
  const facts = [
    ...('score' in entry.body ? [`score ${entry.body.score}`] : []),
    ...(line.ok ? [`hash ${sha256(line.value).slice(0, hashLength)}`] : []),
  ];
  return `entry ${entry.seq}: ${entryText(entry).label} (${facts.join(', ')})`;
}

/** The incident report from a moment on (Unix milliseconds), as anyone would have it written; undefined when that fails. */
export async function reportSince(from: number, log: LogCommand): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(
      log.runtime,
      [log.cli, 'report', '--from', new Date(from).toISOString()],
      { env: { ...log.env, ELECTRON_RUN_AS_NODE: '1' }, timeout: 20_000, maxBuffer: 16 * 1024 * 1024 },
    );
    return stdout;
  } catch {
    return undefined;
  }
}
