/** Where something stands in a policy's text. */
export interface PolicyPlace {
  /** Where in the value: `rules[2].match.verb[0]`; empty for the whole file. */
  readonly at: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** UTF-16 units of the text. */
  readonly offset: number;
  readonly length: number;
}

/** One thing that is wrong in a policy's text. Codes and data; `messages/policy/policy.ts` makes the sentence. */
export interface PolicyProblem extends PolicyPlace {
  readonly code:
    | 'too-large'
    | 'too-deep'
    | 'syntax'
    | 'duplicate-key'
    | 'duplicate-id'
    | 'unknown-field'
    | 'missing-field'
    | 'wrong-value'
    | 'unknown-group';
  /** What the format wants there, in its own words: `a number from 0 to 69`. */
  readonly expected: string;
  /** What stands there, shortened; text of the file. */
  readonly got: string;
  /** True when the JSON Schema of the format says so too. */
  readonly isShape?: true;
}

/** Why a text is no policy: one problem or more, in the order of the text. */
export interface PolicyError {
  readonly problems: readonly PolicyProblem[];
}
