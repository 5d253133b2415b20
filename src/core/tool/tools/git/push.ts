import { hasOption, optionValue, rehearses } from '../../../command/arguments.js';
import { OPAQUE_MARK } from '../../../command/invocation.js';
import { remoteTarget, repositoryOf } from '../../../target/git.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import type { Draft } from '../../table.js';

interface Refspec {
  /** The branch or tag on the other side; empty when git chooses. */
  readonly name: string;
  readonly deletes: boolean;
  readonly forced: boolean;
}

/** A push by its refs: what is deleted there, what is overwritten there, what is only added. */
export function gitPush(setting: ToolInvocation): readonly Draft[] {
  const { args } = setting;
  if (rehearses(args, '-n', '--dry-run')) return [{ verb: 'read', resource: 'push' }];
  const [, remote, ...words] = args.operands.map((value) => value.text);
  const where = optionValue(args, '--repo')?.text ?? remote ?? configuredRemote(setting);
  const given = words.length > 0 ? words : configuredRefs(where ?? 'origin', setting);
  const refspecs = given.length > 0 ? given.map((text) => readRefspec(text, setting)) : [unnamed(setting)];
  const groups = [
    draftOf(
      'delete',
      refspecs.filter((one) => one.deletes),
      where,
      setting,
    ),
    draftOf(
      'force',
      refspecs.filter((one) => !one.deletes && one.forced),
      where,
      setting,
    ),
    draftOf(
      'add',
      refspecs.filter((one) => !one.deletes && !one.forced),
      where,
      setting,
    ),
  ];
  return [...(refspecs.some((one) => isCountersignature(one.name)) ? [countersignatures] : []), ...groups.flat()];
}

/** Requests and answers of countersigning lie here; only Countersign itself writes them. */
export function isCountersignature(ref: string): boolean {
  return /^(?:refs\/)?(?:heads\/)?countersign\//.test(ref);
}

export const countersignatures: Draft = { verb: 'modify', resource: 'countersignatures', traits: ['guard'] };

function readRefspec(text: string, setting: ToolInvocation): Refspec {
  const { args } = setting;
  const deletesAll = hasOption(args, '-d', '--delete');
  const forced = text.startsWith('+') || isForced(setting);
  const plain = text.replace(/^\+/, '');
  const colon = plain.lastIndexOf(':');
  const source = colon < 0 ? plain : plain.slice(0, colon);
  const name = (colon < 0 ? plain : plain.slice(colon + 1)) || source;
  const branch = name === 'HEAD' ? (repositoryOf(setting).branch ?? 'HEAD') : name;
  return { name: branch.includes('*') ? '' : branch.replace(/^refs\/(?:heads|tags)\//, ''), deletes: deletesAll || (colon === 0 && plain !== ':'), forced };
}

/** `branch.NAME.pushRemote`, then `remote.pushDefault`. */
function configuredRemote(setting: ToolInvocation): string | undefined {
  const { branch, config } = repositoryOf(setting);
  return config.get(`branch "${branch ?? ''}"`)?.get('pushremote') ?? config.get('remote')?.get('pushdefault');
}

/** What `remote.NAME.push` says, or `push.default` of the branch that this one follows. Options that choose refs go before. */
function configuredRefs(remote: string, setting: ToolInvocation): readonly string[] {
  if (hasOption(setting.args, '--all', '--branches', '--mirror', '--tags', '--prune', '-d', '--delete')) return [];
  const { branch, config } = repositoryOf(setting);
  const push = config.get(`remote "${remote}"`)?.get('push');
  if (push !== undefined) return push.includes('*') && !push.startsWith('+') ? [] : [push];
  const merge = config.get(`branch "${branch ?? ''}"`)?.get('merge');
  const follows = /^(?:upstream|tracking)$/.test(config.get('push')?.get('default') ?? '');
  return follows && merge !== undefined ? [`HEAD:${merge}`] : [];
}

/** Without a refspec git pushes the current branch, or with `--mirror` and `--all` every one. */
function unnamed(setting: ToolInvocation): Refspec {
  const { args } = setting;
  const isMirror = mirrors(setting);
  const mirror = isMirror || hasOption(args, '--mirror', '--prune');
  const all = isMirror || hasOption(args, '--all', '--branches', '--mirror', '--tags', '--prune');
  return { name: all ? '' : (repositoryOf(setting).branch ?? ''), deletes: mirror, forced: isMirror || isForced(setting) };
}

/** `remote.NAME.mirror` pushes as `--mirror` does. */
function mirrors(setting: ToolInvocation): boolean {
  const remote = setting.args.operands[1]?.text ?? configuredRemote(setting) ?? 'origin';
  return /^(?:true|yes|on|1|push)$/i.test(repositoryOf(setting).config.get(`remote "${remote}"`)?.get('mirror') ?? '');
}

function isForced(setting: ToolInvocation): boolean {
  return hasOption(setting.args, '-f', '--force', '--force-with-lease', '--force-if-includes', '--mirror');
}

function draftOf(kind: 'delete' | 'force' | 'add', refspecs: readonly Refspec[], remote: string | undefined, setting: ToolInvocation): readonly Draft[] {
  if (refspecs.length === 0) return [];
  const names = refspecs.map((one) => one.name).filter((name) => name !== '');
  const where = remoteTarget(setting, remote, names, kind !== 'add');
  const common = {
    resource: names.length === 0 ? 'branches' : `branch ${names.join(', ')}`,
    reach: names.length === 0 ? ('uncountable' as const) : names.length,
    where,
    opaque: names.filter((name) => name.includes(OPAQUE_MARK)),
  };
  if (kind === 'delete') return [{ ...common, verb: 'delete', traits: ['published'], safer: 'git push --dry-run' }];
  if (kind === 'force' && isOwnRebase(refspecs, setting)) return [{ ...common, verb: 'modify', traits: ['force'] }];
  if (kind === 'force') {
    return [{ ...common, verb: 'modify', traits: ['rewrites-history', 'force'], safer: 'git push --force-with-lease --dry-run' }];
  }
  return [{ ...common, verb: 'modify' }];
}

/** Branches that one person works on and rewrites all day. */
const ownBranch = /^(?:feature|feat|fix|bugfix|chore|docs|refactor|test|tests|perf|style|wip|spike|exp|experiment|topic|task)[/-]/;

/** After a rebase, an own branch is pushed with a lease: what others pushed since is not overwritten. */
function isOwnRebase(refspecs: readonly Refspec[], setting: ToolInvocation): boolean {
  const { args } = setting;
  if (!hasOption(args, '--force-with-lease') || hasOption(args, '-f', '--force', '--mirror', '--all', '--tags')) return false;
  if (args.operands.some((word) => word.text.startsWith('+'))) return false;
  return refspecs.every(({ name }) => ownBranch.test(name) && !name.includes(OPAQUE_MARK));
}
