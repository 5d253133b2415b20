import { timingSafeEqual } from 'node:crypto';
import { dirname } from 'node:path';
import { hmac } from '../../client/crypto.js';
import { readSmallFile } from '../../client/small-file.js';
import { canonical } from '../../core/shared/canonical.js';
import { isJsonObject, type JsonObject, parseJson } from '../../core/shared/json.js';
import { writeForNow } from './disk.js';
import { installationKey } from './installation-key.js';

/** A longer file is none of ours. */
const limitBytes = 4 * 1024 * 1024;

/** For what a file stands directly in a home, and whose key it is kept under. */
type Purpose = Parameters<typeof installationKey>[1];

/** What a file of a home says, as this installation wrote it. Undefined where it is absent or anybody else's. */
export function loadOwn(path: string, purpose: Purpose): JsonObject | undefined {
  const value = parseJson(readSmallFile(path, limitBytes)?.text ?? '');
  if (!isJsonObject(value)) return undefined;
  const { mac, ...rest } = value;
  return typeof mac === 'string' && isOwn(path, purpose, rest, mac) ? rest : undefined;
}

/** Only a short cut: what cannot be kept is read again where it was read. */
export function keepOwn(path: string, purpose: Purpose, value: JsonObject): void {
  try {
    writeForNow(path, `${JSON.stringify({ ...value, mac: macOf(path, purpose, value) })}\n`);
  } catch {
    // The record holds it.
  }
}

function isOwn(path: string, purpose: Purpose, value: JsonObject, mac: string): boolean {
  try {
    const [given, own] = [Buffer.from(mac), Buffer.from(macOf(path, purpose, value))];
    return given.length === own.length && timingSafeEqual(given, own);
  } catch {
    return false;
  }
}

function macOf(path: string, purpose: Purpose, value: JsonObject): string {
  const whole = canonical(value);
  if (!whole.ok) throw new Error('what is kept of a record has no canonical form');
  return hmac(installationKey(dirname(path), purpose), whole.value);
}
