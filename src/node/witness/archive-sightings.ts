import { readNoteKey } from '../../core/record/checkpoint/note.js';
import type { Sighting } from '../../core/record/witness.js';
import { chosenArchive, lastWord } from '../archive/chosen.js';
import type { Home } from '../files/home.js';

/**
 * What the archive that a person chose has cosigned last. It lies in the home, where nobody can forge it and this account can take it
 * away: then the archive itself still has it.
 */
export function archiveSightings(home: Home): readonly Sighting[] {
  const chosen = chosenArchive(home);
  const word = chosen && lastWord(chosen);
  if (chosen === undefined || word === undefined) return [];
  const name = readNoteKey(chosen.key)?.name ?? '';
  const { checkpoint, at } = word;
  return [{ witness: { kind: 'archive', name }, size: checkpoint.size, checkpoint, at }];
}
