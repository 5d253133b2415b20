import { sha256 } from '../../shared/digest.js';
import { isJsonObject, type JsonObject, listAt, objectAt, parseJson, textAt } from '../../shared/json.js';
import { decodeEntry } from '../decode-entry.js';
import type { Entry } from '../entry.js';
import { linkOf } from '../line.js';
import type { RecordBreak } from '../verify.js';
import { csvLine } from './csv.js';
import { ocsfEvent } from './ocsf.js';

/**
 * What is wrong with a line of an export. `no-raw`: it was made by a version that did not export the raw line. `moved`: it stands behind
 * a later one, or twice. `wrong-previous`: the entry before it was another when this one was written. `added`: the record has none of its number.
 */
export interface ExportProblem {
  /** The line of the file, from 1 on; in a table the row. */
  readonly line: number;
  readonly seq?: number;
  readonly code:
    | 'not-an-event'
    | 'no-raw'
    | 'no-entry'
    | 'changed'
    | 'missing'
    | 'moved'
    | 'added'
    | 'other-record'
    | 'wrong-previous';
  /** The member that differs, or the entries that are missing; data. */
  readonly detail: string;
}

/** What an export came to, held against itself and against the record that it is of, where that is here. */
export interface CheckedExport {
  readonly count: number;
  /** The first of what is wrong, and how much that is in all. */
  readonly problems: readonly ExportProblem[];
  readonly wrong: number;
  /** Whose record it is; empty for a table. */
  readonly origin: string;
  readonly first: number;
  /** The newest entry and its raw line, where the export carries that. */
  readonly last: { readonly seq: number; readonly line: string };
  /** Undefined where the record is not here. */
  readonly record?: {
    /** Entries behind the last one. */
    readonly behind: number;
    /** Lines whose entries the record no longer has. */
    readonly gone: number;
    /** Where its own chain breaks. */
    readonly broken: RecordBreak | undefined;
  };
}

/** One line as it says of itself which entry it is. */
export interface ExportedLine {
  readonly seq: number;
  /** The raw line that it carries; a table has none. */
  readonly raw?: string;
  /** The line itself. */
  readonly text: string;
  readonly event?: JsonObject;
  /** Whose record it is, as an event says. */
  readonly origin?: string;
}

/** A line that was read, or why it cannot be checked. */
export type ReadLine = ExportedLine | 'not-an-event' | 'no-raw' | 'no-entry';

/** A line of a file of events; a code where it is none that can be checked. */
export function readEvent(text: string): ReadLine {
  const event = parseJson(text);
  if (!isJsonObject(event) || !isJsonObject(event['metadata'])) return 'not-an-event';
  const raw = textAt(event, 'raw_data');
  if (raw === '') return 'no-raw';
  const seq = linkOf(raw)?.seq;
  return seq === undefined ? 'no-entry' : { seq, raw, text, event, origin: originOf(event) };
}

/** A row of a table, without its line end. */
export function readRow(text: string): ReadLine {
  const seq = /^(0|[1-9]\d{0,14}),/.exec(text)?.[1];
  return seq === undefined ? 'not-an-event' : { seq: Number(seq), text };
}

/** Holds line behind line of an export against itself and, where it is there, against the record. */
export class ExportCheck {
  private at = 0;
  private last: { readonly seq: number; readonly head: string } | undefined;
  private begun: { readonly seq: number; readonly origin: string } | undefined;

  /** `version`: Countersign's own. */
  constructor(private readonly version: string) {}

  get first(): number | undefined {
    return this.begun?.seq;
  }

  /** Whose record it is, as its first event says. */
  get origin(): string | undefined {
    return this.begun?.origin;
  }

  /** `held`: the raw line that the record has of that number; null where it has none, undefined where there is no record to ask. */
  take(read: ReadLine, held: string | null | undefined): readonly ExportProblem[] {
    this.at += 1;
    if (typeof read === 'string') return [{ line: this.at, code: read, detail: '' }];
    const { seq } = read;
    const problem = (code: ExportProblem['code'], detail = ''): ExportProblem => ({
      line: this.at,
      seq,
      code,
      detail,
    });
    const { origin = '' } = read;
    this.begun ??= { seq, origin };
    const next = this.last === undefined ? seq : this.last.seq + 1;
    const found: ExportProblem[] = [];
    if (origin !== this.begun.origin) found.push(problem('other-record', origin));
    if (held === null) return [...found, problem('added')];
    const line = held ?? read.raw ?? '';
    const entry = decodeEntry(line);
    if (entry === undefined) return [...found, problem('no-entry')];
    const differs =
      read.raw !== undefined && read.raw !== line ? 'raw_data' : this.differing(read, entry, line);
    if (differs !== undefined) found.push(problem('changed', differs));
    if (seq < next) return [...found, problem('moved')];
    if (seq > next) found.push(problem('missing', seq === next + 1 ? `${next}` : `${next} to ${seq - 1}`));
    else if (this.last !== undefined && this.last.head !== entry.prev) found.push(problem('wrong-previous'));
    this.last = { seq, head: sha256(line) };
    return found;
  }

  /** The first member that is not what the raw line makes of it. */
  private differing({ text, event }: ExportedLine, entry: Entry, line: string): string | undefined {
    if (event === undefined) return `${text}\r\n` === csvLine(entry, line) ? undefined : 'row';
    const version = textAt(objectAt(objectAt(event, 'metadata'), 'product'), 'version');
    const source = { origin: originOf(event), machine: machineOf(event), version };
    const made = ocsfEvent(entry, line, source);
    if (JSON.stringify(made) === text) return undefined;
    const names = [...Object.keys(made), ...Object.keys(event)];
    const name = names.find((one) => JSON.stringify(made[one]) !== JSON.stringify(event[one])) ?? 'its form';
    return version === this.version
      ? name
      : `${name} (exported by version ${version}, this is ${this.version})`;
  }
}

function originOf(event: JsonObject | undefined): string {
  return textAt(listAt(event, 'attestation_list')[0], 'authority_uid');
}

/** Which machine exported it, it says alone. */
function machineOf(event: JsonObject): string {
  return textAt(objectAt(event, 'src_endpoint'), 'hostname') || textAt(objectAt(event, 'device'), 'hostname');
}
