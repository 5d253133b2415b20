import { isSameGround } from '../core/approval/ground.js';
import type { Request, VoidCode } from '../core/approval/request.js';
import { sealOf } from '../core/approval/seal.js';
import type { SentRequest } from '../core/approval/sent-request.js';
import { atLeast } from '../core/countersign/assignment.js';
import { encodeEnvelope } from '../core/countersign/decode-envelope.js';
import { decodeRequestStatement } from '../core/countersign/decode-statement.js';
import { openRequest } from '../core/countersign/request.js';
import type { RequestStatement } from '../core/countersign/request-statement.js';
import { standing } from '../core/countersign/threshold.js';
import type { Trust } from '../core/countersign/trust.js';
import { coversNeeds } from '../core/policy/covers.js';
import { canonical } from '../core/shared/canonical.js';
import { sha256 } from '../core/shared/digest.js';
import { isJsonObject, parseJson } from '../core/shared/json.js';
import { isClockBehind } from './clock-behind.js';
import { sameBytes } from './correspondence.js';
import type { CountersignParts } from './countersign-parts.js';
import { groundNow } from './grounds.js';
import { note } from './ledger.js';
import { needsNow } from './needs-now.js';
import { ownBlobs } from './own-person.js';
import type { DeskParts } from './parts.js';
import type { Judged } from './ring.js';
import { inForce } from './signing.js';
import { isFirstOf } from './standing-yes.js';

/** Why a countersigned yes is not spent now. `begun-here`: another window of this home has begun its run, or broke off in it. */
export type Hindrance = VoidCode | 'begun-here';

/**
 * Looks at everything once more, at the moment of release: the signatures, the policy, the call, the ground it stands
 * on, and whether its one run has begun elsewhere. Undefined when all is as it was signed.
 */
export async function cleared(
  request: Request,
  judged: Judged,
  desk: DeskParts,
  parts: CountersignParts,
): Promise<Hindrance | undefined> {
  const { sent, basis } = request;
  if (!sent || !basis || request.state.kind !== 'approved') return 'not-countersigned';
  if (isClockBehind(desk)) return 'clock-set-back';
  const trust = inForce(parts.trust.now());
  if (!trust.ok || trust.value.digest !== sent.policy) return 'policy-changed';
  const statement = decodeRequestStatement(sent.statement);
  if (!statement.ok || sha256(sent.statement) !== sent.digest) return 'not-countersigned';
  const keys = await parts.signer.keys();
  const ownKeys = await ownBlobs(parts.signer, keys.ok ? keys.value : []);
  const { at } = request.state;
  if (!bears(request, sent, statement.value, { trust: trust.value, ownKeys, at })) return 'not-countersigned';
  if (statement.value.seal.digest !== sealOf(judged.digest, basis.salt)) return 'call-changed';
  const { ground } = (await groundNow(judged, desk, basis)).basis;
  if (!isSameGround(ground, statement.value.ground)) return 'ground-changed';
  return beginUse(request, sent, trust.value, desk, parts);
}

interface Measure {
  readonly trust: Trust;
  readonly ownKeys: readonly string[];
  /** When the signatures sufficed, Unix milliseconds. */
  readonly at: number;
}

/** The signatures that are kept, counted anew as of the moment at which they sufficed, for what the rules ask for. */
function bears(
  request: Request,
  sent: SentRequest,
  statement: RequestStatement,
  { trust, ownKeys, at }: Measure,
): boolean {
  if (statement.name !== request.id || statement.policy.digest !== trust.digest) return false;
  const envelope = encodeEnvelope({ statement: sent.statement, signatures: [sent.signature] });
  const own = envelope.ok ? openRequest(envelope.value, sent.id, trust.roster, at) : envelope;
  if (!own.ok) return false;
  if (sent.brokenGlass) {
    const { allowed, presence } = trust.policy.breakGlass;
    return statement.kind === 'break-glass' && allowed && atLeast(own.value.presence, presence);
  }
  const wanted = needsNow(request, trust, statement.requester.person);
  if (statement.kind !== 'request' || !wanted.ok || !coversNeeds(statement.needs, wanted.value)) return false;
  const answers = sent.answers.map((text) => new TextEncoder().encode(text));
  return standing({ statement, digest: sent.digest, answers, trust, ownKeys, now: at }).kind === 'approved';
}

/** Only one can create the message that says the run has begun. A courier that is away leaves this home's own claim. */
async function beginUse(
  request: Request,
  sent: SentRequest,
  trust: Trust,
  desk: DeskParts,
  parts: CountersignParts,
): Promise<Hindrance | undefined> {
  const here = {
    v: 1,
    request: sent.id,
    statement: sent.digest,
    machine: parts.machine,
    home: parts.account,
  } as const;
  const mark = canonical({ ...here, nonce: parts.random.hex(16) });
  const bytes = new TextEncoder().encode(mark.ok ? mark.value : sent.digest);
  const key = { kind: 'use', id: sent.id, signer: '' } as const;
  const courier = parts.courier(trust);
  const put = courier.ok ? await courier.value.put(key, bytes).catch(() => undefined) : undefined;
  if (courier.ok && put?.ok && put.value === 'exists') {
    const there = await courier.value.get(key).catch(() => undefined);
    const found = there?.ok ? there.value : undefined;
    // This very attempt's, put twice by the courier: the nonce of any other is another.
    if (found === undefined || !sameBytes(found, bytes)) return hindranceOf(found, here);
  }
  const told = put?.ok ? 'told' : 'unsent';
  const begun = { type: 'use.begun', request: request.id, statement: sent.digest, courier: told } as const;
  const noted = await note(desk.record, begun);
  if (!noted.ok) return 'record-failed';
  return isFirstOf(noted.value, desk) ? undefined : 'begun-here';
}

/** Whose run it is that began before: of another window of this home nothing is void, it has the run. */
function hindranceOf(found: Uint8Array | undefined, here: Readonly<Record<string, unknown>>): Hindrance {
  const mark = found && parseJson(new TextDecoder().decode(found));
  const isHere = isJsonObject(mark) && Object.entries(here).every(([name, value]) => mark[name] === value);
  return isHere ? 'begun-here' : 'used-elsewhere';
}
