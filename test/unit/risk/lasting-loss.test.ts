import assert from 'node:assert/strict';
import { isLastingLoss } from '../../../src/core/risk/lasting-loss.js';
import { judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

/** The words of an agent, the files and variables of a person who never wrote "production" anywhere. */
const kubeconfig = (name: string, server: string) =>
  [
    'apiVersion: v1',
    `current-context: ${name}`,
    `contexts: [{name: ${name}, context: {cluster: ${name}, user: u}}]`,
    `clusters: [{name: ${name}, cluster: {server: "${server}"}}]`,
  ].join('\n');

const eks = kubeconfig('acme-eu-1', 'https://ABCDEF.gr7.eu-west-1.eks.amazonaws.com');

function bandOf(command: string, files: Readonly<Record<string, string>> = {}): string {
  const world = memoryWorld({ cwd: '/srv/app', home: '/home/ada', files });
  return judged(command, world).band;
}

/** A whole or its data, at a remote place of which nothing is known; each with a smaller or nearer sibling that stays below. */
const pairs: readonly (readonly [lost: string, near: string, nearBand: string])[] = [
  ['kubectl delete namespace shop', 'kubectl delete pod web-1', 'ask'],
  ['kubectl delete pvc data-0', 'kubectl delete job nightly', 'ask'],
  ['kubectl delete crd orders.acme.example', 'kubectl delete deployment web', 'ask'],
  ['helm uninstall shop', 'kubectl scale deployment web --replicas=0', 'ask'],
  ['aws s3 rb s3://acme-invoices --force', 'aws s3 ls s3://acme-invoices', 'quiet'],
  [
    'aws rds delete-db-instance --db-instance-identifier orders',
    'aws rds stop-db-instance --db-instance-identifier orders',
    'ask',
  ],
  [
    'aws elasticbeanstalk rebuild-environment --environment-name CostExplorerBackend',
    'aws elasticbeanstalk describe-environments',
    'quiet',
  ],
  ['aws kms schedule-key-deletion --key-id 1234', 'aws kms describe-key --key-id 1234', 'quiet'],
  ['gcloud projects delete acme-4711', 'gcloud projects describe acme-4711', 'quiet'],
  ['terraform destroy -auto-approve', 'terraform plan', 'quiet'],
  ['gh repo delete acme/app --yes', 'gh release delete v1.0', 'ask'],
  ['psql -h ep-cool-darkness.neon.tech -c "DROP TABLE orders"', 'psql -c "DROP TABLE orders"', 'ask'],
  [
    'psql -h db.acme.example -c "TRUNCATE orders"',
    'psql -h db.acme.example -c "DELETE FROM orders WHERE id = 1"',
    'ask',
  ],
  ['psql "$SOMEWHERE" -c "DROP TABLE orders"', 'psql -h 127.0.0.1 -c "DROP TABLE orders"', 'ask'],
  [
    'mysql -h shop.c9.eu-west-1.rds.amazonaws.com -e "DROP DATABASE shop"',
    'mysql -h localhost -e "DROP DATABASE shop"',
    'ask',
  ],
  ['redis-cli -h cache.acme.example FLUSHALL', 'redis-cli -h cache.acme.example DEL session:1', 'ask'],
  ['ssh web-1 "rm -rf /var/www"', 'ssh web-1 "rm /var/www/a.log"', 'ask'],
  ['rsync -a --delete dist/ root@192.0.2.20:/srv/', 'rsync -a dist/ root@192.0.2.20:/srv/', 'quiet'],
  ['vercel project rm shop', 'vercel ls', 'quiet'],
  ['neonctl projects delete p1', 'neonctl projects list', 'quiet'],
  [
    'curl -X DELETE https://api.acme.example/v1/projects/p1',
    'curl -X DELETE https://api.acme.example/v1/comments/7',
    'ask',
  ],
  ['./tool destroy -auto-approve', './tool delete note-1', 'ask'],
];

describe('invariant 13: what cannot be brought back, where nothing shows that it is harmless', () => {
  for (const [lost, near, nearBand] of pairs) {
    it(`takes the ceremony: ${lost}`, () => {
      assert.equal(bandOf(lost), 'production');
    });
    it(`stays ${nearBand}: ${near}`, () => {
      assert.equal(bandOf(near), nearBand);
    });
  }

  it('names its reason and types the place', () => {
    const world = memoryWorld({
      cwd: '/srv/app',
      home: '/home/ada',
      files: { '/home/ada/.kube/config': eks },
    });
    const { findings, effects, targets } = judged('kubectl delete namespace shop', world);
    assert.ok(findings.some(({ id, weight }) => id === 'unknown-loss' && weight === 70));
    assert.ok(effects.every(isLastingLoss));
    assert.equal(targets[0]?.name, 'acme-eu-1');
  });

  it('knows a cluster that is made for a try by name, cluster and address together', () => {
    const at = (name: string, server: string) => ({ '/home/ada/.kube/config': kubeconfig(name, server) });
    for (const name of ['kind-dev', 'k3d-e2e', 'minikube'])
      assert.equal(bandOf('kubectl delete ns demo', at(name, 'https://127.0.0.1:6443')), 'quiet', name);
    assert.equal(bandOf('kubectl delete ns demo', at('kind-shop', 'https://10.1.2.3:6443')), 'production');
    assert.equal(bandOf('kubectl delete ns demo', at('acme', 'https://127.0.0.1:6443')), 'ask');
    // In it a name says nothing, beside it everything.
    assert.equal(bandOf('kubectl delete ns prod', at('kind-dev', 'https://127.0.0.1:6443')), 'quiet');
    assert.equal(bandOf('kubectl delete ns prod', at('kind-dev', 'https://10.0.0.7:6443')), 'production');
    assert.equal(bandOf('kubectl delete ns prod', at('acme', 'https://127.0.0.1:6443')), 'production');
  });

  it('knows LocalStack by its address', () => {
    const remove = (address: string) => `aws --endpoint-url ${address} s3 rb s3://x --force`;
    assert.equal(bandOf(remove('http://localhost:4566')), 'quiet');
    assert.equal(bandOf(remove('http://localhost:9000')), 'ask');
    assert.equal(bandOf(remove('http://10.0.0.7:4566')), 'production');
    const named = remove('http://localhost:4566').replace('s3://x', 's3://billing-prod');
    assert.equal(bandOf(named), 'quiet');
    assert.equal(bandOf(`AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test ${named}`), 'quiet');
    assert.equal(bandOf(named.replace(':4566', ':9000')), 'production');
  });
});
