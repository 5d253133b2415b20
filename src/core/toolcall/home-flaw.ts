/**
 * What is wrong with the home. `foreign-registration`: a gate that this user's extension did not make, or that was changed since; it
 * may be one of an older version. `socket-replaced`: something else stands where this window listened. Neither is asked.
 * `foreign-rights`: others could
 * write there. `foreign-owner`: it belongs to somebody else. `crowded`: so many files lie among the registrations that no call is let pass.
 */
export type HomeFlaw =
  | { readonly kind: 'foreign-registration'; readonly path: string; readonly pid: number }
  | { readonly kind: 'socket-replaced'; readonly path: string }
  | {
      readonly kind: 'foreign-rights';
      readonly path: string;
      readonly mode: string;
      readonly isMended: boolean;
    }
  | { readonly kind: 'foreign-owner' | 'crowded'; readonly path: string };
