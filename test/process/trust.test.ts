import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustState } from '../../src/core/countersign/trust.js';
import { type GitTrustRoot, trustRootFor } from '../../src/node/trust/trust-root.js';
import { gitOverHttp } from '../support/git-http.js';
import { softwareKey } from '../support/ssh-keys.js';
import { TeamRemote } from '../support/team-remote.js';

/** `trusted 3`, `unpinned 1`, `broken rolled-back 2`, `none`. */
function told(state: TrustState): string {
  if (state.kind === 'none') return 'none';
  const problem = state.kind === 'broken' ? [state.problem.code] : [];
  const version = state.trust === undefined ? [] : [String(state.trust.policy.version)];
  return [state.kind, ...problem, ...version].join(' ');
}

describe('the trust root', function () {
  this.timeout(60_000);
  let team: TeamRemote;
  let root: GitTrustRoot;
  const opened: GitTrustRoot[] = [];
  const open = (): GitTrustRoot => {
    const made = trustRootFor({ home: team.home, workspace: join(team.workspace, 'src'), timeoutMs: 10_000 });
    opened.push(made);
    return made;
  };
  const refreshed = async (): Promise<string> => told(await root.refresh());

  beforeEach(() => {
    team = new TeamRemote();
    root = open();
  });
  afterEach(() => {
    for (const one of opened.splice(0)) one.dispose();
    team.stop();
  });

  it('is none without a policy, a remote or a repository', async () => {
    assert.equal(await refreshed(), 'none');
    team.git(team.workspace, 'remote', 'remove', 'origin');
    root = open();
    assert.equal(await refreshed(), 'none');
    root = trustRootFor({ home: team.home, workspace: team.root });
    assert.equal(await refreshed(), 'none');
  });

  it('is accepted by a person once, and by its maintainers after that', async () => {
    const first = team.publish({ version: 1 });
    assert.equal(await refreshed(), 'unpinned 1');
    assert.equal(root.pin('0'.repeat(64)).ok, false);
    assert.equal(told(root.now()), 'unpinned 1');
    assert.deepEqual(root.pin(first), { ok: true, value: undefined });
    assert.equal(told(root.now()), 'trusted 1');
    assert.equal(told(open().now()), 'trusted 1');
    team.publish({ version: 2, policy: { askFrom: 10 } });
    assert.equal(await refreshed(), 'trusted 2');
    const state = root.now();
    assert.deepEqual(state.kind === 'trusted' && state.trust.endorsedBy, [
      'ada@example.com',
      'ben@example.com',
    ]);
  });

  it('says that it changed, once', async () => {
    let changes = 0;
    root.onChange(() => {
      changes += 1;
    });
    const digest = team.publish({ version: 1 });
    await root.refresh();
    await root.refresh();
    assert.equal(changes, 1);
    root.pin(digest);
    root.pin(digest);
    assert.equal(changes, 2);
    team.commit({ 'README.md': 'other\n' });
    const before = root.now();
    await root.refresh();
    assert.equal(changes, 2);
    const after = root.now();
    assert.ok(before.kind === 'trusted' && after.kind === 'trusted' && before.trust === after.trust);
  });

  it('follows maintainers who hand over, through versions that it missed', async () => {
    root.pin(team.publish({ version: 1 }));
    await root.refresh();
    const digest = (root.now() as { trust: { digest: string } }).trust.digest;
    root.pin(digest);
    const [cleo, dan] = [softwareKey('ssh-ed25519'), softwareKey('ecdsa-sha2-nistp256')];
    const later = { 'cleo@example.com': cleo, 'dan@example.com': dan };
    team.publish({ version: 2, roster: { ...team.maintainers, ...later } });
    team.commit({ 'README.md': 'between\n' });
    team.publish({ version: 5, roster: later, signers: [cleo, dan] });
    team.publish({ version: 6, roster: later, policy: { askFrom: 20 }, signers: [dan, cleo] });
    assert.equal(await refreshed(), 'trusted 6');
  });

  it('goes as far as the endorsements lead', async () => {
    const first = team.publish({ version: 1 });
    await root.refresh();
    root.pin(first);
    const second = team.publish({ version: 2 });
    team.publish({ version: 3, signers: [team.ada] });
    assert.equal(await refreshed(), 'broken not-endorsed 2');
    team.publish({ version: 4, previous: second });
    assert.equal(await refreshed(), 'trusted 4');
  });

  it('keeps the last accepted one in force while the remote is away', async () => {
    const digest = team.publish({ version: 1 });
    await root.refresh();
    root.pin(digest);
    renameSync(team.bare, `${team.bare}.away`);
    assert.equal(await refreshed(), 'broken unreachable 1');
    root = open();
    assert.equal(told(root.now()), 'trusted 1');
    renameSync(`${team.bare}.away`, team.bare);
    assert.equal(await refreshed(), 'trusted 1');
  });

  it('says so when nothing was ever read and the remote is away', async () => {
    team.publish({ version: 1 });
    renameSync(team.bare, `${team.bare}.away`);
    assert.equal(await refreshed(), 'broken unreachable');
  });

  it('is one for all working trees of a remote', async () => {
    const digest = team.publish({ version: 1 });
    await root.refresh();
    root.pin(digest);
    const other = join(team.root, 'other');
    team.git(team.root, 'clone', '-q', `file://${team.bare}`, other);
    const tree = join(team.root, 'tree');
    team.git(team.workspace, 'worktree', 'add', '-q', tree);
    for (const workspace of [other, tree]) {
      const beside = trustRootFor({ home: team.home, workspace });
      assert.equal(told(await beside.refresh()), 'trusted 1', workspace);
    }
  });

  it('tells which files of the working tree are not in force', async () => {
    const digest = team.publish({ version: 1 });
    await root.refresh();
    root.pin(digest);
    assert.deepEqual(root.surroundings().differing, []);
    writeFileSync(join(team.workspace, '.countersign/policy.json'), '{"version": 9}');
    assert.deepEqual(root.surroundings().differing, ['.countersign/policy.json']);
  });

  it('asks at once and again when a person comes back, but not each time', async () => {
    let now = 1_000_000;
    const root = trustRootFor({ home: team.home, workspace: team.workspace, now: () => now });
    opened.push(root);
    const changed = (): Promise<string> =>
      new Promise((resolve) => {
        const stop = root.onChange(() => {
          stop();
          resolve(told(root.now()));
        });
      });
    team.publish({ version: 1 });
    const first = changed();
    root.follow();
    assert.equal(await first, 'unpinned 1');
    team.publish({ version: 2 });
    root.attend();
    assert.equal(told(root.now()), 'unpinned 1');
    now += 61_000;
    const second = changed();
    root.attend();
    assert.equal(await second, 'unpinned 2');
  });

  it('begins anew when a person says so', async () => {
    const digest = team.publish({ version: 1 });
    await root.refresh();
    root.pin(digest);
    root.forget();
    assert.equal(told(root.now()), 'none');
    assert.equal(await refreshed(), 'unpinned 1');
  });

  it('does not take a damaged note for a first use', async () => {
    const digest = team.publish({ version: 1 });
    await root.refresh();
    root.pin(digest);
    const note = execFileSync('find', [join(team.home.root, 'trust'), '-name', 'remote-*'], {
      encoding: 'utf8',
    }).trim();
    writeFileSync(note, '{');
    assert.equal(told(open().now()), 'broken unreadable');
    root = open();
    assert.equal(await refreshed(), 'broken unreadable');
    chmodSync(note, 0o600);
  });

  for (const [name, settings] of [
    ['gives single objects', [['uploadpack.allowFilter', 'true']]],
    ['gives whole commits only', []],
  ] as const) {
    it(`reads from a server that ${name}`, async () => {
      team.stop();
      team = new TeamRemote(settings);
      const server = await gitOverHttp(team.bare);
      team.publish({ version: 1, policy: { askFrom: 5 } });
      team.git(team.workspace, 'remote', 'set-url', 'origin', server.url);
      root = open();
      assert.equal(await refreshed(), 'unpinned 1');
      server.counts.requests = 0;
      server.counts.bytes = 0;
      assert.equal(await refreshed(), 'unpinned 1');
      assert.ok(server.counts.requests <= 2, `${server.counts.requests} requests`);
      assert.ok(server.counts.bytes < 1_000, `${server.counts.bytes} bytes`);
      await server.close();
    });
  }
});
