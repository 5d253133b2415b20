/**
 * Changes payloads by what they are: values inside the JSON, its text, its bytes. `inert` changes keep what the call
 * is, so that a call that must be held still must be; `any` changes may make something else of it.
 */
import type { JsonValue } from '../../src/core/toolcall/toolcall.js';
import type { Seeded } from './random.js';
import { dangerous, type Seed } from './seeds.js';

/** One payload to try. */
export interface Sample {
  readonly agent: string;
  /** The event that the installed command is for, where it names one. */
  readonly event?: string | undefined;
  readonly bytes: Uint8Array;
  readonly mustHold: boolean;
}

export function sample(random: Seeded, all: readonly [Seed, ...Seed[]]): Sample {
  const seed = random.of(all);
  const isInert = seed.mustHold && !random.once(3);
  const times = 1 + random.whole(4);
  let { value } = seed;
  for (let done = 0; done < times; done += 1) {
    value = isInert ? random.of(inertChanges)(value, random) : changed(value, random, all);
  }
  const text = isInert ? spelled(value, random) : JSON.stringify(value);
  const bytes = Buffer.from(text);
  // Installed commands name their event; who edits one names another.
  const event = random.once(2) ? undefined : isInert || !random.once(20) ? seed.event : random.of(names);
  return {
    agent: seed.agent,
    event,
    bytes: isInert || !random.once(3) ? bytes : broken(bytes, random),
    mustHold: isInert,
  };
}

type Change = (value: JsonValue, random: Seeded) => JsonValue;

const strange: readonly [JsonValue, ...JsonValue[]] = [
  null,
  true,
  0,
  -1,
  1e308,
  0.1,
  9_007_199_254_740_991,
  '',
  ' ',
  'allow',
  '__proto__',
  'constructor',
  '\u0000',
  '\u202E\u2066txt.exe',
  '\uD83D\uDE00'.repeat(40),
  '../../../../etc/passwd',
  '/proc/self/fd/0',
  dangerous,
  `$(${dangerous})`,
  `true; ${dangerous} #`,
  'a=(',
  '{ echo; '.repeat(60),
  // Not the whole disk: its preview would walk it each time, and one sample in the corpus does.
  "$'\\x72\\x6d' -rf /nowhere/at/all",
  'cat <<EOF\nnever ended',
  'token-'.repeat(400),
  '\t\u2028'.repeat(300),
  [],
  {},
  [[[[[[[[[[[[]]]]]]]]]]]],
  { hookSpecificOutput: { permissionDecision: 'allow' } },
  { decision: 'allow', permission: 'allow', cancel: false },
];

const names: readonly [string, ...string[]] = [
  'hook_event_name',
  'hookEventName',
  'tool_name',
  'toolName',
  'tool_input',
  'toolInput',
  'toolArgs',
  'command',
  'cwd',
  'session_id',
  'permission_mode',
  'decision',
  '__proto__',
  'toString',
  '',
];

/** Changes that no reader may follow. */
const inertChanges: readonly [Change, ...Change[]] = [
  (value, random) => withField(value, `x_${random.whole(1e6)}`, random.of(strange)),
  (value) => reordered(value),
  (value, random) => withField(value, 'extra', nested(random.whole(40))),
  (value, random) => withField(value, 'extra_text', 'x'.repeat(random.whole(20_000))),
];

function withField(value: JsonValue, name: string, inner: JsonValue): JsonValue {
  return isPlain(value) ? { ...value, [name]: inner } : value;
}

function reordered(value: JsonValue): JsonValue {
  return isPlain(value) ? Object.fromEntries(Object.entries(value).reverse()) : value;
}

function nested(depth: number): JsonValue {
  let value: JsonValue = 1;
  for (let done = 0; done < depth; done += 1) value = done % 2 === 0 ? [value] : { a: value };
  return value;
}

/** The same JSON in other spelling: blanks between its parts, characters as escapes. */
function spelled(value: JsonValue, random: Seeded): string {
  const text = JSON.stringify(value, null, random.whole(4));
  if (!random.once(2)) return text;
  return text.replace(/[a-z]/g, (letter) =>
    random.once(9) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
  );
}

/** One place somewhere inside becomes something else. */
function changed(value: JsonValue, random: Seeded, all: readonly [Seed, ...Seed[]]): JsonValue {
  const goDeeper = !random.once(4);
  if (Array.isArray(value) && value.length > 0 && goDeeper) {
    const at = random.whole(value.length);
    return value.map((inner, index) => (index === at ? changed(inner, random, all) : inner));
  }
  if (isPlain(value) && goDeeper) {
    const keys = Object.keys(value);
    const key = keys[random.whole(keys.length)];
    if (key === undefined) return random.of(strange);
    return fieldChanged(value, key, random, all);
  }
  if (typeof value === 'string' && random.once(2)) return textChanged(value, random);
  return random.once(8) ? random.of(all).value : random.of(strange);
}

function fieldChanged(
  value: Readonly<Record<string, JsonValue>>,
  key: string,
  random: Seeded,
  all: readonly [Seed, ...Seed[]],
): JsonValue {
  const { [key]: inner, ...rest } = value;
  if (inner === undefined) return value;
  switch (random.whole(6)) {
    case 0:
      return rest;
    case 1:
      return { ...rest, [random.of(names)]: inner };
    case 2:
      return { ...rest, [random.once(2) ? key.toUpperCase() : `${key} `]: inner };
    default:
      return { ...value, [key]: changed(inner, random, all) };
  }
}

function textChanged(text: string, random: Seeded): string {
  const at = random.whole(text.length + 1);
  switch (random.whole(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + String(random.of(strange)) + text.slice(at);
    case 2:
      return text.toUpperCase();
    case 3:
      return text.repeat(1 + random.whole(50));
    case 4:
      return `${text}\n${dangerous}`;
    default:
      return [...text].reverse().join('');
  }
}

/** Bytes that are no longer what was written: cut, flipped, doubled, with a mark of order, with two values. */
function broken(bytes: Uint8Array, random: Seeded): Uint8Array {
  const at = random.whole(bytes.length + 1);
  switch (random.whole(7)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return Buffer.concat([bytes.slice(0, at), Buffer.from([random.whole(256)]), bytes.slice(at + 1)]);
    case 2:
      return Buffer.concat([bytes, bytes]);
    case 3:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    case 4:
      return Buffer.concat([bytes.slice(0, at), Buffer.from([0, 0xff, 0xc3, 0x28]), bytes.slice(at)]);
    case 5:
      return Buffer.from(bytes.toString().replace('{', '{"hook_event_name":"PostToolUse",'));
    default:
      return Buffer.from(`${'['.repeat(random.whole(100_000))}`);
  }
}

function isPlain(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
