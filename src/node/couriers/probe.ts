import { randomBytes } from 'node:crypto';
import { ok, type Result } from '../../core/shared/result.js';
import type { Courier, CourierFailure, CourierFindings, MessageKey } from '../../ports/courier.js';
import { failure } from './failure.js';

/** A `use` of a request that nobody has: created, found to be create-only, read back and deleted. */
export async function probeOf(
  courier: Courier,
  known: Pick<CourierFindings, 'pushes' | 'place'>,
): Promise<Result<CourierFindings, CourierFailure>> {
  const began = performance.now();
  const key: MessageKey = { kind: 'use', id: randomBytes(16).toString('hex'), signer: '' };
  const bytes = Buffer.from('{"probe":true}');
  const tried = await tryOut(courier, key, bytes);
  const removed = await courier.remove([key]);
  if (!tried.ok) return tried;
  if (!removed.ok) return removed;
  const gone = await courier.get(key);
  if (!gone.ok) return gone;
  if (gone.value !== undefined) return failure('unusable', 'what was deleted is still there');
  return ok({ ...known, tookMs: Math.round(performance.now() - began) });
}

async function tryOut(
  courier: Courier,
  key: MessageKey,
  bytes: Uint8Array,
): Promise<Result<void, CourierFailure>> {
  const created = await courier.put(key, bytes);
  if (!created.ok) return created;
  const again = await courier.put(key, Buffer.from('{"probe":false}'));
  if (!again.ok) return again;
  if (created.value !== 'created' || again.value !== 'exists') {
    return failure('unusable', 'a second message took the place of the first');
  }
  const read = await courier.get(key);
  if (!read.ok) return read;
  const isSame = read.value !== undefined && Buffer.compare(read.value, bytes) === 0;
  return isSame ? ok(undefined) : failure('unusable', 'what was read is not what was written');
}
