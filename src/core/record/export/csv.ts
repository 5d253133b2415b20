import { sha256 } from '../../shared/digest.js';
import { isCanaryCall } from '../canary-call.js';
import type { Entry } from '../entry.js';

const columns = [
  'entry',
  'time',
  'type',
  'agent',
  'session',
  'tool',
  'command',
  'directory',
  'targets',
  'band',
  'score',
  'request',
  'decided by',
  'persons',
  'known by',
  'account',
  'reason',
  'rule',
  'outcome',
  'sha256',
  'previous',
] as const;

/** The first line: what the columns hold. */
export const csvHead = rowOf(columns);

/** One entry as a line for a spreadsheet: RFC 4180, UTF-8, times in UTC. `line` is its raw line. */
export function csvLine(entry: Entry, line: string): string {
  const { body } = entry;
  const decider = 'decider' in body ? body.decider : undefined;
  const persons = [
    ...(decider === undefined ? [] : [decider.person]),
    ...('person' in body ? [body.person] : []),
    ...('signers' in body ? (body.signers ?? []) : []),
  ];
  const evidence = 'evidence' in body ? body.evidence : undefined;
  return rowOf([
    String(entry.seq),
    new Date(entry.ts).toISOString(),
    body.type === 'newer' ? body.was : body.type,
    isCanaryCall(body) ? 'countersign' : 'agent' in body ? body.agent : '',
    'session' in body ? body.session : '',
    'tool' in body ? body.tool : '',
    'summary' in body ? body.summary : '',
    'cwd' in body ? body.cwd : '',
    'targets' in body ? body.targets.join('; ') : '',
    'band' in body ? body.band : '',
    'score' in body ? String(body.score) : '',
    'request' in body ? body.request : '',
    'by' in body ? body.by : '',
    persons.join('; '),
    decider?.known ?? '',
    decider?.account ?? '',
    'reason' in body ? body.reason : 'comment' in body ? body.comment : 'detail' in body ? body.detail : '',
    'rule' in body ? body.rule : (evidence?.rule ?? ''),
    'outcome' in body ? body.outcome : 'verdict' in body ? body.verdict : '',
    sha256(line),
    entry.prev,
  ]);
}

function rowOf(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A spreadsheet takes what begins so for a formula, and runs it. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
