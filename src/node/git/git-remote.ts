import { err, ok, type Result } from '../../core/shared/result.js';
import { errorCode } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { type GitAddress, readGitAddress } from './git-address.js';
import { branchMessages, type CommitMessage, commitBehind } from './git-branch-log.js';
import { reachingEnvironment } from './git-config.js';
import { Conversation, type GitFailure, type Ref } from './git-conversation.js';
import type { GitObject, ObjectFormat } from './git-object.js';
import { type Pushed, pushDeleted, pushNew } from './git-push.js';
import { GitReader } from './git-reader.js';
import { Scratch } from './git-scratch.js';
import { snapshotOf } from './git-snapshot.js';

/** What a name is made to point to: objects that belong together, the named one last. */
export type PushPayload = (add: (object: GitObject) => string) => string;

/** One remote, asked and told through git and nothing of any workspace. Every method ends within `timeoutMs`. */
export class GitRemote {
  private env: Promise<Record<string, string>> | undefined;
  private format: ObjectFormat = 'sha1';
  private kept: GitReader | undefined;

  private constructor(
    private readonly address: GitAddress,
    private readonly home: Home,
    private readonly timeoutMs: number,
  ) {}

  static at(url: string, home: Home, timeoutMs = 30_000): Result<GitRemote, GitFailure> {
    const address = readGitAddress(url);
    if (!address.ok)
      return err({ code: 'unsupported', detail: `${address.error.code} ${address.error.detail}` });
    return ok(new GitRemote(address.value, home, timeoutMs));
  }

  /** Without credentials. */
  get shown(): string {
    return this.address.shown;
  }

  refs(prefixes: readonly string[]): Promise<Result<readonly Ref[], GitFailure>> {
    return this.read((reader) => reader.refs(prefixes));
  }

  /**
   * As `refs`, for who asks again soon: the connection stays open where the server allows, until `rest`. One question at
   * a time.
   */
  refsAgain(prefixes: readonly string[]): Promise<Result<readonly Ref[], GitFailure>> {
    return caught(() => this.keptRefs(prefixes));
  }

  private async keptRefs(prefixes: readonly string[]): Promise<Result<readonly Ref[], GitFailure>> {
    const wasOpen = this.kept?.isKept === true;
    this.kept ??= await this.reader();
    const refs = await this.kept.refs(prefixes);
    if (this.kept?.isKept === true) return refs;
    this.rest();
    // A server may close a connection that was quiet; that is no failure of the remote.
    return !refs.ok && wasOpen ? this.refs(prefixes) : refs;
  }

  /** Closes what `refsAgain` kept open. */
  rest(): void {
    this.kept?.close();
    this.kept = undefined;
  }

  /** Several questions, over one connection where the server allows. */
  read<T>(ask: (reader: GitReader) => Promise<Result<T, GitFailure>>): Promise<Result<T, GitFailure>> {
    return caught(async () => {
      const reader = await this.reader();
      try {
        return await ask(reader);
      } finally {
        reader.close();
      }
    });
  }

  /**
   * Files of the commit that `HEAD` is, by their paths, for servers that give nothing but whole commits: everything at
   * that commit is fetched, once, and thrown away.
   */
  snapshot(
    commit: string,
    paths: readonly string[],
    mostBytes: number,
  ): Promise<Result<ReadonlyMap<string, Buffer>, GitFailure>> {
    return this.inScratch((scratch, env) =>
      snapshotOf(
        { address: this.address, env, scratch, timeoutMs: 4 * this.timeoutMs },
        commit,
        paths,
        mostBytes,
      ),
    );
  }

  /** Creates a name that is not there. `rejected` may also be said of one that is: look whether it is. */
  async create(name: string, payload: PushPayload): Promise<Result<Pushed, GitFailure>> {
    const tried = await this.createOnce(name, payload);
    if (tried.ok || tried.error.code !== 'unsupported') return tried;
    // A remote that names its objects otherwise says how when it is asked.
    const before = this.format;
    const asked = await this.refs(['HEAD']);
    return asked.ok && this.format !== before ? this.createOnce(name, payload) : tried;
  }

  /** What a branch's newest commits say, newest first; nothing where there is no such branch. */
  async messages(branch: string, most: number): Promise<Result<readonly CommitMessage[], GitFailure>> {
    const there = await this.refs([branch]);
    if (!there.ok) return there;
    if (!there.value.some(({ name }) => name === branch)) return ok([]);
    return this.inScratch((scratch, env) =>
      branchMessages({ address: this.address, env, scratch, timeoutMs: this.timeoutMs }, branch, most),
    );
  }

  /** Puts a commit without files behind a branch's last one. `rejected` where somebody else's came first, or the host refuses. */
  async say(branch: string, message: CommitMessage): Promise<Result<Pushed, GitFailure>> {
    const there = await this.refs([branch]);
    if (!there.ok) return there;
    const tip = there.value.find(({ name }) => name === branch)?.id;
    return this.inScratch((scratch, env) =>
      commitBehind({ address: this.address, env, scratch, timeoutMs: this.timeoutMs }, branch, tip, message),
    );
  }

  delete(names: readonly string[]): Promise<Result<ReadonlyMap<string, Pushed>, GitFailure>> {
    return this.inScratch((scratch, env) =>
      pushDeleted({ address: this.address, env, scratch, timeoutMs: this.timeoutMs }, names),
    );
  }

  private async reader(): Promise<GitReader> {
    const env = await this.environment();
    const { address, timeoutMs } = this;
    return new GitReader(async () => {
      const opened = await Conversation.open({ address, env, cwd: this.home.root, timeoutMs });
      if (opened.ok) this.format = opened.value.objectFormat;
      return opened;
    });
  }

  private createOnce(name: string, payload: PushPayload): Promise<Result<Pushed, GitFailure>> {
    return this.inScratch((scratch, env) => {
      const id = payload((object) => scratch.add(object));
      return pushNew({ address: this.address, env, scratch, timeoutMs: this.timeoutMs }, name, id);
    });
  }

  private inScratch<T>(
    work: (scratch: Scratch, env: Readonly<Record<string, string>>) => Promise<Result<T, GitFailure>>,
  ): Promise<Result<T, GitFailure>> {
    return caught(async () => {
      const env = await this.environment();
      const scratch = Scratch.open(this.home, this.format);
      try {
        return await work(scratch, env);
      } finally {
        scratch.close();
      }
    });
  }

  /** Read once: a changed proxy or helper counts from the next window on. */
  private environment(): Promise<Record<string, string>> {
    this.env ??= reachingEnvironment(this.home).catch((error: unknown) => {
      this.env = undefined;
      throw error;
    });
    return this.env;
  }
}

/** This machine's own trouble, no room or no rights in the home folder, is a failure like the remote's. */
async function caught<T>(work: () => Promise<Result<T, GitFailure>>): Promise<Result<T, GitFailure>> {
  try {
    return await work();
  } catch (error) {
    return err({ code: 'unsupported', detail: `this machine: ${errorCode(error)}` });
  }
}
