import { readCheckpoint } from '../core/record/checkpoint/checkpoint.js';
import { recordFailureText } from '../messages/record/record.js';
import {
  nothingToWitnessText,
  notWitnessedText,
  remoteExpectedText,
  witnessDeclinedText,
  witnessedText,
  witnessNeedsPersonText,
  witnessQuestion,
} from '../messages/record/witness.js';
import { systemClock } from '../node/clock.js';
import { homeFrom } from '../node/files/home.js';
import { readGitAddress } from '../node/git/git-address.js';
import { anchorAt } from '../node/witness/anchoring.js';
import { exitCodes, fail, misuse, type Terminal } from './command.js';
import { firstLine } from './first-line.js';
import { isPersonHere, ownAccount } from './person-here.js';
import { recordOf } from './record-of.js';

/** A person lets a git remote of theirs keep the record's checkpoints from now on. */
export async function chooseWitness(url: string, terminal: Terminal): Promise<number> {
  const address = readGitAddress(url);
  if (!address.ok) return misuse(terminal, remoteExpectedText(url, address.error.code));
  if (!isPersonHere(terminal)) return fail(terminal, witnessNeedsPersonText);
  const { shown } = address.value;
  await terminal.out(witnessQuestion(shown));
  if ((await firstLine(terminal))?.trim() !== 'yes') return fail(terminal, witnessDeclinedText);
  const home = homeFrom(terminal.env);
  const record = recordOf(home);
  const recorded = await record.append({
    type: 'witness.chosen',
    remote: shown,
    decider: ownAccount(),
  });
  if (!recorded.ok) return fail(terminal, recordFailureText(recorded.error));
  const head = await record.checkpoint([]);
  if (head === undefined) return fail(terminal, nothingToWitnessText);
  const anchored = await anchorAt(url, head, home, systemClock.now());
  if (!anchored.ok) return fail(terminal, notWitnessedText(shown, anchored.error));
  await terminal.out(`${witnessedText(shown, readCheckpoint(head.checkpoint)?.size ?? 0)}\n`);
  return exitCodes.done;
}
