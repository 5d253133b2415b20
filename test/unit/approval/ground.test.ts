import assert from 'node:assert/strict';
import { groundOf } from '../../../src/core/approval/ground.js';
import { sealOf } from '../../../src/core/approval/seal.js';
import { sha256 } from '../../../src/core/shared/digest.js';
import type { World } from '../../../src/core/shared/world.js';
import type { Effect } from '../../../src/core/tool/effect.js';
import { assessment, shellCall } from '../../support/requests.js';
import { memoryWorld } from '../../support/world.js';

const files: Readonly<Record<string, string>> = {
  '/usr/bin/terraform': 'terraform',
  '/opt/terraform': 'other',
  '/projects/app/main.tf': 'resource',
  '/projects/app/prod.tfvars': 'size = 3',
  '/projects/app/README.md': 'read me',
  '/projects/app/plan.tfplan': 'plan',
  '/projects/app/Makefile': 'deploy:',
  '/home/ada/.env': 'A=1',
};

function world(env: Readonly<Record<string, string>> = {}): World {
  return memoryWorld({ files, env: { PATH: '/usr/bin:/opt', ...env } });
}

function effect(...argv: readonly string[]): Effect {
  const [first] = assessment().effects;
  assert.ok(first);
  return { ...first, argv };
}

function ground(command: string, effects: readonly Effect[], env = {}, hash = (path: string) => files[path]) {
  const call = shellCall(command, { cwd: '/projects/app' });
  const at = world(env);
  return groundOf(
    call,
    effects,
    at,
    (path) => {
      const text = hash(path);
      return text === undefined ? undefined : sha256(text);
    },
    'salt',
  );
}

describe('the ground of a call', () => {
  it('holds the programs that its PATH finds, by what is in them', () => {
    const { programs } = ground('terraform apply', [effect('terraform', 'apply')]);
    assert.deepEqual(programs, [
      { name: 'terraform', path: '/usr/bin/terraform', sha256: sha256('terraform') },
    ]);
    const [other] = ground('terraform apply', [effect('terraform', 'apply')], {
      PATH: '/opt:/usr/bin',
    }).programs;
    assert.equal(other?.path, '/opt/terraform');
    const [none] = ground('kubectl get pods', [effect('kubectl', 'get', 'pods')]).programs;
    assert.deepEqual(none, { name: 'kubectl', path: '', sha256: '' });
  });

  it('holds the files that it names, and those that its programs read unasked', () => {
    const { files: named } = ground('terraform apply plan.tfplan && cat "~/.env"', [
      effect('terraform', 'apply'),
    ]);
    assert.deepEqual(
      named.map((file) => file.path),
      ['/home/ada/.env', '/projects/app/main.tf', '/projects/app/plan.tfplan', '/projects/app/prod.tfvars'],
    );
    assert.deepEqual(
      ground('make deploy', [effect('make', 'deploy')]).files.map((file) => file.path),
      ['/projects/app/Makefile'],
    );
  });

  it('names what could not be read', () => {
    const found = ground('terraform apply plan.tfplan', [effect('terraform')], {}, () => undefined);
    assert.deepEqual(found.unread, [
      '/usr/bin/terraform',
      '/projects/app/main.tf',
      '/projects/app/plan.tfplan',
      '/projects/app/prod.tfvars',
    ]);
  });

  it('holds variables that decide a target or that the command names, and no others', () => {
    const env = { AWS_PROFILE: 'prod', KUBECONFIG: '/k', SHLVL: '2', TARGET: 'eu', LD_PRELOAD: '/x.so' };
    const { environment } = ground('deploy "$TARGET"', [], env);
    assert.deepEqual(environment.names, ['AWS_PROFILE', 'KUBECONFIG', 'LD_PRELOAD', 'PATH', 'TARGET']);
    const other = ground('deploy "$TARGET"', [], { ...env, TARGET: 'us' });
    assert.notEqual(environment.digest, other.environment.digest);
    assert.equal(
      environment.digest,
      ground('deploy "$TARGET"', [], { ...env, SHLVL: '3' }).environment.digest,
    );
  });

  it('says how many files it left out', () => {
    const many = Object.fromEntries(
      Array.from({ length: 134 }, (_, index) => [`/projects/app/f${index}`, 'x']),
    );
    const call = shellCall(Object.keys(many).join(' '), { cwd: '/projects/app' });
    const found = groundOf(call, [], memoryWorld({ files: many }), () => sha256('x'), 'salt');
    assert.equal(found.files.length, 128);
    assert.deepEqual(found.unread, ['6 more files']);
  });
});

describe('the seal of a digest', () => {
  it('is another with another salt', () => {
    assert.notEqual(sealOf('a'.repeat(64), 'one'), sealOf('a'.repeat(64), 'two'));
    assert.equal(sealOf('a'.repeat(64), 'one'), sealOf('a'.repeat(64), 'one'));
  });
});
