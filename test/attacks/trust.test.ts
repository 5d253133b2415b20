import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustState } from '../../src/core/countersign/trust.js';
import { gitEnvironment } from '../../src/node/git/git-program.js';
import { type GitTrustRoot, trustRootFor } from '../../src/node/trust/trust-root.js';
import { softwareKey } from '../support/ssh-keys.js';
import { TeamRemote } from '../support/team-remote.js';

function told(state: TrustState): string {
  if (state.kind === 'none') return 'none';
  const problem = state.kind === 'broken' ? [state.problem.code] : [];
  const version = state.trust === undefined ? [] : [String(state.trust.policy.version)];
  return [state.kind, ...problem, ...version].join(' ');
}

describe('attacks on the trust root', function () {
  this.timeout(60_000);
  let team: TeamRemote;
  let root: GitTrustRoot;
  let changes: number;
  const refreshed = async (): Promise<string> => told(await root.refresh());

  /** A team with version 2 in force, accepted by the person at version 1. */
  beforeEach(async () => {
    team = new TeamRemote();
    root = trustRootFor({ home: team.home, workspace: team.workspace, timeoutMs: 10_000 });
    const first = team.publish({ version: 1, policy: { askFrom: 30 } });
    await root.refresh();
    root.pin(first);
    team.publish({ version: 2, policy: { askFrom: 20 } });
    assert.equal(await refreshed(), 'trusted 2');
    changes = 0;
    root.onChange(() => {
      changes += 1;
    });
  });
  afterEach(() => {
    root.dispose();
    team.stop();
  });

  it('attack 22: a policy and a roster loosened in the working tree have no effect, and are named', async () => {
    const own = softwareKey('ssh-ed25519');
    const files = team.files({ version: 3, roster: { 'agent@example.com': own }, signers: [own] });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(team.workspace, name), content);
    team.git(team.workspace, 'add', '-A');
    team.git(team.workspace, 'commit', '-q', '-m', 'loosen');
    team.git(team.workspace, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    assert.equal(await refreshed(), 'trusted 2');
    assert.equal(changes, 0);
    assert.deepEqual(root.surroundings().differing, [
      '.countersign/policy.json',
      '.countersign/allowed_signers',
    ]);
  });

  it('attack 23: a loosened policy pushed without endorsement is refused, the old one stays, once with alarm', async () => {
    team.publish({ version: 3, policy: { askFrom: 69 }, signers: [] });
    assert.equal(await refreshed(), 'broken not-endorsed 2');
    assert.equal(await refreshed(), 'broken not-endorsed 2');
    assert.equal(changes, 1);
  });

  for (const [name, change] of Object.entries({
    'by one of two maintainers': () => ({ version: 3, signers: [team.ada] }),
    'by one maintainer twice': () => ({ version: 3, signers: [team.ada, team.ada] }),
    'by a roster that names itself': () => {
      const [own, other] = [softwareKey('ssh-ed25519'), softwareKey('ssh-ed25519')];
      return {
        version: 3,
        roster: { 'a@example.com': own, 'b@example.com': other },
        signers: [own, other],
      };
    },
    'by the names of the maintainers with other keys': () => {
      const [own, other] = [softwareKey('ssh-ed25519'), softwareKey('ssh-ed25519')];
      return {
        version: 3,
        roster: { 'ada@example.com': own, 'ben@example.com': other },
        signers: [own, other],
      };
    },
  })) {
    it(`attack 23: endorsed ${name} is not endorsed`, async () => {
      team.publish(change());
      assert.equal(await refreshed(), 'broken not-endorsed 2');
    });
  }

  it('attack 23: an endorsement of another bundle counts for none', async () => {
    const good = team.files({ version: 3 });
    const loosened = team.files({ version: 3, policy: { askFrom: 69 } });
    team.commit({
      ...loosened,
      '.countersign/endorsement.json': good['.countersign/endorsement.json'] ?? '',
    });
    assert.equal(await refreshed(), 'broken not-endorsed 2');
  });

  it('attack 23: files that are deleted, emptied, linked or huge leave the old one in force', async () => {
    team.commit({ '.countersign/endorsement.json': null, '.countersign/allowed_signers': '' });
    assert.equal(await refreshed(), 'broken roster-invalid 2');
    team.commit({ '.countersign/allowed_signers': null });
    assert.equal(await refreshed(), 'broken missing-part 2');
    team.commit({ '.countersign': null });
    assert.equal(await refreshed(), 'broken missing-part 2');
    team.commit({ '.countersign': 'a file' });
    assert.equal(await refreshed(), 'broken missing-part 2');
    team.commit({ '.countersign': null });
    team.commit({ '.countersign/policy.json': Buffer.alloc(3_000_000, 32) });
    assert.match(await refreshed(), /^broken (unreadable|policy-invalid) 2$/);
    team.commit({ '.countersign/policy.json': null });
    mkdirSync(join(team.workspace, '.countersign'), { recursive: true });
    team.git(team.workspace, 'rm', '-q', '-r', '--cached', '--ignore-unmatch', '.countersign');
    team.git(
      team.workspace,
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${team.git(team.workspace, 'hash-object', '-w', 'README.md')},.countersign/policy.json`,
    );
    team.git(team.workspace, 'commit', '-q', '-m', 'a link');
    team.git(team.workspace, 'push', '-q', 'origin', 'HEAD:main');
    assert.equal(await refreshed(), 'broken missing-part 2');
  });

  it('attack 24: an older version that was endorsed once is refused', async () => {
    const log = team.git(team.workspace, 'log', '--format=%H', '--', '.countersign').split('\n');
    team.git(team.workspace, 'checkout', '-q', log[1] ?? '', '--', '.countersign');
    team.commit({ 'README.md': 'rolled back\n' });
    assert.equal(await refreshed(), 'broken rolled-back 2');
    team.git(team.workspace, 'push', '-q', '-f', 'origin', `${log[1]}:main`);
    assert.equal(await refreshed(), 'broken rolled-back 2');
    root = trustRootFor({ home: team.home, workspace: team.workspace });
    assert.equal(told(root.now()), 'trusted 2');
    assert.equal(await refreshed(), 'broken rolled-back 2');
  });

  it('attack 24: the same version with another content is not next', async () => {
    team.publish({ version: 2, policy: { askFrom: 69 } });
    assert.equal(await refreshed(), 'broken not-next 2');
  });

  it('attack 24: a branch of the history that maintainers gave up does not come back', async () => {
    const given = team.files({ version: 3, policy: { askFrom: 60 } });
    const third = team.publish({ version: 4, policy: { askFrom: 10 }, previous: trustDigest(root) });
    assert.equal(await refreshed(), 'trusted 4');
    assert.notEqual(third, '');
    team.commit(given);
    assert.equal(await refreshed(), 'broken rolled-back 4');
  });

  it('attack 25: a workspace that names another remote, or redirects it, is shown and not followed', async () => {
    const fake = new TeamRemote();
    try {
      fake.publish({ version: 9 });
      const config = [
        ['remote', 'set-url', 'origin', `file://${fake.bare}`],
        ['config', `url.file://${fake.bare}.insteadOf`, `file://${team.bare}`],
        ['config', 'core.hooksPath', join(team.root, 'hooks')],
        ['config', 'credential.helper', `!touch ${join(team.root, 'helper-ran')}`],
        ['config', 'core.sshCommand', `touch ${join(team.root, 'ssh-ran')}`],
        ['config', 'core.fsmonitor', `touch ${join(team.root, 'monitor-ran')}`],
      ];
      for (const args of config) team.git(team.workspace, ...args);
      assert.equal(await refreshed(), 'trusted 2');
      assert.equal(root.surroundings().otherRemote, `file://${fake.bare}`);
      root = trustRootFor({ home: team.home, workspace: team.workspace });
      assert.equal(await refreshed(), 'trusted 2');
      for (const name of ['helper-ran', 'ssh-ran', 'monitor-ran']) {
        assert.equal(existsSync(join(team.root, name)), false, name);
      }
    } finally {
      fake.stop();
    }
  });

  it("row 30: a person's own git settings that redirect the team's remote bring no other policy into force", async () => {
    const fake = new TeamRemote();
    const before = process.env['HOME'];
    try {
      fake.publish({ version: 9 });
      const folder = join(team.root, 'redirected');
      mkdirSync(folder);
      const settings = `[url "file://${fake.bare}"]\n\tinsteadOf = file://${team.bare}\n`;
      writeFileSync(join(folder, '.gitconfig'), settings);
      process.env['HOME'] = folder;
      const words = ['ls-remote', '--get-url', `file://${team.bare}`];
      const address = spawnSync('git', words, { encoding: 'utf8', env: gitEnvironment() }).stdout.trim();
      assert.equal(address, `file://${fake.bare}`, 'git itself is to follow the settings');
      root.dispose();
      root = trustRootFor({ home: team.home, workspace: team.workspace, timeoutMs: 10_000 });
      for (const time of ['first', 'second']) assert.equal(await refreshed(), 'trusted 2', time);
    } finally {
      process.env['HOME'] = before;
      fake.stop();
    }
  });

  it('attack 26: programs that stand first in PATH or in the workspace are not run', async () => {
    const folder = join(team.root, 'fake');
    mkdirSync(folder);
    const mark = join(team.root, 'fake-ran');
    for (const place of [folder, team.workspace]) {
      for (const name of ['git', 'ssh', 'ssh-keygen', 'sh', 'git-upload-pack', 'git-remote-https']) {
        const path = join(place, name);
        writeFileSync(path, `#!/bin/sh\necho ran > '${mark}'\n`);
        chmodSync(path, 0o755);
      }
    }
    const before = { PATH: process.env['PATH'], GIT_EXEC_PATH: process.env['GIT_EXEC_PATH'] };
    process.env['PATH'] = `${folder}:${team.workspace}:${before.PATH}`;
    process.env['GIT_EXEC_PATH'] = folder;
    const cwd = process.cwd();
    process.chdir(team.workspace);
    try {
      root = trustRootFor({ home: team.home, workspace: team.workspace });
      assert.equal(await refreshed(), 'trusted 2');
    } finally {
      process.chdir(cwd);
      process.env['PATH'] = before.PATH;
      if (before.GIT_EXEC_PATH === undefined) delete process.env['GIT_EXEC_PATH'];
    }
    assert.equal(existsSync(mark), false);
  });
});

function trustDigest(root: GitTrustRoot): string {
  const state = root.now();
  return state.kind === 'none' ? '' : (state.trust?.digest ?? '');
}
