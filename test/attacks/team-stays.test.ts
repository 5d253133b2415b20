/** A team's rules that were made to vanish. Numbers of the list of tried attacks. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetTeam } from '../../src/cli/forget-team.js';
import type { TrustState } from '../../src/core/countersign/trust.js';
import { ruleOn } from '../../src/core/policy/rule-on.js';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { together } from '../../src/core/policy/team-in-force.js';
import { placesOf } from '../../src/desk/places-of.js';
import { systemClock } from '../../src/node/clock.js';
import { rootOfTeam } from '../../src/node/git/root-of-team.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { HeldTeams } from '../../src/node/trust/held-teams.js';
import { type GitTrustRoot, trustRootFor } from '../../src/node/trust/trust-root.js';
import { assessment } from '../support/requests.js';
import { TeamRemote } from '../support/team-remote.js';

const rules = [
  {
    id: 'production',
    match: { environment: ['production'] },
    ceremony: 'countersign',
    by: [{ group: 'anyone' }],
  },
];

function told(state: TrustState): string {
  if (state.kind === 'none') return 'none';
  const version = state.trust === undefined ? '' : ` ${state.trust.policy.version}`;
  return `${state.kind}${state.kind === 'broken' ? ` ${state.problem.code}` : ''}${version}`;
}

describe('a team that a folder had', function () {
  this.timeout(60_000);
  let team: TeamRemote;
  let plain = '';
  const opened: GitTrustRoot[] = [];
  const open = (workspace: string): GitTrustRoot => {
    const root = trustRootFor({ home: team.home, workspace, timeoutMs: 20_000 });
    opened.push(root);
    return root;
  };

  beforeEach(async () => {
    team = new TeamRemote();
    plain = join(team.root, 'plain');
    mkdirSync(plain);
    const digest = team.publish({ version: 1, policy: { rules } });
    const root = open(team.workspace);
    assert.equal(told(await root.refresh()), 'unpinned 1');
    assert.ok(root.pin(digest).ok);
  });
  afterEach(() => {
    for (const root of opened.splice(0)) root.dispose();
    team.stop();
  });

  /** What the teams that a call has to do with ask of something on production. */
  function ceremony(cwd: string, session: string, own: readonly string[] = []): string {
    const held = new HeldTeams(team.home);
    const known = held.of({ agent: 'claude-code', session, cwd }, own);
    const inForce = together(known.map((one) => one.team));
    const call = inForce && { team: inForce, cwd, caller: 'claude-code' as const };
    const verdict = ruleOn(assessment(), { readsPass: () => false }, defaultSettings, call);
    return verdict.kind === 'hold' ? verdict.ceremony.kind : verdict.kind;
  }

  it('tried 25: stays in force, loudly, when its repository is moved away', async () => {
    const first = open(team.workspace);
    renameSync(join(team.workspace, '.git'), join(team.workspace, '.git.old'));
    assert.equal(told(await first.refresh()), 'broken moved 1');
    const root = open(team.workspace);
    assert.equal(told(root.now()), 'broken moved 1', 'at once, before anybody is asked');
    assert.equal(told(await root.refresh()), 'broken moved 1');
    assert.equal(told(open(join(team.workspace, 'src')).now()), 'broken moved 1');
    assert.equal(ceremony(team.workspace, 's'), 'countersign');
    renameSync(join(team.workspace, '.git.old'), join(team.workspace, '.git'));
    assert.equal(told(await root.refresh()), 'trusted 1');
  });

  it('tried 26: stays in force when another repository is made below it, or in its place', async () => {
    const below = join(team.workspace, 'src');
    for (const make of [
      () => team.git(below, 'init', '-q'),
      () => writeFileSync(join(below, '.git'), ''),
      () => mkdirSync(join(below, '.git')),
    ]) {
      make();
      const root = open(below);
      assert.equal(told(root.now()), 'broken moved 1');
      assert.equal(told(await root.refresh()), 'broken moved 1');
      assert.equal(ceremony(below, 's'), 'countersign');
      rmSync(join(below, '.git'), { recursive: true });
    }
    rmSync(join(team.workspace, '.git'), { recursive: true });
    team.git(team.root, 'init', '-q');
    assert.equal(told(open(team.workspace).now()), 'broken moved 1');
  });

  it('a second working tree of the same repository is the same team', async () => {
    const tree = join(team.workspace, 'tree');
    team.git(team.workspace, 'worktree', 'add', '-q', tree);
    const root = open(tree);
    assert.equal(told(root.now()), 'trusted 1');
    assert.equal(told(await root.refresh()), 'trusted 1');
  });

  it('tried 27: goes with a session that has met it, wherever that goes and whichever window answers', () => {
    assert.equal(ceremony(plain, 'other'), 'typed');
    assert.equal(ceremony(team.workspace, 'one'), 'countersign');
    assert.equal(ceremony(plain, 'one'), 'countersign');
    assert.equal(ceremony('/tmp', 'one'), 'countersign');
    assert.equal(ceremony(plain, 'other'), 'typed', 'and with no other session');
    assert.equal(ceremony(plain, 'two', [`file://${team.bare}`]), 'countersign', "its window's team");
    assert.equal(ceremony(plain, 'two'), 'countersign');
  });

  it('tried 28: is found in whatever order the folders of a window stand', () => {
    for (const folders of [
      [plain, team.workspace],
      [team.workspace, plain],
    ]) {
      assert.equal(rootOfTeam(team.home, folders), team.workspace);
    }
    renameSync(join(team.workspace, '.git'), join(team.workspace, '.git.old'));
    assert.equal(rootOfTeam(team.home, [plain, team.workspace]), team.workspace);
    assert.equal(rootOfTeam(team.home, [plain]), plain);
    assert.equal(rootOfTeam(team.home, []), undefined);
  });

  it('only tightens where several speak', () => {
    const known = new HeldTeams(team.home).of({ agent: 'claude-code', session: '', cwd: team.workspace }, []);
    const [one] = known;
    assert.ok(one);
    const harmless = { environment: 'development', name: 'prod-eu' } as const;
    const other = {
      ...one.team,
      policy: { ...one.team.policy, environments: [harmless], rules: [] },
      rules: [],
    };
    const both = together([other, one.team]);
    assert.ok(both);
    assert.deepEqual(placesOf(both), { lines: [], isPinned: false });
    const call = { team: both, cwd: plain, caller: 'claude-code' as const };
    const verdict = ruleOn(assessment(), { readsPass: () => false }, defaultSettings, call);
    assert.equal(verdict.kind === 'hold' && verdict.ceremony.kind, 'countersign');
  });

  it('is let go of by a person at a terminal, by its name, and that is recorded', async () => {
    rmSync(join(team.workspace, '.git'), { recursive: true });
    let said = '';
    const terminal = {
      cwd: plain,
      env: { COUNTERSIGN_HOME: team.home.root },
      input: (async function* () {})(),
      out: async () => undefined,
      error: async (text: string) => {
        said += text;
      },
    };
    assert.equal(await forgetTeam(terminal, team.workspace), 1);
    const person = { ...terminal, isInteractive: true };
    assert.equal(await forgetTeam(person, join(team.workspace, 'src')), 1);
    assert.equal(told(open(team.workspace).now()), 'broken moved 1', said);
    assert.equal(await forgetTeam(person, team.workspace), 0);
    assert.equal(told(open(team.workspace).now()), 'none');
    const record = new RecordFile({
      folder: team.home.record,
      machine: 'm',
      clock: systemClock,
      writer: 'ab',
    });
    const [entry] = newestOf(record);
    assert.match(JSON.stringify(entry), /a person let go of the team/);
  });
});

function newestOf(record: RecordFile): readonly unknown[] {
  const newest = record.newest(1);
  return newest.ok ? newest.value : [];
}
