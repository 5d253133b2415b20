/** What a person says of places on the command line: real homes, a real record, the real engine. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../../src/cli/command.js';
import { placesCommand } from '../../src/cli/places.js';
import { policyCommand } from '../../src/cli/policy.js';
import { callFacts } from '../../src/core/record/facts.js';
import { systemClock } from '../../src/node/clock.js';
import { homeFrom } from '../../src/node/files/home.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { decodeOfflineAnswer, lineOfOffline } from '../../src/protocol/offline.js';
import { assessment, shellCall } from '../support/requests.js';

const kubeconfig = (server: string): string => `
current-context: acme-eu-1
contexts:
- name: acme-eu-1
  context: { cluster: c1, user: ada }
clusters:
- name: c1
  cluster: { server: "${server}" }
`;

describe('countersign places', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cli-places-'));
    mkdirSync(join(root, '.kube'));
    writeFileSync(join(root, '.kube', 'config'), kubeconfig('https://a1.eks.example.net'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function run(
    words: readonly string[],
    change: Partial<Terminal> & { readonly command?: typeof placesCommand } = {},
  ): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
    let [out, error] = ['', ''];
    const terminal: Terminal = {
      cwd: root,
      env: { HOME: root, COUNTERSIGN_HOME: join(root, 'cs') },
      input: (async function* () {})(),
      isInteractive: true,
      out: async (text) => {
        out += text;
      },
      error: async (text) => {
        error += text;
      },
      ...change,
    };
    const code = await (change.command ?? placesCommand).run(words, terminal);
    return { code, out, error };
  }

  const explain = async (command: string): Promise<string> => {
    const words = ['explain', '--cwd', root, '--json', '--', ...command.split(' ')];
    const { out } = await run(words, { command: policyCommand });
    const told: { readonly targets: readonly { readonly environment: string }[] } = JSON.parse(out);
    return told.targets[0]?.environment ?? '';
  };

  it('says, lists and takes back, and what is judged follows', async () => {
    const loss = 'kubectl delete ns shop';
    assert.match((await run([])).out, /^Nothing was said of any place\./);
    assert.equal(await explain(loss), 'unknown');
    const said = await run(['set', 'kubernetes', 'acme-eu-1', 'development']);
    assert.deepEqual(
      [said.code, said.out, said.error],
      [0, 'acme-eu-1 (kubernetes) is development from now on, known by https://a1.eks.example.net.\n', ''],
    );
    assert.equal(await explain(loss), 'development');
    const listed: { readonly places: readonly object[] } = JSON.parse((await run(['--json'])).out);
    assert.equal(listed.places.length, 1);
    assert.deepEqual(
      { ...listed.places[0], saidAt: '', by: '' },
      {
        system: 'kubernetes',
        name: 'acme-eu-1',
        environment: 'development',
        knownBy: ['https://a1.eks.example.net'],
        saidAt: '',
        by: '',
      },
    );
    assert.match(
      (await run(['list'])).out,
      /^acme-eu-1 \(kubernetes\): development, known by https.*, said \d/,
    );
    // The same name leads elsewhere now.
    writeFileSync(join(root, '.kube', 'config'), kubeconfig('https://b2.eks.example.net'));
    assert.equal(await explain(loss), 'unknown');
    assert.equal((await run(['forget', 'kubernetes', 'acme-eu-1'])).code, 0);
    assert.match((await run([])).out, /^Nothing was said/);
    const record = readFileSync(join(root, 'cs', 'record', 'segments', '000000.jsonl'), 'utf8');
    const types = record
      .trim()
      .split('\n')
      .map((line) => String(JSON.parse(line).body.type));
    assert.deepEqual(types.slice(-2), ['place.said', 'place.forgotten']);
  });

  it('is heard without a window too, whatever lies beside the record and however long that is', async function () {
    this.timeout(120_000);
    assert.equal((await run(['set', 'kubernetes', 'acme-eu-1', 'production'])).code, 0);
    const kept = join(root, 'cs', 'places.json');
    const reads = (context: string): string =>
      answeredOffline(root, { command: `kubectl --context ${context} get pods`, cwd: root });
    assert.match(reads('acme-eu-1'), /needs a person's approval/);
    for (const put of [
      () => undefined,
      () => writeFileSync(kept, 'spoilt'),
      () => mkdirSync(kept),
      () => execFileSync('mkfifo', [kept]),
    ]) {
      rmSync(kept, { recursive: true, force: true });
      put();
      assert.match(reads('acme-eu-1'), /needs a person's approval/, String(put));
    }
    rmSync(kept, { recursive: true, force: true });
    const folder = join(root, 'cs', 'record');
    const record = new RecordFile({ folder, machine: 'm', clock: systemClock, writer: 'ab' });
    for (let at = 0; at < 90; at += 1)
      await record.append({ type: 'recovery', detail: `${at}${'-'.repeat(60_000)}` });
    record.close();
    assert.match(reads('acme-eu-1'), /needs a person's approval/);
  });

  const policy = (name: string, rules: readonly object[]): string => {
    const path = join(root, name);
    writeFileSync(path, JSON.stringify({ version: 1, groups: { owners: ['bo@acme.example'] }, rules }));
    return path;
  };
  const anyLoss = {
    id: 'two-pairs-of-eyes',
    match: { environment: ['production', 'unknown'], verb: ['delete', 'destroy'] },
    ceremony: 'countersign',
    by: [{ group: 'owners' }],
  };

  it('policy explain hears it as the desk does: not where it would take a colleague away', async () => {
    await run(['set', 'kubernetes', 'acme-eu-1', 'development']);
    const told = async (rules: readonly object[]): Promise<string> => {
      const file = policy('policy.json', rules);
      const words = [
        'explain',
        '--cwd',
        root,
        '--policy',
        file,
        '--json',
        '--',
        'kubectl',
        'delete',
        'ns',
        'shop',
      ];
      const { out } = await run(words, { command: policyCommand });
      const { targets, verdict } = JSON.parse(out);
      return `${targets[0].environment} ${verdict.ceremony?.kind}`;
    };
    assert.equal(await told([]), 'development confirm');
    assert.equal(await told([anyLoss]), 'unknown countersign');
  });

  it('policy replay hears it: what was asked because of it is not told as let pass', async () => {
    await run(['set', 'kubernetes', 'acme-eu-1', 'production']);
    const home = homeFrom({ HOME: root, COUNTERSIGN_HOME: join(root, 'cs') });
    const record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'w' });
    const call = shellCall('kubectl label ns shop tier=web', { cwd: root });
    const facts = callFacts(call, assessment({ score: 70 }), 'a'.repeat(64));
    const held = { ...facts, type: 'call.held', request: 'CS-1', rule: 'built-in/production-write' } as const;
    assert.ok((await record.append(held)).ok);
    const { out } = await run(['replay', policy('policy.json', []), '--json'], { command: policyCommand });
    const { before, after, differences } = JSON.parse(out);
    assert.deepEqual([before.ask, after.ask, differences], [1, 1, []]);
  });

  it('an account is what a profile stands for', async () => {
    mkdirSync(join(root, '.aws'));
    writeFileSync(join(root, '.aws', 'config'), '[profile acme]\nsso_account_id = 111122223333\n');
    const { out } = await run(['set', 'aws', 'acme', 'production']);
    assert.match(out, /^acme \(aws\) is production from now on, known by 111122223333\./);
    assert.equal(await explain('aws s3 rb s3://orders --profile acme'), 'production');
  });

  it('of what nothing here resolves only production can be said', async () => {
    const refused = await run(['set', 'kubernetes', 'nowhere', 'development']);
    assert.equal(refused.code, 1);
    assert.match(
      refused.error,
      /expected a place whose account, server or host is known here for development, got nowhere/,
    );
    assert.equal((await run(['set', 'kubernetes', 'nowhere', 'production'])).code, 0);
    assert.equal((await run(['set', 'fly', 'acme-shop', 'staging'])).code, 0);
  });

  it('needs a person: no terminal, or an agent’s, and nothing is said', async () => {
    const env = { HOME: root, COUNTERSIGN_HOME: join(root, 'cs') };
    const set = ['set', 'kubernetes', 'acme-eu-1', 'development'];
    const forget = ['forget', 'kubernetes', 'acme-eu-1'];
    const refused = async (words: readonly string[]): Promise<void> => {
      for (const change of [{ isInteractive: false }, { env: { ...env, CLAUDECODE: '1' } }]) {
        const { code, out, error } = await run(words, change);
        assert.deepEqual([code, out], [1, '']);
        assert.match(error, /expected a person at a terminal/);
      }
    };
    await refused(set);
    assert.match((await run([])).out, /^Nothing was said/);
    assert.equal((await run(set)).code, 0);
    await refused(forget);
    assert.match((await run([])).out, /acme-eu-1/);
  });

  it('what cannot be meant is told in one line', async () => {
    const lines: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ['set', 'kubernetes', 'acme-eu-1'],
        /expected list, set SYSTEM NAME ENVIRONMENT or forget SYSTEM NAME, got set kube/,
      ],
      [
        ['set', 'kubernetes', 'acme-eu-1', 'prod'],
        /expected production, staging, development as what the place is, got prod/,
      ],
      [['set', 'Kubernetes', 'x', 'production'], /expected a system in lower case and the name of one place/],
      [['set', 'kubernetes', 'acme-*', 'production'], /no pattern, got kubernetes acme-\*/],
      [['set', 'kubernetes', 'a;rm -rf /', 'production'], /no pattern/],
      [['drop'], /got drop; see countersign places --help/],
      [['--yaml'], /see countersign places --help/],
    ];
    for (const [words, told] of lines) {
      const { code, error } = await run(words);
      assert.equal(code, 2, words.join(' '));
      assert.match(error, told);
      assert.equal(error.split('\n').length, 2);
    }
    assert.match(
      (await run(['forget', 'aws', 'x'])).error,
      /expected a place of which something was said, got x \(aws\); nothing was said of any place/,
    );
  });

  it('the built program refuses what no person types, and answers errors in JSON', () => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: root, COUNTERSIGN_HOME: join(root, 'cs') };
    const words = ['dist/cli.js', 'places', 'set', 'kubernetes', 'acme-eu-1', 'development', '--json'];
    const { status, stderr, stdout } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(JSON.parse(stderr).error, /expected a person at a terminal/);
    const listed = spawnSync(process.execPath, ['dist/cli.js', 'places', '--json'], {
      env,
      encoding: 'utf8',
    });
    assert.deepEqual([listed.status, listed.stdout], [0, '{"places":[]}\n']);
  });
});

/** What the program without a window says to one shell call; empty where it passes. */
function answeredOffline(home: string, { command, cwd }: { command: string; cwd: string }): string {
  const payload = JSON.stringify({
    session_id: 's',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command },
    cwd,
  });
  const env = { HOME: home };
  const line = lineOfOffline({ agent: 'claude-code', cwd, env, bytes: Buffer.byteLength(payload) });
  const { stdout } = spawnSync(process.execPath, ['dist/offline.js'], {
    input: `${line}${payload}`,
    env: { ...env, PATH: process.env['PATH'], COUNTERSIGN_HOME: join(home, 'cs') },
    encoding: 'utf8',
    timeout: 60_000,
  });
  const answer = decodeOfflineAnswer(stdout);
  assert.ok(answer, stdout);
  return `${answer.stdout}${answer.stderr}`;
}
