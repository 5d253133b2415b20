/** Two persons, two homes, two ssh-agents and one remote that both can push to. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeEnvelope } from '../../src/core/countersign/decode-envelope.js';
import { bundleDigest, endorsementStatement } from '../../src/core/countersign/endorsement.js';
import { namespaces } from '../../src/core/countersign/namespace.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { type Person, personAt } from './person.js';

export interface Team {
  /** The remote's address, as a clone knows it. */
  readonly remote: string;
  readonly alice: Person;
  readonly bob: Person;
  stop(): Promise<void>;
}

/** `served` turns the folder of a bare repository into an address; by default it is reached as a file. */
export async function layOutTeam(
  served: (bare: string) => Promise<{ readonly url: string; stop(): Promise<void> }> = asFile,
): Promise<Team> {
  // Sockets have short names.
  const root = folderFor();
  const bare = join(root, 'cost-explorer.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', bare], { stdio: 'pipe' });
  const remote = await served(bare);
  const persons: Person[] = [];
  for (const name of ['alice', 'bob']) {
    const home = join(root, name);
    mkdirSync(home);
    const setting = { name: `${name}@example.com`, home, remote: remote.url, folder: 'cost-explorer' };
    persons.push(await personAt(setting));
    if (name === 'alice') firstCommit(persons[0]);
  }
  const [alice, bob] = persons;
  if (!alice || !bob) throw new Error('expected two persons');
  return {
    remote: remote.url,
    alice,
    bob,
    stop: async () => {
      for (const person of persons) person.leave();
      await remote.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** A repository that nobody has pushed to has no default branch. */
function firstCommit(person: Person | undefined): void {
  if (!person) return;
  writeFileSync(join(person.workspace, 'README.md'), '# cost-explorer\n');
  person.git('add', 'README.md');
  person.git('commit', '-q', '-m', 'Begin');
  person.git('push', '-q', 'origin', 'HEAD:main');
}

/** A picture shows where things are: there the folder has a name that reads well. */
function folderFor(): string {
  if (process.env['PICTURES'] === undefined) return mkdtempSync(join(tmpdir(), 'ct-'));
  const root = join(tmpdir(), 'team');
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  return root;
}

async function asFile(bare: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  return { url: `file://${bare}`, stop: async () => undefined };
}

/** Puts a policy and the roster of both into the repository, endorsed by both, and pushes it; the digest of both files. */
export function publish(
  team: Team,
  policy: { readonly version: number; readonly [field: string]: unknown },
  previous: string | null = null,
): string {
  const { alice, bob } = team;
  const folder = join(alice.workspace, '.countersign');
  mkdirSync(folder, { recursive: true });
  const policyText = `${JSON.stringify(policy, null, 2)}\n`;
  const roles = Object.values(namespaces).join(',');
  const roster = [alice, bob]
    .map((person) => `${person.name} namespaces="${roles}" ${person.publicKey}\n`)
    .join('');
  const { version } = policy;
  const digests = { policyDigest: sha256(policyText), rosterDigest: sha256(roster) };
  const statement = endorsementStatement({ ...digests, version, previous });
  const signatures = [alice, bob].map((person) => person.sign(namespaces.policy, statement));
  const envelope = encodeEnvelope({ statement, signatures });
  if (!envelope.ok) throw new Error(`expected an envelope, got ${envelope.error.code}`);
  writeFileSync(join(folder, 'policy.json'), policyText);
  writeFileSync(join(folder, 'allowed_signers'), roster);
  writeFileSync(join(folder, 'endorsement.json'), envelope.value);
  alice.git('add', '.countersign');
  alice.git('commit', '-q', '-m', `Team policy, version ${version}`);
  alice.git('push', '-q', 'origin', 'HEAD:main');
  bob.git('pull', '-q');
  return bundleDigest(digests);
}
