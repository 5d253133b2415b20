import type { Result } from '../core/shared/result.js';

/**
 * `request`: a call to countersign. `answer`: one person's yes or no to it. `use`: its one run has begun. `entries`: some of a record, for
 * an archive. `archived`: how far the archive has it.
 */
export const messageKinds = ['request', 'answer', 'use', 'entries', 'archived'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Where a message lies. `id` is the request's own id, or the record's name; 32 lower-case hex digits. */
export interface MessageKey {
  readonly kind: MessageKind;
  readonly id: string;
  /**
   * Of an answer: 32 hex digits made of the signer's public key, others for a denial (`answerPlace`). Of entries the first of their
   * digest, of what is archived its size. Empty otherwise.
   */
  readonly signer: string;
}

/**
 * Carries messages between persons, untrusted: it may drop, delay, repeat, reorder, alter and show them to others.
 * Nothing counts by arriving; only signatures count. Every method ends in bounded time.
 */
export interface Courier {
  /** Creates, never replaces: `exists` when something lies there already, whatever it is. */
  put(key: MessageKey, bytes: Uint8Array): Promise<Result<'created' | 'exists', CourierFailure>>;
  /** At most `messageLimitBytes`; a larger message is `too-large` and never read whole. */
  get(key: MessageKey): Promise<Result<Uint8Array | undefined, CourierFailure>>;
  /** Keys of a kind, of one request where `id` is given; at most `mostListed`, oldest unknown first dropped. */
  list(kind: MessageKind, id?: string): Promise<Result<readonly MessageKey[], CourierFailure>>;
  /** Calls back when something of this kind may have come; may be early, late or too often. Returns the stop. */
  watch(kind: MessageKind, id: string | undefined, changed: () => void): () => void;
  /** A person looks at the window, or no longer does: where news is polled for, it is polled for more or less often. */
  attend?(isLooking: boolean): void;
  remove(keys: readonly MessageKey[]): Promise<Result<void, CourierFailure>>;
  /** Creates, reads and deletes a message of its own, and says what it found. */
  probe(): Promise<Result<CourierFindings, CourierFailure>>;
  dispose(): void;
}

export interface CourierFailure {
  readonly code: 'unreachable' | 'refused' | 'too-large' | 'timeout' | 'unusable' | 'place-taken';
  /** What the other side said, without secrets. */
  readonly detail: string;
}

export interface CourierFindings {
  /** True when news is pushed, false when it is polled for. */
  readonly pushes: boolean;
  /** Where messages lie, for people: `refs/countersign/v1 on git@example.com:team/app`. */
  readonly place: string;
  /** Milliseconds of the whole probe. */
  readonly tookMs: number;
}

export const messageLimitBytes = 256 * 1024;
export const mostListed = 1_000;
