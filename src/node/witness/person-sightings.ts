import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeReceipt, verifyReceipt } from '../../core/countersign/decode-receipt.js';
import type { Sighting } from '../../core/record/witness.js';
import { receiptsAt } from '../countersign-parts.js';
import type { Home } from '../files/home.js';

const mostRead = 8;

/**
 * Who countersigned a request of this home has signed, with it, how many entries the record had then and the hash of the last. What a
 * receipt does not prove counts for nothing.
 */
export function personSightings(home: Home): readonly Sighting[] {
  return requestsIn(join(home.root, 'receipts')).flatMap((request) => sightingsIn(home, request));
}

/** The first of the latest sightings in which entry number `seq` was. Only some receipts are read: a person waits. */
export function sightingOfEntry(home: Home, seq: number): Sighting | undefined {
  const latest = requestsIn(join(home.root, 'receipts'))
    .sort((a, b) => Number(b.slice(3)) - Number(a.slice(3)))
    .slice(0, mostRead);
  const seen = latest.flatMap((request) => sightingsIn(home, request)).filter(({ size }) => size > seq);
  return seen.sort((a, b) => a.size - b.size)[0];
}

function sightingsIn(home: Home, request: string): readonly Sighting[] {
  const bytes = receiptsAt(home).read(request);
  const receipt = bytes && decodeReceipt(bytes);
  const proof = receipt?.ok ? verifyReceipt(receipt.value) : undefined;
  if (!proof?.ok) return [];
  const { statement, signers, decidedAt } = proof.value;
  const { size, head } = statement.log;
  return signers.map((name) => ({ witness: { kind: 'person', name } as const, size, head, at: decidedAt }));
}

function requestsIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => /^(CS-\d+)\.json$/.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}
