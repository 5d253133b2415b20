import assert from 'node:assert/strict';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const plain = '[remote "origin"]\n\turl = https://h.example.com/o/r\n';
const world = (more = '', user = '') =>
  memoryWorld({
    cwd: '/srv/app',
    home: '/home/ada',
    files: {
      '/srv/app/.git/HEAD': 'ref: refs/heads/work\n',
      '/srv/app/.git/config': plain + more,
      '/home/ada/.gitconfig': user,
    },
  });
const isAsked = (command: string, more = '', user = ''): boolean => asks(judged(command, world(more, user)));

/** What the options of git would say at once, said by a setting; beside each the same that forces nothing. */
const settings: readonly (readonly [key: string, ends: string, keeps: string, command: string])[] = [
  ['remote.origin.mirror', 'true', 'false', 'push'],
  ['remote.origin.push', '+refs/heads/*:refs/heads/*', 'refs/heads/*:refs/heads/*', 'push'],
  ['remote.origin.push', '+work', 'work', 'push'],
  ['alias.p', 'push --force', 'push', 'p'],
  ['alias.p', 'push -f origin work', 'push origin work', 'p'],
  ['gc.pruneExpire', 'now', '2.weeks.ago', 'gc'],
];

function asFile(key: string, value: string): string {
  const [, section = '', middle, name = ''] = /^([^.]+)(?:\.(.+))?\.([^.]+)$/.exec(key) ?? [];
  return `[${section}${middle === undefined ? '' : ` "${middle}"`}]\n\t${name} = ${value}\n`;
}

describe('what git is told by its settings', () => {
  for (const [key, ends, keeps, command] of settings)
    it(`is what its options would tell it: ${key} ${ends}`, () => {
      assert.ok(isAsked(`git config ${key} '${ends}'`));
      assert.ok(!isAsked(`git config ${key} '${keeps}'`));
      assert.ok(isAsked(`git -c ${key}='${ends}' ${command}`));
      assert.ok(!isAsked(`git -c ${key}='${keeps}' ${command}`));
      if (command === 'gc') return;
      assert.ok(isAsked(`git ${command}`, asFile(key, ends)));
      assert.ok(!isAsked(`git ${command}`, asFile(key, keeps)));
      assert.ok(isAsked(`git ${command}`, '', asFile(key, ends)));
      assert.ok(!isAsked(`git ${command}`, asFile(key, keeps), asFile(key, ends)), 'the later file stands');
    });

  it('may lay other branches over those here', () => {
    assert.ok(isAsked("git fetch --prune origin '+refs/*:refs/*'"));
    assert.ok(isAsked("git fetch origin '+refs/heads/*:refs/heads/*'"));
    assert.ok(!isAsked("git fetch --prune origin '+refs/heads/*:refs/remotes/origin/*'"));
    assert.ok(!isAsked('git fetch --prune origin'));
  });

  it('leaves aliases with a lease, and those of other commands', () => {
    assert.ok(!isAsked("git config alias.pf 'push --force-with-lease'"));
    assert.ok(!isAsked('git config alias.co checkout'));
  });
});

describe('requests to a forge that are a command of its program', () => {
  /** Method, path, a field that ends and one that does not. */
  const requests: readonly (readonly [string, string, string, string])[] = [
    ['PATCH', 'repos/o/r/git/refs/heads/main', 'force=true', 'force=false'],
    ['PATCH', 'repos/o/r', 'private=false', 'private=true'],
    ['PATCH', 'repos/o/r', 'visibility=public', 'visibility=internal'],
    ['PATCH', 'repos/o/r', 'archived=true', 'description=archived'],
    ['PUT', 'projects/5', 'visibility=public', 'name=public'],
    ['POST', 'repos/o/r/transfer', 'new_owner=x', ''],
    ['PUT', 'repos/o/r/pulls/5/merge', 'merge_method=squash', ''],
  ];

  it('ask as that does, through its own program and through curl', () => {
    for (const [method, path, ends, keeps] of requests) {
      const own = (field: string) => `gh api ${path} -X ${method} -f ${field}`;
      assert.ok(isAsked(own(ends)), own(ends));
      if (keeps !== '') assert.ok(!isAsked(own(keeps)), own(keeps));
      for (const host of ['https://api.github.com', 'https://git.example.com/api/v4']) {
        const [name = '', value = ''] = ends.split('=');
        const sent = `curl -X ${method} ${host}/${path} -d '${JSON.stringify({ [name]: value === 'true' ? true : value === 'false' ? false : value })}'`;
        assert.ok(isAsked(sent), sent);
      }
    }
  });

  it('ask by a mutation, by hub, and where rights to delete are fetched', () => {
    const mutation = (field: string) =>
      `gh api graphql -f query='mutation{updateRepository(input:{repositoryId:"x",${field}}){id}}'`;
    assert.ok(isAsked(mutation('visibility:PUBLIC')));
    assert.ok(!isAsked(mutation('description:"public"')));
    assert.ok(isAsked('hub api -X DELETE repos/o/r'));
    assert.ok(!isAsked('hub api repos/o/r'));
    assert.ok(isAsked('gh repo sync o/r --force'));
    assert.ok(!isAsked('gh repo sync o/r'));
    assert.ok(isAsked('gh auth refresh -s delete_repo'));
    assert.ok(!isAsked('gh auth refresh -s read:org'));
  });
});
