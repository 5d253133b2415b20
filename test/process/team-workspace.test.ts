import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allRoles } from '../../src/core/countersign/roles.js';
import { starterPolicy, withVersion } from '../../src/core/countersign/starter-policy.js';
import { newRoster, readPastedKeys } from '../../src/core/countersign/team-draft.js';
import type { TrustState } from '../../src/core/countersign/trust.js';
import { endorse, planEndorsement } from '../../src/desk/team-plan.js';
import { homeFrom } from '../../src/node/files/home.js';
import { sshSigner } from '../../src/node/ssh/ssh-signer.js';
import { readTeamFiles, writeTeamFiles } from '../../src/node/trust/team-files.js';
import { teamWorkspaceAt } from '../../src/node/trust/team-workspace.js';
import { trustRootFor } from '../../src/node/trust/trust-root.js';
import type { TeamFiles } from '../../src/ports/team.js';
import type { Person } from '../support/person.js';
import { layOutTeam, type Team } from '../support/two-persons.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a team that is set up with real git and real keys', () => {
  let team: Team;
  before(async () => {
    team = await layOutTeam();
  });
  after(() => team.stop());

  const homeOf = (person: Person) => homeFrom({ COUNTERSIGN_HOME: join(person.home, '.countersign') });
  const signerOf = (person: Person) =>
    sshSigner({ env: person.env, home: person.home, platform: process.platform });
  const rootOf = (person: Person) => trustRootFor({ home: homeOf(person), workspace: person.workspace });

  function draft(version: number): TeamFiles {
    const members = [team.alice, team.bob].map((person) => {
      const read = readPastedKeys(`${person.name} ${person.publicKey}`);
      assert.ok(read.ok && read.value[0]);
      return { person: person.name, key: read.value[0].key, roles: allRoles };
    });
    const roster = newRoster(members);
    assert.ok(roster.ok);
    const policy = starterPolicy({ production: ['*prod*'], courier: 'git', hasPeers: true });
    return {
      policy: bytes(withVersion(policy, version)),
      roster: bytes(roster.value),
      endorsement: undefined,
    };
  }

  /** Signs, writes, commits and pushes, as the person does in the editor. */
  async function endorseBy(person: Person, files: TeamFiles, state: TrustState): Promise<void> {
    const plan = planEndorsement(files, state, Date.now());
    assert.ok(plan.ok, JSON.stringify(plan));
    const signed = await endorse(plan.value, signerOf(person), Date.now());
    assert.ok(signed.ok, JSON.stringify(signed));
    const workspace = teamWorkspaceAt(person.workspace, homeOf(person));
    assert.ok(workspace.write({ ...files, endorsement: signed.value.file }).ok);
    person.git('add', '.countersign');
    person.git('commit', '-q', '-m', 'Endorse');
    person.git('push', '-q', 'origin', 'HEAD');
  }

  it('is in force once both have endorsed it and a person has accepted it', async () => {
    const { alice, bob } = team;
    const root = rootOf(alice);
    assert.equal((await root.refresh()).kind, 'none');
    await endorseBy(alice, draft(1), root.now());
    const half = await root.refresh();
    assert.deepEqual(half.kind === 'broken' && half.problem.code, 'not-endorsed');
    bob.git('pull', '-q');
    await endorseBy(bob, teamWorkspaceAt(bob.workspace, homeOf(bob)).files(), await rootOf(bob).refresh());
    const whole = await root.refresh();
    assert.ok(whole.kind === 'unpinned');
    assert.deepEqual(whole.trust.endorsedBy, [alice.name, bob.name]);
    assert.equal(teamWorkspaceAt(alice.workspace, homeOf(alice)).accepted(), undefined);
    assert.ok(root.pin(whole.trust.digest).ok);
    const accepted = teamWorkspaceAt(alice.workspace, homeOf(alice)).accepted();
    assert.deepEqual(accepted?.policy, draft(1).policy);
    root.dispose();
  });

  it('changes only by the word of those in force', async () => {
    const { alice, bob } = team;
    alice.git('pull', '-q');
    const root = rootOf(alice);
    const state = await root.refresh();
    assert.equal(state.kind, 'trusted');
    await endorseBy(alice, draft(2), state);
    const half = await root.refresh();
    assert.ok(half.kind === 'broken' && half.trust?.policy.version === 1);
    bob.git('pull', '-q');
    const bobs = rootOf(bob);
    const before = await bobs.refresh();
    await endorseBy(bob, teamWorkspaceAt(bob.workspace, homeOf(bob)).files(), state);
    const after = await root.refresh();
    assert.ok(
      after.kind === 'trusted' && after.trust.policy.version === 2,
      JSON.stringify(after).slice(0, 300),
    );
    assert.notEqual(before.kind, 'trusted');
    root.dispose();
    bobs.dispose();
  });

  it('tells what it knows of the repository, and tries the remote out', async () => {
    const workspace = teamWorkspaceAt(join(team.alice.workspace), homeOf(team.alice));
    const facts = await workspace.facts();
    assert.equal(facts?.remote, team.remote);
    const found = await workspace.probe('git');
    assert.ok(found.ok, JSON.stringify(found));
    assert.match(found.value.place, /refs\/countersign\/v1/);
    assert.equal(team.alice.git('ls-remote', 'origin', 'refs/countersign/*'), '');
    const failed = await workspace.probe('folder:relative');
    assert.equal(failed.ok ? 'ok' : failed.error.code, 'not-absolute');
    mkdirSync(join(team.alice.workspace, 'envs', 'prod'), { recursive: true });
    writeFileSync(join(team.alice.workspace, 'envs', 'prod', 'main.tfvars'), 'account_id = "123456789012"\n');
    mkdirSync(join(team.alice.workspace, 'node_modules', 'prod'), { recursive: true });
    writeFileSync(
      join(team.alice.workspace, 'node_modules', 'prod', 'a.json'),
      '{"account": "999999999999"}\n',
    );
    assert.deepEqual(await workspace.hints(), [
      { name: '123456789012', path: 'envs/prod/main.tfvars', line: 1 },
    ]);
  });
});

describe('the files of a team', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cf-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are written together or not at all', () => {
    const files = { policy: bytes('p'), roster: bytes('r'), endorsement: bytes('e') };
    assert.ok(writeTeamFiles(folder, files).ok);
    assert.deepEqual(readTeamFiles(folder), files);
    const place = join(folder, '.countersign');
    rmSync(join(place, 'endorsement.json'));
    mkdirSync(join(place, 'endorsement.json', 'in-the-way'), { recursive: true });
    const failed = writeTeamFiles(folder, {
      policy: bytes('P'),
      roster: bytes('R'),
      endorsement: bytes('E'),
    });
    assert.equal(failed.ok, false);
    assert.equal(readFileSync(join(place, 'policy.json'), 'utf8'), 'p');
    assert.equal(readFileSync(join(place, 'allowed_signers'), 'utf8'), 'r');
    assert.deepEqual(readdirSync(place).sort(), ['allowed_signers', 'endorsement.json', 'policy.json']);
  });

  it('are not written through a link, and not read through one', () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(folder, '.countersign'));
    assert.equal(writeTeamFiles(folder, { policy: bytes('p') }).ok, false);
    assert.deepEqual(readdirSync(elsewhere), []);
    rmSync(join(folder, '.countersign'));
    mkdirSync(join(folder, '.countersign'));
    writeFileSync(join(folder, 'secret'), 'secret');
    symlinkSync(join(folder, 'secret'), join(folder, '.countersign', 'policy.json'));
    assert.equal(readTeamFiles(folder).policy, undefined);
  });

  it('leave nothing behind where nothing was', () => {
    writeFileSync(join(folder, '.countersign'), 'a file');
    assert.equal(writeTeamFiles(folder, { policy: bytes('p') }).ok, false);
    assert.equal(readFileSync(join(folder, '.countersign'), 'utf8'), 'a file');
    assert.equal(existsSync(join(folder, 'policy.json')), false);
  });
});
