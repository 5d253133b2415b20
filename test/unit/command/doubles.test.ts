import assert from 'node:assert/strict';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import { judgeCall } from '../../../src/core/risk/judge.js';
import { parseProgram } from '../../../src/engine/program-grammars.js';
import { asks, callOf } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const programs = { python: 'python3', javascript: 'node' } as const;
type Language = keyof typeof programs;

interface Around {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly before?: string;
}

function judgedCode(language: Language, code: string, around: Around = {}): Assessment {
  const command = `${around.before ?? ''}${programs[language]} <<'END_OF_CODE'\n${code}\nEND_OF_CODE`;
  const world = memoryWorld({
    cwd: '/srv/app',
    home: '/home/ada',
    files: around.files ?? {},
    ...(around.env === undefined ? {} : { env: around.env }),
  });
  return judgeCall(callOf({ kind: 'shell', shell: 'bash', command }), world, {
    grammars: { programs: parseProgram },
  });
}

const moto = (inner: string, before = 'import boto3\nfrom moto import mock_aws'): string =>
  `${before}\n${inner}`;
const deletes = "boto3.client('s3', region_name='eu-west-1').delete_bucket(Bucket='billing-prod')";
const memory = (url: string, inner = 'Base.metadata.drop_all(eng)', before = ''): string =>
  `from sqlalchemy import create_engine, delete\nfrom sqlalchemy.orm import declarative_base, Session\n${before}\nBase = declarative_base()\neng = create_engine(${url})\n${inner}`;
const responses = (inner: string): string =>
  `import responses, requests\n@responses.activate\ndef t():\n  responses.add(responses.DELETE, 'https://api.acme.io/v1/zones/1', json={})\n${inner}\nt()`;
const sends = "  requests.delete('https://api.acme.io/v1/zones/1')";
const nock = (inner: string): string =>
  `const nock = require('nock'), axios = require('axios');\n${inner}\naxios.delete('https://api.acme.io/v1/customers/1');`;
const mockClient = (inner: string): string =>
  `import { mockClient } from 'aws-sdk-client-mock';\nimport { DynamoDBClient, DeleteTableCommand } from '@aws-sdk/client-dynamodb';\n${inner}`;
const dropsTable = "await new DynamoDBClient({}).send(new DeleteTableCommand({ TableName: 'orders' }));";

/** Where nothing real is reached, by exact evidence. */
const quiet: readonly (readonly [Language, string, Around?])[] = [
  ['python', moto(`@mock_aws\ndef f():\n  ${deletes}\nf()`)],
  ['python', moto(`with mock_aws():\n  ${deletes}`)],
  [
    'python',
    "import boto3\nfrom botocore.stub import Stubber\nc = boto3.client('rds')\nwith Stubber(c) as s:\n  s.add_response('delete_db_instance', {})\n  c.delete_db_instance(DBInstanceIdentifier='a')",
  ],
  [
    'python',
    `from unittest import mock\nimport boto3\nwith mock.patch('boto3.client') as c:\n  boto3.client('s3').delete_bucket(Bucket='billing-prod')`,
  ],
  ['python', 'import mongomock\nmongomock.MongoClient().shop.orders.delete_many({})'],
  ['python', responses(sends)],
  ['python', memory("'sqlite://'")],
  [
    'python',
    memory(
      "'sqlite:///:memory:', echo=True",
      'with Session(eng) as s:\n  s.query(Base).delete()\n  s.execute(delete(Base))',
    ),
  ],
  [
    'python',
    "from sqlalchemy import table, column, delete\nprint(delete(table('users', column('id'))).compile())",
  ],
  [
    'python',
    "from google.cloud import bigquery\nbq = bigquery.Client()\nbq.query('DELETE FROM a.b WHERE true', job_config=bigquery.QueryJobConfig(dry_run=True))",
  ],
  ['javascript', nock('nock.disableNetConnect();')],
  [
    'javascript',
    mockClient(
      `const m = mockClient(DynamoDBClient);\nm.on(DeleteTableCommand).resolves({});\n${dropsTable}`,
    ),
  ],
  [
    'javascript',
    "const { MongoMemoryServer } = require('mongodb-memory-server');\nconst { MongoClient } = require('mongodb');\n(async () => { const s = await MongoMemoryServer.create(); const c = await MongoClient.connect(s.getUri()); await c.db('t').dropDatabase(); })();",
  ],
  [
    'javascript',
    "const knex = require('knex')({ client: 'pg' });\nconsole.log(knex('users').del().toSQL().sql);\nconsole.log(knex.schema.dropTableIfExists('users').toString());",
  ],
  [
    'javascript',
    "const { Sequelize } = require('sequelize');\nconst s = new Sequelize('sqlite::memory:', { logging: false });\ns.sync({ force: true }).then(() => s.define('T', {}).destroy({ where: {}, truncate: true }));",
  ],
];

/** The same calls beside a double, or with a way past it. */
const held: readonly (readonly [Language, string, Around?])[] = [
  // The same call outside of the scope.
  ['python', moto(`@mock_aws\ndef f():\n  pass\nf()\n${deletes}`)],
  ['python', moto(`with mock_aws():\n  pass\n${deletes}`)],
  ['python', moto(`with mock_aws():\n  def g():\n    ${deletes}\ng()`)],
  ['python', moto(`@mock_aws\ndef other():\n  pass\ndef f():\n  ${deletes}\nf()`)],
  ['python', moto(`@mock_aws\ndef f():\n  yield 1\n  ${deletes}\nfor _ in f(): pass`)],
  ['python', moto(`@mock_aws\nasync def f():\n  ${deletes}\nimport asyncio\nasyncio.run(f())`)],
  ['python', moto(`with mock_aws():\n  g = (${deletes} for x in [1])\nlist(g)`)],
  [
    'python',
    moto(
      `c = boto3.client('s3')\nwith mock_aws():\n  c.delete_bucket(Bucket='billing-prod')`,
      'import boto3\nfrom moto import mock_aws',
    ),
  ],
  // One that may be another.
  [
    'python',
    moto(
      `import contextlib, os\nwith (mock_aws() if os.environ.get('CI') else contextlib.nullcontext()):\n  ${deletes}`,
    ),
  ],
  [
    'python',
    moto(
      `import contextlib, os\nm = mock_aws() if os.environ.get('CI') else contextlib.nullcontext()\nwith m:\n  ${deletes}`,
    ),
  ],
  [
    'python',
    moto(
      `with mock_aws():\n  ${deletes}`,
      'import boto3\ntry:\n  from moto import mock_aws\nexcept ImportError:\n  import contextlib\n  mock_aws = contextlib.nullcontext',
    ),
  ],
  [
    'python',
    moto(`with mock_aws():\n  ${deletes}`),
    { files: { '/srv/app/moto.py': 'import contextlib\nmock_aws = contextlib.nullcontext' } },
  ],
  ['python', moto(`with mock_aws():\n  ${deletes}`), { files: { '/srv/app/moto/__init__.py': 'x' } }],
  [
    'python',
    moto(`with mock_aws():\n  ${deletes}`),
    { before: "echo 'import contextlib; mock_aws = contextlib.nullcontext' > moto.py; " },
  ],
  ['python', moto(`with mock_aws():\n  ${deletes}`), { env: { PYTHONPATH: '/srv/lib' } }],
  ['python', moto(`with mock_aws():\n  ${deletes}`), { before: 'PYTHONPATH=lib ' }],
  ['python', moto(`import sys\nsys.path.insert(0, 'lib')\nwith mock_aws():\n  ${deletes}`)],
  // Ways past it.
  ['python', moto(`with mock_aws(config={'core': {'passthrough': {'urls': ['.*']}}}):\n  ${deletes}`)],
  ['python', moto(`with mock_aws() as m:\n  m.stop()\n  ${deletes}`)],
  [
    'python',
    moto(
      "with mock_aws():\n  boto3.client('s3', endpoint_url='https://s3.acme.example').delete_bucket(Bucket='billing-prod')",
    ),
  ],
  [
    'python',
    moto(`with mock_aws():\n  ${deletes}`),
    { env: { AWS_ENDPOINT_URL: 'https://s3.acme.example' } },
  ],
  [
    'python',
    moto(`with mock_aws():\n  ${deletes}`),
    { files: { '/home/ada/.aws/config': '[default]\nendpoint_url = https://s3.acme.example\n' } },
  ],
  ['python', moto("import requests\nwith mock_aws():\n  requests.delete('https://api.acme.io/v1/zones/1')")],
  [
    'python',
    "import boto3\nfrom botocore.stub import Stubber\nc = boto3.client('rds')\nd = boto3.client('rds')\nwith Stubber(c) as s:\n  d.delete_db_instance(DBInstanceIdentifier='a')",
  ],
  [
    'python',
    "import boto3\nfrom botocore.stub import Stubber\nc = boto3.client('rds')\nwith Stubber(c) as s:\n  s.deactivate()\n  c.delete_db_instance(DBInstanceIdentifier='a')",
  ],
  [
    'python',
    "import boto3\nfrom botocore.stub import Stubber\nc = boto3.client('rds')\nwith Stubber(c) as s:\n  pass\nc.delete_db_instance(DBInstanceIdentifier='a')",
  ],
  [
    'python',
    "from unittest import mock\nfrom boto3 import client\nwith mock.patch('boto3.client'):\n  client('s3').delete_bucket(Bucket='billing-prod')",
  ],
  [
    'python',
    "from unittest import mock\nimport boto3\nreal = boto3.client\nwith mock.patch('boto3.client'):\n  real('s3').delete_bucket(Bucket='billing-prod')",
  ],
  [
    'python',
    "from unittest import mock\nimport boto3\nwith mock.patch('boto3.resource'):\n  boto3.client('s3').delete_bucket(Bucket='billing-prod')",
  ],
  [
    'python',
    "from unittest import mock\nimport boto3\nwith mock.patch('boto3.client', wraps=boto3.client):\n  boto3.client('s3').delete_bucket(Bucket='billing-prod')",
  ],
  [
    'python',
    "from unittest import mock\nimport boto3\nwith mock.patch('boto3.client'):\n  pass\nboto3.client('s3').delete_bucket(Bucket='billing-prod')",
  ],
  [
    'python',
    'import mongomock\nmongomock.MongoClient().shop.orders.delete_many({})',
    { files: { '/srv/app/mongomock.py': 'from pymongo import MongoClient' } },
  ],
  ['python', responses(`  responses.add_passthru('https://api.acme.io')\n${sends}`)],
  ['python', responses(`  responses.stop()\n${sends}`)],
  ['python', responses("  import httpx\n  httpx.delete('https://api.acme.io/v1/zones/1')")],
  ['python', `${responses('  pass')}\nrequests.delete('https://api.acme.io/v1/zones/1')`],
  // Another database, or one that may be.
  ['python', memory("'sqlite:///prod.db'")],
  [
    'python',
    memory(
      "'sqlite://'",
      "import os\nprod = create_engine(os.environ['DATABASE_URL'])\nBase.metadata.drop_all(prod)",
    ),
  ],
  ['python', memory("'sqlite://'", 'from shop.db import engine\nBase.metadata.drop_all(engine)')],
  ['python', memory("'sqlite://', creator=lambda: connect()")],
  [
    'python',
    memory(
      "'sqlite://'",
      'with eng.begin() as c:\n  c.exec_driver_sql("ATTACH DATABASE \'prod.db\' AS p")\nBase.metadata.drop_all(eng)',
    ),
  ],
  [
    'python',
    "from sqlalchemy import table, column, delete\nfrom shop import engine\nwith engine.begin() as c:\n  c.execute(delete(table('users', column('id'))))",
  ],
  [
    'python',
    "from google.cloud import bigquery\nbq = bigquery.Client()\ncfg = bigquery.QueryJobConfig(dry_run=True)\nbq.query('DELETE FROM a.b WHERE true')",
  ],
  [
    'python',
    "from google.cloud import bigquery\nbq = bigquery.Client()\ncfg = bigquery.QueryJobConfig(dry_run=True)\ncfg.dry_run = False\nbq.query('DELETE FROM a.b WHERE true', job_config=cfg)",
  ],
  ['javascript', nock("nock('https://api.acme.io').delete('/v1/customers/1').reply(200);")],
  ['javascript', nock('nock.disableNetConnect(); nock.enableNetConnect();')],
  ['javascript', nock("nock.disableNetConnect(); nock['enable' + 'NetConnect']();")],
  ['javascript', nock('nock.disableNetConnect(); nock.restore();')],
  ['javascript', nock('nock.disableNetConnect();\nObject.values(nock).forEach((f) => f());')],
  ['javascript', nock("nock.disableNetConnect();\nrequire('other')({ nock });")],
  [
    'python',
    moto(
      `import os\nos.environ['AWS_ENDPOINT_URL'] = 'https://s3.acme.example'\nwith mock_aws():\n  ${deletes}`,
    ),
  ],
  ['javascript', nock('if (process.env.CI) nock.disableNetConnect();')],
  ['javascript', nock('setTimeout(() => nock.disableNetConnect(), 1e6);')],
  ['javascript', nock("nock.disableNetConnect(); nock('https://api.acme.io', { allowUnmocked: true });")],
  ['javascript', nock('nock.disableNetConnect();'), { env: { NOCK_OFF: 'true' } }],
  ['javascript', nock("nock.disableNetConnect(); require('./setup');")],
  [
    'javascript',
    nock('nock.disableNetConnect();'),
    { files: { '/srv/app/package.json': '{"name":"nock"}' } },
  ],
  ['javascript', nock('nock.disableNetConnect();'), { env: { NODE_OPTIONS: '--require ./x.js' } }],
  [
    'javascript',
    "const nock = require('nock'), axios = require('axios');\naxios.delete('https://api.acme.io/v1/customers/1').then(() => {});\nnock.disableNetConnect();",
  ],
  [
    'javascript',
    "const nock = require('nock');\nnock.disableNetConnect();\nfetch('https://api.acme.io/v1/customers/1', { method: 'DELETE' });",
  ],
  ['javascript', mockClient(dropsTable)],
  ['javascript', mockClient(`${dropsTable}\nconst m = mockClient(DynamoDBClient);`)],
  [
    'javascript',
    mockClient(
      `import { S3Client } from '@aws-sdk/client-s3';\nconst m = mockClient(S3Client);\n${dropsTable}`,
    ),
  ],
  ['javascript', mockClient(`const m = mockClient(DynamoDBClient);\nm.restore();\n${dropsTable}`)],
  ['javascript', mockClient(`if (process.env.CI) mockClient(DynamoDBClient);\n${dropsTable}`)],
  [
    'javascript',
    "const { MongoMemoryServer } = require('mongodb-memory-server');\nconst { MongoClient } = require('mongodb');\n(async () => { const s = await MongoMemoryServer.create(); const c = await MongoClient.connect(process.env.MONGO_URL); await c.db('t').dropDatabase(); })();",
  ],
  [
    'javascript',
    "const { MongoMemoryServer } = require('mongodb-memory-server');\nconst { MongoClient } = require('mongodb');\n(async () => { const s = await MongoMemoryServer.create({ instance: { dbPath: '/srv/data' } }); const c = await MongoClient.connect(s.getUri()); await c.db('t').dropDatabase(); })();",
  ],
  [
    'javascript',
    "const knex = require('knex')({ client: 'pg', connection: process.env.DATABASE_URL });\nknex('users').del().then(() => {});",
  ],
  [
    'javascript',
    "const knex = require('knex')({ client: 'pg' });\nknex.initialize({ connection: process.env.DATABASE_URL });\nknex('users').del().then(() => {});",
  ],
  [
    'javascript',
    "const { Sequelize } = require('sequelize');\nconst s = new Sequelize('sqlite::memory:', { dialect: 'postgres', host: 'db.acme.io' });\ns.define('T', {}).destroy({ where: {}, truncate: true });",
  ],
  [
    'javascript',
    "const { Sequelize } = require('sequelize');\nconst a = new Sequelize('sqlite::memory:');\nconst s = new Sequelize(process.env.DATABASE_URL);\ns.define('T', {}).destroy({ where: {}, truncate: true });",
  ],
];

describe('code that reaches nothing real', () => {
  for (const [language, code, around] of quiet)
    it(`is quiet: ${code}`, () => assert.equal(asks(judgedCode(language, code, around)), false));
  for (const [language, code, around] of held)
    it(`asks beside it: ${JSON.stringify(around ?? '')} ${code}`, () =>
      assert.equal(asks(judgedCode(language, code, around)), true));
});
