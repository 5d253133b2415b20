/**
 * What the extension hands to the card's view: everything already worded and inert, so that the view only draws.
 * Every text may hold what an agent wrote; hidden characters are already visible marks.
 */
import * as v from 'valibot';
import { bands } from '../core/risk/assessment.js';
import type { Result } from '../core/shared/result.js';
import { sayable } from '../core/target/said-place.js';

export const cardProtocolVersion = 1;

const text = v.string();
const list = <S extends v.GenericSchema>(schema: S) => v.pipe(v.array(schema), v.readonly());

/** A stretch of text and how it is drawn. `hidden` stands for a character that would not be seen. */
const piece = v.strictObject({
  text,
  mark: v.picklist(['plain', 'danger', 'target', 'hidden', 'look-alike']),
});

/** One line of a change: an object or a line of a file. `spoken` says the sign in words. */
const changeLine = v.strictObject({
  sign: v.picklist(['deleted', 'created', 'changed', 'stopped', 'same', 'gap']),
  text,
  spoken: text,
});

const changeBlock = v.strictObject({
  /** A file's path or nothing; files can be opened in the editor's own diff by their index. */
  heading: v.exactOptional(v.strictObject({ text, index: v.number(), counts: text, open: text })),
  lines: list(changeLine),
});

const change = v.strictObject({
  caption: text,
  /** What nobody could see, one sentence each; shown first. */
  unknown: list(text),
  blocks: list(changeBlock),
  /** How much goes, stops, becomes another and comes, and how much of it for good; absent where nothing is counted. */
  radius: v.exactOptional(
    v.strictObject({
      words: text,
      parts: list(
        v.strictObject({
          sign: v.picklist(['lost', 'deleted', 'stopped', 'changed', 'created']),
          number: v.number(),
        }),
      ),
    }),
  ),
  /** "3 deleted, 3 created." */
  counts: text,
  /** What cannot be brought back, or why nothing can be shown. */
  notes: list(text),
});

const reason = v.strictObject({ text, weight: text });

const ask = v.variant('kind', [
  /** Decided, expired or void: nothing to press. */
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('confirm') }),
  v.strictObject({ kind: v.literal('typed'), name: text, label: text }),
  /** Only a no can be given here: what peers are asked for can be taken back, what one may not sign can be refused. */
  v.strictObject({ kind: v.literal('no-only') }),
]);

/** The parts that change with the clock; the view replaces them without redrawing the card. */
const live = v.strictObject({ status: text, detail: text });

/** One that `follows` the request's state is part of where it stands, not of what is decided. */
const fact = v.strictObject({
  term: text,
  detail: text,
  follows: v.exactOptional(v.literal('state')),
  /** The detail leads to the rule's own line. */
  opens: v.exactOptional(v.literal('rule')),
});

/** Asks what a place is of which nobody knows. It decides nothing about the call. */
const question = v.strictObject({
  /** "What is acme-eu-1?" */
  words: text,
  /** What the answer does, and by what the place is known. */
  detail: text,
  answers: list(v.strictObject({ environment: v.picklist(sayable), label: text, name: text })),
  /** Puts it off: the question is not shown again on this card. */
  later: text,
});

const card = v.strictObject({
  id: text,
  digest: text,
  band: v.picklist(bands),
  state: v.picklist(['pending', 'parked', 'countersigning', 'approved', 'denied', 'expired', 'void', 'used']),
  /** Accessible name of the whole card. */
  name: text,
  /** "Production", with the number: "CS-142". */
  bandWord: text,
  title: text,
  score: v.strictObject({ value: text, scale: text, words: text, sentence: text, vector: text }),
  /** Heaviest first; the view shows two and the rest on demand. */
  reasons: list(reason),
  reasonsMore: text,
  payload: v.strictObject({
    caption: text,
    pieces: list(piece),
    /** Lines of a long text in which something is done; `mark` counts the danger marks before it. */
    lifted: list(v.strictObject({ line: v.number(), mark: v.number(), pieces: list(piece) })),
  }),
  change,
  /** Offers to have looked at what the call would reach; decides nothing. */
  look: v.exactOptional(
    v.strictObject({
      label: text,
      /** Its accessible name. */
      name: text,
      detail: text,
      isLooking: v.boolean(),
      /** Why the last look saw nothing, one sentence each. */
      failed: list(text),
    }),
  ),
  stated: v.exactOptional(v.strictObject({ caption: text, quote: text })),
  facts: list(fact),
  safer: v.exactOptional(v.strictObject({ caption: text, command: text, reason: text })),
  ask,
  question: v.exactOptional(question),
  /** Offers, beside approving a read, to let further reads on that target pass; the words for it. */
  passReads: v.exactOptional(text),
  /** Offers, beside a yes, to copy first what is lost of this disk; the words for it. Ticked until it is not wanted. */
  keepCopy: v.exactOptional(text),
  /** Asks, beside a yes, to accept hooks of the workspace that can rewrite the call; the words for it. */
  acceptHooks: v.exactOptional(text),
  /** The same for requests of one session that do the same thing in the same place. */
  siblings: v.exactOptional(text),
  /** Milliseconds for which the approve control stays off after it has come into view. */
  armMilliseconds: v.number(),
  /** Words on the controls. */
  yes: text,
  no: text,
  /** A no without a reason is not sent. */
  reasonNeeded: v.exactOptional(v.literal(true)),
  /** Their accessible names, which say the title too. */
  approve: text,
  deny: text,
  /** Offers to go without peers, where the policy allows it; the words on the control. */
  glass: v.exactOptional(text),
  live,
  /** Why the last decision was not taken. */
  notice: v.exactOptional(text),
  /** True when the page of this card may be opened beside the editor. */
  page: v.boolean(),
});

/** Labels that are the same on every card. */
const labels = v.strictObject({
  list: text,
  fewerReasons: text,
  addReason: text,
  withoutReason: text,
  reason: text,
  reasonHint: text,
  suggest: text,
  openPage: text,
  waitRead: text,
  waitArm: text,
  waitName: text,
  nameDiffers: text,
  nextMark: text,
  /** `{count}` stands for how many. */
  denyAll: text,
  line: text,
});

const empty = v.strictObject({
  title: text,
  text,
  actions: list(v.strictObject({ command: v.picklist(['connect', 'drill', 'record']), label: text })),
});

const guard = v.strictObject({ up: v.boolean(), text });

const snapshot = v.strictObject({
  v: v.literal(cardProtocolVersion),
  kind: v.literal('snapshot'),
  /** Made anew for each live view; a decision must carry it back. */
  nonce: text,
  surface: v.picklist(['view', 'page']),
  guard,
  labels,
  empty,
  cards: list(card),
  /** What a screen reader is told when the set of open requests has changed; empty for nothing. */
  announcement: text,
});

/** Asks the view to open one card; only sent when a person asked for it. */
const reveal = v.strictObject({
  v: v.literal(cardProtocolVersion),
  kind: v.literal('reveal'),
  id: text,
});

const hostMessage = v.variant('kind', [snapshot, reveal]);

export type Piece = v.InferOutput<typeof piece>;
export type ChangeLine = v.InferOutput<typeof changeLine>;
export type ChangeBlock = v.InferOutput<typeof changeBlock>;
export type ChangeView = v.InferOutput<typeof change>;
export type Reason = v.InferOutput<typeof reason>;
export type Ask = v.InferOutput<typeof ask>;
export type PlaceQuestion = v.InferOutput<typeof question>;
export type Live = v.InferOutput<typeof live>;
export type Card = v.InferOutput<typeof card>;
export type Labels = v.InferOutput<typeof labels>;
export type Empty = v.InferOutput<typeof empty>;
export type GuardView = v.InferOutput<typeof guard>;
export type Snapshot = v.InferOutput<typeof snapshot>;
export type HostMessage = v.InferOutput<typeof hostMessage>;

/** `path` names the field that is wrong, `expected` and `got` say how. */
export interface MalformedMessage {
  readonly code: 'malformed-message';
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** Reads a value by a schema; the first thing that is wrong becomes the error. */
export function decodeBy<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): Result<v.InferOutput<S>, MalformedMessage> {
  const read = v.safeParse(schema, value, { abortEarly: true });
  if (read.success) return { ok: true, value: read.output };
  const issue = read.issues[0];
  return {
    ok: false,
    error: {
      code: 'malformed-message',
      path: v.getDotPath(issue) ?? '',
      expected: issue.expected ?? issue.type,
      got: issue.received,
    },
  };
}

export function decodeHostMessage(value: unknown): Result<HostMessage, MalformedMessage> {
  return decodeBy(hostMessage, value);
}
