import type { Ground } from '../core/approval/ground.js';
import type { Change } from '../core/change/change.js';
import type { Foreseen } from '../core/change/change-of.js';
import type { LookAnswer, PlannedLook } from '../core/change/look/look.js';
import { type CredentialMarks, noMarks } from '../core/record/credential-marks.js';
import type { Assessment } from '../core/risk/assessment.js';
import type { ForeignHook } from '../core/risk/foreign-hooks.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Effect } from '../core/tool/effect.js';
import type { CallerId, ToolCall } from '../core/toolcall/toolcall.js';
import type { Judge, KeptShell, KnownPlaces, PreviewPace, Site } from '../ports/judge.js';
import { changeUnread, isUnjudged, type JudgingFailure, unjudged } from './beyond-judging.js';
import {
  areMarks,
  isAssessment,
  isChangeOrNone,
  isForeseen,
  isGround,
  isHooks,
  isLooks,
  isShellOrNone,
} from './decode-answer.js';
import { Lane, type Waiting } from './lane.js';
import type { EngineAsk } from './messages.js';
import { eitherOf, ShellNumbers } from './shell-numbers.js';
import { warm } from './warm.js';

/** How long judging one call may take. What takes longer is an ask: no person waits, and no input, longer than this. */
const judgingMs = 1_500;

/** Programs are hashed once, and they are large. */
const hashingMs = 20_000;

/** A call behind a slow one goes to another thread after this long. */
const patienceMs = 150;

const memoryMegabytes = 512;

export interface KillableJudgeOptions {
  /** The file of the engine's thread: `engine-worker.js` of the bundles. */
  readonly entry: string;
  readonly judgingMs?: number;
  readonly memoryMegabytes?: number;
}

/**
 * The engine in threads that can be ended. One has the kept shells and takes everything; a second is started when a call
 * takes long, for those behind it. A call that does not come to its end in time is answered without the engine: an ask.
 */
export class KillableJudge implements Judge {
  private readonly home: Lane;
  private spare: Lane | undefined;
  private readonly numbers = new ShellNumbers();
  /** Calls of which it is known that judging them comes to nothing: nobody waits for that twice. */
  private readonly beyond = new WeakMap<ToolCall, JudgingFailure>();
  private readonly texts = new WeakMap<KnownPlaces, string>();

  constructor(private readonly options: KillableJudgeOptions) {
    this.home = this.lane(() => this.relieve());
  }

  /** Starts the engine before anybody asks, and walks the way of an ask. */
  warm(): void {
    this.home.start();
    void warm(this, 2, () => false);
  }

  dispose(): void {
    this.home.dispose();
    this.spare?.dispose();
  }

  async judge(call: ToolCall, site: Site, places?: KnownPlaces, shell?: KeptShell): Promise<Assessment> {
    const text = places && this.textOf(places);
    const judged = await this.ask(
      {
        kind: 'judge',
        call,
        site,
        ...(text === undefined ? {} : { places: text }),
        ...(shell === undefined ? {} : { shell }),
      },
      isAssessment,
    );
    return judged.ok ? judged.value : unjudged(judged.error);
  }

  async shellAfter(call: ToolCall, site: Site, before?: KeptShell): Promise<KeptShell | undefined> {
    const as = this.numbers.next();
    const known = before === undefined ? {} : { before };
    const after = await this.ask({ kind: 'shell-after', call, site, ...known, as }, isShellOrNone);
    // Nothing is kept under that number: whoever runs in it is told that it is lost.
    return after.ok ? after.value : { id: as };
  }

  eitherShell(left: KeptShell, right: KeptShell): KeptShell {
    const id = this.numbers.next();
    this.home.tell({ kind: 'either', id, left: left.id, right: right.id });
    return eitherOf(id, left, right);
  }

  async foresee(call: ToolCall, assessment: Assessment, site: Site, pace?: PreviewPace): Promise<Foreseen> {
    if (isUnjudged(assessment)) return { change: changeUnread };
    const foreseen = await this.ask(
      { kind: 'change', call, assessment, site, ...(pace && { pace }) },
      isForeseen,
    );
    return foreseen.ok ? foreseen.value : { change: changeUnread };
  }

  async looksOf(call: ToolCall, assessment: Assessment, site: Site): Promise<readonly PlannedLook[]> {
    const looks = await this.ask({ kind: 'looks', call, assessment, site }, isLooks);
    return looks.ok ? looks.value : [];
  }

  async changeSeen(
    call: ToolCall,
    assessment: Assessment,
    site: Site,
    answers: readonly LookAnswer[],
    now: number,
  ): Promise<Change | undefined> {
    const seen = await this.ask({ kind: 'seen', call, assessment, site, answers, now }, isChangeOrNone);
    return seen.ok ? seen.value : undefined;
  }

  async foreignHooks(agent: CallerId, site: Site): Promise<readonly ForeignHook[]> {
    const hooks = await this.ask({ kind: 'hooks', agent, site }, isHooks);
    if (hooks.ok) return hooks.value;
    throw new Error(`hooks-${hooks.error}`);
  }

  async groundOf(call: ToolCall, effects: readonly Effect[], site: Site, salt: string): Promise<Ground> {
    const ground = await this.ask({ kind: 'ground', call, effects, site, salt }, isGround, hashingMs);
    if (ground.ok) return ground.value;
    throw new Error(`ground-${ground.error}`);
  }

  async credentialMarks(
    call: ToolCall,
    effects: readonly Effect[],
    site: Site,
    salt: string,
  ): Promise<CredentialMarks> {
    const marks = await this.ask({ kind: 'marks', call, effects, site, salt }, areMarks);
    return marks.ok ? marks.value : noMarks;
  }

  private ask<T>(
    ask: EngineAsk,
    isAnswer: (value: unknown) => value is T,
    limitMs = this.options.judgingMs ?? judgingMs,
  ): Promise<Result<T, JudgingFailure>> {
    const call = 'call' in ask && (ask.kind === 'judge' || ask.kind === 'shell-after') ? ask.call : undefined;
    const known = call && this.beyond.get(call);
    if (known !== undefined) return Promise.resolve(err(known));
    return new Promise((resolve) => {
      this.laneFor(ask).ask({
        ask,
        limitMs,
        take: (value) => {
          if (!isAnswer(value)) return false;
          resolve(ok(value));
          return true;
        },
        fail: (failure) => {
          if (call !== undefined) this.fail(call, failure);
          resolve(err(failure));
        },
      });
    });
  }

  /** The same call may wait once more, for another shell in which it may run. */
  private fail(call: ToolCall, failure: JudgingFailure): void {
    if (this.beyond.has(call)) return;
    this.beyond.set(call, failure);
    for (const one of this.home.giveUp(({ ask }) => 'call' in ask && ask.call === call)) one.fail(failure);
  }

  private laneFor(ask: EngineAsk): Lane {
    const { home, spare } = this;
    if (spare === undefined || spare.isSlow || needsShells(ask)) return home;
    return home.isSlow || (!home.isReady && spare.isReady) ? spare : home;
  }

  /** Somebody takes long at home: those behind, and whoever comes, do not wait for that. */
  private relieve(): void {
    this.spare ??= this.lane(() => undefined);
    for (const one of this.home.giveUp(({ ask }) => !needsShells(ask))) this.spare.ask(one);
    this.spare.start();
  }

  private lane(onSlow: () => void): Lane {
    return new Lane({
      entry: this.options.entry,
      patienceMs,
      memoryMegabytes: this.options.memoryMegabytes ?? memoryMegabytes,
      onSlow,
    });
  }

  private textOf(places: KnownPlaces): string {
    const text = this.texts.get(places) ?? JSON.stringify(places);
    this.texts.set(places, text);
    return text;
  }
}

/** Shells are kept at home. */
function needsShells(ask: Waiting['ask']): boolean {
  return ask.kind === 'shell-after' || (ask.kind === 'judge' && ask.shell !== undefined);
}
