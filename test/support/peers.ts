/** Mara's desk and a mailbox: peers' answers are put into it by the tests, signed in software. */
import type { Request } from '../../src/core/approval/request.js';
import { type AnswerStatement, answerPlace } from '../../src/core/countersign/answer-statement.js';
import { decodeEnvelope } from '../../src/core/countersign/decode-envelope.js';
import { decodeRequestStatement } from '../../src/core/countersign/decode-statement.js';
import { teamOf } from '../../src/core/countersign/in-force.js';
import type { RequestStatement } from '../../src/core/countersign/request-statement.js';
import { toBase64 } from '../../src/core/countersign/ssh-base64.js';
import type { Trust, TrustState } from '../../src/core/countersign/trust.js';
import type { Ceremony } from '../../src/core/policy/verdict.js';
import type { Assessment } from '../../src/core/risk/assessment.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { ok } from '../../src/core/shared/result.js';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';
import type { CountersignParts } from '../../src/desk/countersign-parts.js';
import type { TeamFacts } from '../../src/desk/parts.js';
import type { Courier } from '../../src/ports/courier.js';
import type { TrustRoot } from '../../src/ports/trust.js';
import {
  answerBytes,
  type Keys,
  mara,
  oneOfPeers,
  SoftwareSigner,
  softwareKeys,
  teamPolicy,
  trustOf,
} from './countersigners.js';
import { bashRing, MemoryRecord, MemoryRequests, type TestDesk, testDesk } from './desk.js';
import { Mailbox, MemoryCourier } from './memory-courier.js';
import { assessment, noon } from './requests.js';
import type { SoftwareKey } from './ssh-keys.js';
import { TickingClock } from './ticking-clock.js';

/** A trust root that a test turns. */
export class FixedTrust implements TrustRoot {
  private readonly listeners = new Set<() => void>();

  constructor(private state: TrustState) {}

  now(): TrustState {
    return this.state;
  }

  async refresh(): Promise<TrustState> {
    return this.state;
  }

  pin() {
    return ok(undefined);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** `isHeard`: those who listen are told; else it is only found when it is asked for. */
  become(state: TrustState, isHeard = true): void {
    this.state = state;
    if (isHeard) for (const listener of this.listeners) listener();
  }
}

/** Lets every promise that can go on go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export const rebuild = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';

export interface PeersOptions {
  readonly keys?: Keys;
  readonly trust?: Partial<Trust>;
  readonly ceremony?: Ceremony;
  readonly held?: readonly SoftwareKey[];
  /** Carries instead of the mailbox. */
  readonly courier?: Courier;
  /** Whether the team's rules speak about what the desk judges by itself, as in a window. */
  readonly hasRules?: boolean;
}

/** Mara's office: her desk, her record, her requests, and the mailbox that she shares with her peers. */
export class PeersOffice {
  readonly keys: Keys;
  readonly clock = new TickingClock(noon);
  readonly record = new MemoryRecord();
  readonly requests = new MemoryRequests();
  readonly box = new Mailbox();
  readonly courier = new MemoryCourier(this.box);
  readonly trusted: Trust;
  readonly trust: FixedTrust;
  readonly signer: SoftwareSigner;
  readonly receipts = new Map<string, Uint8Array>();
  /** What is on the disk, by path. */
  readonly files = new Map<string, string>();
  window = 1;
  /** What the engine says of a call; replaceable at any time. */
  judge: (call: ToolCall) => Assessment = () => assessment();
  /** The agent's environment. */
  env: Record<string, string> = {};
  at: TestDesk;
  private readonly ceremony: Ceremony;
  private readonly hasRules: boolean;
  private readonly carrier: Courier;

  constructor(options: PeersOptions = {}) {
    this.carrier = options.courier ?? this.courier;
    this.hasRules = options.hasRules ?? false;
    this.record.clock = this.clock;
    this.keys = options.keys ?? softwareKeys();
    // A ceremony of its own is no rule's: none speaks beside it.
    const ownRules = options.ceremony === undefined ? {} : { policy: teamPolicy({ rules: [] }) };
    this.trusted = trustOf(this.keys, { ...ownRules, ...options.trust });
    this.trust = new FixedTrust({ kind: 'trusted', trust: this.trusted });
    const own = this.keys[mara];
    this.signer = new SoftwareSigner(options.held ?? (own ? [own] : []));
    this.ceremony = options.ceremony ?? {
      kind: 'countersign',
      name: 'cost-explorer-prod',
      needs: [oneOfPeers],
    };
    this.at = this.open();
  }

  parts(): CountersignParts {
    const counter = { value: 0 };
    const next = (): number => {
      counter.value += 1;
      return counter.value;
    };
    return {
      trust: this.trust,
      signer: this.signer,
      random: { hex: (bytes) => sha256(`${this.window} ${next()}`).slice(0, bytes * 2) },
      markOf: (secret) => `‹secret ${sha256(`salt ${secret}`).slice(0, 6)}›`,
      courier: () => ok(this.carrier),
      repository: () => null,
      keepReceipt: (request, bytes) => this.receipts.set(request, bytes),
      machine: 'mara-laptop',
      account: 'mara',
    };
  }

  open(): TestDesk {
    const { clock, record, requests } = this;
    return testDesk({
      clock,
      record,
      requests,
      self: `w${this.window}`,
      countersigning: this.parts(),
      files: () => Object.fromEntries(this.files),
      hash: (path) => {
        const text = this.files.get(path);
        return text === undefined ? undefined : sha256(text);
      },
      judge: (call) => this.judge(call),
      ...(this.hasRules ? { team: () => this.facts() } : {}),
    });
  }

  private facts(): TeamFacts | undefined {
    const team = teamOf(this.trust.now());
    return team && { team, requester: mara };
  }

  /** Closes the window, and opens another over the same home. */
  async restart(): Promise<void> {
    await this.at.desk.dispose();
    this.window += 1;
    this.at = this.open();
    await this.at.desk.restore();
  }

  /** An agent's call that waits at the desk, under the ceremony of this office. */
  async hold(
    command = rebuild,
    fields: object = {},
  ): Promise<{ readonly request: Request; readonly answer: ReturnType<TestDesk['desk']['ring']> }> {
    const scratch = testDesk({ judge: (call) => this.judge(call) });
    void scratch.desk.ring(bashRing(command, { fields, env: this.env }));
    await settled();
    const held = scratch.desk.requests()[0];
    if (!held) throw new Error('expected a request');
    const { basis: _, variables: __, ...like } = held;
    const number = await this.requests.nextNumber();
    if (!number.ok) throw new Error(number.error.detail);
    const id = `CS-${number.value}`;
    await this.requests.save({ ...like, id, ceremony: this.ceremony, state: { kind: 'parked' }, window: '' });
    const answer = this.ring(command, fields);
    await settled();
    const request = this.at.desk.requests().find((one) => one.id === id);
    if (!request) throw new Error(`expected ${id}`);
    return { request, answer };
  }

  ring(command = rebuild, fields: object = {}) {
    return this.at.desk.ring(bashRing(command, { fields, env: this.env }));
  }

  async confirm(request: Request) {
    const yes = { kind: 'approve', digest: request.digest, typed: 'cost-explorer-prod' } as const;
    const decided = await this.at.desk.decide(request.id, yes);
    await settled();
    return decided;
  }

  /** The one request that lies in the mailbox. */
  sent(): RequestStatement {
    const bytes = [...this.box.messages].find(([path]) => path.startsWith('request/'))?.[1];
    const envelope = bytes && decodeEnvelope(bytes);
    const statement = envelope?.ok ? decodeRequestStatement(envelope.value.statement) : undefined;
    if (!statement?.ok) throw new Error('expected one request in the mailbox');
    return statement.value;
  }

  /** Puts a person's answer into the mailbox. */
  async answer(
    person: string,
    change: Partial<AnswerStatement> = {},
    key = this.keys[person],
  ): Promise<void> {
    const request = this.sent();
    const signedAt = this.clock.now();
    await this.put(answerBytes(request, person, key, { signedAt, ...change }), key, change.decision);
  }

  async put(
    bytes: Uint8Array,
    key: SoftwareKey | undefined,
    decision: 'approval' | 'denial' = 'approval',
  ): Promise<void> {
    const signer = key ? answerPlace(toBase64(key.blob), decision) : '0'.repeat(32);
    await this.courier.put({ kind: 'answer', id: this.sent().id, signer }, bytes);
    await settled();
  }

  state(id: string): Request['state'] {
    const request = this.at.desk.requests().find((one) => one.id === id);
    if (!request) throw new Error(`expected ${id}`);
    return request.state;
  }
}
