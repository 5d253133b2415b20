/** A team's repository: a remote, a working tree of it, and maintainers with keys in software who endorse. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeEndorsement } from '../../src/core/countersign/decode-endorsement.js';
import { bundleDigest, endorsementStatement } from '../../src/core/countersign/endorsement.js';
import { namespaces } from '../../src/core/countersign/namespace.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { bareRepository } from './bare-repository.js';
import { type SoftwareKey, softwareKey } from './ssh-keys.js';

export interface Edition {
  readonly version: number;
  /** More of the policy than its version. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** Who is in the roster; both maintainers when left out. */
  readonly roster?: Readonly<Record<string, SoftwareKey>>;
  /** Who signs; both maintainers when left out; nobody leaves the endorsement out. */
  readonly signers?: readonly SoftwareKey[];
  /** The bundle that it says it follows; the last one written when left out. */
  readonly previous?: string | null;
}

export class TeamRemote {
  readonly root = mkdtempSync(join(tmpdir(), 'cs-team-'));
  readonly bare: string;
  readonly workspace: string;
  readonly home: Home;
  readonly ada = softwareKey('ssh-ed25519');
  readonly ben = softwareKey('ssh-ed25519');
  private last: string | null = null;

  /** `url` is what the working tree names as its remote; the folder itself by default. */
  constructor(settings: readonly (readonly [string, string])[] = []) {
    this.bare = bareRepository(join(this.root, 'app.git'), ...settings);
    this.workspace = join(this.root, 'app');
    this.home = homeAt(join(this.root, 'home'));
    this.git(this.root, 'clone', '-q', `file://${this.bare}`, this.workspace);
    this.commit({ 'README.md': '# app\n', 'src/deep/file.txt': 'text\n' });
  }

  /** Runs git in a folder, with no configuration but its own. Returns what it says. */
  git(folder: string, ...args: readonly string[]): string {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: this.root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@x.example',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@x.example',
    };
    return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  /** Commits files to the default branch and pushes them; null deletes. */
  commit(files: Readonly<Record<string, string | Uint8Array | null>>): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.workspace, name);
      mkdirSync(join(path, '..'), { recursive: true });
      if (content === null) rmSync(path, { recursive: true });
      else writeFileSync(path, content);
    }
    this.git(this.workspace, 'add', '-A');
    this.git(this.workspace, 'commit', '-q', '--allow-empty', '-m', 'change');
    this.git(this.workspace, 'push', '-q', 'origin', 'HEAD:main');
  }

  /** The three files of an edition of the policy. */
  files(edition: Edition): Readonly<Record<string, string | Uint8Array>> {
    const roster = Object.entries(edition.roster ?? this.maintainers)
      .map(([name, key]) => `${name} namespaces="${Object.values(namespaces).join(',')}" ${key.publicKey}\n`)
      .join('');
    const policy = `${JSON.stringify({ version: edition.version, ...edition.policy })}\n`;
    const digests = { policyDigest: sha256(policy), rosterDigest: sha256(roster) };
    const previous = edition.previous === undefined ? this.last : edition.previous;
    const statement = endorsementStatement({ ...digests, version: edition.version, previous });
    const signers = edition.signers ?? [this.ada, this.ben];
    const message = new TextEncoder().encode(statement);
    const envelope = encodeEndorsement({
      statement,
      signatures: signers.map((key) => key.sign(message, namespaces.policy)),
    });
    this.last = bundleDigest(digests);
    return {
      '.countersign/policy.json': policy,
      '.countersign/allowed_signers': roster,
      ...(envelope.ok ? { '.countersign/endorsement.json': envelope.value } : {}),
    };
  }

  /** Writes an edition, pushes it, and returns its digest. */
  publish(edition: Edition): string {
    const files = this.files(edition);
    const bare = edition.signers?.length === 0 ? { '.countersign/endorsement.json': null } : {};
    this.commit({ ...bare, ...files });
    return this.last ?? '';
  }

  get maintainers(): Readonly<Record<string, SoftwareKey>> {
    return { 'ada@example.com': this.ada, 'ben@example.com': this.ben };
  }

  stop(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}
