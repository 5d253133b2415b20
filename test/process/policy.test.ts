/** The policy of a real repository, asked on the command line before and after a person accepts it. */
import assert from 'node:assert/strict';
import type { Terminal } from '../../src/cli/command.js';
import { policyCommand } from '../../src/cli/policy.js';
import { type GitTrustRoot, trustRootFor } from '../../src/node/trust/trust-root.js';
import { TeamRemote } from '../support/team-remote.js';

const rules = [
  {
    id: 'loss',
    match: { environment: ['production'], verb: ['delete', 'destroy'] },
    ceremony: 'countersign',
  },
];
const environments = [
  { environment: 'production', system: 'kubernetes', name: 'eu-1' },
  { environment: 'development', system: 'kubernetes', name: 'prod-copy' },
];

describe('a policy in force', function () {
  this.timeout(60_000);
  let team: TeamRemote;
  let root: GitTrustRoot;
  beforeEach(() => {
    team = new TeamRemote();
    root = trustRootFor({ home: team.home, workspace: team.workspace, timeoutMs: 10_000 });
  });
  afterEach(() => {
    root.dispose();
    team.stop();
  });

  async function explain(
    ...words: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string }> {
    let out = '';
    const terminal: Terminal = {
      cwd: team.workspace,
      env: { HOME: team.root, COUNTERSIGN_HOME: team.home.root },
      input: (async function* () {})(),
      out: async (text) => {
        out += text;
      },
      error: async (text) => {
        out += text;
      },
    };
    return { code: await policyCommand.run(['explain', ...words], terminal), out };
  }

  it('is told as it is: not there, not accepted, accepted', async () => {
    assert.match((await explain()).out, /This machine has seen no team policy for this folder\./);
    const digest = team.publish({ version: 1, policy: { rules, environments } });
    await root.refresh();
    const seen = await explain();
    assert.match(seen.out, /which you have not accepted yet/);
    assert.match(seen.out, /kubernetes prod-copy, not before you accept the policy/);
    assert.ok(root.pin(digest).ok);
    const accepted = await explain();
    assert.match(
      accepted.out,
      /Built-in rules, your settings, and the team\u2019s policy\.\n {2}version {3}1\n/,
    );
    assert.match(
      accepted.out,
      /countersign +team +loss: verb is delete or destroy, environment is production/,
    );
    assert.match(accepted.out, /development {2}team {2}kubernetes prod-copy\n/);
  });

  it('rules on a command, and calls a place harmless only once it is accepted', async () => {
    const digest = team.publish({ version: 1, policy: { rules, environments } });
    await root.refresh();
    const deletion = (context: string) => explain('--', `kubectl --context ${context} delete deployment web`);
    const before = await deletion('prod-copy');
    assert.equal(before.code, 10);
    assert.match(before.out, /spoke {3}countersign by 1 of the roster {2}team\/loss/);
    assert.ok(root.pin(digest).ok);
    assert.equal((await deletion('prod-copy')).code, 0);
    assert.equal((await deletion('eu-1')).code, 10);
  });
});
