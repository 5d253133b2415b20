import type { Request, VoidCode } from '../core/approval/request.js';
import { approvalMs } from '../core/approval/times.js';
import { decodeRequestStatement } from '../core/countersign/decode-statement.js';
import type { Entry } from '../core/record/entry.js';
import { isClockBehind } from './clock-behind.js';
import type { DeskParts } from './parts.js';

/**
 * How far back a yes is looked for. One that lies deeper does not count, so whatever ended it since is always seen:
 * an approval lasts minutes, and no agent makes this many calls in them.
 */
const lookedBack = 5_000;

/** Why a yes on disk releases nothing. `newer`: a newer version has written about it what cannot be read here. */
export type YesFlaw = VoidCode | 'newer' | 'expired';

/**
 * Whether the yes that a request's file shows still stands: by the record alone. A run that was given or begun, a no, an
 * expiry and a void end a request for good, whatever its file says; how long it lasts counts from the record's entry.
 */
export function flawOfYes(
  request: Request,
  desk: Pick<DeskParts, 'record' | 'clock' | 'settings'>,
): YesFlaw | undefined {
  const newest = desk.record.newest(lookedBack);
  const about = (newest.ok ? newest.value : []).filter(({ body }) => isAbout(body, request.id));
  if (about.some(({ body }) => isRun(body))) return 'used-elsewhere';
  const [last] = about;
  if (last?.body.type === 'newer') return 'newer';
  if (last === undefined || !bears(last.body, request)) return 'record-failed';
  if (about.some(({ body }) => isEnd(body))) return 'record-failed';
  if (!desk.record.isOurs(last)) return 'not-ours';
  if (isClockBehind(desk)) return 'clock-set-back';
  const lasts = lastingMs(request, desk);
  return lasts === undefined || desk.clock.now() >= last.ts + lasts ? 'expired' : undefined;
}

/** How long a yes lasts, in milliseconds, by what was signed or by the settings. Undefined where that cannot be known. */
export function lastingMs(
  { ceremony, sent }: Request,
  { settings }: Pick<DeskParts, 'settings'>,
): number | undefined {
  if (ceremony.kind !== 'countersign') return approvalMs(settings());
  const statement = sent && decodeRequestStatement(sent.statement);
  return statement?.ok ? statement.value.useWithinMs : undefined;
}

/** True when the record ended a request for good: it is asked about no more, whatever file says that it is open. */
export function isEnded(id: string, { record }: Pick<DeskParts, 'record'>): boolean {
  const newest = record.newest(lookedBack);
  return newest.ok && newest.value.some(({ body }) => isAbout(body, id) && (isRun(body) || isEnd(body)));
}

/**
 * True when `entry` is the first of its type about its request: the record's order decides between two windows, also
 * where somebody took away the claim of one of them.
 */
export function isFirstOf(entry: Entry, { record }: Pick<DeskParts, 'record'>): boolean {
  const { type } = entry.body;
  const id = 'request' in entry.body ? entry.body.request : '';
  const newest = record.newest(lookedBack);
  if (!newest.ok) return false;
  const first = newest.value.findLast(({ body }) => body.type === type && isAbout(body, id));
  return first?.seq === entry.seq;
}

/** The entries by which the record knows how a request stands. */
function isAbout(body: Entry['body'], id: string): boolean {
  switch (body.type) {
    case 'call.approved':
    case 'call.denied':
    case 'call.expired':
    case 'call.released':
    case 'call.void':
    case 'use.begun':
      return body.request === id;
    case 'newer':
      return body.about === id;
    default:
      return false;
  }
}

function isRun({ type }: Entry['body']): boolean {
  return type === 'call.released' || type === 'use.begun';
}

/** A yes that could not be kept is void and may be given again; nothing else comes back. */
function isEnd(body: Entry['body']): boolean {
  if (body.type === 'call.void') return body.code !== 'record-failed';
  return body.type === 'call.denied' || body.type === 'call.expired';
}

function bears(body: Entry['body'], { digest, ceremony }: Request): boolean {
  if (body.type !== 'call.approved' || body.digest !== digest) return false;
  return ceremony.kind !== 'countersign' || body.by === 'peers' || body.by === 'break-glass';
}
