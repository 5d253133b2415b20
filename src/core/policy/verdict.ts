/** What a yes needs. */
export type Ceremony =
  | { readonly kind: 'confirm' }
  /** The person types this name, exactly. An identifier, never translated. */
  | { readonly kind: 'typed'; readonly name: string }
  /** The requester types the name; then every need is met by countersignatures of other persons. */
  | { readonly kind: 'countersign'; readonly name: string; readonly needs: readonly Need[] };

/** How sure a signature makes that a person was there: a plain key says nothing, a security key its touch or its PIN. */
export const presences = ['none', 'touch', 'pin'] as const;
export type Presence = (typeof presences)[number];

/** Countersignatures that a yes needs: `count` persons out of `from`, none of them the requester. */
export interface Need {
  /** The policy's name for those who may sign, for example `security`; `anyone` is the whole roster. */
  readonly group: string;
  /** The group's persons, as the roster names them; for `anyone` all of the roster who may approve. */
  readonly from: readonly string[];
  /** 1 or more. */
  readonly count: number;
  /** The least presence that a signature has to show. */
  readonly presence: Presence;
}

/** Which rule spoke, so that a person can find it and change it. */
export interface RuleReference {
  /** Stable id, for example `built-in/production-write`. */
  readonly id: string;
  readonly origin: 'built-in' | 'user' | 'team';
  /** What the team says about it: text of a repository. */
  readonly message?: string;
  /** Whom to ask about it: text of a repository. */
  readonly owner?: string;
}

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
