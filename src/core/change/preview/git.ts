import { type Arguments, optionGrammar, readArguments } from '../../command/arguments.js';
import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import { commitOf, currentBranch, gitFolder } from '../git-refs.js';
import { startOf } from '../nearby.js';
import { type ObjectItem, onlyNamed, type Preview } from '../preview.js';

const grammar = optionGrammar({
  valued:
    '-C -c --git-dir --work-tree --namespace -o --push-option --repo --receive-pack -s --source -m -b -B',
  flags:
    '--force --force-with-lease --force-if-includes --delete --mirror --prune --all --tags --hard --keep --merge --soft --mixed -f -d -D -x -X -n --no-verify --quiet -q --set-upstream -u',
});

/** Git's ways of losing work, named from the references on this disk. Nothing is started and nothing is fetched. */
export function previewGit(effect: Effect, world: World): Preview | undefined {
  const losing =
    effect.verb === 'delete' ||
    effect.verb === 'destroy' ||
    effect.verb === 'replace' ||
    (effect.verb === 'modify' &&
      effect.traits.some((trait) => trait === 'force' || trait === 'rewrites-history'));
  if (effect.target.system !== 'git' || effect.elsewhere || !losing) return undefined;
  const args = readArguments(
    effect.argv.map((text) => ({ text, opaque: [] })),
    grammar,
  );
  const [command, ...operands] = args.operands.map((value) => value.text);
  const at = args.options.get('-C')?.at(-1)?.text;
  const folder = at === undefined ? startOf(effect, world) : resolvePath(startOf(effect, world), at);
  switch (command) {
    case 'push':
      return onlyNamed(pushed(operands, args, folder, world), operands[0] ?? 'origin', 'since-fetch');
    case 'reset':
    case 'clean':
    case 'checkout':
    case 'restore':
    case 'switch':
      return onlyNamed([uncommitted(command, operands, folder)], folder, 'unreadable');
    default:
      return undefined;
  }
}

/** What a remote branch holds and the pushed one does not is lost there. */
function pushed(
  operands: readonly string[],
  args: Arguments,
  folder: string,
  world: World,
): readonly ObjectItem[] {
  const git = gitFolder(folder, world);
  const [remote = 'origin', ...specs] = operands;
  const branch = git && currentBranch(git, world);
  const wanted = specs.length > 0 ? specs : branch === undefined ? [] : [branch];
  if (wanted.length === 0 || args.options.has('--mirror')) {
    return [{ kind: 'object', sign: 'deleted', noun: 'branches', name: remote }];
  }
  const deletes = args.options.has('--delete') || args.options.has('-d');
  return wanted.slice(0, 20).map((spec) => {
    const plain = spec.replace(/^\+/, '');
    const gone = deletes || plain.startsWith(':');
    const named = plain.slice(plain.indexOf(':') + 1).replace(/^refs\/(heads|tags)\//, '');
    const name = named === 'HEAD' ? (branch ?? named) : named;
    const commit = git && commitOf(git, `refs/remotes/${remote}/${name}`, world);
    return {
      kind: 'object',
      sign: 'deleted',
      noun: gone ? 'branch' : 'commits',
      name: `${remote}/${name}${commit === undefined ? '' : `@${commit}`}`,
    };
  });
}

function uncommitted(command: string, operands: readonly string[], folder: string): ObjectItem {
  const paths = command === 'reset' ? [] : operands.filter((operand) => operand !== '--');
  return {
    kind: 'object',
    sign: 'deleted',
    noun: command === 'clean' ? 'untracked files' : 'uncommitted changes',
    name: paths.length > 0 ? paths.slice(0, 20).join(' ') : folder,
  };
}
