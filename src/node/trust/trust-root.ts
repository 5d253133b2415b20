import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Trust, TrustProblem, TrustState } from '../../core/countersign/trust.js';
import {
  acceptBundle,
  followBundles,
  readTrustBundle,
  type TrustFiles,
} from '../../core/countersign/trust-bundle.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { TrustRoot } from '../../ports/trust.js';
import { errorCode } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { withoutCredentials } from '../git/git-address.js';
import { addressOfUser } from '../git/git-config.js';
import type { GitFailure } from '../git/git-conversation.js';
import { GitRemote } from '../git/git-remote.js';
import { workspaceRepository } from '../git/workspace-git.js';
import { type HeldTeam, type KeptTrust, TrustNotes } from './trust-notes.js';
import { filesAt, headOf, historyOf } from './trust-source.js';
import { differingFiles, hasTeamFiles, type TrustSurroundings, teamFilesIn } from './trust-surroundings.js';

export interface TrustRootParts {
  readonly home: Home;
  /** A folder inside the working tree. */
  readonly workspace: string;
  readonly now?: () => number;
  /** Of one question to the remote. */
  readonly timeoutMs?: number;
}

const refreshEveryMs = 5 * 60_000;
const attendedEveryMs = 60_000;
const mostCommits = 200;

interface Source {
  readonly remote: GitRemote;
  readonly url: string;
  /** As the workspace spelled it. */
  readonly spelled: string;
}

/** The policy and roster of one workspace's team, from the default branch of the remote that it had at first use. */
export class GitTrustRoot implements TrustRoot {
  private readonly notes: TrustNotes;
  private readonly folder: string;
  private top: string | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly at: () => number;
  private source: Source | undefined;
  private state: TrustState = { kind: 'none' };
  /** What a person may accept. */
  private kept: KeptTrust | undefined;
  /** The commit that was looked at last, and what came of it. */
  private settled:
    | { readonly head: string; readonly inForce: string; readonly state: TrustState }
    | undefined;
  private refreshing: Promise<TrustState> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lookedAt = 0;
  /** Why the last look did not come as far as the remote's answer. */
  private unasked: TrustProblem | undefined;

  constructor(private readonly parts: TrustRootParts) {
    this.notes = new TrustNotes(parts.home);
    this.at = parts.now ?? Date.now;
    this.folder = realFolder(parts.workspace);
    this.top = workspaceRepository(this.folder)?.top;
    this.state = this.remembered();
  }

  now(): TrustState {
    return this.state;
  }

  refresh(): Promise<TrustState> {
    this.lookedAt = this.at();
    this.refreshing ??= this.look()
      .catch((error: unknown) => this.failed(errorCode(error)))
      .then((state) => {
        // Before anybody is told, so that who asks again then asks anew.
        this.refreshing = undefined;
        return this.become(state);
      });
    return this.refreshing;
  }

  /** Asks now, and again every five minutes. */
  follow(): void {
    setImmediate(() => void this.refresh());
    this.timer ??= setInterval(() => void this.refresh(), refreshEveryMs).unref();
  }

  /** A person came back to the window: asks, unless that was done within the last minute. */
  attend(): void {
    if (this.at() - this.lookedAt > attendedEveryMs) void this.refresh();
  }

  pin(digest: string): Result<void, TrustProblem> {
    const { state, source, kept } = this;
    if (state.kind === 'trusted' && state.trust.digest === digest) return ok(undefined);
    if (state.kind !== 'unpinned' || state.trust.digest !== digest || !source || !kept) {
      return err({ code: 'not-next', detail: digest.slice(0, 16) });
    }
    const failed = this.notes.keep(source.url, kept, true);
    if (failed !== undefined) return err({ code: 'unreadable', detail: failed });
    this.settled = undefined;
    this.become({ kind: 'trusted', trust: state.trust });
    return ok(undefined);
  }

  /** A person begins anew, for example when the team's repository has moved: the next look is a first use. */
  forget(): void {
    const lost = this.lost();
    if (lost !== undefined) this.notes.release(lost.top);
    else if (this.top !== undefined && this.source) this.notes.forget(this.top, this.source.url);
    this.source = undefined;
    this.kept = undefined;
    this.settled = undefined;
    this.become({ kind: 'none' });
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  surroundings(): TrustSurroundings {
    const trust = trustOf(this.state);
    const spelled = this.top === undefined ? undefined : workspaceRepository(this.top)?.remote;
    const isOther = this.source !== undefined && spelled !== undefined && spelled !== this.source.spelled;
    return {
      remote: this.source?.remote.shown,
      unasked: this.state.kind === 'none' ? this.unasked : undefined,
      otherRemote: isOther ? withoutCredentials(spelled) : undefined,
      differing:
        trust !== undefined && this.top !== undefined
          ? differingFiles(this.top, trust)
          : this.state.kind === 'none'
            ? teamFilesIn(this.top ?? this.folder)
            : [],
    };
  }

  dispose(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.listeners.clear();
  }

  /** The team that the folder had, where it leads to no repository now, or to another one. */
  private lost(): HeldTeam | undefined {
    const held = this.notes.heldAt(this.folder);
    if (held === undefined || held.top === this.top) return undefined;
    // A second working tree of the same repository has the same team.
    const spelled = this.top === undefined ? undefined : workspaceRepository(this.top)?.remote;
    return spelled === held.spelled ? undefined : held;
  }

  /** Its team stays in force, as it was accepted last, until a person lets go of it. */
  private withLost(held: HeldTeam): TrustState {
    const known = this.notes.of(held.url);
    if (known === 'unreadable') return broken({ code: 'unreadable', detail: held.top });
    if (known.pinned) return broken({ code: 'moved', detail: held.top }, this.sameTrust(known.pinned));
    return known.seen ? { kind: 'unpinned', trust: known.seen.bundle.trust } : { kind: 'none' };
  }

  /** What an earlier window left, before the remote is asked. */
  private remembered(): TrustState {
    const lost = this.lost();
    if (lost !== undefined) return this.withLost(lost);
    const noted = this.notes.heldAt(this.folder);
    if (noted === undefined) return { kind: 'none' };
    const remote = this.remoteAt(noted.url);
    if (!remote.ok) return broken({ code: 'no-remote', detail: remote.error.detail });
    this.source = { remote: remote.value, url: noted.url, spelled: noted.spelled };
    const known = this.notes.of(noted.url);
    if (known === 'unreadable') return broken({ code: 'unreadable', detail: noted.url });
    if (known.pinned) return { kind: 'trusted', trust: known.pinned };
    this.kept = known.seen;
    return known.seen ? { kind: 'unpinned', trust: known.seen.bundle.trust } : { kind: 'none' };
  }

  private async look(): Promise<TrustState> {
    this.unasked = undefined;
    this.top = workspaceRepository(this.folder)?.top;
    const lost = this.lost();
    if (lost !== undefined) return this.withLost(lost);
    if (this.top === undefined) return { kind: 'none' };
    const source = await this.sourceOf(this.top);
    if (!source.ok) {
      this.unasked = source.error;
      return hasTeamFiles(this.top) ? broken(source.error) : { kind: 'none' };
    }
    const known = this.notes.of(source.value.url);
    if (known === 'unreadable') return broken({ code: 'unreadable', detail: source.value.remote.shown });
    const inForce = this.sameTrust(known.pinned);
    const head = await headOf(source.value.remote);
    if (!head.ok) return this.away(head.error, inForce);
    const { settled } = this;
    if (settled?.head === (head.value ?? '') && settled.inForce === (inForce?.digest ?? ''))
      return settled.state;
    const files = head.value === undefined ? ok(undefined) : await filesAt(source.value.remote, head.value);
    if (!files.ok) return this.away(files.error, inForce);
    const state = await this.judge(source.value, files.value, inForce);
    this.settled = { head: head.value ?? '', inForce: trustOf(state)?.digest ?? '', state };
    if (state.kind === 'unpinned') this.settled = { ...this.settled, inForce: '' };
    return state;
  }

  private async judge(
    source: Source,
    files: TrustFiles | undefined,
    inForce: Trust | undefined,
  ): Promise<TrustState> {
    if (!files?.policy && !files?.roster && !files?.endorsement) {
      return inForce ? broken({ code: 'missing-part', detail: '.countersign' }, inForce) : { kind: 'none' };
    }
    this.settleOn(source);
    const bundle = readTrustBundle(files, source.remote.shown);
    if (!bundle.ok) return broken(bundle.error, inForce);
    const accepted = acceptBundle(bundle.value, inForce, this.at());
    if (!accepted.ok) return this.followed(source, files.commit, accepted.error, inForce);
    if (accepted.value === inForce) return { kind: 'trusted', trust: inForce };
    return this.keep(
      source,
      { bundle: { ...bundle.value, trust: accepted.value }, files },
      inForce !== undefined,
    );
  }

  /** Versions were missed, perhaps: the history may lead from the one in force to this one, or part of the way. */
  private async followed(
    source: Source,
    commit: string,
    problem: TrustProblem,
    inForce: Trust | undefined,
  ): Promise<TrustState> {
    if (inForce === undefined || problem.code === 'rolled-back') return broken(problem, inForce);
    const read = (files: TrustFiles) => readTrustBundle(files, source.remote.shown);
    const isInForce = (files: TrustFiles): boolean => {
      const bundle = read(files);
      return bundle.ok && bundle.value.trust.digest === inForce.digest;
    };
    const history = await historyOf(source.remote, commit, mostCommits, isInForce);
    if (!history.ok) return broken(problem, inForce);
    const steps = [...history.value].reverse().flatMap((files) => {
      const bundle = read(files);
      return bundle.ok ? [{ bundle: bundle.value, files }] : [];
    });
    const bundles = steps.map(({ bundle }) => bundle);
    const reached = followBundles(bundles, inForce, this.at());
    const step = steps.findLast(({ bundle }) => bundle.trust.digest === reached.digest);
    if (reached === inForce || step === undefined) return broken(problem, inForce);
    const state = this.keep(source, { ...step, bundle: { ...step.bundle, trust: reached } }, true);
    const isWhole = bundles.at(-1)?.trust.digest === reached.digest;
    return isWhole ? state : broken(problem, trustOf(state));
  }

  private keep(source: Source, kept: KeptTrust, isPinned: boolean): TrustState {
    const failed = this.notes.keep(source.url, kept, isPinned);
    const { trust } = kept.bundle;
    if (isPinned) {
      // What cannot be kept would be forgotten, and then rolled back unseen.
      return failed === undefined
        ? { kind: 'trusted', trust }
        : broken({ code: 'unreadable', detail: failed });
    }
    this.kept = kept;
    return { kind: 'unpinned', trust };
  }

  /** This machine's own trouble: no room, no rights. What was accepted stays known, and nothing is signed by it. */
  private failed(detail: string): TrustState {
    const { state } = this;
    const isInForce = state.kind === 'trusted' || state.kind === 'broken';
    return isInForce ? broken({ code: 'unreadable', detail }, state.trust) : state;
  }

  private away(error: GitFailure, inForce: Trust | undefined): TrustState {
    const isOdd = error.code === 'too-large' || error.code === 'unsupported';
    const problem: TrustProblem = { code: isOdd ? 'unreadable' : 'unreachable', detail: wordOf(error) };
    if (inForce) return broken(problem, inForce);
    if (this.state.kind === 'unpinned') return this.state;
    this.unasked = problem;
    return this.top !== undefined && hasTeamFiles(this.top) ? broken(problem) : { kind: 'none' };
  }

  /** The one noted at first use; before, the one that the workspace names now. */
  private async sourceOf(top: string): Promise<Result<Source, TrustProblem>> {
    if (this.source) return ok(this.source);
    const spelled = workspaceRepository(top)?.remote;
    if (spelled === undefined) return err({ code: 'no-remote', detail: '' });
    const url = await addressOfUser(spelled, this.parts.home);
    const remote = this.remoteAt(url);
    return remote.ok
      ? ok({ remote: remote.value, url, spelled })
      : err({ code: 'no-remote', detail: remote.error.detail });
  }

  /** From the first file of a team on, the workspace's remote is this one. */
  private settleOn(source: Source): void {
    if (this.source || this.top === undefined) return;
    this.source = source;
    this.notes.noteRemote(this.top, source.url, source.spelled);
  }

  /** The same object for the same trust, so that nobody prepares for it twice. */
  private sameTrust(trust: Trust | undefined): Trust | undefined {
    const current = trustOf(this.state);
    return trust !== undefined && current?.digest === trust.digest ? current : trust;
  }

  private remoteAt(url: string): Result<GitRemote, GitFailure> {
    return GitRemote.at(url, this.parts.home, this.parts.timeoutMs);
  }

  private become(state: TrustState): TrustState {
    const isSame = JSON.stringify(signOf(state)) === JSON.stringify(signOf(this.state));
    this.state = state;
    if (!isSame) for (const tell of [...this.listeners]) tell();
    return state;
  }
}

/** A folder that is gone may come back under its name. */
function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

export function trustRootFor(parts: TrustRootParts): GitTrustRoot {
  return new GitTrustRoot(parts);
}

function trustOf(state: TrustState): Trust | undefined {
  return state.kind === 'none' ? undefined : state.trust;
}

function signOf(state: TrustState): readonly unknown[] {
  return [state.kind, trustOf(state)?.digest, state.kind === 'broken' ? state.problem : undefined];
}

function broken(problem: TrustProblem, trust?: Trust): TrustState {
  return { kind: 'broken', problem, ...(trust === undefined ? {} : { trust }) };
}

function wordOf({ code, detail }: GitFailure): string {
  return detail === '' ? code : `${code}: ${withoutCredentials(detail).slice(0, 200)}`;
}
