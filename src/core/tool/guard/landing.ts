/** Folders and files that a program is given, which its table knows for reading or for something else. */
import { optionGrammar } from '../../command/arguments.js';
import { draftOfPath, filesystemTarget, givenPath } from '../files/draft.js';
import type { Tool } from '../table.js';
import { guardsAmong } from './words.js';

/** `wget -P ~/.claude …`, `aws s3 cp s3://… ~/.claude/settings.json`: what it fetches lands there. */
export const landing: Tool = {
  programs: [],
  system: 'filesystem',
  grammar: optionGrammar({}),
  target: filesystemTarget,
  rows: [],
  clues: 'none',
  beyond: (setting) =>
    guardsAmong(setting.invocation, setting.world)
      .slice(0, 4)
      .map((word) => draftOfPath('modify', givenPath(word, setting), setting, ['guard'])),
};

/** Commands of git that change its index, its objects and other machines, and no file that is named to them. */
const inside =
  /^(?:add|stage|commit|update-index|hash-object|reset|push|fetch|tag|branch|remote|notes|update-ref|commit-tree|write-tree|mktree|mktag|gc|prune|repack|maintenance|send-email|request-pull)$/;

/** True where git writes what it is told to write: everything but what stays inside of its own folder. */
export function gitLands(argv: readonly { readonly text: string }[]): boolean {
  const words = argv.slice(1).map(({ text }) => text);
  const command = words.find(
    (word, at) =>
      /^[a-z]/.test(word) && !/^(?:-[Cc]|--(?:git-dir|work-tree|namespace))$/.test(words[at - 1] ?? ''),
  );
  if (command === undefined || inside.test(command)) return false;
  return !(/^(?:rm|restore)$/.test(command) && words.some((word) => /^(?:--cached|--staged|-S)$/.test(word)));
}
