import { textOf } from '../../git/bytes.js';
import type { GitObjects } from './objects.js';

export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly subject: string;
  /** Of the committer, Unix seconds. */
  readonly time: number;
}

/** A tag leads to its commit. */
export function commitOf(objects: GitObjects, id: string): Commit | undefined {
  let at = id;
  for (let depth = 0; depth < 5; depth += 1) {
    const found = objects.find(at);
    if (found?.type === 'commit') return readCommit(at, textOf(found.bytes));
    const next =
      found?.type === 'tag' ? /^object ([0-9a-f]{40})$/m.exec(textOf(found.bytes))?.[1] : undefined;
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

function readCommit(id: string, text: string): Commit | undefined {
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const lines = head.split('\n');
  const after = (word: string): string =>
    lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? '';
  const tree = after('tree');
  if (!/^[0-9a-f]{40}$/.test(tree)) return undefined;
  const subject = end < 0 ? '' : (text.slice(end + 2).split('\n', 1)[0] ?? '');
  return {
    id,
    tree,
    parents: lines.flatMap((line) => /^parent ([0-9a-f]{40})$/.exec(line)?.[1] ?? []),
    author: (after('author').split('<', 1)[0] ?? '').trim(),
    subject: subject.slice(0, 200),
    time: Number(after('committer').split(' ').at(-2) ?? 0) || 0,
  };
}

/** Commits that only one side reaches. */
export interface Lost {
  /** Newest first. */
  readonly commits: readonly Commit[];
  /** False where the history is longer than is looked at, or not all of it lies on this disk. */
  readonly whole: boolean;
}

const commitLimit = 5_000;
/** Clocks of committers differ: so many further commits are looked at once only kept ones wait. */
const slop = 16;

/** Commits that are reachable from `from` and from none of `kept`, walked by time from both sides as git does. */
export function lostCommits(
  objects: GitObjects,
  from: readonly string[],
  kept: readonly string[],
  /** Commits whose parents were never fetched. */
  shallow: ReadonlySet<string>,
): Lost {
  const isKept = new Map<string, boolean>();
  const known = new Map<string, Commit>();
  const queue = new ByTime();
  let whole = true;
  const waitingLost = new Set<string>();
  const add = (id: string, keep: boolean): void => {
    const before = isKept.get(id);
    if (before === true || before === keep) return;
    const commit = known.get(id) ?? commitOf(objects, id);
    if (commit === undefined) {
      whole = false;
      isKept.set(id, keep);
      return;
    }
    known.set(commit.id, commit);
    isKept.set(commit.id, keep);
    if (keep) waitingLost.delete(commit.id);
    else waitingLost.add(commit.id);
    queue.push(commit);
  };
  for (const id of kept) add(id, true);
  for (const id of from) add(id, false);
  let spare = slop;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const keep = isKept.get(next.id) === true;
    waitingLost.delete(next.id);
    if (waitingLost.size === 0 && keep) {
      spare -= 1;
      if (spare < 0) break;
    }
    if (known.size > commitLimit) {
      whole = false;
      break;
    }
    if (shallow.has(next.id)) continue;
    for (const parent of next.parents) add(parent, keep);
  }
  const commits = [...known.values()].filter(({ id }) => isKept.get(id) === false);
  return { commits: commits.sort((left, right) => right.time - left.time), whole };
}

/** Newest commit first; a commit waits once. */
class ByTime {
  private readonly heap: Commit[] = [];
  private readonly waiting = new Set<string>();

  push(commit: Commit): void {
    if (this.waiting.has(commit.id)) return;
    this.waiting.add(commit.id);
    const { heap } = this;
    let at = heap.length;
    heap.push(commit);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.timeAt(up) >= commit.time) break;
      this.swap(at, up);
      at = up;
    }
  }

  pop(): Commit | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    this.waiting.delete(first.id);
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = at * 2 + 1;
      const right = left + 1;
      const down = right < heap.length && this.timeAt(right) > this.timeAt(left) ? right : left;
      if (down >= heap.length || this.timeAt(down) <= this.timeAt(at)) return first;
      this.swap(at, down);
      at = down;
    }
  }

  private timeAt(at: number): number {
    return this.heap[at]?.time ?? 0;
  }

  private swap(left: number, right: number): void {
    const [one, other] = [this.heap[left], this.heap[right]];
    if (one === undefined || other === undefined) return;
    this.heap[left] = other;
    this.heap[right] = one;
  }
}
