import { type Arguments, optionGrammar, readArguments } from '../../../command/arguments.js';
import { resolvePath } from '../../../command/paths.js';
import type { World } from '../../../shared/world.js';
import type { Effect } from '../../../tool/effect.js';
import { commitOf } from '../../git/commits.js';
import { type LocalRepository, repositoryAt, revisionOf } from '../../git/repository.js';
import { startOf } from '../../nearby.js';

const grammar = optionGrammar({
  valued:
    '-C -c --git-dir --work-tree --namespace -o --push-option --repo --receive-pack -s --source -m -b -B -e --exclude --onto',
  flags:
    '--force --force-with-lease --force-if-includes --delete --mirror --prune --all --tags --hard --keep --merge --soft --mixed -f -d -D -x -X -n --no-verify --quiet -q --set-upstream -u --staged --worktree -S -W --cached --amend --root -r -M -p -i --interactive --discard-changes',
});

/** A git command as far as a preview needs it. */
export interface GitWords {
  /** `push`, `reset`. */
  readonly command: string;
  readonly operands: readonly string[];
  readonly options: Arguments['options'];
  /** All words, with blanks between them. */
  readonly written: string;
  /** Where it starts; absolute. */
  readonly folder: string;
  readonly repository: LocalRepository;
}

/** Undefined for what is not git, and outside a repository. */
export function gitWords(effect: Effect, world: World): GitWords | undefined {
  const args = readArguments(
    effect.argv.map((text) => ({ text, opaque: [] })),
    grammar,
  );
  const [command, ...operands] = args.operands.map((value) => value.text);
  const at = args.options.get('-C')?.at(-1)?.text;
  const folder = at === undefined ? startOf(effect, world) : resolvePath(startOf(effect, world), at);
  const repository = repositoryAt(folder, world);
  if (command === undefined || repository === undefined || args.options.has('--git-dir')) return undefined;
  return { command, operands, options: args.options, written: effect.argv.join(' '), folder, repository };
}

/** The commit behind a word; the first parent's where it ends in `~` or `^`. */
export function commitIdOf({ repository }: GitWords, word: string): string | undefined {
  const { objects } = repository;
  return revisionOf(repository, word, (id) => objects && commitOf(objects, id)?.parents[0]);
}

export function has({ options }: GitWords, ...names: readonly string[]): boolean {
  return names.some((name) => options.has(name));
}
