import type { Trust, TrustState } from '../core/countersign/trust.js';
import { decodeTeamPolicy } from '../core/policy/decode-team-policy.js';
import { loosenings } from '../core/policy/loosening.js';
import { settingsOfWorkspace } from '../core/policy/workspace-settings.js';
import type { Entry, EntryBody } from '../core/record/entry.js';
import { sha256 } from '../core/shared/digest.js';
import { attemptText, looseningText } from '../messages/policy/remarks.js';
import type { RecordStore } from '../ports/ports.js';
import type { TrustRoot } from '../ports/trust.js';
import { note } from './ledger.js';

/** A file of the workspace that speaks about the rules. */
export interface WorkspaceFile {
  readonly path: string;
  readonly kind: 'policy' | 'settings';
  readonly text: string;
}

/** Something of the workspace that would loosen, and is not followed. */
export interface Attempt {
  readonly where: string;
  readonly what: string;
}

/** How far back an entry is looked for before it is written again. */
const newestEntries = 1_000;

const mostAttempts = 50;

/** Keeps in the record which team policy came into force, and each attempt of the workspace to loosen it, once. */
export class PolicyLog {
  constructor(
    private readonly record: RecordStore,
    private readonly root: Pick<TrustRoot, 'now'>,
    private readonly files: () => readonly WorkspaceFile[],
  ) {}

  /** Looks at what is in force and at the workspace, and records what is new. */
  async look(): Promise<void> {
    const state = this.root.now();
    if (state.kind === 'trusted') await this.noteNew(loadedEntry(state.trust));
    for (const file of this.files()) {
      const what = attemptsIn(file, state);
      if (what.length > 0)
        await this.noteNew({ type: 'policy.loosening', where: file.path, sha256: sha256(file.text), what });
    }
  }

  /** What the workspace would loosen and does not. */
  attempts(): readonly Attempt[] {
    const state = this.root.now();
    return this.files().flatMap((file) =>
      attemptsIn(file, state).map((what) => ({ where: file.path, what })),
    );
  }

  /** Writes an entry unless the last one about the same says the same. */
  private async noteNew(body: PolicyEntry): Promise<void> {
    const newest = this.record.newest(newestEntries);
    if (!newest.ok) return;
    const last = newest.value.find((entry) => subjectOf(entry.body) === subjectOf(body));
    if (last === undefined || sayingOf(last.body) !== sayingOf(body)) await note(this.record, body);
  }
}

function subjectOf(body: Entry['body']): string | undefined {
  if (body.type === 'policy.loaded') return body.remote;
  return body.type === 'policy.loosening' ? body.where : undefined;
}

function sayingOf(body: Entry['body']): string {
  if (body.type === 'policy.loaded') return body.policy;
  return body.type === 'policy.loosening' ? `${body.sha256} ${body.what.join()}` : '';
}

type PolicyEntry = Extract<EntryBody, { readonly type: 'policy.loaded' | 'policy.loosening' }>;

/** `trust` came into force. */
export function loadedEntry({
  policy,
  digest,
  commit,
  remote,
}: Trust): Extract<PolicyEntry, { readonly type: 'policy.loaded' }> {
  return { type: 'policy.loaded', version: policy.version, policy: digest, commit, remote };
}

function attemptsIn({ kind, text }: WorkspaceFile, state: TrustState): readonly string[] {
  if (kind === 'settings') return settingsOfWorkspace(text).map(attemptText);
  const trust = state.kind === 'none' ? undefined : state.trust;
  const next = trust === undefined ? undefined : decodeTeamPolicy(text);
  if (trust === undefined || !next?.ok) return [];
  return loosenings(trust.policy, next.value).slice(0, mostAttempts).map(looseningText);
}
