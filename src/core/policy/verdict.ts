/** What a yes needs. */
export type Ceremony =
  | { readonly kind: 'confirm' }
  /** The person types this name, exactly. An identifier, never translated. */
  | { readonly kind: 'typed'; readonly name: string };

/** Which rule spoke, so that a person can find it and change it. */
export interface RuleReference {
  /** Stable id, for example `built-in/production-write`. */
  readonly id: string;
  readonly origin: 'built-in' | 'user' | 'team';
}

/** What the gate answers. There is no path from "unknown" to a yes: only a person's approval makes an allow. */
export type Verdict =
  | { readonly kind: 'no-opinion' }
  | { readonly kind: 'hold'; readonly ceremony: Ceremony; readonly rule: RuleReference }
  | { readonly kind: 'deny'; readonly rule: RuleReference };
