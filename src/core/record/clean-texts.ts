import { isPlainObject } from '../shared/plain-object.js';
import { type MarkOf, redacted, sealMarks, unsealed } from './redact.js';

/** Fields that name something, by which entries are found again: digests, ids, what a key is known by. */
const names = new Set(
  `agent answer band callId code commit decision digest fingerprint id kind machine person policy presence prev request
   session sha256 signers statement type vector window writer`.split(/\s+/),
);

/** A value without secrets in any of its texts: the very same one where there were none. */
export function withoutSecretTexts(value: unknown, seal: MarkOf): unknown {
  if (typeof value === 'string') return sealMarks(redacted(value, unsealed), seal);
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutSecretTexts(item, seal));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (!isPlainObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) =>
    names.has(key) ? ([key, member] as const) : ([key, withoutSecretTexts(member, seal)] as const),
  );
  return members.some(([key, member]) => member !== value[key]) ? Object.fromEntries(members) : value;
}
