import * as v from 'valibot';
import { maybeText, type Shape, text, texts } from '../shared/shape.js';

/** How sure a signature makes that a person was there: a plain key says nothing, a security key its touch or its PIN. */
export const presences = ['none', 'touch', 'pin'] as const;
export type Presence = (typeof presences)[number];

/** Countersignatures that a yes needs: `count` persons out of `from`, none of them the requester. */
export const needShape = v.strictObject({
  /** The policy's name for those who may sign, for example `security`; `anyone` is the whole roster. */
  group: text,
  /** The group's persons, as the roster names them; for `anyone` all of the roster who may approve. */
  from: texts,
  /** 1 or more. */
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** The least presence that a signature has to show. */
  presence: v.picklist(presences),
});
export type Need = Shape<typeof needShape>;

/** The person types this name, exactly. An identifier, never translated. */
const name = v.pipe(text, v.minLength(1));

/** What a yes needs. With `countersign` the requester types the name; then every need is met by other persons' signatures. */
export const ceremonyShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('confirm') }),
  v.strictObject({ kind: v.literal('typed'), name }),
  v.strictObject({ kind: v.literal('countersign'), name, needs: v.array(needShape) }),
]);
export type Ceremony = Shape<typeof ceremonyShape>;

/** Which rule spoke, so that a person can find it and change it. */
export const ruleShape = v.strictObject({
  /** Stable id, for example `built-in/production-write`. */
  id: text,
  origin: v.picklist(['built-in', 'user', 'team']),
  /** What the team says about it: text of a repository. */
  message: maybeText,
  /** Whom to ask about it: text of a repository. */
  owner: maybeText,
});
export type RuleReference = Shape<typeof ruleShape>;

/** What the gate answers. There is no path from "unknown" to a yes: only a person's approval makes an allow. */
export type Verdict =
  | { readonly kind: 'no-opinion' }
  | {
      readonly kind: 'hold';
      readonly ceremony: Ceremony;
      readonly rule: RuleReference;
      /** Other rules that ask for countersignatures too: their needs are in the ceremony. Absent when there are none. */
      readonly also?: readonly RuleReference[];
    }
  | { readonly kind: 'deny'; readonly rule: RuleReference };
