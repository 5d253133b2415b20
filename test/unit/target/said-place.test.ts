import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentMap } from '../../../src/core/policy/environment-map.js';
import {
  isExact,
  type PlaceKey,
  placeOf,
  type SaidPlace,
  saidOf,
} from '../../../src/core/target/said-place.js';
import type { Environment, Target } from '../../../src/core/target/target.js';
import { classify } from '../../../src/core/target/verdict.js';
import { clue, type Whereabouts } from '../../../src/core/target/whereabouts.js';
import { effectsFor } from '../../support/effects.js';

const kubeconfig = (server: string) => `
current-context: acme-eu-1
contexts:
- name: acme-eu-1
  context: { cluster: c1, user: ada, namespace: shop }
clusters:
- name: c1
  cluster: { server: "${server}" }
`;
const cluster: PlaceKey = {
  system: 'kubernetes',
  name: 'acme-eu-1',
  knownBy: ['https://a1.eks.example.net'],
};

function targetOf(
  command: string,
  files: Readonly<Record<string, string>>,
  said: readonly SaidPlace[] = [],
): Target {
  const [effect] = effectsFor(
    command,
    { files },
    { grammars: {}, environments: environmentMap([], false, said) },
  );
  assert.ok(effect !== undefined);
  return effect.target;
}

describe('places that a person can speak of', () => {
  const files = { '/home/ada/.kube/config': kubeconfig('https://a1.eks.example.net') };

  it('one cluster is one place, whatever the namespace and however it is selected', () => {
    const commands = [
      'kubectl delete ns shop',
      'kubectl -n web delete deploy api',
      'kubectl --context acme-eu-1 delete ns x',
    ];
    for (const command of commands) assert.deepEqual(placeOf(targetOf(command, files)), cluster, command);
  });

  it('of a resource that has its own name the account is asked about', () => {
    const aws = { '/home/ada/.aws/config': '[profile acme]\nsso_account_id = 111122223333\n' };
    const target = targetOf('aws s3 rb s3://acme-orders --force --profile acme', aws);
    assert.deepEqual(placeOf(target), { system: 'aws', name: '111122223333', knownBy: ['111122223333'] });
    assert.equal(isExact(target), true);
  });

  it('nothing is asked about files, git, this machine, or what nothing names', () => {
    for (const command of [
      'rm -rf build',
      'git push -f',
      'systemctl stop x',
      'kubectl --context "$C" delete ns shop',
    ])
      assert.equal(placeOf(targetOf(command, {})), undefined, command);
  });
});

describe('what a person has said of a place', () => {
  const files = { '/home/ada/.kube/config': kubeconfig('https://a1.eks.example.net') };
  const saying = (environment: SaidPlace['environment'], place = cluster): readonly SaidPlace[] => [
    { ...place, environment },
  ];
  const command = 'kubectl delete ns shop';

  it('counts, with its evidence', () => {
    for (const environment of ['production', 'staging', 'development'] as const) {
      const target = targetOf(command, files, saying(environment));
      assert.deepEqual(
        [target.environment, target.evidence[0]],
        [environment, { source: 'your own word', value: 'acme-eu-1' }],
      );
    }
  });

  it('of another server behind the same name is production still, and harmless no more', () => {
    const moved = { '/home/ada/.kube/config': kubeconfig('https://prod.eks.example.net') };
    const other = { '/home/ada/.kube/config': kubeconfig('https://b2.eks.example.net') };
    assert.equal(targetOf(command, other, saying('development')).environment, 'unknown');
    assert.equal(targetOf(command, other, saying('production')).environment, 'production');
    assert.equal(targetOf(command, moved, saying('development')).environment, 'production');
  });

  it('the same server under another name is production too', () => {
    const renamed = {
      '/home/ada/.kube/config': kubeconfig('https://a1.eks.example.net').replaceAll('acme-eu-1', 'mine'),
    };
    assert.equal(targetOf(command, renamed, saying('production')).environment, 'production');
    assert.equal(targetOf(command, renamed, saying('development')).environment, 'unknown');
  });

  it('is never harmless where the selector was not resolved', () => {
    const bare = { system: 'kubernetes', name: 'acme-eu-1', knownBy: ['acme-eu-1'] };
    assert.equal(
      targetOf('kubectl --context acme-eu-1 delete ns shop', {}, saying('development', bare)).environment,
      'unknown',
    );
    assert.equal(
      targetOf('kubectl --context acme-eu-1 delete ns shop', {}, saying('production', bare)).environment,
      'production',
    );
    const half = 'kubectl -n "$N" delete deploy web';
    assert.equal(targetOf(half, files, saying('development')).environment, 'unknown');
    assert.equal(targetOf(half, files, saying('production')).environment, 'production');
  });

  it('is one vote: whatever is stricter holds, the team’s line too', () => {
    const names: readonly Environment[] = ['production', 'staging', 'development'];
    const order: readonly Environment[] = ['unknown', 'local', 'development', 'staging', 'production'];
    for (const team of names)
      for (const environment of ['production', 'staging', 'development'] as const) {
        const map = environmentMap(
          [{ environment: team === 'unknown' ? 'local' : team, name: 'acme-eu-1' }],
          true,
          saying(environment),
        );
        const where: Whereabouts = {
          system: 'kubernetes',
          name: 'acme-eu-1',
          account: 'https://a1.eks.example.net',
          clues: clue('selector', '--context', 'acme-eu-1'),
        };
        const strictest = order.indexOf(team) > order.indexOf(environment) ? team : environment;
        assert.equal(classify(where, [], map).environment, strictest, `${team} ${environment}`);
      }
  });

  it('binds to its evidence: one other word, one more or one less, and nothing is harmless by it', () => {
    const word = fc.stringMatching(/^[a-z0-9.-]{1,12}$/);
    const place = fc.record({
      system: fc.constantFrom('aws', 'kubernetes', 'fly'),
      name: word,
      knownBy: fc.array(word, { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        place,
        place,
        fc.constantFrom('production', 'staging', 'development'),
        fc.boolean(),
        (one, other, environment, exact) => {
          const heard = saidOf(other, exact, [{ ...one, environment }]);
          const isSame = JSON.stringify(one) === JSON.stringify(other);
          if (environment !== 'production') return (heard !== undefined) === (isSame && exact);
          const names = one.name === other.name || one.knownBy[0] === other.knownBy[0];
          return (heard !== undefined) === (one.system === other.system && names);
        },
      ),
    );
    fc.assert(
      fc.property(place, word, fc.nat(), (one, changed, at) => {
        const index = at % one.knownBy.length;
        fc.pre(one.knownBy[index] !== changed);
        const other = { ...one, knownBy: one.knownBy.map((known, k) => (k === index ? changed : known)) };
        assert.equal(saidOf(other, true, [{ ...one, environment: 'development' }]), undefined);
        const more = { ...one, knownBy: [...one.knownBy, changed] };
        assert.equal(saidOf(more, true, [{ ...one, environment: 'development' }]), undefined);
      }),
    );
  });

  it('what runs in a pod or a container of a place that is production is in production, a shell there included', () => {
    const said = [{ ...cluster, environment: 'production' as const }];
    for (const command of [
      'kubectl exec web-0 -- touch /data/flag',
      "kubectl exec deploy/web -- sh -c 'echo x > /app/config.json'",
      'kubectl --context acme-eu-1 exec -it db-0 -- psql -c "update orders set paid = true"',
    ]) {
      assert.equal(targetOf(command, files, said).environment, 'production', command);
      assert.notEqual(targetOf(command, files).environment, 'production', command);
    }
  });

  it('a harmless place around makes nothing inside it harmless', () => {
    const said = [{ ...cluster, environment: 'development' as const }];
    const inside = 'kubectl exec web-0 -- touch /data/flag';
    assert.equal(targetOf(inside, files, said).environment, targetOf(inside, files).environment);
  });
});
