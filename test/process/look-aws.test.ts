import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AwsEndpoint, awsEndpoint } from '../support/aws-endpoint.js';
import { without } from '../support/components.js';
import { emptyFolder } from '../support/database-servers.js';
import { type FalseServer, falseServer, hasty, patient, rowsOf } from '../support/look-stage.js';
import { lookAt, lookupsFor } from '../support/looking.js';

const secret = 'a-Very-s3cret-key-of-forty-characters-00';

const wrapped = (action: string, result: string): string =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;

const answers: Record<string, string> = {
  DescribeDBInstances: wrapped(
    'DescribeDBInstances',
    `<DBInstances><DBInstance><DBInstanceIdentifier>shop</DBInstanceIdentifier><Engine>postgres</Engine><EngineVersion>15.4</EngineVersion>
<DBInstanceClass>db.r6g.large</DBInstanceClass><AllocatedStorage>500</AllocatedStorage><DeletionProtection>false</DeletionProtection><MultiAZ>true</MultiAZ>
<TagList><Tag><Key>env</Key><Value>production</Value></Tag></TagList></DBInstance></DBInstances>`,
  ),
  DescribeDBSnapshots: wrapped(
    'DescribeDBSnapshots',
    ['old 2026-01-01 manual', 'newer 2026-06-01 manual', 'rds:shop 2026-11-01 automated']
      .map((line) => line.split(' '))
      .map(
        ([name, day, type]) =>
          `<DBSnapshot><DBSnapshotIdentifier>${name}</DBSnapshotIdentifier><SnapshotCreateTime>${day}T03:00:00Z</SnapshotCreateTime><SnapshotType>${type}</SnapshotType><Status>available</Status></DBSnapshot>`,
      )
      .join('')
      .replace(/^.*$/s, '<DBSnapshots>$&</DBSnapshots>'),
  ),
  DescribeInstances: `<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-0abc</instanceId><instanceType>m5.large</instanceType>
<instanceState><name>running</name></instanceState><tagSet><item><key>Name</key><value>web-1</value></item><item><key>aws:autoscaling:groupName</key><value>web</value></item></tagSet>
<blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-1</volumeId><deleteOnTermination>true</deleteOnTermination></ebs></item>
<item><deviceName>/dev/xvdb</deviceName><ebs><volumeId>vol-2</volumeId><deleteOnTermination>false</deleteOnTermination></ebs></item></blockDeviceMapping>
</item></instancesSet></item></reservationSet></DescribeInstancesResponse>`,
  ListStackResources: wrapped(
    'ListStackResources',
    `<StackResourceSummaries>${[
      ['Data', 'shop-data', 'AWS::S3::Bucket'],
      ['Db', 'shop-db', 'AWS::RDS::DBInstance'],
      ['Queue', 'shop-queue', 'AWS::SQS::Queue'],
    ]
      .map(
        ([id, physical, type]) =>
          `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physical}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>`,
      )
      .join('')}</StackResourceSummaries>`,
  ),
  GetTemplate: wrapped(
    'GetTemplate',
    `<TemplateBody>Resources:
  Data:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
  Db:
    Type: AWS::RDS::DBInstance
  Queue:
    Type: AWS::SQS::Queue
</TemplateBody>`,
  ),
  DescribeStacks: wrapped(
    'DescribeStacks',
    `<Stacks><member><StackName>shop</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>
<Tags><member><Key>acme:stage</Key><Value>prod</Value></member><member><Key>owner</Key><Value>production</Value></member></Tags></member></Stacks>`,
  ),
  DescribeEnvironments: wrapped(
    'DescribeEnvironments',
    '<Environments><member><EnvironmentName>shop-prod</EnvironmentName><CNAME>shop-prod.example.org</CNAME><Health>Green</Health><Status>Ready</Status><VersionLabel>v42</VersionLabel></member></Environments>',
  ),
  DescribeEnvironmentResources: wrapped(
    'DescribeEnvironmentResources',
    `<EnvironmentResources><EnvironmentName>shop-prod</EnvironmentName><Instances><member><Id>i-1</Id></member><member><Id>i-2</Id></member></Instances>
<AutoScalingGroups><member><Name>awseb-asg</Name></member></AutoScalingGroups>
<LoadBalancers><member><Name>arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/awseb-lb/50dc</Name></member></LoadBalancers></EnvironmentResources>`,
  ),
  '/shop-data': `<ListBucketResult><Name>shop-data</Name><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>
<Contents><Key>a</Key><Size>100</Size></Contents><Contents><Key>b</Key><Size>900</Size></Contents></ListBucketResult>`,
  '/shop-data?versioning': '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  '/plain': `<ListBucketResult><Name>plain</Name><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>a</Key><Size>5000</Size></Contents></ListBucketResult>`,
  '/plain?versioning': '<VersioningConfiguration/>',
  '/none':
    '<ListBucketResult><Name>none</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>',
  '/none?versioning': '<VersioningConfiguration/>',
};

describe('a look at AWS', function () {
  this.timeout(240_000);
  let endpoint: AwsEndpoint;
  let folder: string;
  let left: readonly string[] = [];

  before(async function () {
    if (!existsSync('/usr/bin/aws')) without('the AWS command line', this);
    folder = emptyFolder();
    endpoint = await awsEndpoint(() =>
      Object.fromEntries(Object.entries(answers).filter(([name]) => !left.includes(name))),
    );
    mkdirSync(join(folder, '.aws'));
    configure(`aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = ${secret}\n`);
  });

  after(async () => {
    await endpoint?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  function configure(credentials: string, config = ''): void {
    writeFileSync(join(folder, '.aws', 'credentials'), `[prod]\n${credentials}`);
    writeFileSync(join(folder, '.aws', 'config'), `[profile prod]\nregion = eu-west-1\n${config}`);
  }

  const at = (words: string): string => `aws --profile prod --endpoint-url ${endpoint.address} ${words}`;

  /** What the look says; all that was sent are reads, and nothing is left on this disk. */
  async function seen(words: string, without_: readonly string[] = []) {
    endpoint.forget();
    left = without_;
    const before = readdirSync(folder, { recursive: true });
    const looked = await lookAt(at(words), { cwd: folder, limits: patient });
    left = [];
    assert.ok(endpoint.requests.length > 0);
    for (const request of endpoint.requests) assert.match(request, /^(?:Describe|List|Get)[A-Z]\w+$|^GET \//);
    assert.deepEqual(readdirSync(folder, { recursive: true }), before);
    assert.doesNotMatch(JSON.stringify(looked), new RegExp(secret));
    return looked;
  }

  const told: readonly (readonly [words: string, rows: readonly string[], says?: RegExp])[] = [
    [
      'rds delete-db-instance --db-instance-identifier shop --skip-final-snapshot',
      [
        'database shop (postgres 15.4, db.r6g.large, 500 GiB, deletion protection off, in several zones, tags env=production), its data is lost',
      ],
      /snapshot newer of 2026-06-01T03:00/,
    ],
    [
      'rds delete-db-instance --db-instance-identifier shop --final-db-snapshot-identifier last',
      [
        'database shop (postgres 15.4, db.r6g.large, 500 GiB, deletion protection off, in several zones, tags env=production), can be brought back',
      ],
      /snapshot last/,
    ],
    [
      'ec2 terminate-instances --instance-ids i-0abc i-0gone',
      [
        'instance i-0abc (m5.large, running, tags Name=web-1, made anew by auto scaling group web)',
        'volume vol-1 (with i-0abc), its data is lost',
      ],
      /Not known: how the instance i-0gone stands now/,
    ],
    [
      's3 rm s3://shop-data --recursive',
      ['objects s3://shop-data × 2 (N B), can be brought back'],
      /older versions in s3:\/\/shop-data/,
    ],
    ['s3 rm s3://plain --recursive', ['objects s3://plain (N B), its data is lost']],
    ['s3 rb s3://plain --force', ['bucket plain', 'objects plain (N B), its data is lost']],
    ['s3 rm s3://none/logs/ --recursive', []],
    [
      'cloudformation delete-stack --stack-name shop',
      [
        'stack shop',
        'database shop-db, its data is lost',
        'queue shop-queue, its data is lost',
        'bucket shop-data (policy Retain)',
      ],
      /Tags there say production: acme:stage=prod\./,
    ],
    [
      'elasticbeanstalk terminate-environment --environment-name shop-prod',
      [
        'environment shop-prod (Green, Ready, v42)',
        'instance i-1',
        'instance i-2',
        'load balancer awseb-lb',
        'auto scaling group awseb-asg',
        'endpoint shop-prod.example.org',
      ],
      /Not known: whether a database belongs to the environment shop-prod and goes with it/,
    ],
  ];
  for (const [words, rows, says] of told)
    it(`tells what goes: aws ${words}`, async () => {
      const { change, text, failures } = await seen(words);
      assert.deepEqual(failures, []);
      assert.deepEqual([...rowsOf(text)].sort(), [...rows].sort());
      if (says !== undefined) assert.match(text, says);
      assert.deepEqual(
        change?.looked?.map(({ place, server }) => [place, server]),
        [['AWS prod in eu-west-1', 'AWS']],
      );
    });

  it('tells which tags say production', async () => {
    const { change } = await seen(
      'rds delete-db-instance --db-instance-identifier shop --skip-final-snapshot',
    );
    assert.deepEqual(change?.looked?.[0]?.production, { system: 'aws', tags: ['env=production'] });
    const instance = await seen('ec2 terminate-instances --instance-ids i-0abc');
    assert.equal(instance.change?.looked?.[0]?.production, undefined);
  });

  it('rights that are missing leave what they hide unknown', async () => {
    const bucket = await seen('s3 rm s3://shop-data --recursive', ['/shop-data?versioning']);
    assert.match(bucket.text, /Not known: whether the bucket s3:\/\/shop-data keeps what is deleted/);
    assert.match(bucket.text, /× 2 .*its data is lost/);
    assert.match(bucket.failures[0]?.detail ?? '', /AccessDenied|not allowed/);
    const database = await seen(
      'rds delete-db-instance --db-instance-identifier shop --skip-final-snapshot',
      ['DescribeDBSnapshots'],
    );
    assert.match(database.text, /Not known: which snapshots of the database shop stay/);
    const stack = await seen('cloudformation delete-stack --stack-name shop', ['GetTemplate']);
    assert.match(stack.text, /Not known: what of the stack shop is kept when it goes/);
    const nothing = await seen('s3 rm s3://shop-data --recursive', ['/shop-data', '/shop-data?versioning']);
    assert.equal(nothing.change, undefined);
  });

  it('starts no program of a profile, calls on no role, and says so', async () => {
    const mark = join(folder, 'started');
    const program = join(folder, 'get-keys');
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(program, 0o755);
    endpoint.forget();
    const command = at('ec2 terminate-instances --instance-ids i-0abc');
    for (const [config, says] of [
      [`credential_process = ${program} --now`, `credential process ${program}`],
      ['sso_start_url = https://example.org/start', 'sso start url https://example.org/start'],
      [
        'role_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = base',
        'role arn arn:aws:iam::123456789012:role/ops',
      ],
      ['', 'this machine\u2019s role or a sign-on'],
    ] as const) {
      configure('', config);
      const { failures, change } = await lookAt(command, { cwd: folder, limits: patient });
      assert.deepEqual([failures, change], [[{ code: 'own-credentials', detail: says }], undefined]);
    }
    assert.deepEqual([endpoint.requests, existsSync(mark)], [[], false]);
    configure(`aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = ${secret}\n`);
  });

  it('finds its keys in variables, and nothing of the files', async () => {
    const [look] = await lookupsFor(at('ec2 terminate-instances --instance-ids i-0abc'), { cwd: folder });
    assert.equal(look?.env['AWS_SECRET_ACCESS_KEY'], secret);
    assert.deepEqual(
      [look?.env['AWS_CONFIG_FILE'], look?.env['AWS_SHARED_CREDENTIALS_FILE'], look?.env['HOME']],
      ['/dev/null', '/dev/null', '/nonexistent'],
    );
    assert.doesNotMatch(JSON.stringify(look?.runs), new RegExp(secret));
    const withheld = await lookAt(`aws --region eu-west-1 ec2 terminate-instances --instance-ids i-0abc`, {
      cwd: folder,
      credentials: { AWS_SECRET_ACCESS_KEY: 'digest' },
    });
    assert.deepEqual(withheld.failures, [{ code: 'withheld', detail: 'AWS_SECRET_ACCESS_KEY' }]);
  });

  for (const words of [
    'rds delete-db-instance --db-instance-identifier file:///etc/passwd',
    'rds delete-db-instance --db-instance-identifier "$NAME"',
    'cloudformation delete-stack --stack-name https://evil.example/x',
    'cloudformation delete-stack --stack-name shop --retain-resources Data',
    'ec2 terminate-instances --instance-ids file://ids',
    'ec2 terminate-instances --cli-input-json file://x',
    's3 rm s3://shop-data/a',
    's3 rm s3://shop-data --recursive --exclude "*.log"',
    's3 rm s3://shop-data --recursive --dryrun',
    'ec2 describe-instances',
    '--no-verify-ssl ec2 terminate-instances --instance-ids i-0abc',
  ])
    it(`no look is offered for aws ${words}`, async () => {
      assert.deepEqual((await lookAt(at(words), { cwd: folder })).places, []);
    });

  describe('at an endpoint that is none', () => {
    let none: FalseServer;

    before(async () => {
      none = await falseServer();
    });

    after(() => none.close());

    it('that never answers, or hangs up', async () => {
      const command = `aws --profile prod --endpoint-url http://127.0.0.1:${none.port} ec2 terminate-instances --instance-ids i-0abc`;
      none.behave(() => undefined);
      const silent = await lookAt(command, { cwd: folder, limits: hasty });
      assert.deepEqual(silent.failures, [{ code: 'timeout', detail: '2' }]);
      none.behave((socket) => socket.destroy());
      const { failures, change } = await lookAt(command, { cwd: folder, limits: patient });
      assert.deepEqual([failures[0]?.code, change], ['refused', undefined]);
      assert.doesNotMatch(JSON.stringify([silent, failures]), new RegExp(secret));
    });
  });
});
