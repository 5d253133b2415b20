/** Interfaces that the desk needs answered. Adapters live in `node/` and `vscode/`; doubles in `test/support/`. */
import type { CopyFailure, NewerRequest, Request } from '../core/approval/request.js';
import type { Entry, EntryBody } from '../core/record/entry.js';
import type { Result } from '../core/shared/result.js';
import type { Verified } from '../core/toolcall/health.js';
import type { AgentId } from '../core/toolcall/toolcall.js';

export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Milliseconds since some moment in this process's life, by a clock that nobody sets. */
  elapsed(): number;
  /** Calls back once at or after `at`; the returned function cancels. Survives sleeping through `at`. */
  at(at: number, run: () => void): () => void;
}

export interface Random {
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string;
}

/** The record on disk. An entry is durable when `append` resolves ok; nothing may be released before that. Never rejects. */
export interface RecordStore {
  append(body: EntryBody): Promise<Result<Entry, RecordFailure>>;
  /** The newest `limit` entries, newest first. */
  newest(limit: number): Result<readonly Entry[], RecordFailure>;
  /** True for an entry that this installation wrote: what loosens something counts by no other. */
  isOurs(entry: Entry): boolean;
}

/** How far a record has come, as its own key signed it, and that it continues what it was before. */
export interface SignedHead {
  /** A C2SP checkpoint over every entry until now. */
  readonly checkpoint: string;
  /** The key that signed it: `name+id+base64`. */
  readonly key: string;
  /** One for each size that was asked for and that the record has; base64. */
  readonly proofs: readonly { readonly from: number; readonly hashes: readonly string[] }[];
}

export interface Checkpoints {
  /** Undefined where the record is empty, or is not what its last checkpoint says, or cannot be read. Never rejects. */
  checkpoint(since: readonly number[]): Promise<SignedHead | undefined>;
}

export interface RecordFailure {
  readonly code: 'full' | 'unwritable' | 'locked' | 'broken-chain' | 'too-long';
  readonly detail: string;
}

/** `decided`: a person's own yes or no. `concluded`: what peers' answers came to. `used`: the one run. */
export type Claim = 'decided' | 'concluded' | 'used';

/**
 * What lies on disk. `unreadable`: names of files that hold no request of any version. `foreign`: the ids of those among `requests`
 * whose file, as it stands, this installation did not write.
 */
export interface StoredRequests {
  readonly foreign: readonly string[];
  readonly requests: readonly Request[];
  readonly newer: readonly NewerRequest[];
  readonly unreadable: readonly string[];
}

export interface StoreFailure {
  readonly code: 'full' | 'unwritable';
  readonly detail: string;
}

/**
 * Requests that outlive a window. A file is replaced as a whole, never torn; with the machine's power the last change may
 * go, and the record still holds what was decided. Nothing here rejects.
 */
export interface RequestStore {
  /** What was decided and has expired may be left out. */
  load(): Promise<StoredRequests>;
  save(request: Request): Promise<Result<void, StoreFailure>>;
  /** Takes `what` about a request for good: true for the first taker over all windows, false for every later one. */
  claim(id: string, what: Claim): Promise<Result<boolean, StoreFailure>>;
  /** Gives a claim back, when what it was taken for could not be done. */
  unclaim(id: string, what: Claim): Promise<void>;
  /** The next number for `CS-n`, unique over all windows of this home. */
  nextNumber(): Promise<Result<number, StoreFailure>>;
}

/** What a copy is known by: the request whose call takes what is in it. */
export interface CopyOf {
  readonly id: string;
  readonly cwd: string;
  /** One line that names the call. */
  readonly summary: string;
}

export interface KeptCopy {
  readonly files: number;
  readonly bytes: number;
  /** SHA-256, hex, of the list of what was copied. */
  readonly list: string;
  /** Unix milliseconds. */
  readonly until: number;
}

/** Copies of files, kept in the home for a while. Durable when it answers ok. Never rejects. */
export interface Copies {
  keep(of: CopyOf, paths: readonly string[]): Promise<Result<KeptCopy, CopyFailure>>;
}

/** The windows that share this home. A window is named by the id of its gate. */
export interface Windows {
  readonly self: string;
  isOpen(id: string): boolean;
}

/** Configuration files of agents. A write keeps what stood there before, so that it can be put back byte for byte. */
export interface ConfigFiles {
  /** The file's text; null when there is none. */
  read(path: string): Result<string | null, ConfigFailure>;
  /** Replaces the file as a whole if it still holds `before`; null is no file. A file keeps its mode, unless one is given. */
  replace(
    path: string,
    before: string | null,
    after: string | null,
    mode?: number,
  ): Result<void, ConfigFailure>;
  /** What stood there before Countersign's first write, if `current` is what it wrote last; undefined when it is not. */
  original(path: string, current: string): string | null | undefined;
}

export interface ConfigFailure {
  readonly code: 'unreadable' | 'changed' | 'full' | 'unwritable';
  readonly detail: string;
}

/** What Countersign keeps of its own doing with one agent: it tells a hook that was removed from one that never was. */
export interface GuardNote {
  /** The configuration files that hold our hook since a person connected them. */
  readonly files: readonly string[];
  /** How the last canary call ended. */
  readonly verified?: Verified;
  /** When a person last said that they have seen what ran unheld, Unix milliseconds. */
  readonly looked?: number;
}

export interface GuardNotes {
  /** Empty when nothing is known. */
  of(agent: AgentId): GuardNote;
  keep(
    agent: AgentId,
    note: GuardNote,
  ): Result<void, { readonly code: 'full' | 'unwritable'; readonly detail: string }>;
}

/** Our hooks in an agent that asks for trust in each: by the file that holds them and by what they run. */
export interface HooksToTrust {
  readonly hookFile: string;
  readonly commands: readonly string[];
  /** Where the agent keeps what it trusts. */
  readonly settingsFile: string;
  readonly cwd: string;
}

/** `not-listed`: the agent does not read the file, as in a folder that it does not trust. */
export interface TrustFailure {
  readonly code: 'program-missing' | 'no-answer' | 'too-old' | 'refused' | 'not-listed';
  readonly detail: string;
}

/** Asks an agent itself about trust in our hooks. Nothing is written. */
export interface AskForTrust {
  /** The settings with the trust in them, as the agent would write it; `settings` is what they are now. */
  plan(hooks: HooksToTrust, settings: string | null): Promise<Result<string, TrustFailure>>;
  isTrusted(hooks: HooksToTrust): Promise<Result<boolean, TrustFailure>>;
}

/**
 * The whole lines that stand in a file from byte `from` on, at most a megabyte of them, and where they end; from -1
 * only where the file ends. Undefined when it is no file that can be read.
 */
export type TailOf = (
  path: string,
  from: number,
) => { readonly text: string; readonly end: number } | undefined;

/** Watches files, present or not: `changed` is called soon after any of them did. The returned function ends it. */
export type WatchFiles = (paths: readonly string[], changed: () => void) => () => void;

/** Asks a program for its version. Undefined when it is not there or does not answer in time. */
export type VersionOf = (program: string) => Promise<string | undefined>;
