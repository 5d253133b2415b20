import type { Change } from '../change/change.js';
import type { LookFailure } from '../change/look/failure.js';
import { digestOfValue } from '../shared/digest.js';
import type { Request } from './request.js';

/** What came of a look. */
export interface LookOutcome {
  /** The change as it was seen; absent where nothing was. */
  readonly change?: Change;
  readonly failures: readonly LookFailure[];
}

/** What a decision names: the call as it was judged, and from a look on what was seen of its change as well. */
export function shownDigest({ digest, look }: Request): string {
  return look?.digest ?? digest;
}

/** The request with what was seen. A yes to what was shown before is none to this. */
export function withSeen(request: Request, { change, failures }: LookOutcome, now: number): Request {
  const { look } = request;
  if (look === undefined) return request;
  const { failures: _, ...before } = look;
  const failed = failures.length === 0 ? {} : { failures };
  const digest = change && digestOfValue({ v: 1, call: request.digest, change });
  if (change === undefined || !digest?.ok) return { ...request, look: { ...before, ...failed } };
  return {
    ...request,
    change,
    look: { places: look.places, seenAt: now, digest: digest.value, ...failed },
  };
}

/** A request that is judged anew keeps what was seen of it: what a place holds does not depend on what somebody says it is. */
export function keepingSeen(now: Request, before: Request): Request {
  const { seenAt } = before.look ?? {};
  if (seenAt === undefined || before.look === undefined) return now;
  return withSeen(
    { ...now, look: before.look },
    { change: before.change, failures: before.look.failures ?? [] },
    seenAt,
  );
}
