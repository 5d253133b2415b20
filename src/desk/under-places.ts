import { ruleOn } from '../core/policy/rule-on.js';
import type { SessionFacts } from '../core/policy/session-facts.js';
import { defaultSettings } from '../core/policy/settings.js';
import type { TeamCall } from '../core/policy/team-words.js';
import type { Assessment } from '../core/risk/assessment.js';
import { personsWord, type SaidPlace } from '../core/target/said-place.js';
import type { KnownPlaces } from '../ports/judge.js';
import { placesOf, tighteningOf } from './places-of.js';

/** Who judges by what is known of places: the team's rules, the words of the person, and what the session lets pass. */
export interface UnderPlaces {
  readonly said: readonly SaidPlace[] | undefined;
  readonly team: TeamCall | undefined;
  readonly session: SessionFacts;
}

/**
 * A reading under what a person has said of places. Where the person's own word has made one harmless and the team's rules would
 * bind others without it, the word does not count. Desk, `policy explain` and `policy replay` ask here.
 */
export async function underPlaces<T extends { readonly assessment: Assessment }>(
  read: (places: KnownPlaces | undefined) => Promise<T>,
  { said, team, session }: UnderPlaces,
): Promise<T> {
  const own = await read(placesOf(team?.team, said));
  if (team === undefined || !isEased(own.assessment)) return own;
  const strict = await read(placesOf(team.team, tighteningOf(said)));
  return bindsOthers(strict.assessment, session, team) ? strict : own;
}

/** True where the person's own word has made a place harmless. */
function isEased({ targets }: Assessment): boolean {
  return targets.some(
    ({ environment, evidence }) =>
      environment !== 'production' && evidence.some(({ source }) => source === personsWord),
  );
}

/** Nobody's own word takes away the colleague, or the no, that their team's rules want. */
function bindsOthers(assessment: Assessment, session: SessionFacts, team: TeamCall): boolean {
  const verdict = ruleOn(assessment, session, defaultSettings, team);
  return verdict.kind === 'deny' || (verdict.kind === 'hold' && verdict.ceremony.kind === 'countersign');
}
