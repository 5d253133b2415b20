import assert from 'node:assert/strict';
import { asks, ids, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const folder = '/home/ada/.countersign/guard/bin';
const path = `${folder}:/usr/local/bin:/usr/bin:/bin`;
const guarded = memoryWorld({ cwd: '/srv/app', home: '/home/ada', env: { PATH: path } });
const plain = memoryWorld({ cwd: '/srv/app', home: '/home/ada', env: { PATH: '/usr/bin:/bin' } });

describe('a PATH without the terminal guard', () => {
  for (const command of [
    'export PATH=/usr/bin; ./deploy.sh',
    'PATH=/usr/bin:/bin ./deploy.sh',
    'PATH=/usr/bin make release',
    'env -i ./deploy.sh',
    'env -i PATH=/usr/bin aws s3 ls',
    'env PATH=/usr/bin sh -c ./deploy.sh',
    'unset PATH; ./deploy.sh',
    'PATH=$(getconf PATH) ./deploy.sh',
    `PATH=$(echo "$PATH" | sed s/guard//) ./deploy.sh`,
  ]) {
    it(`asks: ${command}`, () => {
      const assessment = judged(command, guarded);
      assert.ok(ids(assessment).includes('guard-bypassed'), ids(assessment).join(' '));
      assert.equal(asks(assessment), true);
    });
  }

  for (const command of [
    './deploy.sh',
    'export PATH="$PATH:/opt/x/bin"; ./deploy.sh',
    'export PATH=/opt/x/bin:$PATH && make test',
    'PATH="$HOME/bin:$PATH" npm test',
    'PATH=/usr/bin ls',
    `PATH=${folder}:/bin ./deploy.sh`,
  ]) {
    it(`does not ask for that: ${command}`, () => {
      assert.equal(ids(judged(command, guarded)).includes('guard-bypassed'), false);
    });
  }

  it('is nothing to say where the guard was not on it', () => {
    const findings = ids(judged('PATH=/usr/bin ./deploy.sh', plain));
    assert.equal(findings.includes('guard-bypassed'), false);
  });
});
