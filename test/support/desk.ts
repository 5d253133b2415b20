/** A desk on doubles: memory for its record and requests, a clock that a test moves, a judge that a test words. */
import type { HashFile } from '../../src/core/approval/ground.js';
import type { Request } from '../../src/core/approval/request.js';
import { defaultSettings, type PolicySettings } from '../../src/core/policy/settings.js';
import type { Decider } from '../../src/core/record/decider.js';
import type { Entry, EntryBody } from '../../src/core/record/entry.js';
import type { Assessment } from '../../src/core/risk/assessment.js';
import { err, ok, type Result } from '../../src/core/shared/result.js';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';
import type { CountersignParts } from '../../src/desk/countersign-parts.js';
import { Desk } from '../../src/desk/desk.js';
import type { DeskParts } from '../../src/desk/parts.js';
import { systemRandom } from '../../src/node/random.js';
import type { WorldOf } from '../../src/ports/judge.js';
import type {
  Claim,
  Copies,
  Random,
  RecordFailure,
  RecordStore,
  RequestStore,
  StoredRequests,
  StoreFailure,
} from '../../src/ports/ports.js';
import type { Ring } from '../../src/protocol/ring.js';
import { sayingJudge } from './judge.js';
import { assessment, noon } from './requests.js';
import { TickingClock } from './ticking-clock.js';

export class MemoryRecord implements RecordStore {
  readonly entries: Entry[] = [];
  /** What the entries' time is taken from: the clock of the first desk at it, where a test gives none. */
  clock: { now(): number } | undefined;
  failure: RecordFailure | undefined;

  async append(body: EntryBody) {
    if (this.failure) return err(this.failure);
    const entry: Entry = {
      v: 1,
      seq: this.entries.length,
      prev: '',
      ts: this.clock?.now() ?? noon,
      writer: 'test',
      body,
    };
    this.entries.push(entry);
    return ok(entry);
  }

  newest(limit: number) {
    return ok([...this.entries].reverse().slice(0, limit));
  }

  isOurs(): boolean {
    return true;
  }

  /** The types of the entries, oldest first. */
  get types(): readonly string[] {
    return this.entries.map((entry) => entry.body.type);
  }
}

export class MemoryRequests implements RequestStore {
  readonly saved = new Map<string, Request>();
  readonly claims = new Set<string>();
  isFull = false;
  private last = 0;

  async load(): Promise<StoredRequests> {
    return { requests: [...this.saved.values()], newer: [], unreadable: [], foreign: [] };
  }

  async save(request: Request): Promise<Result<void, StoreFailure>> {
    if (this.isFull) return err({ code: 'full', detail: 'ENOSPC' } as const);
    this.saved.set(request.id, request);
    return ok(undefined);
  }

  async claim(id: string, what: Claim): Promise<Result<boolean, StoreFailure>> {
    if (this.isFull) return err({ code: 'full', detail: 'ENOSPC' } as const);
    const isFirst = !this.claims.has(`${id} ${what}`);
    this.claims.add(`${id} ${what}`);
    return ok(isFirst);
  }

  async unclaim(id: string, what: Claim) {
    this.claims.delete(`${id} ${what}`);
  }

  async nextNumber(): Promise<Result<number, StoreFailure>> {
    this.last += 1;
    return ok(this.last);
  }
}

export const quiet = (): Assessment =>
  assessment({ score: 0, band: 'quiet', targets: [], effects: [], findings: [], safer: [] });

export interface TestDesk {
  readonly desk: Desk;
  readonly clock: TickingClock;
  readonly record: MemoryRecord;
  readonly requests: MemoryRequests;
  /** What the engine says of a call; replaceable at any time. */
  judge(call: ToolCall): Assessment | Promise<Assessment>;
}

export function testDesk(
  given: {
    readonly judge?: (call: ToolCall) => Assessment | Promise<Assessment>;
    readonly record?: MemoryRecord;
    readonly requests?: MemoryRequests;
    readonly clock?: TickingClock;
    readonly settings?: Partial<PolicySettings>;
    readonly self?: string;
    readonly openWindows?: readonly string[];
    readonly countersigning?: CountersignParts;
    readonly person?: () => Decider;
    readonly team?: DeskParts['team'];
    /** What is on the disk, by path. */
    readonly files?: () => Readonly<Record<string, string>>;
    readonly hash?: HashFile;
    readonly copies?: Copies;
    readonly random?: Random;
    /** In place of `files`. */
    readonly worldOf?: WorldOf;
  } = {},
): TestDesk & { judge: (call: ToolCall) => Assessment | Promise<Assessment> } {
  const made = {
    clock: given.clock ?? new TickingClock(noon),
    record: given.record ?? new MemoryRecord(),
    requests: given.requests ?? new MemoryRequests(),
    judge: given.judge ?? (() => assessment()),
  };
  made.record.clock ??= made.clock;
  const self = given.self ?? 'w1';
  const parts: DeskParts = {
    clock: made.clock,
    random: given.random ?? systemRandom,
    record: made.record,
    requests: made.requests,
    windows: { self, isOpen: (id) => id === self || (given.openWindows ?? []).includes(id) },
    judge: sayingJudge((call) => box.judge(call), {
      ...(given.files === undefined ? {} : { files: given.files }),
      ...(given.hash === undefined ? {} : { hash: given.hash }),
      ...(given.worldOf === undefined ? {} : { worldOf: given.worldOf }),
    }),
    settings: () => ({ ...defaultSettings, ...given.settings }),
    ...(given.countersigning ? { countersigning: given.countersigning } : {}),
    ...(given.copies ? { copies: given.copies } : {}),
    ...(given.person ? { person: given.person } : {}),
    ...(given.team ? { team: given.team } : {}),
  };
  const box = { ...made, desk: new Desk(parts) };
  return box;
}

/** A ring of Claude Code's for one shell command. */
export function bashRing(command: string, change: Partial<Ring> & { readonly fields?: object } = {}): Ring {
  const { fields, ...ring } = change;
  return {
    agent: 'claude-code',
    cwd: '/projects/app',
    env: {},
    budgetMs: 3_540_000,
    payload: JSON.stringify({
      session_id: 's1',
      cwd: '/projects/app',
      permission_mode: 'default',
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: 'toolu_1',
      ...fields,
    }),
    ...ring,
  };
}

/** What the agent hears: `none`, `allow: …`, `deny: …`, or `exit 2: …`. */
export function heard(answer: {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}): string {
  if (answer.exitCode !== 0) return `exit ${answer.exitCode}: ${answer.stderr.trim()}`;
  const value: unknown = JSON.parse(answer.stdout);
  if (typeof value !== 'object' || value === null || !('hookSpecificOutput' in value)) return 'none';
  const output = value.hookSpecificOutput;
  if (typeof output !== 'object' || output === null || !('permissionDecision' in output)) return 'none';
  const reason = 'permissionDecisionReason' in output ? String(output.permissionDecisionReason) : '';
  return `${String(output.permissionDecision)}: ${reason}`;
}
