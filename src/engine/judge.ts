import { type Ground, groundOf, type HashFile } from '../core/approval/ground.js';
import type { Change } from '../core/change/change.js';
import { type Foreseen, foresee } from '../core/change/change-of.js';
import type { LookAnswer, PlannedLook } from '../core/change/look/look.js';
import { changeSeen, looksOf } from '../core/change/look/looks.js';
import { lookingMs } from '../core/change/walk.js';
import { shellAfter } from '../core/command/shell.js';
import type { Shell } from '../core/command/shell-facts.js';
import { environmentMap } from '../core/policy/environment-map.js';
import { type CredentialMarks, credentialMarks } from '../core/record/credential-marks.js';
import type { Assessment } from '../core/risk/assessment.js';
import { type ForeignHook, foreignHooks } from '../core/risk/foreign-hooks.js';
import { judgeCall } from '../core/risk/judge.js';
import type { World } from '../core/shared/world.js';
import type { EnvironmentMap } from '../core/target/target.js';
import type { Effect } from '../core/tool/effect.js';
import type { CallerId, ToolCall } from '../core/toolcall/toolcall.js';
import type { Judge, KeptShell, KnownPlaces, PreviewPace, Site, WorldOf } from '../ports/judge.js';
import { changeUnread, inLostShell } from './beyond-judging.js';
import { GrammarShelf } from './grammars.js';
import { fileHasher } from './hash-file.js';
import { eitherOf, ShellNumbers } from './shell-numbers.js';
import { ShellsInHand } from './shells.js';
import { worldsHere } from './world.js';

export interface JudgeOptions {
  /** The real disk where it is absent. */
  readonly worldOf?: WorldOf;
  readonly hash?: HashFile;
  /** Called before a grammar is loaded, once for each: that takes long, whatever the input. */
  readonly loading?: () => void;
  /** How long a preview looks at the disk before it says what it has seen until then. */
  readonly lookingMs?: number;
}

/** The engine in this thread. Its heavy grammars are loaded when a judging has first wanted one; then it judges again. */
export function createJudge(options: JudgeOptions = {}): JudgeHere {
  const { worldOf = worldsHere(), hash = fileHasher(), loading, lookingMs: most = lookingMs } = options;
  return new JudgeHere(worldOf, hash, new GrammarShelf(loading), most);
}

/** Numbers for shells may be given by whoever asks from another thread. */
export class JudgeHere implements Judge {
  private readonly shells = new ShellsInHand();
  private readonly numbers = new ShellNumbers();
  private readonly maps = new WeakMap<KnownPlaces, EnvironmentMap>();

  constructor(
    private readonly worldOf: WorldOf,
    private readonly hash: HashFile,
    private readonly shelf: GrammarShelf,
    private readonly lookingMs: number,
  ) {}

  async judge(call: ToolCall, site: Site, places?: KnownPlaces, kept?: KeptShell): Promise<Assessment> {
    const world = this.worldOf(site);
    const shell = kept && this.shells.of(kept, world);
    const isLost = kept !== undefined && this.shells.get(kept.id) === undefined;
    const assessment = await this.judgeIn(call, world, places, shell);
    return isLost ? inLostShell(assessment) : assessment;
  }

  private async judgeIn(
    call: ToolCall,
    world: World,
    places: KnownPlaces | undefined,
    shell: Shell | undefined,
  ): Promise<Assessment> {
    const context = {
      ...(places === undefined ? {} : { environments: this.mapOf(places) }),
      ...(shell === undefined ? {} : { shell }),
    };
    const first = judgeCall(call, world, { ...context, grammars: this.shelf.grammars });
    if (first.wanted === undefined || first.wanted.length === 0) return first;
    await this.shelf.load(first.wanted);
    return judgeCall(call, world, { ...context, grammars: this.shelf.grammars });
  }

  async shellAfter(
    { payload }: ToolCall,
    site: Site,
    before: KeptShell | undefined,
    id = this.numbers.next(),
  ): Promise<KeptShell | undefined> {
    if (payload.kind !== 'shell') return before;
    const world = this.worldOf(site);
    const after = shellAfter(payload.command, payload.shell, world, before && this.shells.of(before, world));
    return after && this.shells.keep(id, after);
  }

  eitherShell(left: KeptShell, right: KeptShell, id = this.numbers.next()): KeptShell {
    this.shells.either(id, left.id, right.id);
    return eitherOf(id, left, right);
  }

  async foresee(call: ToolCall, assessment: Assessment, site: Site, pace?: PreviewPace): Promise<Foreseen> {
    try {
      const world = pace === 'unhurried' ? this.worldOf(site) : this.hurried(site);
      const foreseen = foresee(call, assessment, world);
      const places = new Set(looksOf(call, assessment, world).map(({ look }) => look.place));
      return places.size === 0 ? foreseen : { ...foreseen, looks: [...places] };
    } catch {
      return { change: changeUnread };
    }
  }

  async looksOf(call: ToolCall, assessment: Assessment, site: Site): Promise<readonly PlannedLook[]> {
    return looksOf(call, assessment, this.worldOf(site));
  }

  async changeSeen(
    call: ToolCall,
    assessment: Assessment,
    site: Site,
    answers: readonly LookAnswer[],
    now: number,
  ): Promise<Change | undefined> {
    return changeSeen(call, assessment, this.hurried(site), answers, now);
  }

  async foreignHooks(agent: CallerId, site: Site): Promise<readonly ForeignHook[]> {
    return foreignHooks(agent, this.worldOf(site));
  }

  async groundOf(call: ToolCall, effects: readonly Effect[], site: Site, salt: string): Promise<Ground> {
    return groundOf(call, effects, this.worldOf(site), this.hash, salt);
  }

  async credentialMarks(
    call: ToolCall,
    effects: readonly Effect[],
    site: Site,
    salt: string,
  ): Promise<CredentialMarks> {
    return credentialMarks(call, effects, this.worldOf(site), salt);
  }

  /** The world of a site for somebody who waits. */
  private hurried(site: Site): World {
    const until = performance.now() + this.lookingMs;
    return { ...this.worldOf(site), isLate: (graceMs = 0) => performance.now() > until + graceMs };
  }

  private mapOf(places: KnownPlaces): EnvironmentMap {
    const known = this.maps.get(places);
    if (known !== undefined) return known;
    const map = environmentMap(places.lines, places.isPinned, places.said);
    this.maps.set(places, map);
    return map;
  }
}
