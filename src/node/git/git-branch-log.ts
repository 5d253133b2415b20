import { err, ok, type Result } from '../../core/shared/result.js';
import { type GitFailure, gitRefusal } from './git-conversation.js';
import { runGit } from './git-program.js';
import { type Pushed, type PushParts, pushBehind } from './git-push.js';

/** What a commit says. */
export interface CommitMessage {
  readonly text: string;
  /** As its committer says; Unix milliseconds. */
  readonly at: number;
}

const mostBytes = 8 * 1024 * 1024;

/** The messages of a branch's newest commits, newest first. */
export async function branchMessages(
  parts: PushParts,
  name: string,
  most: number,
): Promise<Result<readonly CommitMessage[], GitFailure>> {
  const fetched = await fetchBranch(parts, name, most);
  if (!fetched.ok) return fetched;
  const args = ['log', `--max-count=${most}`, '--format=%ct%x00%B%x01', 'refs/heads/seen', '--'];
  const read = await runGit(args, { ...optionsOf(parts), most: mostBytes });
  if (!read.ok || read.value.code !== 0) return err({ code: 'unsupported', detail: name });
  return ok(
    read.value.stdout.split('\u0001').flatMap((one) => {
      const [seconds = '', text] = one.trimStart().split('\0');
      return text === undefined ? [] : [{ text, at: Number(seconds) * 1_000 }];
    }),
  );
}

/** A commit without files behind a branch's last one; `rejected` where somebody else's came first. */
export async function commitBehind(
  parts: PushParts,
  name: string,
  tip: string | undefined,
  { text, at }: CommitMessage,
): Promise<Result<Pushed, GitFailure>> {
  const fetched = tip === undefined ? ok(undefined) : await fetchBranch(parts, name, 1);
  if (!fetched.ok) return fetched;
  const tree = parts.scratch.add({ type: 'tree', bytes: Buffer.alloc(0) });
  const who = `Countersign <countersign@localhost> ${Math.floor(at / 1_000)} +0000`;
  const parent = tip === undefined ? '' : `parent ${tip}\n`;
  const commit = `tree ${tree}\n${parent}author ${who}\ncommitter ${who}\n\n${text}`;
  const id = parts.scratch.add({ type: 'commit', bytes: Buffer.from(commit) });
  return pushBehind(parts, name, id);
}

async function fetchBranch(parts: PushParts, name: string, depth: number): Promise<Result<void, GitFailure>> {
  const how = ['-q', `--depth=${depth}`, '--no-tags', '--no-recurse-submodules', '--no-auto-gc'];
  const args = ['fetch', ...how, '--', parts.address.url, `+${name}:refs/heads/seen`];
  const fetched = await runGit(args, optionsOf(parts));
  if (!fetched.ok)
    return err({
      code: fetched.error.code === 'timeout' ? 'timeout' : 'no-git',
      detail: fetched.error.detail,
    });
  return fetched.value.code === 0 ? ok(undefined) : err(gitRefusal(fetched.value.stderr));
}

function optionsOf({ env, scratch, timeoutMs }: PushParts) {
  return { env: { ...env, GIT_DIR: scratch.folder }, cwd: scratch.folder, timeoutMs };
}
