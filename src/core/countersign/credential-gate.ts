import { digestOfCall } from '../approval/digest.js';
import { exactName, lookAtName } from '../policy/glob.js';
import { sha256 } from '../shared/digest.js';
import { err, ok, type Result } from '../shared/result.js';
import { openAnswer } from './answer.js';
import { encodeEnvelope } from './decode-envelope.js';
import { decodeRequestStatement } from './decode-statement.js';
import { bundleDigest } from './endorsement.js';
import { namespaces } from './namespace.js';
import type { Receipt } from './receipt.js';
import { openRequest, type SignedRequest } from './request.js';
import type { RequestStatement } from './request-statement.js';
import type { Roster } from './roster.js';
import { validityAt } from './roster-lookup.js';
import { skewMs, standing } from './threshold.js';

/** What a receipt has to show before a credential is given out. */
export interface Demand {
  /** `countersigned`: enough other persons have signed. `confirmed`: the requester has; nobody has refused. */
  readonly require: 'countersigned' | 'confirmed';
  /** The one that the verifier knows: the receipt's own proves nothing to it. */
  readonly roster: Roster;
  /** SHA-256, hex, over policy and roster, which both sides must have signed. */
  readonly policy?: string | undefined;
  /** A glob over the call's targets: `aws:cost-explorer-*`, or a name or account alone. */
  readonly target?: string | undefined;
  /** SHA-256, hex, of the command, of the call as the record names it, or its salted seal. */
  readonly commandDigest?: string | undefined;
  /** Milliseconds from the last signature that was needed. */
  readonly maxAgeMs?: number | undefined;
  /** The verifier's own clock, Unix milliseconds. */
  readonly now: number;
}

/** What was shown, all of it from signed bytes. */
export interface GateProof {
  readonly statement: RequestStatement;
  /** SHA-256, hex, of the request as it was signed: by this it is used once. */
  readonly digest: string;
  /** Who countersigned; empty where nobody had to, or where the glass was broken. */
  readonly signers: readonly string[];
  /** When the last signature that was needed was made, by the clock of who made it. */
  readonly signedAt: number;
}

export interface GateRefusal {
  readonly code:
    | 'unreadable'
    | 'request'
    | 'key-not-valid'
    | 'policy'
    | 'denied'
    | 'not-countersigned'
    | 'target'
    | 'command'
    | 'future'
    | 'too-old';
  /** What was found; data. */
  readonly detail: string;
}

/**
 * Whether a receipt opens a credential. Nothing in it is believed but what a key of the given roster has signed: neither
 * its own roster, nor when it says that it was decided.
 */
export function checkDemand(receipt: Receipt, demand: Demand): Result<GateProof, GateRefusal> {
  const bytes = encodeEnvelope(receipt.request);
  if (!bytes.ok) return err({ code: 'unreadable', detail: bytes.error.code });
  const answers = receipt.answers.flatMap((one) => {
    const encoded = encodeEnvelope(one);
    return encoded.ok ? [encoded.value] : [];
  });
  const settled = settle(receipt.request.statement, bytes.value, answers, demand);
  if (!settled.ok) return settled;
  const { request, signers, signedAt } = settled.value;
  const { statement } = request;
  const refusal =
    refusalOfPolicy(statement, receipt, demand) ??
    refusalOfTarget(statement, demand.target) ??
    refusalOfCommand(statement, demand.commandDigest) ??
    refusalOfTime([statement.createdAt, signedAt], signedAt, demand);
  return refusal === undefined ? ok({ statement, digest: request.digest, signers, signedAt }) : err(refusal);
}

interface Settled {
  readonly request: SignedRequest;
  readonly signers: readonly string[];
  readonly signedAt: number;
}

/** When enough had signed: the signed times are tried in order, so that a later signature makes nothing younger. */
function settle(
  text: string,
  bytes: Uint8Array,
  answers: readonly Uint8Array[],
  demand: Demand,
): Result<Settled, GateRefusal> {
  const { roster, now } = demand;
  // Keys have to be good now; what they signed was in time, or not, when they signed it.
  const opened = answers.flatMap((answer) => {
    const one = openAnswer(answer, roster, now);
    return one.ok ? [{ answer, at: one.value.statement.signedAt }] : [];
  });
  const times = [...new Set(opened.map(({ at }) => at))].sort((a, b) => a - b);
  const request = requestIn(text, bytes, roster, now);
  if (!request.ok) return request;
  const { statement, digest } = request.value;
  const at = (time: number, until: number) =>
    standing({
      statement,
      digest,
      answers: opened.filter((one) => one.at <= until).map(({ answer }) => answer),
      trust: { digest: statement.policy.digest, roster },
      ownKeys: [],
      now: time,
    });
  const last = Math.max(statement.createdAt, ...times);
  const whole = at(last, last);
  if (whole.kind === 'denied') return err({ code: 'denied', detail: whole.by });
  const alone = { request: request.value, signers: [], signedAt: statement.createdAt };
  if (statement.kind === 'break-glass') return ok(alone);
  for (const time of times) {
    const stands = at(time, time);
    if (stands.kind !== 'approved') continue;
    const signers = stands.needs.flatMap((met) => met.by);
    if (signers.length > 0) return ok({ request: request.value, signers, signedAt: time });
  }
  if (demand.require === 'confirmed') return ok(alone);
  const why = whole.refused.map(({ code, detail }) => `${code} (${detail})`).join(', ');
  return err({ code: 'not-countersigned', detail: why === '' ? 'too few signatures' : why });
}

/** Whether it was answered in time is measured answer by answer; here, that it is what it says it is. */
function requestIn(
  text: string,
  bytes: Uint8Array,
  roster: Roster,
  now: number,
): Result<SignedRequest, GateRefusal> {
  const read = decodeRequestStatement(text);
  if (!read.ok) return err({ code: 'request', detail: `${read.error.code} ${read.error.detail}` });
  const opened = openRequest(bytes, read.value.id, roster, read.value.createdAt);
  if (!opened.ok)
    return err({ code: 'request', detail: `${opened.error.code} ${opened.error.detail}`.trim() });
  const { requester } = opened.value.statement;
  const isValid = roster.keys.some(
    (key) =>
      key.fingerprint === requester.fingerprint &&
      key.namespaces.includes(namespaces.request) &&
      validityAt(key, now) === 'valid',
  );
  return isValid ? opened : err({ code: 'key-not-valid', detail: requester.person });
}

function refusalOfPolicy(
  { policy }: RequestStatement,
  { policyDigest, roster }: Receipt,
  { policy: wanted }: Demand,
): GateRefusal | undefined {
  const carried = bundleDigest({ policyDigest, rosterDigest: sha256(roster) });
  if (policy.digest !== carried) return { code: 'policy', detail: 'the roster that it carries' };
  return wanted === undefined || wanted === policy.digest
    ? undefined
    : { code: 'policy', detail: policy.digest };
}

function refusalOfTarget(
  { assessment }: RequestStatement,
  glob: string | undefined,
): GateRefusal | undefined {
  if (glob === undefined) return undefined;
  const fits = exactName(glob);
  const names = assessment.targets.flatMap(({ system, name, account }) => [
    name,
    `${system}:${name}`,
    ...(account === undefined ? [] : [account, `${system}:${account}`]),
  ]);
  return names.some((name) => fits(lookAtName(name)))
    ? undefined
    : {
        code: 'target',
        detail: assessment.targets.map(({ system, name }) => `${system}:${name}`).join(', '),
      };
}

/** Where something was withheld, the command that is shown is not the one that runs, and only its seal can be compared. */
function refusalOfCommand(
  { call, assessment, seal }: RequestStatement,
  wanted: string | undefined,
): GateRefusal | undefined {
  if (wanted === undefined || wanted === seal.digest) return undefined;
  if (seal.withheld > 0 || seal.salt === undefined)
    return { code: 'command', detail: 'a secret was withheld' };
  const whole = digestOfCall(call, assessment);
  const command = call.payload.kind === 'shell' ? sha256(call.payload.command) : '';
  return wanted === command || (whole.ok && wanted === whole.value)
    ? undefined
    : { code: 'command', detail: command };
}

function refusalOfTime(
  signed: readonly number[],
  last: number,
  { now, maxAgeMs }: Demand,
): GateRefusal | undefined {
  const latest = Math.max(...signed);
  if (latest > now + skewMs) return { code: 'future', detail: new Date(latest).toISOString() };
  return maxAgeMs !== undefined && now - last > maxAgeMs
    ? { code: 'too-old', detail: new Date(last).toISOString() }
    : undefined;
}
