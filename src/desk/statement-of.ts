import type { Request } from '../core/approval/request.js';
import { sealOf } from '../core/approval/seal.js';
import type { RequestStatement } from '../core/countersign/request-statement.js';
import type { Trust } from '../core/countersign/trust.js';
import type { Need } from '../core/policy/verdict.js';
import { lineOf, noPrevious } from '../core/record/line.js';
import { redacted } from '../core/record/redact.js';
import { sha256 } from '../core/shared/digest.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { statementCardText } from '../messages/countersign/statement-card.js';
import type { RecordStore } from '../ports/ports.js';
import type { CountersignParts } from './countersign-parts.js';
import type { OwnPerson } from './own-person.js';
import { withoutSecrets } from './without-secrets.js';

export interface StatementGiven {
  readonly request: Request;
  readonly needs: readonly Need[];
  readonly trust: Trust;
  readonly own: OwnPerson;
  readonly window: string;
  /** Unix milliseconds. */
  readonly now: number;
  /** Why the glass is broken; undefined when peers are asked. */
  readonly breakGlass?: string;
  readonly record: RecordStore;
  readonly parts: Pick<CountersignParts, 'random' | 'machine' | 'account' | 'markOf'>;
  readonly repository: RequestStatement['repository'];
}

const minute = 60_000;

/** The statement to sign; else the path of the field that has no form to sign, `ground` where the call's is not known. */
export function statementOf(given: StatementGiven): Result<RequestStatement, string> {
  const { request, trust, own, now, parts } = given;
  if (request.basis === undefined) return err('ground');
  const { ground, salt } = request.basis;
  const cleaned = withoutSecrets(
    {
      call: request.call,
      assessment: request.assessment,
      change: request.change,
    },
    parts.markOf,
  );
  if (!cleaned.ok) return cleaned;
  const { shown, withheld } = cleaned.value;
  const { expiry } = trust.policy;
  const draft: RequestStatement = {
    kind: given.breakGlass === undefined ? 'request' : 'break-glass',
    id: parts.random.hex(16),
    name: request.id,
    createdAt: now,
    approveBy: Math.min(now + expiry.approveMinutes * minute, request.expiresAt),
    useWithinMs: expiry.useMinutes * minute,
    maxUses: 1,
    audience: { machine: parts.machine, window: given.window },
    requester: { person: own.person, fingerprint: own.key.fingerprint, account: parts.account },
    ...shown,
    seal: { digest: sealOf(request.digest, salt), withheld, ...(withheld === 0 ? { salt } : {}) },
    ground,
    repository: given.repository,
    rule: request.rule,
    typed: request.ceremony.kind === 'confirm' ? '' : request.ceremony.name,
    needs: given.needs,
    policy: { digest: trust.digest, version: trust.policy.version, commit: trust.commit },
    shown: { sha256: noPrevious, truncated: false },
    log: headOf(given.record),
    asked: request.asked,
    reason: redacted(given.breakGlass ?? '', parts.markOf),
  };
  return ok({ ...draft, shown: { sha256: sha256(statementCardText(draft)), truncated: false } });
}

/** The record as it stands: a peer who signs the statement witnesses it. */
function headOf(record: RecordStore): RequestStatement['log'] {
  const newest = record.newest(1);
  const entry = newest.ok ? newest.value[0] : undefined;
  const line = entry && lineOf(entry);
  return entry && line?.ok
    ? { size: entry.seq + 1, head: sha256(line.value) }
    : { size: 0, head: noPrevious };
}
