import * as v from 'valibot';
import { presences } from '../core/policy/verdict.js';
import type { Entry } from '../core/record/entry.js';
import { lineOf } from '../core/record/line.js';
import { bands } from '../core/risk/assessment.js';
import { driftKinds } from '../core/toolcall/health.js';
import { callerIds } from '../core/toolcall/toolcall.js';

const facts = {
  agent: v.picklist(callerIds),
  session: v.string(),
  subagent: v.exactOptional(v.strictObject({ id: v.string(), type: v.string() })),
  client: v.exactOptional(v.string()),
  window: v.exactOptional(v.string()),
  callId: v.string(),
  tool: v.string(),
  cwd: v.string(),
  summary: v.string(),
  digest: v.string(),
  score: v.number(),
  band: v.picklist(bands),
  vector: v.string(),
  targets: v.array(v.string()),
};

const by = v.picklist(['person', 'peers', 'break-glass', 'policy', 'offline', 'failure']);
const request = v.string();

const signature = {
  statement: v.string(),
  person: v.string(),
  fingerprint: v.string(),
  presence: v.picklist(presences),
};

const body = v.variant('type', [
  v.strictObject({ type: v.literal('genesis'), machine: v.string() }),
  v.strictObject({ ...facts, type: v.literal('call.passed') }),
  v.strictObject({ ...facts, type: v.literal('call.held'), request, rule: v.string() }),
  v.strictObject({ ...facts, type: v.literal('call.parked'), request }),
  v.strictObject({ ...facts, type: v.literal('call.denied'), request, by, reason: v.string() }),
  v.strictObject({
    ...facts,
    type: v.literal('call.approved'),
    request,
    by,
    typed: v.boolean(),
    signers: v.exactOptional(v.array(v.string())),
  }),
  v.strictObject({ ...facts, type: v.literal('call.released'), request }),
  v.strictObject({ ...facts, type: v.literal('call.expired'), request }),
  v.strictObject({ ...facts, type: v.literal('call.void'), request, code: v.string() }),
  v.strictObject({ ...facts, type: v.literal('call.slipped'), seen: v.picklist(['after', 'transcript']) }),
  v.strictObject({ ...facts, type: v.literal('call.finished'), outcome: v.picklist(['ran', 'failed']) }),
  v.strictObject({
    ...facts,
    ...signature,
    type: v.literal('request.sent'),
    request,
    id: v.string(),
    approveBy: v.number(),
    policy: v.string(),
  }),
  v.strictObject({ ...signature, type: v.literal('approval.received'), request, answer: v.string() }),
  v.strictObject({
    ...signature,
    type: v.literal('denial.received'),
    request,
    answer: v.string(),
    reason: v.string(),
  }),
  v.strictObject({
    type: v.literal('answer.refused'),
    request,
    statement: v.string(),
    answer: v.string(),
    code: v.string(),
    detail: v.string(),
  }),
  v.strictObject({
    type: v.literal('use.begun'),
    request,
    statement: v.string(),
    courier: v.picklist(['told', 'unsent']),
  }),
  v.strictObject({ ...facts, ...signature, type: v.literal('break-glass'), request, reason: v.string() }),
  v.strictObject({
    ...signature,
    type: v.literal('countersignature.given'),
    id: v.string(),
    requester: v.string(),
    decision: v.picklist(['approval', 'denial']),
    summary: v.string(),
    comment: v.string(),
    reviewedMs: v.number(),
  }),
  v.strictObject({
    type: v.literal('hooks.accepted'),
    agent: v.picklist(callerIds),
    hooks: v.array(v.strictObject({ file: v.string(), sha256: v.string() })),
  }),
  v.strictObject({
    type: v.literal('reads.passed'),
    agent: v.picklist(callerIds),
    session: v.string(),
    target: v.string(),
  }),
  v.strictObject({
    type: v.picklist(['agent.connected', 'agent.disconnected']),
    agent: v.picklist(callerIds),
    file: v.string(),
  }),
  v.strictObject({
    type: v.picklist(['guard.drifted', 'guard.repaired']),
    agent: v.picklist(callerIds),
    problem: v.picklist(driftKinds),
    file: v.string(),
    line: v.number(),
  }),
  v.strictObject({
    type: v.literal('policy.loaded'),
    version: v.number(),
    policy: v.string(),
    commit: v.string(),
    remote: v.string(),
  }),
  v.strictObject({
    type: v.literal('policy.loosening'),
    where: v.string(),
    sha256: v.string(),
    what: v.array(v.string()),
  }),
  v.strictObject({ type: v.literal('recovery'), detail: v.string() }),
]);

const entry: v.GenericSchema<unknown, Entry> = v.strictObject({
  v: v.literal(1),
  seq: v.number(),
  prev: v.string(),
  ts: v.number(),
  writer: v.string(),
  body,
});

/** An entry from its raw line; undefined when it is none, or not written in its one canonical form. */
export function decodeEntry(line: string): Entry | undefined {
  try {
    const read = v.safeParse(entry, JSON.parse(line));
    if (!read.success) return undefined;
    const again = lineOf(read.output);
    return again.ok && again.value === line ? read.output : undefined;
  } catch {
    return undefined;
  }
}
