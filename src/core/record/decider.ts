import * as v from 'valibot';
import { countShape, hexDigest, type Shape, text } from '../shared/shape.js';

/**
 * Who said yes or no at this machine. `known` says by what: `roster` one of the keys at hand is theirs in the team's roster, `git` the
 * identity that git's own configuration of the user names, `account` nothing but the account of the operating system.
 */
export const deciderShape = v.strictObject({
  person: text,
  known: v.picklist(['roster', 'git', 'account']),
  /** The account, with whose rights the call would run. */
  account: text,
});
export type Decider = Shape<typeof deciderShape>;

/** What a decision was made on. Digests are SHA-256, hex, over RFC 8785 JSON. */
export const evidenceShape = v.strictObject({
  /** When the call was first held and shown; Unix milliseconds. */
  heldAt: countShape,
  /** Why it was asked about. */
  rule: text,
  /** Of the change that the card showed: resources, what is lost, what nobody could see. */
  change: v.exactOptional(hexDigest),
  /** How many things it takes away, and by name those that nothing known of brings back; absent where it takes none. */
  takes: v.exactOptional(
    v.strictObject({
      gone: countShape,
      lost: v.array(v.strictObject({ what: text, name: text, count: v.exactOptional(countShape) })),
    }),
  ),
  /** Of what the call stands on: programs, files, directory, variables. */
  ground: v.exactOptional(hexDigest),
  /** Over the team's policy and roster in force. */
  policy: v.exactOptional(hexDigest),
});
export type DecidedOn = Shape<typeof evidenceShape>;
