import { hasOption, optionGrammar, readArguments } from '../../command/arguments.js';
import { gitTarget, repositoryOf, setConfig } from '../../target/git.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { draftOfRow, findRow } from '../rows.js';
import type { Draft, Tool, ToolContext } from '../table.js';
import { hostOfSource, isForeign } from './foreign-source.js';
import { gitCheckout, gitRestore } from './git/checkout.js';
import { gitConfig } from './git/config.js';
import { gitBrings, gitClean, gitMove } from './git/files.js';
import { countersignatures, gitPush, isCountersignature } from './git/push.js';
import { hubApi } from './github.js';

const unsaved = { verb: 'delete', noun: 'uncommitted changes', traits: ['unsaved'], reach: 'uncountable' } as const;

/** git. What a push does is judged by its refs, a checkout by whether it names paths, a setting by whether it runs code. */
export const git: Tool = {
  programs: ['git', 'hub', 'yadm'],
  system: 'git',
  grammar: optionGrammar({
    valued:
      '-C -c --git-dir --work-tree --namespace --exec-path --super-prefix --config-env --attr-source -m --message -o --push-option --receive-pack --upload-pack --exec --repo --author --date --pathspec-from-file -b -B --orphan --onto -X --strategy-option -s --strategy --depth --branch --reference --template --separate-git-dir --expire',
    flags: '-f --force -d -D --delete --hard --merge --keep --soft --mixed -q --quiet -v --verbose -a --all -n --dry-run -u -p --patch --prune',
  }),
  clues: 'none',
  target: gitTarget,
  beyond: (setting, context) => inOwnCase(setting, context),
  rows: [
    { words: 'reset', when: ['--hard', '--merge', '--keep'], ...unsaved, safer: 'git stash' },
    { words: 'reset', verb: 'modify', noun: 'index' },
    { words: 'clean', when: ['-n', '--dry-run'], verb: 'read' },
    { words: 'clean', when: ['-f', '--force', '-i', '--interactive', '-c'], ...unsaved, noun: 'untracked files', safer: 'git clean -n' },
    { words: 'clean', verb: 'read' },
    { words: 'restore', when: ['--staged', '-S'], unless: ['--worktree', '-W'], verb: 'modify', noun: 'index' },
    { words: 'restore', ...unsaved, resource: 'rest', safer: 'git stash push -- {name}' },
    { words: 'switch', when: ['-f', '--force', '--discard-changes'], ...unsaved, safer: 'git switch --merge' },
    { words: 'switch', verb: 'modify', noun: 'branch', resource: 0 },
    { words: 'stash drop|clear', ...unsaved, noun: 'stash', safer: 'git stash show -p' },
    { words: 'stash list|show', verb: 'read' },
    { words: 'stash', verb: 'modify', noun: 'stash' },
    { words: 'branch', when: ['--force', '-f', '-M'], ...unsaved, noun: 'branch', resource: 0, safer: 'git branch -d {name}' },
    { words: 'delete-branch|delete-merged-branches|delete-submodule|delete-tag|delete', verb: 'delete', noun: 'repository', resource: 0, traits: ['unsaved'] },
    { words: 'branch', when: ['-D'], ...unsaved, noun: 'branch', resource: [0, '-D'], safer: 'git branch -d {name}' },
    {
      words: 'branch',
      when: ['-d', '--delete', '-m', '-M', '-c', '-C', '-f', '--force', '-u', '--set-upstream-to'],
      verb: 'modify',
      noun: 'branch',
      resource: 0,
    },
    { words: 'branch *', verb: 'create', noun: 'branch', resource: 0 },
    { words: 'branch', verb: 'read' },
    { words: 'tag', when: ['-d', '--delete'], verb: 'modify', noun: 'tag', resource: 0 },
    { words: 'tag *', unless: ['-l', '--list', '-n', '--contains', '--merged', '--points-at', '--verify'], verb: 'create', noun: 'tag', resource: 0 },
    { words: 'tag', verb: 'read' },
    { words: 'filter-branch|filter-repo', verb: 'delete', noun: 'history', traits: ['rewrites-history'], reach: 'uncountable' },
    { words: 'reflog expire|delete', ...unsaved, noun: 'reflog' },
    { words: 'reflog', verb: 'read' },
    { words: 'annex drop|dropunused|dropkey', when: ['--force'], ...unsaved, noun: 'content' },
    { words: 'gc', when: ['--prune=now', '--prune=all'], ...unsaved, noun: 'unreachable commits', safer: 'git gc' },
    { words: 'prune', unless: ['-n', '--dry-run'], ...unsaved, noun: 'unreachable commits', safer: 'git prune -n' },
    { words: 'update-ref', when: ['-d', '--delete', '--stdin'], ...unsaved, noun: 'ref', resource: 0 },
    { words: 'update-ref|symbolic-ref', verb: 'modify', noun: 'ref', resource: 0 },
    { words: 'worktree remove', when: ['-f', '--force'], ...unsaved, noun: 'worktree', resource: 0, safer: 'git worktree remove {name}' },
    { words: 'worktree list', verb: 'read' },
    { words: 'worktree', verb: 'modify', noun: 'worktree', resource: 1 },
    { words: 'submodule deinit', when: ['-f', '--force'], ...unsaved, noun: 'submodule', resource: 0 },
    { words: 'submodule status|summary', verb: 'read' },
    { words: 'rm', when: ['-f', '--force'], unless: ['--cached', '-n', '--dry-run'], ...unsaved, resource: 'rest' },
    { words: 'checkout-index', when: ['-f', '--force'], ...unsaved },
    { words: 'read-tree', when: ['-u', '--reset'], ...unsaved },
    { words: 'credential fill', verb: 'read', noun: 'credentials', traits: ['secret'] },
    { words: 'credential', verb: 'modify', noun: 'credentials' },
    { words: 'remote show|get-url', verb: 'read' },
    { words: 'remote *', verb: 'modify', noun: 'remote', resource: 1 },
    { words: 'notes|bisect|sparse-checkout|maintenance|lfs|flow|svn|p4|bundle|replace|fast-import|hook|rerere', verb: 'modify' },
    {
      words:
        'add|commit|mv|rm|merge|pull|fetch|clone|init|cherry-pick|revert|rebase|am|apply|gc|submodule|repack|pack-refs|mktag|mktree|write-tree|commit-tree|hash-object|update-index|pack-objects|unpack-objects|index-pack|update-server-info|scalar|stage|subtree|format-patch|archive|instaweb|daemon|gui|citool|mergetool|prune-packed|multi-pack-index|commit-graph|quiltimport|request-pull|send-email|imap-send|fetch-pack|http-fetch|http-push|receive-pack|upload-pack|read-tree|checkout-index|backfill',
      verb: 'modify',
    },
    {
      words:
        'status|log|diff|show|blame|annotate|grep|ls-files|ls-tree|ls-remote|rev-parse|rev-list|describe|shortlog|cat-file|for-each-ref|show-ref|show-branch|show-index|name-rev|merge-base|cherry|count-objects|fsck|help|version|whatchanged|range-diff|diff-tree|diff-index|diff-files|difftool|check-ignore|check-attr|check-ref-format|check-mailmap|column|interpret-trailers|mailinfo|mailsplit|merge-file|merge-tree|patch-id|remote|stripspace|var|verify-commit|verify-tag|verify-pack|get-tar-commit-id|bugreport|diagnose|archive-file|last-modified|refs|url-parse|credential-cache|sh-i18n|web--browse',
      verb: 'read',
    },
  ],
};

/** Where file names ignore case, git finds `CHECKOUT` as well as `checkout`. */
function inOwnCase(setting: ToolInvocation, context: ToolContext): readonly Draft[] | undefined {
  const [command, ...rest] = setting.args.operands;
  const text = command?.text.toLowerCase();
  if (command === undefined || text === undefined || text === command.text) return byCommand(setting, context);
  const lowered = { ...setting, args: { ...setting.args, operands: [{ ...command, text }, ...rest] } };
  const found = findRow(git, lowered);
  return byCommand(lowered, context) ?? (found === undefined ? undefined : [draftOfRow(found.row, found.taken, lowered)]);
}

function byCommand(setting: ToolInvocation, context: ToolContext): readonly Draft[] | undefined {
  switch (setting.args.operands[0]?.text) {
    case 'push':
    case 'send-pack':
      return gitPush(setting);
    case 'update-ref':
      return setting.args.operands.some((word) => isCountersignature(word.text)) ? [countersignatures] : undefined;
    case 'merge':
    case 'rebase':
    case 'cherry-pick':
      return gitBrings(setting);
    case 'clean':
      return gitClean(setting);
    case 'mv':
      return gitMove(setting);
    case 'checkout':
    case 'co':
      return gitCheckout(setting);
    case 'restore':
      return gitRestore(setting);
    case 'fetch':
      return overwritingFetch(setting);
    case 'pull':
      return gitBrings(setting) ?? overwritingFetch(setting);
    case 'api':
      return setting.invocation.program === 'hub' ? hubApi(setting, context) : undefined;
    case 'gc':
      return setConfig(setting).some(([key, value]) => /^gc\.(?:pruneexpire|reflogexpire)/i.test(key) && /^(?:now|all|0)$/.test(value))
        ? [{ verb: 'delete', resource: 'unreachable commits', traits: ['unsaved'], reach: 'uncountable' }]
        : undefined;
    case 'config':
      return gitConfig(setting);
    case 'remote':
      return redirectedRemote(setting);
    default:
      return aliased(setting, context);
  }
}

/** What an alias of the repository, of the user or of `-c` stands for. One that starts a shell is read where it is set. */
function aliased(setting: ToolInvocation, context: ToolContext): readonly Draft[] | undefined {
  const [first, ...rest] = setting.args.operands;
  if (first === undefined || findRow(git, setting) !== undefined) return undefined;
  const meant = repositoryOf(setting).config.get('alias')?.get(first.text.toLowerCase());
  if (meant === undefined || meant.startsWith('!')) return undefined;
  const at = setting.invocation.argv.findIndex(({ text }) => text === first.text);
  const words = meant.split(/\s+/).map((text) => ({ text: text.replace(/^["']|["']$/g, ''), opaque: [] }));
  const argv = [...setting.invocation.argv.slice(0, at), ...words, ...setting.invocation.argv.slice(at + 1)];
  // An alias of an alias is git's own to follow, once.
  if (words[0]?.text === first.text || rest.length > 200) return undefined;
  const own = { ...setting, invocation: { ...setting.invocation, argv }, args: readArguments(argv, git.grammar) };
  const found = findRow(git, own);
  return byCommand(own, context) ?? (found === undefined ? undefined : [draftOfRow(found.row, found.taken, own)]);
}

/** A fetch that is told to lay everything over the branches here: commits that were only theirs are in no branch. */
function overwritingFetch(setting: ToolInvocation): readonly Draft[] | undefined {
  const over = setting.args.operands.slice(1).filter(({ text }) => /^\+?[^:]*:refs\/(?:\*|heads\/\*)$/.test(text));
  const forced = hasOption(setting.args, '--prune', '-p', '-f', '--force') || over.some(({ text }) => text.startsWith('+'));
  if (over.length === 0 || !forced) return undefined;
  return [{ verb: 'delete', resource: 'branches', traits: ['unsaved', 'force'], reach: 'uncountable' }];
}

/** A remote that is pointed at a host from which nothing here comes: the next push goes there. */
function redirectedRemote(setting: ToolInvocation): readonly Draft[] | undefined {
  const [, command, remote, url] = setting.args.operands.map((word) => word.text);
  if (command !== 'set-url' || url === undefined || !isForeign(hostOfSource(url), setting)) return undefined;
  return [{ verb: 'modify', resource: `remote/${remote ?? ''}`, names: [url], traits: ['redirect'] }];
}
