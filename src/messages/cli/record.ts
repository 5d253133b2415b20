import type { RosterError } from '../../core/countersign/decode-roster.js';
import type { RecordBreak } from '../../core/record/verify.js';
import { fileFailureText, writeFailureText } from '../text/file-failure.js';

/** `folder`: where it would lie. */
export function nothingRecordedText(folder: string): string {
  return `Nothing is recorded yet in ${folder}. Every call of a connected agent gets an entry: countersign connect AGENT.`;
}

export const oneReceiptText = 'expected one ID such as CS-142';

export function noReceiptText(id: string): string {
  return `expected a request that this machine's record knows, got ${id}, of which there is no receipt`;
}

/** `code`: the system's. */
export function cannotWriteText(path: string, code: string): string {
  return `expected to write ${path}, got ${writeFailureText(code)}`;
}

export function writtenText(folder: string, names: readonly string[]): string {
  return `Written to ${folder}: ${names.join(', ')}`;
}

export const noReceiptForRosterText = 'expected a receipt for --roster, got none';

export function receiptExpectedText(file: string): string {
  return `expected a receipt, got ${file}`;
}

/** `name`: `entry-N.json`, with its proof beside it. */
export function entryOfReceiptText(name: string): string {
  const proof = name.replace(/\.json$/, '.tlog-proof');
  return `expected segments of a record, an archive or a receipt, got ${name}, one entry of a receipt; check it by perl check-entry.pl ${name} ${proof}, or all of them by countersign verify record-receipt.json`;
}

/** What was emptied proves nothing. */
export function emptyFileText(name: string): string {
  return `expected segments of a record, an archive, a receipt or an export, got ${name}, which is empty`;
}

export function rosterUnreadableText(file: string, { line, code }: RosterError): string {
  return `the roster ${file} cannot be read: line ${line}, ${code}`;
}

export function cannotReadText(file: string, got = 'none'): string {
  return `expected to read ${file}, got ${fileFailureText(got)}`;
}

export function seeVerifyText(problem: string): string {
  return `${problem}; see countersign verify`;
}

export function recordHoldsText(entries: number, head: string): string {
  const none =
    '. There is no record here. If this machine had one, a line that was kept (--checkpoint LINE) or a witness shows it';
  return `The record holds: ${entries} entries, head ${head}${entries === 0 ? none : ''}`;
}

/** Where and how a record breaks, on one line. */
export function recordBreakText(found: RecordBreak): string {
  if (found.code === 'unreadable') return cannotReadText(found.file, found.detail);
  const { file, seq, expected, got, code } = found;
  const what = `the chain breaks at entry ${seq} of ${file}: expected ${expected}, got ${got} (${code})`;
  switch (code) {
    case 'wrong-previous':
      return seq === 0 ? what : `${what}. Entry ${seq - 1} was changed, or this one is another`;
    case 'wrong-sequence':
      return `${what}. Entry ${expected} is missing, or entries were moved or doubled`;
    case 'not-an-entry':
      return what;
  }
}
