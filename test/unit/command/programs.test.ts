import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import { judgeCall } from '../../../src/core/risk/judge.js';
import { parseProgram } from '../../../src/engine/program-grammars.js';
import { asks, callOf, emptyWorld } from '../../support/judged.js';

const programs = { python: 'python3', javascript: 'node', php: 'php' } as const;
type Language = keyof typeof programs;

function judgedCode(language: Language, code: string): Assessment {
  const text = language === 'php' ? `<?php\n${code}` : code;
  const command = `${programs[language]} <<'END_OF_CODE'\n${text}\nEND_OF_CODE`;
  return judgeCall(callOf({ kind: 'shell', shell: 'bash', command }), emptyWorld, {
    grammars: { programs: parseProgram },
  });
}

/** A call that takes something away, and beside it one that is like it and does not. */
const pairs: readonly (readonly [language: Language, dangerous: string, harmless: string])[] = [
  [
    'python',
    "import stripe\nstripe.Subscription.cancel('sub_1')",
    "import stripe\nstripe.Subscription.retrieve('sub_1')",
  ],
  [
    'javascript',
    "const r = require('recurly'); new r.Client(process.env.RECURLY_API_KEY).terminateSubscription('a')",
    "const r = require('recurly'); new r.Client(process.env.RECURLY_API_KEY).removeListener('a')",
  ],
  [
    'python',
    "from neo4j import GraphDatabase\nwith GraphDatabase.driver('bolt://g.acme.example') as d:\n  d.execute_query('MATCH (n) DETACH DELETE n')",
    "from neo4j import GraphDatabase\nwith GraphDatabase.driver('bolt://g.acme.example') as d:\n  d.execute_query('MATCH (n) RETURN n')",
  ],
  [
    'python',
    "from arango import ArangoClient\nArangoClient(hosts='http://a.acme.example').db('x').aql.execute('FOR u IN users REMOVE u IN users')",
    "from arango import ArangoClient\nArangoClient(hosts='http://a.acme.example').db('x').aql.execute('FOR u IN users RETURN u')",
  ],
  [
    'python',
    "import paramiko\nc = paramiko.SSHClient()\nc.connect('web1.acme.example')\nc.exec_command('rm -rf /srv/data')",
    "import paramiko\nc = paramiko.SSHClient()\nc.connect('web1.acme.example')\nc.exec_command('uptime')",
  ],
  [
    'javascript',
    "const { Client } = require('ssh2'); const c = new Client(); c.on('ready', () => c.exec('rm -rf /srv/data', f)).connect({ host: 'web1.acme.example' })",
    "const { Client } = require('ssh2'); const c = new Client(); c.on('ready', () => c.exec('df -h', f)).connect({ host: 'web1.acme.example' })",
  ],
  [
    'javascript',
    "const fs = require('fs'); ['/srv/data'].forEach(fs.unlinkSync)",
    "const fs = require('fs'); ['/srv/data'].map(fs.existsSync)",
  ],
  ['php', "array_map(unlink(...), glob('/srv/*'));", "array_map(strtoupper(...), glob('/srv/*'));"],
  [
    'python',
    "import threading, shutil\nthreading.Thread(target=shutil.rmtree, args=('/srv/data',)).start()",
    "import threading, shutil\nthreading.Thread(target=shutil.disk_usage, args=('/srv/data',)).start()",
  ],
  [
    'python',
    "import pathlib, shutil\nfor d in pathlib.Path('.').rglob('*'):\n  shutil.rmtree(d)",
    "import pathlib, shutil\nfor d in pathlib.Path('.').rglob('__pycache__'):\n  shutil.rmtree(d)",
  ],
  ['php', "array_map('unlink', glob('/srv/*'));", "array_map('strtoupper', glob('/srv/*'));"],
  ['php', "array_walk($files, 'unlink');", "array_walk($files, 'print_r');"],
  ['php', "call_user_func_array('system', [$x]);", "call_user_func_array('max', [1, 2]);"],
  ['python', 'import os\nlist(map(os.remove, names))', 'import os\nlist(map(os.path.basename, names))'],
  [
    'python',
    "import ctypes\nctypes.CDLL(None).system(b'rm -rf /home/ada/work')",
    'import ctypes\nprint(ctypes.sizeof(ctypes.c_int))',
  ],
  [
    'javascript',
    "process.mainModule.constructor._load('child_' + 'process').execSync('rm -rf /home/ada/work')",
    "process.mainModule.constructor._load('os').cpus()",
  ],
  [
    'javascript',
    "process.getBuiltinModule('fs').rmSync('/home/ada/work', { recursive: true })",
    "process.getBuiltinModule('fs').readFileSync('a')",
  ],
  [
    'python',
    "import boto3\nc = boto3.Session(profile_name='p').client('rds')\nc.delete_db_instance(DBInstanceIdentifier='a')",
    "import boto3\nc = boto3.Session(profile_name='p').client('rds')\nprint(c.describe_db_instances())",
  ],
  [
    'python',
    "import boto3\nfor c in [boto3.client('ec2', region_name=r) for r in ('a', 'b')]:\n  c.terminate_instances(InstanceIds=['i'])",
    "import boto3\nfor c in [boto3.client('ec2', region_name=r) for r in ('a', 'b')]:\n  c.describe_instances()",
  ],
  [
    'python',
    "import boto3\ngetattr(boto3.client('rds'), 'delete_' + 'db_cluster')(DBClusterIdentifier='a')",
    "import boto3\ngetattr(boto3.client('rds'), 'describe_' + 'db_clusters')()",
  ],
  [
    'python',
    "import boto3\ndef wipe(c):\n  c.delete_stack(StackName='a')\nwipe(boto3.client('cloudformation'))",
    "import boto3\ndef look(c):\n  c.describe_stacks()\nlook(boto3.client('cloudformation'))",
  ],
  [
    'python',
    "import boto3\nclass A:\n  def __init__(self): self.c = boto3.client('s3')\n  def run(self): self.c.delete_bucket(Bucket='a')\nA().run()",
    "import boto3\nclass A:\n  def __init__(self): self.c = boto3.client('s3')\n  def run(self): self.c.list_buckets()\nA().run()",
  ],
  [
    'python',
    "from google.cloud import bigquery\nbigquery.Client().delete_dataset('a')",
    'from google.cloud import bigquery\nlist(bigquery.Client().list_datasets())',
  ],
  [
    'python',
    "from azure.mgmt.resource import ResourceManagementClient as R\nR(x, y).resource_groups.begin_delete('rg')",
    'from azure.mgmt.resource import ResourceManagementClient as R\nR(x, y).resource_groups.list()',
  ],
  [
    'python',
    "from pymongo import MongoClient\nMongoClient('mongodb://h')['shop'].orders.delete_many({})",
    "from pymongo import MongoClient\nMongoClient('mongodb://h')['shop'].orders.find({})",
  ],
  [
    'python',
    "import redis\nredis.Redis(host='a.acme.io').flushall()",
    "import redis\nredis.Redis(host='a.acme.io').get('a')",
  ],
  [
    'python',
    "from sqlalchemy import create_engine, text\nwith create_engine('postgresql://h/d').begin() as c:\n  c.execute(text('DELETE FROM users'))",
    "from sqlalchemy import create_engine, text\nwith create_engine('postgresql://h/d').begin() as c:\n  c.execute(text('SELECT 1'))",
  ],
  [
    'python',
    'from app.models import User\nUser.objects.all().delete()',
    'from app.models import User\nUser.objects.all().count()',
  ],
  ['python', 'from app import db\ndb.drop_all()', 'd = {}\nd.clear()\nd.pop(1, 2)'],
  [
    'python',
    "import httpx\nwith httpx.Client(base_url='https://api.acme.io') as c:\n  c.delete('/apps/a')",
    "import httpx\nwith httpx.Client(base_url='https://api.acme.io') as c:\n  c.get('/apps/a')",
  ],
  [
    'python',
    "import requests\nrequests.post('https://a.acme.io/graphql', json={'query': 'mutation { appDelete(id: 1) }'})",
    "import requests\nrequests.post('https://a.acme.io/graphql', json={'query': '{ apps { id } }'})",
  ],
  [
    'python',
    "import subprocess\ncmd = ['git', 'reset']\ncmd += ['--hard']\nsubprocess.run(cmd)",
    "import subprocess\nprint(subprocess.run(['git', 'status']))",
  ],
  [
    'python',
    "import os\nos.system('git reset --hard')",
    "import os\n'''os.system('git reset --hard')'''\nprint(\"os.system('git reset --hard')\")",
  ],
  ['python', 'import subprocess, sys\nsubprocess.run(sys.argv[1])', 'import subprocess'],
  [
    'javascript',
    "const { RDSClient, DeleteDBInstanceCommand } = require('@aws-sdk/client-rds');\nnew RDSClient({}).send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'a' }))",
    "const { RDSClient, DescribeDBInstancesCommand } = require('@aws-sdk/client-rds');\nnew RDSClient({}).send(new DescribeDBInstancesCommand({}))",
  ],
  [
    'javascript',
    "const AWS = require('aws-sdk');\nnew AWS.RDS().deleteDBInstance({ DBInstanceIdentifier: 'a' }).promise()",
    "const AWS = require('aws-sdk');\nnew AWS.RDS().describeDBInstances().promise()",
  ],
  [
    'javascript',
    "const { S3 } = require('@aws-sdk/client-s3');\nconst s = new S3({});\ns.deleteBucket({ Bucket: 'a' })",
    "const { S3 } = require('@aws-sdk/client-s3');\nconst s = new S3({});\ns.listBuckets()",
  ],
  [
    'javascript',
    "import('@aws-sdk/client-rds').then(({ RDSClient, DeleteDBClusterCommand: D }) => new RDSClient({}).send(new D({})))",
    "import('@aws-sdk/client-rds').then(({ RDSClient, DescribeDBClustersCommand: D }) => new RDSClient({}).send(new D({})))",
  ],
  [
    'javascript',
    "const { Client } = require('pg');\nconst c = new Client({ host: 'db.acme.io', database: 'a' });\nc.query('DROP TABLE a')",
    "const { Client } = require('pg');\nconst c = new Client({ host: 'db.acme.io', database: 'a' });\nc.query('SELECT 1')",
  ],
  [
    'javascript',
    "const { PrismaClient } = require('@prisma/client');\nnew PrismaClient().user.deleteMany({})",
    "const { PrismaClient } = require('@prisma/client');\nnew PrismaClient().user.findMany({})",
  ],
  [
    'javascript',
    "const k = require('knex')({ client: 'pg' });\nk.schema.dropTable('a')",
    "const k = require('knex')({ client: 'pg' });\nk('a').select()",
  ],
  [
    'javascript',
    "const s = require('@supabase/supabase-js').createClient('https://a.supabase.co', 'k');\ns.from('a').delete().neq('id', 0)",
    "const s = require('@supabase/supabase-js').createClient('https://a.supabase.co', 'k');\ns.from('a').select()",
  ],
  [
    'javascript',
    "require('axios')({ method: 'delete', url: 'https://api.acme.io/a' })",
    "require('axios')({ method: 'get', url: 'https://api.acme.io/a' })",
  ],
  [
    'javascript',
    "fetch('https://a.acme.io/graphql', { method: 'POST', body: JSON.stringify({ query: 'mutation { appDelete(id: 1) }' }) })",
    "fetch('https://a.acme.io/graphql', { method: 'POST', body: JSON.stringify({ query: '{ apps { id } }' }) })",
  ],
  [
    'javascript',
    "const { spawn: run } = require('child_process');\nrun('git reset --hard', { shell: true })",
    "const { spawn: run } = require('child_process');\nrun('git status', { shell: true })",
  ],
  [
    'javascript',
    "require('child_' + 'process')['exec' + 'Sync']('git reset --hard')",
    "/git reset --hard/.exec('git reset --hard')",
  ],
  [
    'javascript',
    "const { promisify } = require('util');\npromisify(require('child_process').exec)('git reset --hard')",
    'const m = new Map();\nm.delete(1);\nm.clear()',
  ],
  [
    'php',
    '$db = new PDO("mysql:host=db.acme.io;dbname=a", "u"); $db->exec("DROP TABLE a");',
    '$db = new PDO("mysql:host=db.acme.io;dbname=a", "u"); $db->query("SELECT 1");',
  ],
  [
    'php',
    '$c = new Aws\\Rds\\RdsClient(["region" => "a"]); $c->deleteDBInstance(["DBInstanceIdentifier" => "a"]);',
    '$c = new Aws\\Rds\\RdsClient(["region" => "a"]); $c->describeDBInstances();',
  ],
  ['php', '$f = "shell_" . "exec"; $f("git reset --hard");', 'echo "shell_exec(1); unlink(2);";'],
  ['php', 'Artisan::call("migrate:fresh");', 'Artisan::call("route:list");'],
  ['php', 'App\\Models\\User::query()->delete();', 'echo App\\Models\\User::count();'],
];

describe('a program in another language, read by its grammar', () => {
  for (const [language, dangerous, harmless] of pairs)
    it(`${language}: ${dangerous.split('\n').at(-1)}`, () => {
      assert.ok(asks(judgedCode(language, dangerous)), dangerous);
      const quiet = judgedCode(language, harmless);
      assert.ok(!asks(quiet), `${harmless}\n${JSON.stringify(quiet.findings.map(({ id }) => id))}`);
    });

  it('names the profile that the session was made with', () => {
    const { targets } = judgedCode(
      'python',
      "import boto3\ns = boto3.Session(profile_name='prod')\nr = s.client('rds')\nr.delete_db_instance(DBInstanceIdentifier='a')",
    );
    assert.equal(targets[0]?.environment, 'production');
  });

  it('is not known where it nests too deep, and asks', () => {
    assert.ok(asks(judgedCode('python', `x = ${'['.repeat(500)}${']'.repeat(500)}`)));
  });

  it('ends, whatever the text, and a recursion is walked once', () => {
    assert.ok(!asks(judgedCode('python', 'def f(n):\n  return f(n - 1) + f(n - 2)\nprint(f(30))')));
    fc.assert(
      fc.property(
        fc.constantFrom<Language>('python', 'javascript', 'php'),
        fc.string({ maxLength: 200 }),
        (language, text) => {
          assert.doesNotThrow(() => parseProgram(language, text));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('tells a call through however many names it goes', () => {
    const name = fc
      .stringMatching(/^[a-z]{3,8}$/)
      .filter(
        (word) =>
          !/^(?:for|def|and|not|del|try|pass|with|from|elif|else|print|class|while|raise|yield|async|await|break|match|case|type|none|global|import|return|lambda|assert|except|finally|continue|nonlocal)$/.test(
            word,
          ),
      );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 3, maxLength: 6 }), (names) => {
        const [first = 'a', ...rest] = names.map((word) => `${word}_`);
        const chain = rest.map((word, index) => `${word} = ${[first, ...rest][index]}`).join('\n');
        const code = `from boto3 import client as ${first}\n${chain}\n${rest.at(-1)}('rds').delete_db_instance(DBInstanceIdentifier='a')`;
        assert.ok(asks(judgedCode('python', code)), code);
      }),
      { numRuns: 30 },
    );
  });
});
