import type { EntryBody } from '../../core/record/entry.js';
import type { SignedHead } from '../../ports/ports.js';
import type { Appended, ChainOptions } from './chain.js';

/** What the writer is told when it is started. */
export type WriterOptions = Omit<ChainOptions, 'clock'>;

/** An entry to write, or a checkpoint over all that is written. `id` is that of the answer. */
export type Order =
  | { readonly id: number; readonly body: EntryBody }
  | { readonly id: number; readonly since: readonly number[] };

export type Written =
  | { readonly id: number; readonly answer: Appended }
  | { readonly id: number; readonly head: SignedHead | undefined };

export function isSetting(value: unknown): value is WriterOptions {
  return (
    typeof value === 'object' &&
    value !== null &&
    'folder' in value &&
    'machine' in value &&
    'writer' in value
  );
}

/** Both ends of the thread are one program and pass each other typed values: only that it is a list is looked at. */
export function decodeOrders(value: unknown): readonly Order[] {
  return Array.isArray(value) ? value : [];
}

export function decodeWritten(value: unknown): readonly Written[] {
  return Array.isArray(value) ? value : [];
}
