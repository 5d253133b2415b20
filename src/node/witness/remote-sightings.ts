import type { Sighting } from '../../core/record/witness.js';
import type { Home } from '../files/home.js';
import { withoutCredentials } from '../git/git-address.js';
import { type AnchorFailure, anchorsAt, type SeenAnchor, whoseRecord } from './anchoring.js';
import type { RemoteWitness } from './decode-witnesses.js';
import { WitnessNotes } from './witness-notes.js';

/** What the remotes that keep checkpoints say. */
export interface RemoteWord {
  readonly sightings: readonly Sighting[];
  /** Remotes that could not be asked. */
  readonly unreached: readonly { readonly name: string; readonly failure: AnchorFailure }[];
  /** Remotes that no longer hold what was put there. */
  readonly lost: readonly { readonly name: string; readonly size: number; readonly at: number }[];
}

/** Asks every remote that keeps checkpoints of this home's record. `origin` is the record's name, where it has one. */
export async function remoteWord(home: Home, origin: string | undefined): Promise<RemoteWord> {
  const words = await Promise.all(new WitnessNotes(home).remotes().map((one) => wordOf(one, home, origin)));
  return {
    sightings: words.flatMap(({ sightings }) => sightings),
    unreached: words.flatMap(({ unreached }) => unreached),
    lost: words.flatMap(({ lost }) => lost),
  };
}

async function wordOf(remote: RemoteWitness, home: Home, origin: string | undefined): Promise<RemoteWord> {
  const name = withoutCredentials(remote.url);
  const anchors = await anchorsAt(remote.url, home);
  if (!anchors.ok) return { sightings: [], unreached: [{ name, failure: anchors.error }], lost: [] };
  const isOwn = ({ checkpoint }: SeenAnchor): boolean => checkpoint.origin === origin;
  const begun = anchors.value.findLastIndex(isOwn);
  // A record of this home under another name counts where it was there before this one.
  const own = anchors.value.filter((one, at) => isOwn(one) || (at > begun && one.from === whoseRecord(home)));
  const sightings = own.map(({ checkpoint, at }) => ({
    witness: { kind: 'remote', name } as const,
    size: checkpoint.size,
    checkpoint,
    at,
  }));
  const isThere = remote.size === 0 || sightings.some(({ size }) => size === remote.size);
  return { sightings, unreached: [], lost: isThere ? [] : [{ name, size: remote.size, at: remote.at }] };
}
