import { isPlainObject } from '../shared/plain-object.js';
import { type MarkOf, redacted, sealMarks, secretsIn, unsealed } from './redact.js';
import { KnownTexts } from './secrets/known-texts.js';

/** Fields that name something, by which entries are found again: digests, ids, what a key is known by. */
const names = new Set(
  `agent answer band callId change code commit decision digest fingerprint ground id kind machine person policy presence prev request
   session sha256 signers statement type vector window writer`.split(/\s+/),
);

/** A value without secrets in any of its texts: the very same one where there were none. What is one in one text is one in all. */
export function withoutSecretTexts(value: unknown, seal: MarkOf): unknown {
  const known = new KnownTexts(textsIn(value).flatMap(secretsIn));
  return cleaned(value, (text) => sealMarks(known.replacedIn(redacted(text, unsealed), unsealed), seal));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => (names.has(key) ? [] : textsIn(member)));
}

function cleaned(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => cleaned(item, clean));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (!isPlainObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) =>
    names.has(key) ? ([key, member] as const) : ([key, cleaned(member, clean)] as const),
  );
  return members.some(([key, member]) => member !== value[key]) ? Object.fromEntries(members) : value;
}
