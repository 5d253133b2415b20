import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import type { Preview } from '../preview.js';
import { cleaned } from './git/clean.js';
import { removed, uncommitted } from './git/files.js';
import { branchesGone, dropped, rewritten, stashGone, tagsGone } from './git/local.js';
import { onePreview } from './git/lost.js';
import { pushed } from './git/push.js';
import { type GitWords, gitWords, has } from './git/words.js';

/** Git's ways of losing work, read from objects, references and the index on this disk. Nothing is started and nothing is fetched. */
export function previewGit(effect: Effect, world: World): Preview | undefined {
  if (effect.target.system !== 'git' || effect.elsewhere || effect.verb === 'read') return undefined;
  const words = gitWords(effect, world);
  return words && losing(words, effect);
}

function losing(words: GitWords, effect: Effect): Preview | undefined {
  const { command, operands } = words;
  const [first] = operands;
  switch (command) {
    case 'push':
      return effect.verb === 'create' || !loses(effect) ? undefined : pushed(words);
    case 'reset':
      return resetPreview(words);
    case 'clean':
      return has(words, '-n', '--dry-run') ? undefined : cleaned(words);
    case 'checkout':
    case 'switch':
    case 'restore':
      return /^(?:uncommitted changes|unchanged files)/.test(effect.resource) ? restored(words) : undefined;
    case 'rebase':
      return has(words, '--abort', '--continue', '--skip') ? undefined : rewritten(words);
    case 'commit':
      return has(words, '--amend') ? rewritten(words) : undefined;
    case 'branch':
      return loses(effect) && has(words, '-D', '-d', '--delete') ? branchesGone(words) : undefined;
    case 'update-ref':
      return has(words, '-d') ? branchesGone(words) : undefined;
    case 'tag':
      return has(words, '-d', '--delete') ? tagsGone(words) : undefined;
    case 'stash':
      return first === 'drop' || first === 'clear' ? stashGone(words) : undefined;
    case 'rm':
      return removed(words);
    default:
      return undefined;
  }
}

function loses({ verb, traits }: Effect): boolean {
  return verb !== 'modify' || traits.includes('force') || traits.includes('rewrites-history');
}

/** `reset --hard` takes commits, the index and the worktree; without `--hard` the commits alone leave the branch. */
function resetPreview(words: GitWords): Preview | undefined {
  const [word = 'HEAD', ...paths] = words.operands;
  if (paths.length > 0) return undefined;
  const commits = word === 'HEAD' ? undefined : dropped(words, word);
  if (!has(words, '--hard', '--merge', '--keep')) return commits;
  return onePreview(commits, uncommitted(words, [], true));
}

function restored(words: GitWords): Preview {
  const { command, operands, repository } = words;
  if (command === 'switch' || (command === 'checkout' && has(words, '-f', '--force')))
    return uncommitted(words, [], true);
  // `checkout COMMIT -- PATHS` takes the index too; which word is a commit the repository says.
  const [first = '', ...rest] = operands;
  const path = `${words.folder}/${first}`;
  const isCommit =
    command === 'checkout' && rest.length > 0 && repository.world.files.kind(path) === 'absent';
  const takesIndex = isCommit || has(words, '--staged', '-S', '--source', '-s');
  return uncommitted(words, isCommit ? rest : operands, takesIndex);
}
