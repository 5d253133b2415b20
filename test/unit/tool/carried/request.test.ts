import assert from 'node:assert/strict';
import { asks, judged, judgedPayload } from '../../../support/judged.js';
import { memoryWorld } from '../../../support/world.js';

const token = "-H 'Authorization: Bearer x'";
const files = new Map([
  ['/srv/app/drop.json', '{"query":"mutation { serviceDelete(id: 1) }"}'],
  ['/srv/app/read.json', '{"query":"query { me { name } }"}'],
  ['/srv/app/drop.sql', 'DROP TABLE users;'],
]);
const world = memoryWorld({ cwd: '/srv/app', files: Object.fromEntries(files) });

/** A statement that takes something away, and beside it what is carried in the same way and only reads. */
const pairs: readonly (readonly [what: string, dangerous: string, harmless: string])[] = [
  [
    'GraphQL',
    `curl https://api.acme.io/graphql -d '{"query":"mutation { volumeDelete(id: 1) }"}'`,
    `curl https://api.acme.io/graphql -d '{"query":"query { volumes { deletedAt } }"}'`,
  ],
  [
    'a file of GraphQL',
    `curl https://api.acme.io/graphql ${token} -d @drop.json`,
    `curl https://api.acme.io/graphql ${token} -d @read.json`,
  ],
  [
    'GraphQL by a form',
    `curl https://api.acme.io/graphql -F 'query=mutation { deleteApp(id: 1) { id } }'`,
    `curl https://api.acme.io/graphql -F 'query={ apps { id } }'`,
  ],
  [
    'SQL in JSON',
    `curl https://api.supabase.com/v1/projects/a/database/query -d '{"query":"drop table users"}'`,
    `curl https://api.supabase.com/v1/projects/a/database/query -d '{"query":"select 1"}'`,
  ],
  [
    'SQL deep in JSON',
    `curl https://a.turso.io/v2/pipeline -d '{"requests":[{"stmt":{"sql":"DELETE FROM users"}}]}'`,
    `curl https://a.turso.io/v2/pipeline -d '{"requests":[{"stmt":{"sql":"SELECT 1"}}]}'`,
  ],
  [
    'SQL as the body',
    `curl http://db.acme.io:8123/ --data-binary 'DROP TABLE events'`,
    `curl http://db.acme.io:8123/ --data-binary 'SELECT 1'`,
  ],
  [
    'SQL in the address',
    `curl 'http://db.acme.io:8123/?query=DROP%20TABLE%20events'`,
    `curl 'http://db.acme.io:8123/?query=SELECT%201'`,
  ],
  ['Redis', `curl https://a.upstash.io -d '["FLUSHALL"]'`, `curl https://a.upstash.io -d '["GET","a"]'`],
  ['Redis in the address', 'curl https://a.upstash.io/flushall', 'curl https://a.upstash.io/get/a'],
  [
    'the query protocol of AWS',
    `curl https://ec2.eu-west-1.amazonaws.com/ -d 'Action=TerminateInstances&InstanceId.1=i-1'`,
    `curl https://ec2.eu-west-1.amazonaws.com/ -d 'Action=DescribeInstances'`,
  ],
  [
    'the JSON protocol of AWS',
    `curl https://dynamodb.eu-west-1.amazonaws.com/ -H 'X-Amz-Target: DynamoDB_20120810.DeleteTable' -d '{"TableName":"a"}'`,
    `curl https://dynamodb.eu-west-1.amazonaws.com/ -H 'X-Amz-Target: DynamoDB_20120810.ListTables' -d '{}'`,
  ],
  [
    'an action in JSON',
    `curl https://api.acme.io/v1/jobs -d '{"action":"delete","id":3}'`,
    `curl https://api.acme.io/v1/jobs -d '{"action":"opened","id":3}'`,
  ],
  [
    'httpie',
    `http POST https://api.acme.io/graphql query='mutation { issueDelete(id: 1) { ok } }'`,
    `http POST https://api.acme.io/graphql query='{ issues { id } }'`,
  ],
  [
    'wget',
    `wget --post-data '{"sql":"DROP TABLE a"}' https://a.acme.io/sql`,
    `wget --post-data '{"sql":"SELECT 1"}' https://a.acme.io/sql`,
  ],
  [
    'gh',
    `gh api graphql -f query='mutation { deleteProjectV2(input: {id: 1}) { id } }'`,
    `gh api graphql -f query='query { viewer { login } }'`,
  ],
  ['gh with a file', 'gh api graphql --input drop.json', 'gh api graphql --input read.json'],
  [
    'an option of aws',
    `aws rds-data execute-statement --sql 'DROP TABLE a'`,
    `aws rds-data execute-statement --sql 'SELECT 1'`,
  ],
  [
    'an input of aws',
    `aws rds-data execute-statement --cli-input-json '{"sql":"DROP TABLE a"}'`,
    `aws rds-data execute-statement --cli-input-json '{"sql":"SELECT 1"}'`,
  ],
  [
    'an option of gcloud',
    `gcloud spanner databases ddl update o --instance=m --ddl='drop table O'`,
    `gcloud spanner databases execute-sql o --instance=m --sql='select 1'`,
  ],
  [
    'a file of wrangler',
    'wrangler d1 execute shop --remote --file drop.sql',
    `wrangler d1 execute shop --remote --command 'select 1'`,
  ],
  ['an operand of turso', `turso db shell a 'DROP TABLE users'`, `turso db shell a 'select 1'`],
];

/** Texts that name such a thing and carry none. */
const prose = [
  `curl https://hooks.slack.com/services/T/B/x -d '{"text":"delete from users was run"}'`,
  `curl https://api.acme.io/v1/comments ${token} -d '{"text":"please drop table later"}'`,
  `curl https://api.acme.io/v1/notes ${token} -d "$NOTE"`,
  `curl -T build.zip https://uploads.acme.io/graphql ${token}`,
];

describe('statements in requests and options', () => {
  for (const [what, dangerous, harmless] of pairs)
    it(what, () => {
      assert.ok(asks(judged(dangerous, world)), dangerous);
      assert.ok(!asks(judged(harmless, world)), harmless);
    });

  it('are not found where people write to people', () => {
    for (const command of prose) assert.ok(!asks(judged(command, world)), command);
  });

  it('are opaque where a credential goes along and nothing can be read', () => {
    assert.ok(asks(judged(`curl https://api.acme.io/graphql ${token} -d @absent.json`, world)));
    assert.ok(asks(judged(`curl https://api.acme.io/graphql ${token} -d "$BODY"`, world)));
    assert.ok(!asks(judged('curl http://localhost:4000/graphql -d "$BODY"', world)));
  });
});

describe('the strings of an MCP call', () => {
  const mcp = (name: string, args: Readonly<Record<string, string | string[]>>) =>
    judgedPayload({ kind: 'mcp', server: 's', name, arguments: args });

  const asked: readonly (readonly [string, Readonly<Record<string, string | string[]>>])[] = [
    ['run_az', { whatever: 'az group delete -n rg --yes' }],
    ['kubectl', { args: 'delete namespace shop' }],
    ['kubectl', { args: ['delete', 'namespace', 'shop'] }],
    ['call', { q: 'mutation { deleteUser(id: 1) { id } }' }],
    ['run', { input: 'DROP TABLE users' }],
    ['browser_evaluate', { function: "() => fetch('/api/projects/1', {method: 'DELETE'})" }],
    ['browser_click', { element: 'Delete project button', ref: 'e12' }],
    ['browser_click', { element: '削除する' }],
    ['request', { url: 'https://api.acme.io/graphql', body: '{"query":"mutation { deleteApp(id: 1) }"}' }],
    ['send_email', { to: 'all@customers.example', body: 'y' }],
    ['merge_pull_request', { number: '3' }],
    ['create_payout', { amount: '100' }],
  ];
  for (const [name, args] of asked)
    it(`ask: ${name} ${JSON.stringify(args)}`, () => assert.ok(asks(mcp(name, args))));

  const quiet: typeof asked = [
    ['query', { input: 'SELECT * FROM users' }],
    ['add_note', { content: 'rm -rf node_modules fixes it' }],
    ['search', { query: 'how to delete from a table' }],
    ['browser_click', { element: 'Next page' }],
    ['browser_evaluate', { function: '() => document.title' }],
    ['send_keys', { keys: 'ls' }],
    ['create_issue', { title: 'Drop table support', body: 'DROP TABLE x fails' }],
    ['kubectl', { args: 'get pods' }],
  ];
  for (const [name, args] of quiet)
    it(`quiet: ${name} ${JSON.stringify(args)}`, () => assert.ok(!asks(mcp(name, args))));
});
