import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommand } from '../../../src/cli/check.js';
import type { Command, Terminal } from '../../../src/cli/command.js';
import { policyCommand } from '../../../src/cli/policy.js';
import { callFacts } from '../../../src/core/record/facts.js';
import { homeFrom } from '../../../src/node/files/home.js';
import { RecordFile } from '../../../src/node/record/record-file.js';
import { assessment, noon, shellCall } from '../../support/requests.js';

const team = `{
  // What this team agreed on.
  "version": 4,
  "environments": [
    {"environment": "production", "system": "kubernetes", "name": "eu-1"},
    {"environment": "staging", "name": "eu-2"}
  ],
  "groups": {"owners": ["ada@acme.example", "bo@acme.example"]},
  "rules": [
    {
      "id": "two-pairs-of-eyes",
      "match": {"environment": ["production"], "verb": ["delete", "destroy"]},
      "ceremony": "countersign",
      "by": [{"group": "owners"}],
      "message": "Somebody else looks at it first.",
      "owner": "platform"
    },
    {"id": "no-npm", "match": {"tool": ["npm"]}, "ceremony": "forbid"},
    {"id": "edits", "match": {"path": ["secrets/**"]}, "ceremony": "typed"}
  ]
}
`;

describe('the policy on the command line', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-policy-'));
    for (const name of ['home', 'workspace', 'gate']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'workspace/policy.json'), team);
    writeFileSync(join(folder, 'workspace/broken.json'), '{"version": "4"}\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const env = () => ({ HOME: join(folder, 'home'), COUNTERSIGN_HOME: join(folder, 'gate') });

  async function run(command: Command, args: readonly string[], input: readonly string[] = []) {
    const said = { code: 0, out: '', error: '' };
    const terminal: Terminal = {
      cwd: join(folder, 'workspace'),
      env: env(),
      input: bytes(input),
      out: async (text) => {
        said.out += text;
      },
      error: async (text) => {
        said.error += text;
      },
    };
    said.code = await command.run(args, terminal);
    return said;
  }

  async function* bytes(input: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const text of input) yield Buffer.from(text);
  }

  const deletion = ['kubectl', '--context', 'eu-1', 'delete', 'ns', 'shop'];

  it('check lets a policy speak too', async () => {
    const without = await run(checkCommand, ['--', 'npm', 'test']);
    const forbidden = await run(checkCommand, ['--policy', 'policy.json', '--', 'npm', 'test']);
    assert.deepEqual([without.code, forbidden.code], [0, 20]);
    const asked = await run(checkCommand, ['--policy', 'policy.json', '--', ...deletion]);
    assert.equal(asked.code, 10);
    assert.match(asked.out, /spoke {3}countersign by 1 of owners {2}team\/two-pairs-of-eyes/);
    assert.match(asked.out, /"Somebody else looks at it first"\. Ask platform\./);
    assert.match(asked.out, /fitted {2}type the name eu-1\/shop {2}A write to production/);
  });

  it('check answers the same in JSON, one or many', async () => {
    const one = await run(checkCommand, ['--policy', 'policy.json', '--json', '--', ...deletion]);
    const many = await run(
      checkCommand,
      ['--policy', 'policy.json', '--jsonl'],
      [JSON.stringify({ cmd: deletion.join(' ') })],
    );
    for (const text of [one.out, many.out]) {
      const answer: unknown = JSON.parse(text);
      assert.ok(typeof answer === 'object' && answer !== null && 'verdict' in answer && 'rules' in answer);
      assert.deepEqual(answer.verdict, {
        kind: 'hold',
        ceremony: {
          kind: 'countersign',
          name: 'eu-1/shop',
          needs: [
            { group: 'owners', count: 1, presence: 'none', from: ['ada@acme.example', 'bo@acme.example'] },
          ],
        },
        rule: {
          id: 'team/two-pairs-of-eyes',
          origin: 'team',
          message: 'Somebody else looks at it first.',
          owner: 'platform',
        },
      });
    }
  });

  it('says what is wrong with a policy, on one line, and judges nothing', async () => {
    for (const command of [
      () => run(checkCommand, ['--policy', 'broken.json', '--', 'ls']),
      () => run(policyCommand, ['explain', '--policy', 'broken.json']),
      () => run(policyCommand, ['replay', 'broken.json']),
    ]) {
      const { code, out, error } = await command();
      assert.deepEqual([code, out], [2, '']);
      assert.match(
        error,
        /broken\.json: line 1, column 13: expected a number, got "4" at version: mend the value\n$/,
      );
    }
    const absent = await run(checkCommand, ['--policy', 'nowhere.json', '--', 'ls']);
    assert.equal(absent.code, 2);
    assert.match(absent.error, /expected a policy file that can be read, got no such file/);
  });

  it('explain prints every line with its origin', async () => {
    const { code, out } = await run(policyCommand, ['explain', '--policy', 'policy.json']);
    assert.equal(code, 0);
    assert.match(out, /forbidden +team +no-npm: tool is npm\n/);
    assert.match(out, /type the name +built in +A write to production needs its name typed\n/);
    assert.match(out, /staging +team +eu-2\n/);
    assert.match(
      out,
      /countersign +team +two-pairs-of-eyes: verb is delete or destroy, environment is production/,
    );
    const alone = await run(policyCommand, ['explain']);
    assert.match(alone.out, /This machine has seen no team policy for this folder\./);
    const json: unknown = JSON.parse((await run(policyCommand, ['explain', '--json'])).out);
    assert.ok(typeof json === 'object' && json !== null && 'team' in json && 'rules' in json);
    assert.equal(json.team, 'none');
  });

  it('explain judges a command and says which rule spoke', async () => {
    const { code, out } = await run(policyCommand, ['explain', '--policy', 'policy.json', '--', ...deletion]);
    assert.equal(code, 10);
    assert.match(out, /spoke {3}countersign by 1 of owners {2}team\/two-pairs-of-eyes/);
    assert.equal((await run(policyCommand, ['explain', '--', 'ls'])).code, 0);
  });

  it('replay tells what a policy would have done to calls of the record', async () => {
    const record = new RecordFile({
      folder: homeFrom(env()).record,
      machine: 'm',
      clock: { now: () => noon },
      writer: 'aa',
    });
    const cwd = join(folder, 'workspace');
    const put = async (
      command: string,
      type: 'call.passed' | 'call.held',
      change: object = {},
    ): Promise<void> => {
      const facts = callFacts(
        shellCall(command, { cwd, ...change }),
        assessment({ score: 5, band: 'quiet', targets: [] }),
        command,
      );
      const body =
        type === 'call.held'
          ? { ...facts, type, request: 'CS-1', rule: 'built-in/production-write' }
          : { ...facts, type };
      assert.ok((await record.append(body)).ok);
    };
    await put('npm test', 'call.passed');
    await put('ls', 'call.passed');
    await put(deletion.join(' '), 'call.held');
    await put(deletion.join(' '), 'call.held');
    await put('', 'call.passed', { tool: 'Edit', payload: { kind: 'edit', edits: [] } });
    const { code, out } = await run(policyCommand, ['replay', 'policy.json']);
    assert.equal(code, 0);
    assert.match(out, /^4 calls of the record/);
    assert.match(out, /let pass +3 +1\nasked +1 +2\nforbidden +0 +1\n/);
    assert.match(out, /let pass -> forbidden by team\/no-npm: npm test\n/);
    assert.match(
      out,
      /asked by built-in\/production-write -> countersign by team\/two-pairs-of-eyes: kubectl/,
    );
    assert.match(out, /1 call is told by recorded facts alone/);
    assert.match(out, / \* let pass -> type the name by team\/edits/);
    const json: unknown = JSON.parse((await run(policyCommand, ['replay', 'policy.json', '--json'])).out);
    assert.ok(
      typeof json === 'object' &&
        json !== null &&
        'differences' in json &&
        'before' in json &&
        'after' in json,
    );
    assert.deepEqual(json.before, { allow: 3, ask: 1, deny: 0 });
    assert.deepEqual(json.after, { allow: 1, ask: 2, deny: 1 });
  });

  it('says how it is used', async () => {
    assert.equal((await run(policyCommand, [])).code, 2);
    assert.match((await run(policyCommand, ['explane'])).error, /expected explain or replay, got explane/);
    assert.match((await run(policyCommand, ['replay'])).error, /expected one policy file/);
  });
});
