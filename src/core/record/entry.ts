import * as v from 'valibot';
import { presences } from '../policy/verdict.js';
import { bands } from '../risk/assessment.js';
import { countShape, hexDigest, type Shape, text, texts } from '../shared/shape.js';
import { placeShape, saidPlaceShape } from '../target/said-place.js';
import { driftKinds } from '../toolcall/health.js';
import { callerIds } from '../toolcall/toolcall.js';
import { deciderShape, evidenceShape } from './decider.js';

const agent = v.picklist(callerIds);
/** What people call a request: `CS-142`. Empty where a call was answered without one. */
const request = text;

const facts = {
  agent,
  session: text,
  /** Set when a subagent asked. */
  subagent: v.exactOptional(v.strictObject({ id: text, type: text })),
  /** Who spoke to the MCP gateway, as it names itself. */
  client: v.exactOptional(text),
  /** The window that answered: the id of its gate. Absent when none did. */
  window: v.exactOptional(text),
  callId: text,
  tool: text,
  cwd: text,
  /** One line that names the call: the command, the paths, the MCP tool. At most 2,000 characters. */
  summary: text,
  digest: text,
  score: v.number(),
  band: v.picklist(bands),
  vector: text,
  targets: texts,
};

/** Facts about the call that every entry about it repeats, so that a line can be read alone. */
const callFacts = v.strictObject(facts);
export type CallFacts = Shape<typeof callFacts>;

const signature = {
  /** SHA-256, hex, of the signed bytes. */
  statement: text,
  person: text,
  fingerprint: text,
  presence: v.picklist(presences),
};

/** A signature over a statement: whose, with which key, and what it shows of their being there. */
const signatureShape = v.strictObject(signature);
export type Signature = Shape<typeof signatureShape>;

/** `person`: the card in the editor. `peers`: their signatures. `policy`: a rule. `offline`: no window was open. `failure`: something broke, so no. */
const by = v.picklist(['person', 'peers', 'break-glass', 'policy', 'offline', 'failure']);

/** What a person thinks of a broken glass: it was right, or it should not have run. */
const reviewVerdict = v.picklist(['right', 'wrong']);

/** What a call had been answered that ran all the same. */
const despites = ['held', 'parked', 'denied', 'expired', 'void'] as const;
export type Despite = (typeof despites)[number];

/** Absent from what older versions wrote; `decider` from what no person at this machine said. */
const decided = { decider: v.exactOptional(deciderShape), evidence: v.exactOptional(evidenceShape) };

/** The most frequent first: a body is looked for in this order. */
const entryBody = v.variant('type', [
  v.strictObject({ ...facts, type: v.literal('call.passed') }),
  v.strictObject({ ...facts, type: v.literal('call.finished'), outcome: v.picklist(['ran', 'failed']) }),
  v.strictObject({ ...facts, type: v.literal('call.held'), request, rule: text }),
  v.strictObject({ ...facts, type: v.literal('call.parked'), request }),
  v.strictObject({ ...facts, ...decided, type: v.literal('call.denied'), request, by, reason: text }),
  v.strictObject({
    ...facts,
    ...decided,
    type: v.literal('call.approved'),
    request,
    by,
    typed: v.boolean(),
    /** Whose countersignatures bear it. */
    signers: v.exactOptional(texts),
  }),
  v.strictObject({ ...facts, type: v.literal('call.released'), request }),
  /** What an approved call was to take from this disk was copied, before it ran. `list` is SHA-256, hex, of the list of what was. */
  v.strictObject({
    ...facts,
    type: v.literal('copy.kept'),
    request,
    files: v.number(),
    bytes: v.number(),
    list: text,
  }),
  v.strictObject({ ...facts, type: v.literal('call.expired'), request }),
  v.strictObject({ ...facts, type: v.literal('call.void'), request, code: text }),
  /**
   * A call that ran and should not have, by its hook afterwards or by the agent's own transcript: it never rang before, or it
   * ran despite what was answered.
   */
  v.strictObject({
    ...facts,
    type: v.literal('call.slipped'),
    seen: v.picklist(['after', 'transcript']),
    despite: v.exactOptional(v.picklist(despites)),
  }),
  /** `macs`: every entry from here on has one. Absent where a version began the record that wrote none. */
  v.strictObject({ type: v.literal('genesis'), machine: text, macs: v.exactOptional(v.literal(true)) }),
  /** The requester signed a request and asks peers. */
  v.strictObject({
    ...facts,
    ...signature,
    type: v.literal('request.sent'),
    request,
    id: text,
    approveBy: v.number(),
    /** Over the policy and roster in force. */
    policy: text,
  }),
  /** `answer` is SHA-256, hex, of the envelope as it came. */
  v.strictObject({ ...signature, type: v.literal('approval.received'), request, answer: text }),
  v.strictObject({ ...signature, type: v.literal('denial.received'), request, answer: text, reason: text }),
  v.strictObject({
    type: v.literal('answer.refused'),
    request,
    statement: text,
    answer: text,
    code: text,
    detail: text,
  }),
  /** The one run begins. `unsent`: the courier could not be told; this home's own claim stands alone. */
  v.strictObject({
    type: v.literal('use.begun'),
    request,
    statement: text,
    courier: v.picklist(['told', 'unsent']),
  }),
  /** A person let a call run without the countersignatures that the policy asks for. A review is due. */
  v.strictObject({
    ...facts,
    ...signature,
    type: v.literal('break-glass'),
    request,
    reason: text,
    /** Who looks at it, by when (Unix milliseconds), and the notice's id at the courier. */
    review: v.exactOptional(v.strictObject({ id: text, from: texts, by: countShape })),
  }),
  /** Another person has looked at a broken glass, and signed what they think of it. */
  v.strictObject({
    ...signature,
    type: v.literal('review.received'),
    request,
    answer: text,
    verdict: reviewVerdict,
    comment: text,
  }),
  /** This machine's person answered somebody else's request. */
  v.strictObject({
    ...signature,
    type: v.literal('countersignature.given'),
    id: text,
    requester: text,
    decision: v.picklist(['approval', 'denial']),
    summary: text,
    comment: text,
    reviewedMs: v.number(),
  }),
  /** This machine's person looked at somebody else's broken glass. */
  v.strictObject({
    ...signature,
    type: v.literal('review.given'),
    id: text,
    requester: text,
    verdict: reviewVerdict,
    summary: text,
    comment: text,
    reviewedMs: v.number(),
  }),
  /** A person has accepted hooks of a workspace, each with its exact content: they can rewrite calls after a yes. */
  v.strictObject({
    type: v.literal('hooks.accepted'),
    agent,
    hooks: v.array(v.strictObject({ file: text, sha256: text })),
  }),
  /** A person lets reads on one target pass, for the rest of one session. */
  v.strictObject({ type: v.literal('reads.passed'), agent, session: text, target: text }),
  v.strictObject({ type: v.picklist(['agent.connected', 'agent.disconnected']), agent, file: text }),
  /** What took an agent's guard away, and that it is back. `line` 0: the whole file. */
  v.strictObject({
    type: v.picklist(['guard.drifted', 'guard.repaired']),
    agent,
    problem: v.picklist(driftKinds),
    file: text,
    line: v.number(),
  }),
  /** A team's policy came into force. `policy` is the digest over policy and roster. */
  v.strictObject({
    type: v.literal('policy.loaded'),
    version: v.number(),
    policy: text,
    commit: text,
    remote: text,
    /** Who accepted it here, where a person did: later ones follow from it. */
    decider: v.exactOptional(deciderShape),
  }),
  /** A file of the workspace would loosen something, and is not followed. `sha256` is of its text. */
  v.strictObject({ type: v.literal('policy.loosening'), where: text, sha256: text, what: texts }),
  /**
   * `lost`: what stood at the end is not there any more. `torn`: a line was unfinished; `gone`: one that was begun is not there;
   * `foreign`: the last one is not what was written.
   */
  v.strictObject({
    type: v.literal('recovery'),
    detail: text,
    lost: v.exactOptional(v.picklist(['torn', 'gone', 'foreign'])),
  }),
  /** A copy was put back, in whole or where it was missing. `files`: how many were written. */
  v.strictObject({ type: v.literal('copy.restored'), request, into: text, files: v.number() }),
  /** The oldest entries were let go: as many, the hash of the last, the tree's root over them, and when that was written. */
  v.strictObject({
    type: v.literal('retention.pruned'),
    to: countShape,
    head: hexDigest,
    root: hexDigest,
    until: countShape,
    months: countShape,
  }),
  /** Nothing of the record goes until a person ends it. */
  v.strictObject({ type: v.literal('hold.begun'), person: text, reason: text }),
  v.strictObject({ type: v.literal('hold.ended'), person: text, reason: text }),
  /** What lay beside the record of these requests, cards and copies, was erased: by whom, and on what ground. */
  v.strictObject({
    type: v.literal('erased'),
    requests: texts,
    files: countShape,
    bytes: countShape,
    person: text,
    ground: text,
  }),
  /** A person lets a git remote keep checkpoints of the record. */
  v.strictObject({
    type: v.literal('witness.chosen'),
    remote: text,
    decider: v.exactOptional(deciderShape),
  }),
  /** A person lets the record's entries go to an archive. `key` is what it cosigns with; an empty `archive` ends it. */
  v.strictObject({
    type: v.literal('archive.chosen'),
    archive: text,
    key: text,
    /** Digest of the team's policy that named it. */
    policy: v.exactOptional(hexDigest),
    decider: v.exactOptional(deciderShape),
  }),
  /** A person has said what a place is: on a held card, whose name then stands in `request`, in the editor or in a terminal. */
  v.strictObject({
    ...saidPlaceShape.entries,
    type: v.literal('place.said'),
    request: v.exactOptional(text),
    decider: v.exactOptional(deciderShape),
  }),
  /** What they have said of it counts no more. */
  v.strictObject({
    ...placeShape.entries,
    type: v.literal('place.forgotten'),
    decider: v.exactOptional(deciderShape),
  }),
]);

/** What an entry says, before it is placed in the chain. Times and sequence are added when it is appended. */
export type EntryBody = Shape<typeof entryBody>;

/** One line of the record, as this version writes it: RFC 8785 JSON of these fields. */
export const entryShape = v.strictObject({
  v: v.literal(1),
  seq: countShape,
  /** SHA-256, hex, of the previous raw line. */
  prev: hexDigest,
  /** Unix milliseconds. */
  ts: countShape,
  /** Random id of the process that wrote it, hex. */
  writer: text,
  body: entryBody,
});

/** The body of an entry that this version does not know, or in which it does not know a code. The chain holds over it. */
export interface NewerBody {
  readonly type: 'newer';
  /** Its type as written. */
  readonly was: string;
  /** The call that it names, if it names one. */
  readonly call?: { readonly session: string; readonly callId: string };
  /** The request that it names, if it names one. */
  readonly about?: string;
}

/** An entry as it lies in the record. */
export interface Entry extends Omit<Shape<typeof entryShape>, 'v' | 'body'> {
  readonly v: number;
  readonly body: EntryBody | NewerBody;
  /** The raw line, where a newer version wrote something that this one does not know. */
  readonly newer?: string;
}
