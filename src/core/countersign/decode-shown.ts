/** Schemas of what a request shows. Closed: a field that nobody renders must not be signed. */
import * as v from 'valibot';
import { presences } from '../policy/verdict.js';
import { bands } from '../risk/assessment.js';
import { verbs } from '../tool/effect.js';
import { callerIds, type JsonValue } from '../toolcall/toolcall.js';

export const text = v.string();
export const texts = v.array(text);
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const digest = v.pipe(text, v.regex(/^[0-9a-f]{64}$/));
export const requestId = v.pipe(text, v.regex(/^[0-9a-f]{32}$/));
const maybe = v.exactOptional(text);
const textOrNull = v.nullable(text);
const span = v.tuple([count, count]);

const json: v.GenericSchema<unknown, JsonValue> = v.lazy(() =>
  v.union([v.null(), v.boolean(), v.number(), v.string(), v.array(json), v.record(v.string(), json)]),
);

const edit = v.variant('kind', [
  v.strictObject({ kind: v.literal('write'), path: text, content: text }),
  v.strictObject({
    kind: v.literal('replace'),
    path: text,
    replacements: v.array(v.strictObject({ old: text, new: text, all: v.boolean() })),
  }),
  v.strictObject({ kind: v.literal('whole'), path: text, before: textOrNull, after: textOrNull }),
  v.strictObject({ kind: v.literal('delete'), path: text }),
  v.strictObject({ kind: v.literal('unreadable'), path: text, text }),
]);

const payload = v.variant('kind', [
  v.strictObject({ kind: v.literal('shell'), shell: v.picklist(['bash', 'pwsh', 'cmd']), command: text }),
  v.strictObject({ kind: v.literal('edit'), edits: v.array(edit) }),
  v.strictObject({
    kind: v.literal('mcp'),
    server: text,
    name: text,
    arguments: json,
    annotations: v.exactOptional(
      v.strictObject({
        readOnlyHint: v.exactOptional(v.boolean()),
        destructiveHint: v.exactOptional(v.boolean()),
      }),
    ),
    launch: v.exactOptional(texts),
  }),
  v.strictObject({ kind: v.literal('fetch'), url: text }),
  v.strictObject({ kind: v.literal('read'), path: text }),
  v.strictObject({ kind: v.literal('other'), text }),
]);

export const call = v.strictObject({
  agent: v.picklist(callerIds),
  session: text,
  subagent: v.exactOptional(v.strictObject({ id: text, type: text })),
  callId: text,
  tool: text,
  cwd: text,
  payload,
  options: v.exactOptional(json),
  stated: maybe,
  client: maybe,
  unattended: v.exactOptional(v.boolean()),
});

const environment = v.picklist(['production', 'staging', 'development', 'local', 'unknown']);

const target = v.strictObject({
  system: text,
  name: text,
  account: maybe,
  region: maybe,
  scope: maybe,
  identity: maybe,
  environment,
  confidence: v.number(),
  evidence: v.array(v.strictObject({ source: text, value: text })),
  conflict: v.exactOptional(v.array(environment)),
});

const effect = v.strictObject({
  verb: v.picklist(verbs),
  resource: text,
  target,
  argv: texts,
  via: texts,
  cwd: maybe,
  elsewhere: v.exactOptional(v.literal(true)),
  opaque: texts,
  span,
  traits: texts,
  reach: v.union([v.number(), v.literal('uncountable')]),
  safer: maybe,
});

const finding = v.strictObject({
  id: text,
  term: v.picklist(['D', 'R', 'C', 'B', 'P', 'O', 'V', 'F']),
  weight: v.number(),
  factor: v.exactOptional(v.number()),
  data: v.record(text, text),
  span: v.exactOptional(span),
});

export const assessment = v.strictObject({
  score: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  band: v.picklist(bands),
  vector: text,
  targets: v.array(target),
  effects: v.array(effect),
  findings: v.array(finding),
  safer: texts,
  wanted: v.exactOptional(texts),
});

export const change = v.strictObject({
  items: v.array(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('file'), path: text, before: textOrNull, after: textOrNull }),
      v.strictObject({
        kind: v.literal('object'),
        sign: v.picklist(['deleted', 'created', 'changed', 'stopped']),
        noun: text,
        name: text,
        count: v.exactOptional(v.number()),
        consequence: v.exactOptional(
          v.picklist(['data-lost', 'untracked', 'committed', 'recoverable', 'empty']),
        ),
      }),
    ]),
  ),
  sources: texts,
  gap: v.exactOptional(v.picklist(['not-previewable', 'too-large', 'unreadable', 'opaque'])),
});

const hashedFile = { path: text, sha256: text };

export const ground = v.strictObject({
  cwd: text,
  programs: v.array(v.strictObject({ name: text, ...hashedFile })),
  files: v.array(v.strictObject(hashedFile)),
  environment: v.strictObject({ names: texts, digest }),
  unread: texts,
});

export const need = v.strictObject({
  group: text,
  from: texts,
  count: v.pipe(count, v.minValue(1)),
  presence: v.picklist(presences),
});

export const rule = v.strictObject({
  id: text,
  origin: v.picklist(['built-in', 'user', 'team']),
  message: maybe,
  owner: maybe,
});

export const policy = v.strictObject({ digest, version: count, commit: text });

export const shown = v.strictObject({ sha256: digest, truncated: v.literal(false) });
