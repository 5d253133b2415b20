/** A team with keys in software: who asks, who may answer, and the policy that they share. */
import { digestOfCall } from '../../src/core/approval/digest.js';
import { sealOf } from '../../src/core/approval/seal.js';
import {
  type AnswerStatement,
  answerText,
  namespaceOf,
} from '../../src/core/countersign/answer-statement.js';
import { encodeEnvelope } from '../../src/core/countersign/decode-envelope.js';
import { bundleDigest } from '../../src/core/countersign/endorsement.js';
import { type Namespace, namespaces } from '../../src/core/countersign/namespace.js';
import { type RequestStatement, requestText } from '../../src/core/countersign/request-statement.js';
import type { Roster, RosterKey } from '../../src/core/countersign/roster.js';
import { formatRoster } from '../../src/core/countersign/roster-text.js';
import { toBase64 } from '../../src/core/countersign/ssh-base64.js';
import type { KeyType } from '../../src/core/countersign/ssh-public-key.js';
import type { AskedSignatures } from '../../src/core/countersign/threshold.js';
import type { Trust } from '../../src/core/countersign/trust.js';
import type { TeamPolicy } from '../../src/core/policy/team-policy.js';
import type { Need } from '../../src/core/policy/verdict.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { err, ok } from '../../src/core/shared/result.js';
import type { Signer, SignFailure, SigningKey } from '../../src/ports/signer.js';
import { assessment, noon, rebuildChange, shellCall } from './requests.js';
import { type Signing, type SoftwareKey, softwareKey } from './ssh-keys.js';

export const everyNamespace: readonly Namespace[] = Object.values(namespaces);

export function rosterKey(person: string, key: SoftwareKey, change: Partial<RosterKey> = {}): RosterKey {
  const { fingerprint, type, blob } = key;
  return { person, fingerprint, type, blob: toBase64(blob), namespaces: everyNamespace, ...change };
}

/** Mara asks; Ben and Cleo can countersign; Dan is in the roster, and in no group. */
export const persons = [
  'mara@example.com',
  'ben@example.com',
  'cleo@example.com',
  'dan@example.com',
] as const;
export const [mara, ben, cleo, dan] = persons;

export type Keys = Readonly<Record<string, SoftwareKey>>;

export function softwareKeys(type: KeyType = 'ssh-ed25519'): Keys {
  return Object.fromEntries(persons.map((person) => [person, softwareKey(type)]));
}

export function rosterOf(keys: Keys): Roster {
  return { keys: Object.entries(keys).map(([person, key]) => rosterKey(person, key)) };
}

export const oneOfPeers: Need = { group: 'peers', from: [ben, cleo], count: 1, presence: 'none' };

export function teamPolicy(change: Partial<TeamPolicy> = {}): TeamPolicy {
  return {
    version: 1,
    environments: [],
    groups: { peers: [ben, cleo] },
    rules: [
      {
        id: 'production',
        match: { environment: ['production'] },
        ceremony: { kind: 'countersign', needs: [{ group: 'peers', count: 1, presence: 'none' }] },
      },
    ],
    expiry: { approveMinutes: 15, useMinutes: 5 },
    courier: 'folder:/tmp/mail',
    breakGlass: { allowed: false, presence: 'none' },
    ...change,
  };
}

export function trustOf(keys: Keys, change: Partial<Trust> = {}): Trust {
  const rosterText = formatRoster(rosterOf(keys));
  const digests = { policyDigest: 'a'.repeat(64), rosterDigest: sha256(rosterText) };
  return {
    policy: teamPolicy(),
    roster: rosterOf(keys),
    rosterText,
    ...digests,
    digest: bundleDigest(digests),
    commit: 'c'.repeat(40),
    remote: 'ssh://git@example.com/team/app',
    endorsedBy: [mara, ben],
    ...change,
  };
}

const salt = '5a'.repeat(16);

export function statement(keys: Keys, change: Partial<RequestStatement> = {}): RequestStatement {
  const call =
    change.call ??
    shellCall('aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod');
  const judged = change.assessment ?? assessment();
  const digest = digestOfCall(call, judged);
  return {
    kind: 'request',
    id: '0123456789abcdef0123456789abcdef',
    name: 'CS-142',
    createdAt: noon,
    approveBy: noon + 15 * 60_000,
    useWithinMs: 5 * 60_000,
    maxUses: 1,
    audience: { machine: 'mara-laptop', window: 'w1' },
    requester: { person: mara, fingerprint: keys[mara]?.fingerprint ?? '', account: 'mara' },
    call,
    assessment: judged,
    change: rebuildChange,
    seal: { digest: sealOf(digest.ok ? digest.value : '', salt), salt, withheld: 0 },
    ground: {
      cwd: '/home/mara/cost-explorer',
      programs: [],
      files: [],
      environment: { names: [], digest: sha256('') },
      unread: [],
    },
    repository: { remote: 'ssh://git@example.com/team/app', commit: 'c'.repeat(40), branch: 'main' },
    rule: { id: 'team/production', origin: 'team' },
    typed: 'cost-explorer-prod',
    needs: [oneOfPeers],
    policy: { digest: trustOf(keys).digest, version: 1, commit: 'c'.repeat(40) },
    shown: { sha256: sha256('card'), truncated: false },
    log: { size: 7, head: 'e'.repeat(64) },
    asked: 1,
    reason: '',
    ...change,
  };
}

export function textOfRequest(request: RequestStatement): string {
  const text = requestText(request);
  if (!text.ok) throw new Error(`${text.error.code} at ${text.error.at}`);
  return text.value;
}

export function requestBytes(request: RequestStatement, key: SoftwareKey | undefined): Uint8Array {
  return signedBytesOf(textOfRequest(request), key, namespaces.request);
}

/** An answer by a person of the team; `change` falsifies what the signed statement says. */
export function answerBytes(
  request: RequestStatement,
  person: string,
  key: SoftwareKey | undefined,
  change: Partial<AnswerStatement> = {},
  how: Signing & { readonly namespace?: Namespace } = {},
): Uint8Array {
  const answer: AnswerStatement = {
    decision: 'approval',
    request: sha256(textOfRequest(request)),
    id: request.id,
    seal: request.seal.digest,
    approveBy: request.approveBy,
    approver: { person, fingerprint: key?.fingerprint ?? '' },
    policy: request.policy,
    shown: { sha256: sha256('card'), truncated: false },
    own: { score: 95, rule: 'team/production' },
    reviewedMs: 40_000,
    comment: '',
    signedAt: noon + 60_000,
    ...change,
  };
  const text = answerText(answer);
  if (!text.ok) throw new Error(text.error.code);
  return signedBytesOf(text.value, key, how.namespace ?? namespaceOf(answer.decision), how);
}

export function signedBytesOf(
  text: string,
  key: SoftwareKey | undefined,
  namespace: Namespace,
  how: Signing = {},
): Uint8Array {
  const signature = key?.sign(new TextEncoder().encode(text), namespace, how) ?? '';
  const bytes = encodeEnvelope({ statement: text, signatures: [signature] });
  if (!bytes.ok) throw new Error(bytes.error.code);
  return bytes.value;
}

export function asked(
  request: RequestStatement,
  trust: Trust,
  answers: readonly Uint8Array[],
  change: Partial<AskedSignatures> = {},
): AskedSignatures {
  return {
    statement: request,
    digest: sha256(textOfRequest(request)),
    answers,
    trust,
    ownKeys: [],
    now: noon + 2 * 60_000,
    ...change,
  };
}

/** Signs with the keys that one person holds. */
export class SoftwareSigner implements Signer {
  failure: SignFailure | undefined;
  signed = 0;

  constructor(
    private readonly held: readonly SoftwareKey[],
    private readonly how: Signing = {},
  ) {}

  async keys() {
    if (this.failure) return err(this.failure);
    return ok(this.held.map(signingKey));
  }

  async sign(key: SigningKey, namespace: Namespace, message: Uint8Array) {
    if (this.failure) return err(this.failure);
    const held = this.held.find((one) => one.fingerprint === key.fingerprint);
    if (!held) return err({ code: 'no-key', detail: key.fingerprint } as const);
    this.signed += 1;
    return ok(held.sign(message, namespace, this.how));
  }
}

function signingKey(key: SoftwareKey): SigningKey {
  const { fingerprint, type } = key;
  return { fingerprint, type, blob: toBase64(key.blob), comment: '', source: 'agent' };
}
