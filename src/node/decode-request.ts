import * as v from 'valibot';
import { digestOfCall } from '../core/approval/digest.js';
import type { Request } from '../core/approval/request.js';
import * as shape from '../core/countersign/decode-shown.js';
import { bands } from '../core/risk/assessment.js';
import { verbs } from '../core/tool/effect.js';

const text = v.string();
const texts = v.array(text);
const maybeText = v.exactOptional(text);
const span = v.tuple([v.number(), v.number()]);
const textOrNull = v.nullable(text);

const target = v.looseObject({
  system: text,
  name: text,
  account: maybeText,
  region: maybeText,
  scope: maybeText,
  identity: maybeText,
  environment: v.picklist(['production', 'staging', 'development', 'local', 'unknown']),
  confidence: v.number(),
  evidence: v.array(v.strictObject({ source: text, value: text })),
});

const effect = v.looseObject({
  verb: v.picklist(verbs),
  resource: text,
  target,
  argv: texts,
  via: texts,
  opaque: texts,
  span,
  traits: texts,
  reach: v.union([v.number(), v.literal('uncountable')]),
});

const finding = v.looseObject({
  id: text,
  term: text,
  weight: v.number(),
  factor: v.exactOptional(v.number()),
  data: v.record(text, text),
  span: v.exactOptional(span),
});

const assessment = v.looseObject({
  score: v.number(),
  band: v.picklist(bands),
  vector: text,
  targets: v.array(target),
  effects: v.array(effect),
  findings: v.array(finding),
  safer: texts,
});

const changeItem = v.variant('kind', [
  v.looseObject({ kind: v.literal('file'), path: text, before: textOrNull, after: textOrNull }),
  v.looseObject({ kind: v.literal('object'), sign: text, noun: text, name: text }),
]);

const at = v.number();

const state = v.variant('kind', [
  v.strictObject({ kind: v.literal('pending') }),
  v.strictObject({ kind: v.literal('parked') }),
  v.strictObject({ kind: v.literal('countersigning'), at }),
  v.strictObject({ kind: v.literal('approved'), at }),
  v.strictObject({ kind: v.literal('denied'), at, reason: text }),
  v.strictObject({ kind: v.literal('expired'), at }),
  v.strictObject({
    kind: v.literal('void'),
    at,
    code: v.picklist([
      'call-changed',
      'target-changed',
      'agent-gone',
      'record-failed',
      'policy-changed',
      'ground-changed',
      'clock-set-back',
      'used-elsewhere',
      'not-countersigned',
      'hook-unaccepted',
    ]),
  }),
  v.strictObject({ kind: v.literal('used'), at }),
]);

const sent = v.strictObject({
  id: shape.requestId,
  statement: text,
  signature: text,
  digest: shape.digest,
  requester: text,
  approveBy: at,
  useWithinMs: at,
  policy: shape.digest,
  answers: texts,
  approvedBy: v.exactOptional(texts),
  deniedBy: maybeText,
  brokenGlass: v.exactOptional(v.literal(true)),
});

const hook = v.strictObject({ file: text, line: v.number(), sha256: shape.digest });

const basis = v.strictObject({ ground: shape.ground, salt: text, environmentSalt: text });

const request = v.strictObject({
  id: v.pipe(text, v.regex(/^CS-[1-9]\d{0,8}$/)),
  digest: v.pipe(text, v.regex(/^[0-9a-f]{64}$/)),
  call: shape.call,
  assessment,
  change: v.looseObject({ items: v.array(changeItem), sources: texts }),
  ceremony: v.variant('kind', [
    v.strictObject({ kind: v.literal('confirm') }),
    v.strictObject({ kind: v.literal('typed'), name: v.pipe(text, v.minLength(1)) }),
    v.strictObject({
      kind: v.literal('countersign'),
      name: v.pipe(text, v.minLength(1)),
      needs: v.array(shape.need),
    }),
  ]),
  rule: shape.rule,
  createdAt: at,
  parkAt: at,
  expiresAt: at,
  asked: v.number(),
  state,
  window: text,
  agentGone: v.exactOptional(v.boolean()),
  rewriters: v.exactOptional(v.array(hook)),
  basis: v.exactOptional(basis),
  sent: v.exactOptional(sent),
});

/** A request from its file; undefined when it is none, or when its digest is not that of the call it shows. */
export function decodeRequest(json: string): Request | undefined {
  try {
    const read = v.safeParse(request, JSON.parse(json));
    if (!read.success) return undefined;
    const value = read.output as Request;
    const digest = digestOfCall(value.call, value.assessment);
    return digest.ok && digest.value === value.digest ? value : undefined;
  } catch {
    return undefined;
  }
}
