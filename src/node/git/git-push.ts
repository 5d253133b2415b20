import { err, ok, type Result } from '../../core/shared/result.js';
import type { GitAddress } from './git-address.js';
import { type GitFailure, gitRefusal } from './git-conversation.js';
import { runGit } from './git-program.js';
import type { Scratch } from './git-scratch.js';

/** How one name fared. `rejected` is the remote's word about it. */
export type Pushed =
  | { readonly kind: 'created' | 'exists' | 'deleted' | 'moved' }
  | { readonly kind: 'rejected'; readonly detail: string };

export interface PushParts {
  readonly address: GitAddress;
  readonly env: Readonly<Record<string, string>>;
  readonly scratch: Scratch;
  readonly timeoutMs: number;
}

const isolated = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'credential.interactive=false',
  '-c',
  'gc.auto=0',
  '-c',
  'push.followTags=false',
];

/** Creates a name at the remote, and never moves one that is there: `--force-with-lease=NAME:` asks that it be absent. */
export async function pushNew(
  parts: PushParts,
  name: string,
  id: string,
): Promise<Result<Pushed, GitFailure>> {
  const pushed = await push(parts, [`--force-with-lease=${name}:`], [`${id}:${name}`]);
  return pushed.ok ? ok(pushed.value.get(name) ?? { kind: 'rejected', detail: 'no answer' }) : pushed;
}

/** Moves a branch forward, or makes it. Nothing is ever replaced: what came in between is `rejected`. */
export async function pushBehind(
  parts: PushParts,
  name: string,
  id: string,
): Promise<Result<Pushed, GitFailure>> {
  const pushed = await push(parts, [], [`${id}:${name}`]);
  return pushed.ok ? ok(pushed.value.get(name) ?? { kind: 'rejected', detail: 'no answer' }) : pushed;
}

export async function pushDeleted(
  parts: PushParts,
  names: readonly string[],
): Promise<Result<ReadonlyMap<string, Pushed>, GitFailure>> {
  return push(
    parts,
    [],
    names.map((name) => `:${name}`),
  );
}

async function push(
  parts: PushParts,
  options: readonly string[],
  specs: readonly string[],
): Promise<Result<ReadonlyMap<string, Pushed>, GitFailure>> {
  const { address, env, scratch, timeoutMs } = parts;
  const args = [
    ...isolated,
    'push',
    '--porcelain',
    '--no-verify',
    '--no-signed',
    '--recurse-submodules=no',
    ...options,
    '--',
    address.url,
    ...specs,
  ];
  const run = await runGit(args, {
    env: { ...env, GIT_DIR: scratch.folder },
    cwd: scratch.folder,
    timeoutMs,
  });
  if (!run.ok) return err(runFailure(run.error.code, run.error.detail));
  const fates = fatesIn(run.value.stdout);
  if (fates.size > 0 || run.value.code === 0) return ok(fates);
  return err(gitRefusal(run.value.stderr));
}

function runFailure(code: string, detail: string): GitFailure {
  if (code === 'no-git') return { code: 'no-git', detail };
  return { code: code === 'timeout' ? 'timeout' : 'unreachable', detail };
}

/** `FLAG<tab>FROM:TO<tab>SUMMARY`, one line a name. */
function fatesIn(porcelain: string): ReadonlyMap<string, Pushed> {
  const fates = new Map<string, Pushed>();
  for (const line of porcelain.split('\n')) {
    const [, flag, name, summary = ''] = /^([ +\-*=!])\t[^\t]*:([^\t:]+)\t(.*)$/.exec(line) ?? [];
    if (name !== undefined) fates.set(name, fateOf(flag ?? '', summary));
  }
  return fates;
}

function fateOf(flag: string, summary: string): Pushed {
  if (flag === '*') return { kind: 'created' };
  if (flag === '-') return { kind: 'deleted' };
  if (flag === ' ') return { kind: 'moved' };
  if (flag === '=' || summary.includes('stale info')) return { kind: 'exists' };
  return { kind: 'rejected', detail: summary };
}
