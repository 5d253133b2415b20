import { hostname } from 'node:os';
import { type Anchor, anchorMessage, readAnchor } from '../../core/record/checkpoint/anchor.js';
import { readCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { sha256 } from '../../core/shared/digest.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { SignedHead } from '../../ports/ports.js';
import { accountName } from '../account.js';
import type { Home } from '../files/home.js';
import { GitRemote } from '../git/git-remote.js';
import { WitnessNotes } from './witness-notes.js';

/** A branch, because hosts can protect branches from being moved back or deleted, and no other names. */
const branch = 'refs/heads/countersign-log';

/** Checkpoints of a whole team lie on one branch. */
const mostRead = 2_000;
const mostTries = 16;
const timeoutMs = 20_000;

export interface AnchorFailure {
  readonly code: string;
  readonly detail: string;
}

/** An anchor as it lies at a remote. */
export interface SeenAnchor extends Anchor {
  /** When it was put there, as the commit says; Unix milliseconds. */
  readonly at: number;
}

/** Account, machine, and which home of theirs. */
export function whoseRecord(home: Home): string {
  return `${accountName()}@${hostname()} ${sha256(home.root).slice(0, 8)}`;
}

/** Puts a checkpoint where this account alone cannot take it back, and notes that. */
export async function anchorAt(
  url: string,
  head: SignedHead,
  home: Home,
  now: number,
): Promise<Result<void, AnchorFailure>> {
  const remote = GitRemote.at(url, home, timeoutMs);
  if (!remote.ok) return remote;
  const text = anchorMessage(head.checkpoint, head.key, whoseRecord(home));
  let last: AnchorFailure = { code: 'refused', detail: '' };
  for (let tried = 0; tried < mostTries; tried += 1) {
    const said = await remote.value.say(branch, { text, at: now });
    if (!said.ok) return said;
    if (said.value.kind !== 'rejected') {
      const notes = new WitnessNotes(home);
      const since = notes.remotes().find((one) => one.url === url)?.since ?? now;
      notes.note({ url, since, size: readCheckpoint(head.checkpoint)?.size ?? 0, at: now });
      return ok(undefined);
    }
    last = { code: 'refused', detail: said.value.detail };
    // Somebody else's checkpoint came first.
    if (
      !/fetch first|non-fast-forward|stale|lock|failed to update ref|incorrect old value/i.test(last.detail)
    )
      break;
  }
  return err(last);
}

/** The checkpoints at a remote, whoever's, newest first. */
export async function anchorsAt(
  url: string,
  home: Home,
): Promise<Result<readonly SeenAnchor[], AnchorFailure>> {
  const remote = GitRemote.at(url, home, timeoutMs);
  if (!remote.ok) return remote;
  const messages = await remote.value.messages(branch, mostRead);
  if (!messages.ok) return messages;
  return ok(
    messages.value.flatMap(({ text, at }) => {
      const anchor = readAnchor(text);
      return anchor ? [{ ...anchor, at }] : [];
    }),
  );
}
