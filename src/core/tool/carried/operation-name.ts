import { verbOfOperation } from '../api-verbs.js';
import { type Verb, verbs } from '../effect.js';
import { singular } from '../nouns.js';
import { endingWord } from '../task-words.js';

/** What is done to these takes nothing away that anybody would miss. */
const light =
  /^(?:reaction|star|label|labels|assignee|assignees|upvote|vote|watch|pin|typing|like|follow|subscription|reviewer|reviewers|lock|minimized|draft|session|cache)s?$/;

/** `volumeDelete`, `delete_users_by_pk`, `DeleteDBInstance`: the words of an operation's name, in lower case. */
function wordsOfName(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d\uFFFC]+/)
    .filter((word) => word !== '');
}

/** What an operation of a service does by its name: its first or its last word is the verb, and the more final one speaks. */
export function verbOfName(name: string): Verb | undefined {
  const words = wordsOfName(name);
  const ends =
    words.some((word) => endingWord(word)) ||
    [words[0], words.at(-1)].some((word) => /^(?:archive|transfer)$/.test(word ?? ''));
  if (ends) return words.some((word) => light.test(word)) ? 'modify' : 'delete';
  const found = [words[0], words.at(-1)].flatMap((word) => verbOfOperation(word ?? '') ?? []);
  return found.sort((left, right) => verbs.indexOf(right) - verbs.indexOf(left))[0];
}

/** `volume` of `volumeDelete`: the words that are no verb, as a noun. */
export function nounOfName(name: string): string {
  const words = wordsOfName(name);
  const rest = words.filter(
    (word, index) =>
      !endingWord(word) &&
      !(
        (index === 0 || index === words.length - 1) &&
        words.length > 1 &&
        verbOfOperation(word) !== undefined
      ),
  );
  return singular((rest.length === 0 ? words : rest).join('-'));
}
