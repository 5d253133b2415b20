import { digestOfCall } from '../core/approval/digest.js';
import type { Ground } from '../core/approval/ground.js';
import type { Request } from '../core/approval/request.js';
import { sealOf } from '../core/approval/seal.js';
import { checkDemand } from '../core/countersign/credential-gate.js';
import { teamOfTrust } from '../core/countersign/in-force.js';
import type { Receipt } from '../core/countersign/receipt.js';
import type { RequestStatement } from '../core/countersign/request-statement.js';
import type { Trust } from '../core/countersign/trust.js';
import { coversCeremony } from '../core/policy/covers.js';
import { ruleOn } from '../core/policy/rule-on.js';
import { defaultSettings } from '../core/policy/settings.js';
import type { Ceremony } from '../core/policy/verdict.js';
import { canonical } from '../core/shared/canonical.js';
import { decodeEvent } from '../core/toolcall/decode.js';
import type { HeldLevel } from '../core/toolcall/level.js';
import type { CallerId, ToolCall } from '../core/toolcall/toolcall.js';
import type { Judge } from '../ports/judge.js';
import type { Ring } from '../protocol/ring.js';
import { evaluateCall } from './evaluate.js';
import type { DeskRuling, Judged } from './ring.js';

/** What a locked doorbell looks at before it passes on a yes: nothing of it is believed but signatures under the pinned roster. */
export interface VouchParts {
  /** The organisation's policy and roster, which root has pinned. */
  readonly trust: Trust;
  readonly judge: Judge;
  readonly clock: { now(): number };
  readonly machine: string;
  readonly account: string;
  level(caller: CallerId): Promise<HeldLevel>;
  /** What lies in the home, newest first: the signatures in it count, and where it lies does not. */
  receipts(): readonly Receipt[];
  /** The request of that name, for the salts of what was signed. */
  request(name: string): Request | undefined;
}

/**
 * Whether a call may pass although a window said so, or said nothing: undefined where the pinned policy asks for no countersignature, or
 * where signatures under the pinned roster bear it; else a no. Rejects where the call cannot be judged.
 */
export async function vouch(ring: Ring, parts: VouchParts): Promise<DeskRuling | undefined> {
  const event = decodeEvent(ring.agent, ring.payload, ring.cwd, ring.event);
  if (!event.ok) return { kind: 'fail', reason: { code: 'undecoded', error: event.error } };
  if (event.value.kind !== 'before') return undefined;
  const team = teamOfTrust(parts.trust, true);
  const judged = await evaluateCall(ring, event.value, {
    judge: parts.judge,
    team: () => ({ team }),
    level: parts.level,
  });
  if (!judged.ok) return { kind: 'fail', reason: judged.error };
  const { assessment, call } = judged.value;
  const nobody = { readsPass: () => false };
  const asked = { team, caller: call.agent, level: await parts.level(call.agent), cwd: call.cwd };
  const verdict = ruleOn(assessment, nobody, defaultSettings, asked);
  if (verdict.kind === 'deny') return { kind: 'deny', reason: { code: 'forbidden', rule: verdict.rule } };
  if (verdict.kind !== 'hold' || verdict.ceremony.kind !== 'countersign') return undefined;
  for (const receipt of parts.receipts())
    if (await bears(receipt, judged.value, verdict.ceremony, parts)) return undefined;
  return { kind: 'deny', reason: { code: 'unvouched', rule: verdict.rule } };
}

async function bears(
  receipt: Receipt,
  judged: Judged,
  ceremony: Ceremony,
  parts: VouchParts,
): Promise<boolean> {
  const { trust, clock, machine, account } = parts;
  const now = clock.now();
  const proof = checkDemand(receipt, { require: 'countersigned', roster: trust.roster, now });
  // A broken glass is one signature, which any process of the user may be able to make.
  if (!proof.ok || proof.value.statement.kind !== 'request' || proof.value.signers.length === 0) return false;
  const { statement, signedAt } = proof.value;
  const lasts = Math.min(statement.useWithinMs, trust.policy.expiry.useMinutes * 60_000);
  const given = { kind: 'countersign', name: statement.typed, needs: statement.needs } as const;
  if (now - signedAt > lasts || !coversCeremony(given, ceremony)) return false;
  if (statement.audience.machine !== machine || statement.requester.account !== account) return false;
  const kept = parts.request(statement.name);
  return isSameCall(statement, judged, kept) && isSameFooting(statement.ground, judged, kept, parts);
}

/** What runs is what was signed: the call itself, or its seal where secrets were taken out of what peers saw. */
function isSameCall(
  { call, assessment, seal }: RequestStatement,
  judged: Judged,
  kept: Request | undefined,
): boolean {
  const salt = seal.salt ?? kept?.basis?.salt;
  if (salt === undefined) return false;
  if (seal.digest === sealOf(judged.digest, salt)) return true;
  // The window may have judged under more policies than the pinned one: then the call's own bytes decide.
  const shown = digestOfCall(call, assessment);
  const isWhole = seal.withheld === 0 && shown.ok && seal.digest === sealOf(shown.value, salt);
  return isWhole && isAlike(ownBytes(call), ownBytes(judged.call));
}

function ownBytes({ agent, session, subagent, tool, cwd, payload, options }: ToolCall): object {
  return { agent, session, subagent: subagent?.id ?? '', tool, cwd, payload, options: options ?? null };
}

/** What has no canonical form is like nothing. */
function isAlike(a: object, b: object): boolean {
  const [first, second] = [canonical(a), canonical(b)];
  return first.ok && second.ok && first.value === second.value;
}

/** The programs and files of the call are those that were signed. Variables are the window's to compare: here they are not all known. */
async function isSameFooting(
  signed: Ground,
  { call, assessment, site }: Judged,
  kept: Request | undefined,
  { judge }: VouchParts,
): Promise<boolean> {
  const salt = kept?.basis?.environmentSalt ?? '';
  const now = await judge.groundOf(call, assessment.effects, site, salt);
  const unsalted = ({ cwd, programs, files }: Ground): object => ({ cwd, programs, files });
  return isAlike(unsalted(signed), unsalted(now));
}
