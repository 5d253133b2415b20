import * as v from 'valibot';

const base64 = v.pipe(v.string(), v.maxLength(1_000_000), v.regex(/^[A-Za-z0-9+/]*={0,2}$/));

const bundle = v.strictObject({
  commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/)),
  policy: base64,
  roster: base64,
  endorsement: v.nullable(base64),
  endorsedBy: v.array(v.string()),
});

const note = v.strictObject({
  v: v.literal(1),
  remote: v.string(),
  /** The one that a person accepted, or that followed it. */
  pinned: v.nullable(bundle),
  /** The last one that was seen before anybody accepted one. */
  seen: v.nullable(bundle),
});

export type StoredBundle = v.InferOutput<typeof bundle>;
export type TrustNote = v.InferOutput<typeof note>;

/** What a window left about one remote; undefined when it is not what a window writes. */
export function decodeTrustNote(text: string): TrustNote | undefined {
  try {
    const read = v.safeParse(note, JSON.parse(text));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
