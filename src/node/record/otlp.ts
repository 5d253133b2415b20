import type { Entry } from '../../core/record/entry.js';
import type { JsonObject } from '../../core/shared/json.js';
import { err, ok, type Result } from '../../core/shared/result.js';

const perBatch = 256;
const mostTries = 5;
const longestWaitMs = 30_000;
const timeoutMs = 30_000;

/** What the collector would have a sender do again. */
const later = new Set([429, 502, 503, 504]);

/** `next`: the entry to go on from. */
export interface OtlpFailure {
  readonly next: number;
  readonly detail: string;
}

/** How many entries a collector took, and the one to go on from. */
export interface OtlpSent {
  readonly count: number;
  readonly next: number;
}

export interface OtlpBatches {
  add(entry: Entry, event: JsonObject): Promise<Result<void, OtlpFailure>>;
  end(): Promise<Result<OtlpSent, OtlpFailure>>;
}

/** Sends events to an OpenTelemetry collector by HTTP, in batches, each after the one before it was taken. */
export function otlpBatches(url: string): OtlpBatches {
  const base = url.endsWith('/') ? url.slice(0, -1) : url;
  const endpoint = base.endsWith('/v1/logs') ? base : `${base}/v1/logs`;
  let records: object[] = [];
  let [first, next, count] = [0, 0, 0];
  const flush = async (): Promise<Result<void, OtlpFailure>> => {
    if (records.length === 0) return ok(undefined);
    const sent = await post(endpoint, bodyOf(records));
    if (!sent.ok) return err({ next: first, detail: sent.error });
    count += records.length;
    records = [];
    return ok(undefined);
  };
  return {
    add: async (entry, event) => {
      if (records.length === 0) first = entry.seq;
      records.push(recordOf(entry, event));
      next = entry.seq + 1;
      return records.length < perBatch ? ok(undefined) : flush();
    },
    end: async () => {
      const flushed = await flush();
      return flushed.ok ? ok({ count, next }) : flushed;
    },
  };
}

/** Severity numbers of OpenTelemetry for OCSF's 1 to 5. */
const severities = [0, 9, 10, 13, 17, 21];

function recordOf({ ts }: Entry, event: JsonObject): object {
  const severity = typeof event['severity_id'] === 'number' ? event['severity_id'] : 0;
  const metadata = event['metadata'];
  const name =
    typeof metadata === 'object' && metadata !== null && 'event_code' in metadata ? metadata.event_code : '';
  return {
    timeUnixNano: `${ts}000000`,
    severityNumber: severities[severity] ?? 0,
    severityText: String(event['severity'] ?? ''),
    body: { stringValue: JSON.stringify(event) },
    attributes: [{ key: 'event.name', value: { stringValue: String(name) } }],
  };
}

function bodyOf(logRecords: readonly object[]): string {
  return JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'countersign' } }] },
        scopeLogs: [{ scope: { name: 'countersign' }, logRecords }],
      },
    ],
  });
}

async function post(endpoint: string, body: string): Promise<Result<void, string>> {
  let last = '';
  for (let tried = 0; tried < mostTries; tried += 1) {
    try {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await answer.text();
      if (answer.ok) return rejectedIn(text);
      last = `HTTP ${answer.status}`;
      if (!later.has(answer.status)) return err(last);
      await pause(Number(answer.headers.get('retry-after') ?? '1') * 1_000);
    } catch (error) {
      return err(error instanceof Error ? error.message : 'no answer');
    }
  }
  return err(last);
}

/** A collector may take a batch and leave some of it out: those are not sent again, and not passed over in silence. */
function rejectedIn(text: string): Result<void, string> {
  const rejected = /"rejectedLogRecords"\s*:\s*"?(\d{1,9})/.exec(text)?.[1] ?? '0';
  return rejected === '0' ? ok(undefined) : err(`the collector rejected ${rejected} of a batch`);
}

function pause(milliseconds: number): Promise<void> {
  const wait = Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), longestWaitMs) : 1_000;
  return new Promise((resolve) => setTimeout(resolve, wait));
}
