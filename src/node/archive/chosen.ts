import { join } from 'node:path';
import {
  type ArchiveName,
  type ChosenArchive,
  decodeChosenArchive,
  isSameArchive,
} from '../../core/record/archive/chosen-archive.js';
import { readCheckpoint, type SignedCheckpoint } from '../../core/record/checkpoint/checkpoint.js';
import { cosignatureType, cosignedAt } from '../../core/record/checkpoint/cosignature.js';
import { readNoteKey } from '../../core/record/checkpoint/note.js';
import { diskText, privateFolder, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { withLock } from '../record/lock.js';

/** What an archive has said of a record. */
export interface ArchiveWord {
  readonly checkpoint: SignedCheckpoint;
  /** When, by its own clock; Unix milliseconds. */
  readonly at: number;
}

/** True for a key by which an archive can cosign. */
export function isArchiveKey(text: string): boolean {
  return readNoteKey(text)?.type === cosignatureType;
}

/** The archive that a home's record goes to; undefined where a person has chosen none. */
export function chosenArchive(home: Home): ChosenArchive | undefined {
  return decodeChosenArchive(diskText(pathIn(home)) ?? '');
}

/** The last word of the archive, where it is cosigned by its key; undefined before it said anything. */
export function lastWord({ key, note }: ChosenArchive): ArchiveWord | undefined {
  const cosigner = readNoteKey(key);
  const checkpoint = readCheckpoint(note);
  const seconds = cosigner && checkpoint && cosignedAt(checkpoint.note, cosigner);
  return seconds === undefined || checkpoint === undefined ? undefined : { checkpoint, at: seconds * 1_000 };
}

/** From which entry on a record waits for its archive; no entry does where none is chosen. */
export function waitingFrom(home: Home): number {
  const chosen = chosenArchive(home);
  if (chosen === undefined || chosen.url === '') return Number.POSITIVE_INFINITY;
  return lastWord(chosen)?.checkpoint.size ?? 0;
}

/** A person's choice; `policy` is the digest of the one that named it. An empty `url` ends it. Throws what the disk does. */
export function chooseArchive(home: Home, archive: ArchiveName & { readonly policy?: string }): void {
  const { url, key, policy } = archive;
  privateFolder(home.root);
  withLock(`${pathIn(home)}.lock`, () => {
    const before = chosenArchive(home);
    // What the same archive has seen stays seen.
    const note = before?.key === key ? before.note : '';
    const isEnded = url === '' && before !== undefined && before.url !== '';
    const refused = isEnded ? { url: before.url, key: before.key } : before?.refused;
    writeChosen(home, {
      v: 1,
      url,
      key,
      note,
      since: Date.now(),
      ...(policy === undefined ? {} : { policy }),
      ...(refused === undefined || isSameArchive(refused, archive) ? {} : { refused }),
    });
  });
}

/** A person sends nothing to the archive that their team's policy names; what they chose themselves stays. Throws what the disk does. */
export function refuseArchive(home: Home, { url, key }: ArchiveName): void {
  privateFolder(home.root);
  withLock(`${pathIn(home)}.lock`, () => {
    const before = chosenArchive(home) ?? { v: 1 as const, url: '', key, note: '' };
    writeChosen(home, { ...before, refused: { url, key } });
  });
}

/** Keeps what the archive said, where it is not older than what is known. Throws what the disk does. */
export function keepWord(home: Home, note: string): void {
  withLock(`${pathIn(home)}.lock`, () => {
    const chosen = chosenArchive(home);
    const word = chosen && lastWord({ ...chosen, note });
    if (chosen === undefined || word === undefined) return;
    const before = lastWord(chosen);
    if (before && before.at > word.at) return;
    // An archive that was set back does not take away what it has seen.
    if (before && before.at === word.at && before.checkpoint.size > word.checkpoint.size) return;
    writeChosen(home, { ...chosen, note });
  });
}

function writeChosen(home: Home, chosen: ChosenArchive): void {
  writeWhole(pathIn(home), `${JSON.stringify(chosen)}\n`);
}

function pathIn(home: Home): string {
  return join(home.root, 'outbox.json');
}
