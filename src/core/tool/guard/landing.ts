/** Folders and files that a program is given, which its table knows for reading or for something else. */
import { optionGrammar } from '../../command/arguments.js';
import type { Invocation } from '../../command/invocation.js';
import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { draftOfPath, filesystemTarget, givenPath } from '../files/draft.js';
import type { Tool } from '../table.js';
import { isLoaded } from './places.js';
import { isAboveGuards } from './reach.js';
import { guardsAmong } from './words.js';

/** `wget -P ~/.claude …`, `aws s3 cp s3://… ~/.claude/settings.json`: what it fetches lands there. */
export const landing: Tool = {
  programs: [],
  system: 'filesystem',
  grammar: optionGrammar({}),
  target: filesystemTarget,
  rows: [],
  // Its words are another program's: `-h` is a host as often as help.
  help: [],
  clues: 'none',
  beyond: (setting) =>
    guardsAmong(setting.invocation, setting.world)
      .slice(0, 4)
      .map((word) => draftOfPath('modify', givenPath(word, setting), setting, ['guard'])),
};

/** `git clone URL ~/.claude/skills/x`, `git -C ~ apply x.patch`: names that nobody knows go where guards lie. */
export function gitSpills({ argv, cwd, elsewhere }: Invocation, world: World): boolean {
  if (elsewhere !== undefined) return false;
  const words = argv.slice(1).map(({ text }) => text);
  const at = commandAt(words);
  const command = words[at] ?? '';
  if (!/^(?:clone|worktree|apply|am)$/.test(command)) return false;
  const start = words
    .slice(0, at)
    .reduce(
      (from, word, index) => (words[index - 1] === '-C' ? folderAt(from, word, world) : from),
      cwd.text || world.cwd,
    );
  const rest = words.slice(at + 1);
  if (command === 'apply' || command === 'am') {
    const below = rest.find((word) => word.startsWith('--directory='))?.slice('--directory='.length);
    return isAboveGuards(folderAt(start, below ?? '.', world), world);
  }
  const names = rest.filter((word) => !word.startsWith('-'));
  const [given, into] = command === 'clone' ? names : names.slice(1).reverse().slice(-2).reverse();
  const folder = command === 'clone' ? (into ?? nameOf(given ?? '')) : (given ?? '');
  const place = folderAt(start, folder, world);
  return isAboveGuards(place, world) || isLoaded(place);
}

/** The folder that a clone makes: the last part of its address. */
function nameOf(address: string): string {
  const last = address.split('/').findLast((part) => part !== '') ?? '';
  return last.slice(last.lastIndexOf(':') + 1);
}

function folderAt(from: string, text: string, world: World): string {
  return resolvePath(from, text === '~' || text.startsWith('~/') ? `${world.home}${text.slice(1)}` : text);
}

/** Where the word stands that says what git does. */
function commandAt(words: readonly string[]): number {
  return words.findIndex(
    (word, at) =>
      /^[a-z]/.test(word) && !/^(?:-[Cc]|--(?:git-dir|work-tree|namespace))$/.test(words[at - 1] ?? ''),
  );
}

/** Commands of git that change its index, its objects and other machines, and no file that is named to them. */
const inside =
  /^(?:add|stage|commit|update-index|hash-object|reset|push|fetch|tag|branch|remote|notes|update-ref|commit-tree|write-tree|mktree|mktag|gc|prune|repack|maintenance|send-email|request-pull)$/;

/** True where git writes what it is told to write: everything but what stays inside of its own folder. */
export function gitLands(argv: readonly { readonly text: string }[]): boolean {
  const words = argv.slice(1).map(({ text }) => text);
  const command = words[commandAt(words)];
  if (command === undefined || inside.test(command)) return false;
  return !(/^(?:rm|restore)$/.test(command) && words.some((word) => /^(?:--cached|--staged|-S)$/.test(word)));
}
