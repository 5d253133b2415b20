import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { drillEnvironment } from '../../../src/drill/environment.js';
import { kitIn } from '../../../src/drill/kit.js';

describe("the drill's environment", () => {
  const kit = kitIn('/kit');

  it('keeps every credential and every way to a real account out', () => {
    const env = drillEnvironment(kit, {
      PATH: '/usr/bin',
      HOME: '/home/ada',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_PROFILE: 'mine',
      AWS_CONFIG_FILE: '/home/ada/.aws/config',
      KUBECONFIG: '/home/ada/.kube/config',
      PGPASSWORD: 'x',
      GITHUB_TOKEN: 'x',
      HTTPS_PROXY: 'x',
      SSH_AUTH_SOCK: 'x',
      NODE_OPTIONS: '--require x',
      COUNTERSIGN_HOME: '/home/ada/.countersign',
    });
    assert.deepEqual(env, {
      PATH: `${kit.bin}${delimiter}/usr/bin`,
      HOME: kit.home,
      USERPROFILE: kit.home,
      AWS_PROFILE: 'cost-explorer-prod',
      AWS_EC2_METADATA_DISABLED: 'true',
      GIT_CONFIG_NOSYSTEM: '1',
      NO_COLOR: '1',
      COUNTERSIGN_HOME: '/home/ada/.countersign',
    });
  });
});
