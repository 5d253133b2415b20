import { dayMs } from '../../core/shared/durations.js';
import { ok, type Result } from '../../core/shared/result.js';
import {
  type Courier,
  type CourierFailure,
  type CourierFindings,
  type MessageKey,
  type MessageKind,
  messageLimitBytes,
  mostListed,
} from '../../ports/courier.js';
import type { GitFailure, Ref } from '../git/git-conversation.js';
import type { GitObject } from '../git/git-object.js';
import type { GitRemote } from '../git/git-remote.js';
import { failure } from './failure.js';
import { asBlob, asCommit, messageIn } from './git-message.js';
import { keyOfPath, pathOf, prefixOf } from './message-path.js';
import type { OwnRefs } from './own-refs.js';
import { Polling, type PollingPace, type Watched } from './polling.js';
import { probeOf } from './probe.js';

/** Names of their own first; branches where the remote takes nothing else. */
const customRefs = 'refs/countersign/v1/';
const branchRefs = 'refs/heads/countersign/v1/';
const spaces = [customRefs, branchRefs] as const;

const gitPace: PollingPace = { openMs: 1_000, attendedMs: 3_000, idleMs: 30_000, worstMs: 120_000 };

/** A commit's text is a third longer than the message in it. */
const objectLimitBytes = Math.ceil(messageLimitBytes * 1.4);
const oldMs = dayMs;
const batch = 100;

export interface GitCourierParts {
  readonly remote: GitRemote;
  readonly own: OwnRefs;
  readonly now: () => number;
  readonly pace?: PollingPace;
}

/** Messages as names at the remote that the team already has. Each is created and never moved. */
export class GitCourier implements Courier {
  private readonly polling: Polling;
  /** Names seen before, or put by this window: they stay in a list that has become too long. */
  private readonly known = new Set<string>();
  private space: (typeof spaces)[number] = customRefs;
  private cleanedAt = 0;

  constructor(private readonly parts: GitCourierParts) {
    this.polling = new Polling({
      look: (watched) => this.look(watched),
      rest: () => parts.remote.rest(),
      pace: parts.pace ?? gitPace,
      random: Math.random,
    });
  }

  async put(key: MessageKey, bytes: Uint8Array): Promise<Result<'created' | 'exists', CourierFailure>> {
    const path = pathOf(key);
    if (path === undefined) return failure('unusable', 'not a message key');
    if (bytes.length > messageLimitBytes) return failure('too-large', `${bytes.length} bytes`);
    const done = await this.putIn(this.space, path, bytes);
    if (!done.ok) return done;
    if (done.value === 'created') this.remember(path);
    // A use must be alone in both places, or it is nobody's.
    if (key.kind !== 'use' || done.value === 'exists') return done;
    const other = await this.find([path]);
    if (!other.ok) return other;
    return ok(other.value.length > 1 ? 'exists' : 'created');
  }

  async get(key: MessageKey): Promise<Result<Uint8Array | undefined, CourierFailure>> {
    const path = pathOf(key);
    if (path === undefined) return failure('unusable', 'not a message key');
    const names = spaces.map((space) => `${space}${path}`);
    const read = await this.parts.remote.read<GitObject | undefined>(async (reader) => {
      const refs = await reader.refs(names);
      if (!refs.ok) return refs;
      const ref = names.flatMap((name) => refs.value.find((one) => one.name === name) ?? [])[0];
      return ref === undefined ? ok(undefined) : reader.any(ref.id, objectLimitBytes);
    });
    // Deleted between the two questions.
    if (!read.ok) return read.error.code === 'absent' ? ok(undefined) : courierFailure(read.error);
    if (read.value === undefined) return ok(undefined);
    const bytes = messageIn(read.value);
    if (bytes === undefined) return failure('unusable', `expected a message, got a ${read.value.type}`);
    return bytes.length > messageLimitBytes ? failure('too-large', `${bytes.length} bytes`) : ok(bytes);
  }

  async list(kind: MessageKind, id?: string): Promise<Result<readonly MessageKey[], CourierFailure>> {
    const refs = await this.find([prefixOf(kind, id)]);
    if (!refs.ok) return refs;
    const paths = [...new Set(refs.value.map(pathOfRef))];
    const keys = paths.flatMap((path) => keyOfPath(path) ?? []);
    return ok(this.shortened(keys));
  }

  watch(kind: MessageKind, id: string | undefined, changed: () => void): () => void {
    return this.polling.watch(kind, id, changed);
  }

  attend(isLooking: boolean): void {
    this.polling.attend(isLooking);
  }

  async remove(keys: readonly MessageKey[]): Promise<Result<void, CourierFailure>> {
    const paths = keys.flatMap((key) => pathOf(key) ?? []);
    return this.removeNames(paths.flatMap((path) => spaces.map((space) => `${space}${path}`)));
  }

  async probe(): Promise<Result<CourierFindings, CourierFailure>> {
    const { remote } = this.parts;
    const found = await probeOf(this, { pushes: false, place: '' });
    if (!found.ok) return found;
    return ok({ ...found.value, place: `${this.space.replace(/\/$/, '')} on ${remote.shown}` });
  }

  dispose(): void {
    this.polling.dispose();
  }

  /** Deletes what this user put a day ago or earlier. */
  async cleanUp(): Promise<Result<number, CourierFailure>> {
    const names = this.parts.own.olderThan(this.parts.now() - oldMs).slice(0, batch);
    if (names.length === 0) return ok(0);
    const removed = await this.removeNames(names);
    return removed.ok ? ok(names.length) : removed;
  }

  private async putIn(
    space: (typeof spaces)[number],
    path: string,
    bytes: Uint8Array,
  ): Promise<Result<'created' | 'exists', CourierFailure>> {
    const name = `${space}${path}`;
    const payload = space === customRefs ? asBlob(bytes) : asCommit(bytes);
    const pushed = await this.parts.remote.create(name, payload);
    if (!pushed.ok) return courierFailure(pushed.error);
    if (pushed.value.kind === 'created') {
      this.space = space;
      this.parts.own.note(name, this.parts.now());
      return ok('created');
    }
    if (pushed.value.kind !== 'rejected') return ok('exists');
    const there = await this.find([path]);
    if (!there.ok) return there;
    if (there.value.some((ref) => pathOfRef(ref) === path)) return ok('exists');
    if (space === customRefs) return this.putIn(branchRefs, path, bytes);
    return failure('refused', pushed.value.detail);
  }

  private async find(paths: readonly string[]): Promise<Result<readonly Ref[], CourierFailure>> {
    const prefixes = paths.flatMap((path) => spaces.map((space) => `${space}${path}`));
    const refs = await this.parts.remote.refs(prefixes);
    return refs.ok ? refs : courierFailure(refs.error);
  }

  private async look(watched: readonly Watched[]): Promise<Result<readonly string[], CourierFailure>> {
    const prefixes = watched.map((one) => prefixOf(one.kind, one.id));
    const names = [...new Set(prefixes)].flatMap((prefix) => spaces.map((space) => `${space}${prefix}`));
    // A connection is kept for who waits for an answer; for one question in half a minute it is not worth it.
    const isSoon = watched.some((one) => one.id !== undefined);
    const refs = isSoon ? await this.parts.remote.refsAgain(names) : await this.parts.remote.refs(names);
    if (!isSoon) this.parts.remote.rest();
    if (!refs.ok) return courierFailure(refs.error);
    this.cleanUpNowAndThen();
    return ok(
      prefixes.map((prefix) =>
        refs.value
          .filter((ref) => pathOfRef(ref).startsWith(prefix))
          .map((ref) => `${ref.name} ${ref.id}`)
          .join('\n'),
      ),
    );
  }

  private cleanUpNowAndThen(): void {
    if (this.parts.now() - this.cleanedAt < oldMs / 24) return;
    this.cleanedAt = this.parts.now();
    void this.cleanUp();
  }

  private async removeNames(names: readonly string[]): Promise<Result<void, CourierFailure>> {
    const { remote, own } = this.parts;
    for (let at = 0; at < names.length; at += batch) {
      const some = names.slice(at, at + batch);
      // Deleting a name that is gone fails the others with it.
      const refs = await remote.refs(some);
      if (!refs.ok) return courierFailure(refs.error);
      const there = some.filter((name) => refs.value.some((ref) => ref.name === name));
      const deleted = there.length === 0 ? ok(undefined) : await remote.delete(there);
      if (!deleted.ok) return courierFailure(deleted.error);
      const kept = [...(deleted.value ?? [])].find(([, fate]) => fate.kind === 'rejected');
      if (kept?.[1].kind === 'rejected') return failure('refused', kept[1].detail);
      own.forget(some);
    }
    return ok(undefined);
  }

  /** A list that junk has made too long keeps what was known before. */
  private shortened(keys: readonly MessageKey[]): readonly MessageKey[] {
    const named = keys.map((key) => ({ key, path: pathOf(key) ?? '' }));
    const kept =
      named.length <= mostListed
        ? named
        : [
            ...named.filter(({ path }) => this.known.has(path)),
            ...named.filter(({ path }) => !this.known.has(path)),
          ].slice(0, mostListed);
    for (const { path } of kept) this.remember(path);
    return kept.map(({ key }) => key);
  }

  private remember(path: string): void {
    this.known.add(path);
    if (this.known.size <= 4 * mostListed) return;
    const [oldest] = this.known;
    if (oldest !== undefined) this.known.delete(oldest);
  }
}

function pathOfRef(ref: Ref): string {
  const space = spaces.find((one) => ref.name.startsWith(one)) ?? '';
  return ref.name.slice(space.length);
}

function courierFailure(error: GitFailure): ReturnType<typeof failure> {
  switch (error.code) {
    case 'no-git':
      return failure('unusable', 'no git in the folders of the system');
    case 'unsupported':
      return failure('unusable', error.detail);
    case 'absent':
      return failure('unreachable', error.detail);
    default:
      return failure(error.code, error.detail);
  }
}
