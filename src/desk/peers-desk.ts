import { answerPlace } from '../core/countersign/answer-statement.js';
import { namespaces } from '../core/countersign/namespace.js';
import type { Obstacle } from '../core/countersign/progress.js';
import { openRequest } from '../core/countersign/request.js';
import type { Trust } from '../core/countersign/trust.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { thrownText } from '../core/shared/thrown.js';
import type { Courier, CourierFailure, MessageKey } from '../ports/courier.js';
import type { Judge } from '../ports/judge.js';
import type { Clock, RecordStore } from '../ports/ports.js';
import type { PeerDecision, PeerRefusal } from '../protocol/peer-decision.js';
import { answer } from './answering.js';
import { isJunk } from './correspondence.js';
import type { CountersignParts } from './countersign-parts.js';
import { ownOpinion } from './own-opinion.js';
import { ownPerson } from './own-person.js';
import type { PeerRequest, StrangeRequest } from './peer-request.js';
import { inForce } from './signing.js';

export interface PeersParts extends Pick<CountersignParts, 'trust' | 'signer' | 'courier'> {
  readonly clock: Clock;
  readonly record: RecordStore;
  readonly judge: Pick<Judge, 'judge'>;
}

/** Nobody reads more than this at a time; the rest is counted. */
const mostShown = 50;

/** One requester's share of what is shown. */
const mostOfOne = 20;

/**
 * The desk for other persons' requests: it verifies them against this machine's own copy of the policy and the roster,
 * judges them anew, and carries this person's signed answers. It never approves anything by itself.
 */
export class PeersDesk {
  private readonly known = new Map<string, PeerRequest>();
  private readonly strangers = new Map<string, StrangeRequest>();
  private readonly listeners = new Set<() => void>();
  private readonly answered = new Map<string, string>();
  private failure: CourierFailure | undefined;
  private obstacle: Obstacle | undefined;
  private watched: { readonly courier: Courier; readonly stop: () => void } | undefined;
  private running: Promise<void> | undefined;
  private isWanted = false;
  private isClosed = false;
  private isAttended = false;
  private hidden = 0;

  constructor(private readonly parts: PeersParts) {}

  /** Those that wait for this person first, oldest first; expired ones are gone. */
  requests(): readonly PeerRequest[] {
    const now = this.parts.clock.now();
    const ranks = { waiting: 0, notice: 1, answered: 2, own: 3 } as const;
    return [...this.known.values()]
      .filter(({ kind, statement }) => kind === 'notice' || now < statement.approveBy)
      .sort((a, b) => ranks[a.kind] - ranks[b.kind] || a.statement.createdAt - b.statement.createdAt);
  }

  /** Messages that are no request by anybody of the team; shown as a warning, never as a card. */
  strange(): readonly StrangeRequest[] {
    return [...this.strangers.values()];
  }

  /** Why nothing, or not everything, is shown. `more` requests were left out. */
  trouble(): { readonly courier?: CourierFailure; readonly obstacle?: Obstacle; readonly more: number } {
    return {
      more: this.hidden,
      ...(this.failure === undefined ? {} : { courier: this.failure }),
      ...(this.obstacle === undefined ? {} : { obstacle: this.obstacle }),
    };
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Looks once, and from then on whenever the courier has news. */
  watch(): void {
    void this.refresh();
  }

  /** A person looks at the window, or no longer does: news is fetched more often meanwhile. */
  attend(isLooking: boolean): void {
    this.isAttended = isLooking;
    this.watched?.courier.attend?.(isLooking);
  }

  /** Fetches one request by its whole id, whatever else lies there: among thousands of junk names it may not be listed. */
  async fetch(id: string): Promise<void> {
    const trust = inForce(this.parts.trust.now());
    const courier = trust.ok ? this.parts.courier(trust.value) : undefined;
    if (!trust.ok || !courier?.ok || this.known.has(id)) return;
    const own = await this.ownPerson(trust.value);
    await this.take(id, courier.value, trust.value, own.ok ? own.value.person : undefined, false);
  }

  /** Asks the courier. Ends in bounded time; never rejects. */
  refresh(): Promise<void> {
    this.isWanted = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** This person's yes, signed. It counts for nothing here: only the requester's desk counts. */
  countersign(
    id: string,
    decision: PeerDecision,
    cancelled?: AbortSignal,
  ): Promise<Result<PeerRequest, PeerRefusal>> {
    return this.give(id, 'approval', decision, cancelled);
  }

  /** This person's no, signed: final, whatever others say. */
  refuse(
    id: string,
    decision: PeerDecision,
    cancelled?: AbortSignal,
  ): Promise<Result<PeerRequest, PeerRefusal>> {
    return this.give(id, 'denial', decision, cancelled);
  }

  dispose(): void {
    this.isClosed = true;
    this.watched?.stop();
    this.listeners.clear();
  }

  private async run(): Promise<void> {
    while (this.isWanted && !this.isClosed) {
      this.isWanted = false;
      await this.look().catch((error: unknown) => {
        this.failure = {
          code: 'unusable',
          detail: thrownText(error),
        };
      });
      for (const listener of this.listeners) listener();
    }
  }

  private async look(): Promise<void> {
    const trust = inForce(this.parts.trust.now());
    this.obstacle = trust.ok ? undefined : trust.error;
    if (!trust.ok) return this.known.clear();
    const courier = this.parts.courier(trust.value);
    if (!courier.ok) {
      this.obstacle = { code: 'no-courier', detail: `${courier.error.code} ${courier.error.detail}` };
      return;
    }
    this.follow(courier.value);
    const [listed, answers] = await Promise.all([
      courier.value.list('request'),
      courier.value.list('answer'),
    ]);
    this.failure = listed.ok ? undefined : listed.error;
    if (!listed.ok) return;
    const own = await this.ownPerson(trust.value);
    const places = own.ok
      ? [answerPlace(own.value.key.blob, 'approval'), answerPlace(own.value.key.blob, 'denial')]
      : [];
    const isAnswered = (id: string): boolean =>
      answers.ok && answers.value.some((key) => key.id === id && places.includes(key.signer));
    this.forgetGone(listed.value);
    for (const { id } of listed.value.slice(0, mostShown)) {
      await this.take(id, courier.value, trust.value, own.ok ? own.value.person : undefined, isAnswered(id));
    }
    this.hidden = Math.max(0, listed.value.length - mostShown) + this.dropExcess();
  }

  private ownPerson({ roster }: Trust): ReturnType<typeof ownPerson> {
    return ownPerson(this.parts.signer, roster, namespaces.approval, this.parts.clock.now());
  }

  /** Watches the courier of the policy in force, and no other. */
  private follow(courier: Courier): void {
    if (this.watched?.courier === courier) return;
    this.watched?.stop();
    this.watched = { courier, stop: courier.watch('request', undefined, () => void this.refresh()) };
    courier.attend?.(this.isAttended);
  }

  private forgetGone(keys: readonly MessageKey[]): void {
    const there = new Set(keys.map((key) => key.id));
    for (const id of [...this.known.keys()]) if (!there.has(id)) this.known.delete(id);
    for (const id of [...this.strangers.keys()]) if (!there.has(id)) this.strangers.delete(id);
  }

  private async take(
    id: string,
    courier: Courier,
    trust: Trust,
    person: string | undefined,
    isAnswered: boolean,
  ): Promise<void> {
    const known = this.known.get(id);
    const isCurrent = known?.opinion !== undefined && known.statement.policy.digest === trust.digest;
    const bytes = isCurrent ? undefined : await courier.get({ kind: 'request', id, signer: '' });
    if (bytes !== undefined && (!bytes.ok || bytes.value === undefined)) {
      if (bytes.ok) return;
      if (isJunk(bytes.error))
        this.strangers.set(id, { id, error: { code: 'unreadable', detail: bytes.error.code } });
      else this.failure = bytes.error;
      return;
    }
    const opened = bytes?.value && openRequest(bytes.value, id, trust.roster, this.parts.clock.now());
    if (opened && !opened.ok) {
      this.known.delete(id);
      if (opened.error.code !== 'expired') this.strangers.set(id, { id, error: opened.error });
      return;
    }
    const read = opened?.value ?? known;
    if (!read) return;
    const { statement, digest, presence } = read;
    const opinion =
      known?.digest === digest && isCurrent
        ? known.opinion
        : await ownOpinion(statement, trust, this.parts.judge);
    const hindrance = hindranceOf(statement, trust, person, opinion.problem);
    const kind =
      statement.kind === 'break-glass'
        ? isAnswered || this.answered.get(id) === digest
          ? 'answered'
          : 'notice'
        : statement.requester.person === person
          ? 'own'
          : isAnswered || this.answered.get(id) === digest
            ? 'answered'
            : 'waiting';
    this.strangers.delete(id);
    this.known.set(id, {
      id,
      digest,
      statement,
      presence,
      kind,
      opinion,
      ...(hindrance ? { hindrance } : {}),
    });
  }

  /** A requester who sends too many does not push the others out. */
  private dropExcess(): number {
    const counts = new Map<string, number>();
    let dropped = 0;
    for (const peer of this.requests()) {
      const { person } = peer.statement.requester;
      const count = (counts.get(person) ?? 0) + 1;
      counts.set(person, count);
      if (count <= mostOfOne) continue;
      this.known.delete(peer.id);
      dropped += 1;
    }
    return dropped;
  }

  private async give(
    id: string,
    kind: 'approval' | 'denial',
    decision: PeerDecision,
    cancelled: AbortSignal | undefined,
  ): Promise<Result<PeerRequest, PeerRefusal>> {
    const peer = this.known.get(id);
    if (!peer) return refuse('unknown-request', id);
    if (peer.digest !== decision.digest) return refuse('digest-changed', peer.digest);
    const trust = inForce(await this.parts.trust.refresh());
    if (!trust.ok) return refuse('not-trusted', 'detail' in trust.error ? trust.error.detail : '');
    if (kind === 'approval') {
      const hindrance = hindranceOf(peer.statement, trust.value, undefined, peer.opinion.problem);
      if (hindrance) return err(hindrance);
    }
    const courier = this.parts.courier(trust.value);
    if (!courier.ok) return refuse('courier', `${courier.error.code} ${courier.error.detail}`);
    const there = await courier.value.get({ kind: 'request', id, signer: '' });
    if (!there.ok) return refuse('courier', `${there.error.code} ${there.error.detail}`);
    const opened = there.value && openRequest(there.value, id, trust.value.roster, this.parts.clock.now());
    if (!opened) return refuse('unknown-request', id);
    if (!opened.ok)
      return refuse(opened.error.code === 'expired' ? 'expired' : 'digest-changed', opened.error.code);
    if (opened.value.digest !== peer.digest) return refuse('digest-changed', opened.value.digest);
    const given = await answer(
      peer,
      kind,
      decision,
      { ...this.parts, courier: courier.value, trust: trust.value },
      cancelled,
    );
    if (!given.ok) return given;
    this.answered.set(id, peer.digest);
    const done: PeerRequest = { ...peer, kind: 'answered' };
    this.known.set(id, done);
    for (const listener of this.listeners) listener();
    return ok(done);
  }
}

/** Why a yes cannot be given here, whoever sits here; `person` undefined leaves out who is asked. */
function hindranceOf(
  statement: PeerRequest['statement'],
  trust: Trust,
  person: string | undefined,
  problem: PeerRequest['opinion']['problem'],
): PeerRefusal | undefined {
  // A broken glass is looked at under whatever policy is in force by then.
  if (statement.kind === 'break-glass')
    return statement.requester.person === person ? { code: 'own-request', detail: person } : undefined;
  if (statement.policy.digest !== trust.digest)
    return { code: 'policy-differs', detail: sha256Short(trust.digest) };
  if (problem !== undefined) return { code: problem, detail: statement.rule.id };
  if (person === undefined || statement.needs.some((need) => need.from.includes(person))) return undefined;
  return { code: 'not-asked', detail: person };
}

function sha256Short(digest: string): string {
  return digest.slice(0, 12);
}

function refuse(code: PeerRefusal['code'], detail: string): Result<never, PeerRefusal> {
  return err({ code, detail });
}
