import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTeamWell, teamReport } from '../../src/cli/team-report.js';
import { teamReportLines } from '../../src/messages/cli/doctor.js';
import { trustRootFor } from '../../src/node/trust/trust-root.js';
import { TeamRemote } from '../support/team-remote.js';

describe('what the doctor says of a team', function () {
  this.timeout(30_000);
  let team: TeamRemote;
  const lines = async (): Promise<readonly string[]> =>
    teamReportLines(await teamReport(team.home, team.workspace)).map((line) =>
      line.replaceAll(team.root, 'ROOT').replace(/digest [0-9a-f ]{19}/, 'digest D'),
    );

  beforeEach(() => {
    team = new TeamRemote();
  });
  afterEach(() => team.stop());

  it('follows a policy from none to one in force', async () => {
    assert.deepEqual(await lines(), ['Team policy: none on the default branch of the remote']);
    const digest = team.publish({ version: 1 });
    const rest = ['Roster: ada@example.com, ben@example.com', 'Courier: git, answers'];
    assert.deepEqual(await lines(), [
      'Team policy: version 1, digest D, not accepted yet (file://ROOT/app.git)',
      ...rest,
    ]);
    const root = trustRootFor({ home: team.home, workspace: team.workspace });
    root.pin(digest);
    assert.deepEqual(await lines(), ['Team policy: version 1, digest D (file://ROOT/app.git)', ...rest]);
  });

  it('says that nothing is known where the remote was not heard, and whether there is one', async () => {
    renameSync(team.bare, `${team.bare}.away`);
    const [line = '', ...more] = await lines();
    assert.match(line, /^Team policy: none known, the remote cannot be reached \(/);
    assert.deepEqual(more, []);
    assert.equal(isTeamWell(await teamReport(team.home, team.workspace)), true);
    team.git(team.workspace, 'remote', 'remove', 'origin');
    assert.deepEqual(await lines(), ['Team policy: none known, the workspace has no remote']);
    renameSync(`${team.bare}.away`, team.bare);
    team.git(team.workspace, 'remote', 'add', 'origin', `file://${team.bare}`);
    assert.deepEqual(await lines(), ['Team policy: none on the default branch of the remote']);
  });

  it('names what is refused, what is not in force and what does not answer', async () => {
    const root = trustRootFor({ home: team.home, workspace: team.workspace });
    const digest = team.publish({ version: 1 });
    await root.refresh();
    root.pin(digest);
    team.publish({ version: 2, signers: [] });
    writeFileSync(join(team.workspace, '.countersign/policy.json'), '{}');
    team.git(team.workspace, 'remote', 'set-url', 'origin', 'https://ada:secret@other.example/x.git');
    assert.deepEqual((await lines()).slice(1, 5), [
      '  refused: it is not endorsed by enough of the team’s maintainers (endorsement.json)',
      '  the workspace names another remote, which is not asked: https://other.example/x.git',
      '  .countersign/policy.json of the working tree differs and is not in force',
      'Roster: ada@example.com, ben@example.com',
    ]);
    renameSync(team.bare, `${team.bare}.away`);
    const report = await teamReport(team.home, team.workspace);
    assert.equal(isTeamWell(report), false);
    assert.notEqual(report.courier?.problem, null);
  });
});
