/** Two persons, two homes, two ssh-agents and one remote that both can push to. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const root = mkdtempSync(join(tmpdir(), 'ct-'));
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

async function asFile(bare: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  return { url: `file://${bare}`, stop: async () => undefined };
}
