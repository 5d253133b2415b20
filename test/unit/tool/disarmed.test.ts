import assert from 'node:assert/strict';
import { asks, ids, judged } from '../../support/judged.js';
import { itWeighs } from '../../support/weighed.js';

/** What guards a thing, as options of clouds name it, and the words before it that change a thing in each. */
const guards = [
  'deletion-protection',
  'termination-protection',
  'delete-protection',
  'drop-protection',
  'purge-protection',
  'point-in-time-recovery',
  'versioning',
  'soft-delete',
  'backup',
];
const changes = [
  'aws rds modify-db-cluster --db-cluster-identifier ledger',
  'aws anew update-thing --name ledger',
  'gcloud sql instances patch ledger',
  'gcloud anew things update ledger',
  'az anew thing update -g rg -n ledger',
  'doctl databases update ledger',
  'scw rdb instance update ledger',
  'hcloud server update ledger',
  'oci db database update --database-id ledger',
  'fly apps update ledger',
  'kubectl anew update ledger',
];
const camel = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Ways to say of a guard that it ends, and beside each how the same is kept. */
const ways: readonly (readonly [ends: (guard: string) => string, keeps: (guard: string) => string])[] = [
  [(guard) => `--no-${guard}`, (guard) => `--${guard}`],
  [(guard) => `--no-enable-${guard}`, (guard) => `--enable-${guard}`],
  [(guard) => `--disable-${guard}`, (guard) => `--disable-${guard}=false`],
  [(guard) => `--${guard}=false`, (guard) => `--${guard}=true`],
  [(guard) => `--enable-${guard} false`, (guard) => `--enable-${guard} true`],
  [(guard) => `--${guard} Disabled`, (guard) => `--${guard} Enabled`],
  [(guard) => `--set ${camel(guard)}=false`, (guard) => `--set ${camel(guard)}=true`],
  [
    (guard) => `--configuration '{"${camel(guard)}": false}'`,
    (guard) => `--configuration '{"${camel(guard)}": true}'`,
  ],
  [
    (guard) => `--attributes Key=${guard.replaceAll('-', '_')}.enabled,Value=false`,
    (guard) => `--attributes Key=${guard.replaceAll('-', '_')}.enabled,Value=true`,
  ],
  [
    (guard) => `--${guard}-configuration Status=Suspended`,
    (guard) => `--${guard}-configuration Status=Enabled`,
  ],
];

describe('a guard that an option takes away', () => {
  for (const change of changes)
    it(`asks, whichever guard, however said: ${change}`, () => {
      for (const guard of guards)
        for (const [ends, keeps] of ways) {
          const off = `${change} ${ends(guard)}`;
          assert.ok(ids(judged(off)).includes('protection-removed'), off);
          const on = `${change} ${keeps(guard)}`;
          assert.ok(!ids(judged(on)).includes('protection-removed'), on);
        }
    });

  it('is read as well where no table has the program', () => {
    for (const guard of ['deletion-protection', 'point-in-time-recovery', 'soft-delete']) {
      assert.ok(asks(judged(`acmectl db update main --${guard}=false`)), guard);
      assert.ok(asks(judged(`acmectl db update main --no-${guard}`)), guard);
      assert.ok(!asks(judged(`acmectl db update main --${guard}=true`)), guard);
    }
  });
});

describe('what options leave of a thing', () => {
  itWeighs({
    'copies that are kept for less than days': [
      ['ask', 'aws rds modify-db-instance --db-instance-identifier ledger --backup-retention-period 0'],
      ['ask', 'aws rds modify-db-instance --db-instance-identifier ledger --backup-retention-period 1'],
      ['quiet', 'aws rds modify-db-instance --db-instance-identifier ledger --backup-retention-period 35'],
      ['ask', 'aws logs put-retention-policy --log-group-name audit --retention-in-days 1'],
      ['quiet', 'aws logs put-retention-policy --log-group-name audit --retention-in-days 90'],
      ['ask', 'aws kinesis decrease-stream-retention-period --stream-name s --retention-period-hours 72'],
      ['quiet', 'aws kinesis increase-stream-retention-period --stream-name s --retention-period-hours 72'],
      ['ask', 'gcloud storage buckets update gs://ledger --retention-period=1s'],
      ['quiet', 'gcloud storage buckets update gs://ledger --retention-period=1209600s'],
      ['ask', 'influx bucket update -i 1 --retention 1h'],
      ['quiet', 'influx bucket update -i 1 --retention 90d'],
      ['ask', 'influx bucket update -i 1 --retention 7200s'],
      ['quiet', 'gcloud sql instances patch ledger --backup-start-time=03:00'],
      ['quiet', 'aws rds modify-db-instance --db-instance-identifier ledger --no-copy-tags-to-snapshot'],
    ],
    'none of it running': [
      ['ask', 'gcloud run services update api --min-instances=0 --max-instances=0'],
      ['quiet', 'gcloud run services update api --min-instances=0 --max-instances=10'],
      ['ask', 'gcloud container clusters resize c --num-nodes 0'],
      ['quiet', 'gcloud container clusters resize c --num-nodes 3'],
      ['ask', 'gcloud compute instance-groups managed resize g --size 0'],
      ['ask', 'gcloud sql instances patch ledger --activation-policy=NEVER'],
      ['quiet', 'gcloud sql instances patch ledger --activation-policy=ALWAYS'],
      ['ask', 'az containerapp update -n a -g r --min-replicas 0 --max-replicas 0'],
      ['quiet', 'az containerapp update -n a -g r --min-replicas 0 --max-replicas 5'],
      ['ask', 'aws lambda put-function-concurrency --function-name f --reserved-concurrent-executions 0'],
      ['quiet', 'aws lambda put-function-concurrency --function-name f --reserved-concurrent-executions 10'],
      [
        'ask',
        'aws eks update-nodegroup-config --cluster-name c --nodegroup-name n --scaling-config minSize=0,maxSize=1,desiredSize=0',
      ],
      [
        'quiet',
        'aws eks update-nodegroup-config --cluster-name c --nodegroup-name n --scaling-config minSize=0,maxSize=4,desiredSize=2',
      ],
      [
        'ask',
        'aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id r --min-capacity 0 --max-capacity 0',
      ],
      [
        'quiet',
        'aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id r --min-capacity 0 --max-capacity 4',
      ],
      ['ask', 'kubectl autoscale deploy web --min=0 --max=0'],
      ['ask', 'doctl kubernetes cluster node-pool update c p --count 0'],
      ['quiet', 'doctl kubernetes cluster node-pool update c p --count 2'],
      ['ask', 'eksctl scale nodegroup --cluster c --name n --nodes 0'],
      ['ask', 'cf scale web -i 0'],
      ['quiet', 'cf scale web -i 2'],
      ['ask', 'nomad job scale web 0'],
      ['quiet', 'gcloud compute instances create probe --max-run-duration=0'],
      ['quiet', 'docker compose up -d --scale web=0'],
      ['quiet', 'kubectl create deployment web --image=nginx --replicas=0'],
    ],
    'words that do without options': [
      ['ask', 'gsutil versioning set off gs://ledger'],
      ['quiet', 'gsutil versioning set on gs://ledger'],
      ['ask', 'mc version suspend play/ledger'],
      ['quiet', 'mc version info play/ledger'],
      ['ask', 'hcloud server disable-protection web delete'],
      ['ask', 'aliyun rds ModifyDBInstanceDeletionProtection --DBInstanceId x --DeletionProtection false'],
      ['quiet', 'aliyun rds ModifyDBInstanceDeletionProtection --DBInstanceId x --DeletionProtection true'],
    ],
    'what guards nothing that could be lost': [
      ['quiet', 'docker build --no-cache .'],
      ['quiet', 'npm install --no-audit --no-save'],
      ['quiet', 'pip install --no-cache-dir x'],
      ['quiet', 'terraform plan -lock=false'],
      ['quiet', 'curl --retry 0 https://api.acme.io'],
      ['quiet', 'acmefmt --no-backup src'],
      ['quiet', 'aws rds describe-db-instances --no-paginate'],
      ['quiet', 'aws rds modify-db-instance --db-instance-identifier x --backup-retention-period 0 --help'],
    ],
  });
});
