import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How to start `countersign log`. */
export interface LogCommand {
  readonly runtime: string;
  readonly cli: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What the drill shows of one entry. */
interface Row {
  readonly seq: number;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The first characters of the hash that chains it; absent when the log does not give one. */
  readonly hash: string;
}

/** Entries that say nothing about a decision. */
const silent: ReadonlySet<string> = new Set(['call.passed', 'call.finished']);

const hashLength = 12;

/** The session's decisions as rows of words, oldest first, read through the command line as anyone would; undefined when it fails. */
export async function decisionsOf(session: string, log: LogCommand): Promise<readonly string[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)(log.runtime, [log.cli, 'log', '--json'], {
      env: { ...log.env, ELECTRON_RUN_AS_NODE: '1' },
      timeout: 20_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    const rows = rowsIn(stdout).filter((row) => row.body['session'] === session);
    const passed = rows.filter((row) => row.type === 'call.passed').length;
    const told = rows.filter((row) => !silent.has(row.type)).toSorted((one, other) => one.seq - other.seq);
    return [`${passed} calls passed without a question`, ...told.map(wordsOf)];
  } catch {
    return undefined;
  }
}

/** The log is one JSON array, or one object a line; both are read. */
function rowsIn(text: string): readonly Row[] {
  const trimmed = text.trim();
  const values: readonly unknown[] = trimmed.startsWith('[')
    ? arrayOf(JSON.parse(trimmed))
    : trimmed.split('\n').map((line): unknown => JSON.parse(line));
  return values.flatMap(rowOf);
}

function rowOf(value: unknown): readonly Row[] {
  if (!isObject(value)) return [];
  const { seq, body, hash } = value;
  if (typeof seq !== 'number' || !isObject(body) || typeof body['type'] !== 'string') return [];
  return [{ seq, type: body['type'], body, hash: typeof hash === 'string' ? hash.slice(0, hashLength) : '' }];
}

function wordsOf(row: Row): string {
  const { body } = row;
  const chained = row.hash === '' ? '' : `, hash ${row.hash}`;
  const digest = String(body['digest']).slice(0, hashLength);
  return `entry ${row.seq}${chained}: ${happened(row)} (score ${String(body['score'])}, digest ${digest})`;
}

function happened(row: Row): string {
  const request = String(row.body['request'] ?? '');
  switch (row.type) {
    case 'call.held':
      return `held as ${request}`;
    case 'call.parked':
      return `${request} parked: the agent was told to ask again`;
    case 'call.approved':
      return `${request} approved by ${deciderOf(row)}${row.body['typed'] === true ? ', name typed' : ''}`;
    case 'call.denied':
      return `${request} denied by ${deciderOf(row)}`.trimStart();
    case 'call.released':
      return `${request} released to the agent, once`;
    case 'call.expired':
      return `${request} expired`;
    case 'call.void':
      return `${request} void`;
    default:
      return row.type;
  }
}

function deciderOf(row: Row): string {
  switch (row.body['by']) {
    case 'person':
      return 'a person';
    case 'policy':
      return 'a rule';
    case 'offline':
      return 'the doorbell: no window was open';
    default:
      return 'a failure';
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
