/** What the card's view sends back: ids, digests and what a person typed. Nothing in it names a command to run. */
import * as v from 'valibot';
import type { Result } from '../core/shared/result.js';
import { sayable } from '../core/target/said-place.js';
import { cardProtocolVersion, decodeBy, type MalformedMessage } from './card.js';

const longestName = 1_000;
export const longestReason = 2_000;

const version = v.literal(cardProtocolVersion);
const nonce = v.pipe(v.string(), v.regex(/^[0-9a-f]{32,128}$/));
/** This home's own number for a request, or the id of another person's. */
const id = v.pipe(v.string(), v.regex(/^(?:CS-\d{1,12}|[0-9a-f]{32})$/));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const decision = v.variant('kind', [
  v.strictObject({
    kind: v.literal('approve'),
    digest,
    typed: v.exactOptional(v.pipe(v.string(), v.maxLength(longestName))),
    keepCopy: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({
    kind: v.literal('deny'),
    digest,
    reason: v.pipe(v.string(), v.maxLength(longestReason)),
  }),
]);

const viewMessage = v.variant('kind', [
  v.strictObject({ v: version, kind: v.literal('ready') }),
  /** Sent after a frame that shows these cards; the times are of the view's own clock, for measuring. */
  v.strictObject({
    v: version,
    kind: v.literal('drawn'),
    nonce,
    cards: v.pipe(v.array(v.strictObject({ id, digest })), v.maxLength(200), v.readonly()),
    milliseconds: v.pipe(v.number(), v.minValue(0)),
  }),
  /** `passReads` goes with an approved read: further reads on its targets pass for the rest of the session. */
  v.strictObject({
    v: version,
    kind: v.literal('decide'),
    nonce,
    id,
    decision,
    passReads: v.boolean(),
    /** Goes with a yes: the hooks that the card names are accepted with their present content. */
    acceptHooks: v.exactOptional(v.boolean()),
  }),
  /** What the place is that the card asks about; decides nothing about the call. */
  v.strictObject({
    v: version,
    kind: v.literal('say-place'),
    nonce,
    id,
    digest,
    environment: v.picklist(sayable),
  }),
  /** Has looked at what the call would reach; decides nothing. */
  v.strictObject({ v: version, kind: v.literal('look'), nonce, id, digest }),
  v.strictObject({
    v: version,
    kind: v.literal('open-diff'),
    nonce,
    id,
    index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)),
  }),
  v.strictObject({ v: version, kind: v.literal('open-page'), nonce, id }),
  v.strictObject({ v: version, kind: v.literal('open-rule'), nonce, id }),
  /** Leads to the ceremony outside of the view; decides nothing. */
  v.strictObject({ v: version, kind: v.literal('break-glass'), nonce, id, digest }),
  v.strictObject({
    v: version,
    kind: v.literal('go'),
    nonce,
    to: v.picklist(['connect', 'drill', 'record']),
  }),
]);

export type ViewMessage = v.InferOutput<typeof viewMessage>;

/** What a person says that a place is. */
export type PlaceAnswer = Extract<ViewMessage, { kind: 'say-place' }>['environment'];

export function decodeViewMessage(value: unknown): Result<ViewMessage, MalformedMessage> {
  return decodeBy(viewMessage, value);
}
