import type { Span } from '../shared/span.js';
import type { OutsideCall } from './foreign/outside-call.js';

/** Stands in `Value.text` for each part that could not be resolved (U+FFFC OBJECT REPLACEMENT CHARACTER). */
export const OPAQUE_MARK = '\uFFFC';

/**
 * Stands in `Invocation.env` for what a wrapper chose (`aws-vault exec prod -- …`, `dotenv -e .env.production -- …`):
 * its own words. No variable can have this name.
 */
export const CHOSEN_ENVIRONMENT = ' chosen';

/** Why a part of a command is not known before it runs. */
export type OpaqueReason =
  | 'unset-variable'
  | 'command-output'
  | 'network' // output of a program that fetches it, so others choose it
  | 'arithmetic'
  | 'glob'
  | 'branch'
  | 'loop'
  | 'input'
  | 'parameter-form'
  | 'arguments-file'
  | 'parent-process' // the number of what started this shell: an agent, or what it lives in
  | 'limit'
  | 'syntax';

/**
 * A word after expansion. `opaque` is empty exactly when `text` is what the program would receive, except that an
 * unquoted glob stays a pattern: then `glob` is true, and `text` holds it with its live `*`, `?` and `[`.
 */
export interface Value {
  readonly text: string;
  readonly glob?: boolean;
  /** True for an opaque part outside quotes: it may become no word or several. */
  readonly many?: true;
  readonly opaque: readonly OpaqueReason[];
  /** Where it stands in the judged text; absent when it was computed or read from a file. */
  readonly span?: Span;
}

/** A file that the shell itself opens for the program. */
export interface Redirection {
  readonly mode: 'read' | 'write' | 'append';
  readonly path: Value;
}

/** The machine on which the program starts, when it is not this one. */
export interface Elsewhere {
  readonly kind: 'ssh' | 'container' | 'pod';
  /** `user@host`, the container's name, or the pod's, as given. */
  readonly name: Value;
  /** The wrapper's own argv, so that its table can resolve context, namespace and host. */
  readonly argv: readonly Value[];
}

/**
 * One program that the shell would start (or builtin that acts), found by abstract interpretation.
 * Wrappers are invocations of their own only where they act themselves; otherwise they stand in `via`.
 */
export interface Invocation {
  /** Base name of the program (`/usr/bin/aws` is `aws`); empty when it is opaque. */
  readonly program: string;
  /** Everything the program receives, `argv[0]` included. */
  readonly argv: readonly Value[];
  readonly cwd: Value;
  /** Variables that this command changes, on top of the world's environment; null is an unset one. */
  readonly env: ReadonlyMap<string, Value | null>;
  /** From the outside in: `["sudo", "bash -c"]`. */
  readonly via: readonly string[];
  readonly elsewhere?: Elsewhere;
  /** Standard input when it is not the terminal: here-doc, here-string, pipe, file. Opaque where it is not known. */
  readonly stdin?: Value;
  readonly redirections: readonly Redirection[];
  /** True when its input comes from a program that fetches from a network (`curl … | sh`). */
  readonly fedFromNetwork?: boolean;
  readonly span: Span;
}

/** Text in another language handed to an interpreter (`python -c`, `node -e`): only its literal calls are known. */
export interface ForeignCode {
  readonly language: string;
  readonly code: Value;
  readonly invocation: Invocation;
  /** The calls that lead outside of it, where it was read by its grammar. */
  readonly calls?: readonly OutsideCall[];
}

/** What cannot be known of a command as a whole, or is odd in its text. */
export interface Anomaly {
  readonly kind:
    | 'parse-error'
    | 'too-long'
    | 'too-deep'
    | 'too-many'
    | 'opaque-program'
    | 'opaque-code'
    | 'hidden-character'
    | 'bidi-control'
    | 'look-alike'
    | 'control-character'
    | 'environment-hook'
    | 'shell-grammar';
  readonly detail: string;
  readonly span: Span;
}

/** All that reading one command yields. Never throws; what it cannot read is an anomaly. */
export interface CommandReading {
  readonly invocations: readonly Invocation[];
  readonly foreign: readonly ForeignCode[];
  readonly anomalies: readonly Anomaly[];
}
