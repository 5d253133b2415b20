/** One call from ring to release with the real pieces: two homes, two ssh-agents, one remote; the peer has a terminal. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { approveCommand } from '../../src/cli/approve.js';
import type { Command, Terminal } from '../../src/cli/command.js';
import { denyCommand } from '../../src/cli/deny.js';
import { requestsCommand } from '../../src/cli/requests.js';
import type { Request } from '../../src/core/approval/request.js';
import { namespaces } from '../../src/core/countersign/namespace.js';
import { personsWho } from '../../src/core/countersign/roster-lookup.js';
import { leastReviewMs } from '../../src/core/countersign/threshold.js';
import { defaultSettings } from '../../src/core/policy/settings.js';
import { teamInForce } from '../../src/core/policy/team-in-force.js';
import { Desk } from '../../src/desk/desk.js';
import { Reviews } from '../../src/desk/reviews.js';
import { createJudge } from '../../src/engine/judge.js';
import { countersignPartsOn, receiptsAt } from '../../src/node/countersign-parts.js';
import { homeAt } from '../../src/node/files/home.js';
import { OpenReviews } from '../../src/node/record/open-reviews.js';
import { sshSigner } from '../../src/node/ssh/ssh-signer.js';
import { trustRootFor } from '../../src/node/trust/trust-root.js';
import { without } from '../support/components.js';
import { bashRing, heard } from '../support/desk.js';
import { field } from '../support/json.js';
import { natsServer } from '../support/nats-server.js';
import { rebuild } from '../support/peers.js';
import type { Person } from '../support/person.js';
import { portsInThread } from '../support/ports.js';
import { layOutTeam, publish, type Team } from '../support/two-persons.js';
import { until } from '../support/until.js';

const cli = join(process.cwd(), 'dist/cli.js');
const run = promisify(execFile);

const policy = {
  version: 1,
  environments: [{ environment: 'production', system: 'aws', name: '123456789012' }],
  groups: { operations: ['alice@example.com', 'bob@example.com'] },
  rules: [
    {
      id: 'production-needs-two',
      match: { environment: ['production'] },
      ceremony: 'countersign',
      by: [{ group: 'operations' }],
    },
  ],
};

function homeOf(person: Person) {
  return homeAt(join(person.home, '.countersign'));
}

function environmentOf(person: Person): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: person.home,
    COUNTERSIGN_HOME: homeOf(person).root,
    ...person.env,
  };
}

/** What a person's terminal prints; a failure is its words. */
async function terminal(person: Person, ...words: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, [cli, ...words], {
      cwd: person.workspace,
      env: environmentOf(person),
      timeout: 60_000,
    });
    return stdout;
  } catch (error) {
    return `failed: ${String(field(error, 'stderr'))}`;
  }
}

/** All that a terminal shows. */
async function said(person: Person, ...words: readonly string[]): Promise<string> {
  const done = await run(process.execPath, [cli, ...words], {
    cwd: person.workspace,
    env: environmentOf(person),
    timeout: 60_000,
  }).catch((error: unknown) => ({ stdout: field(error, 'stdout'), stderr: field(error, 'stderr') }));
  return `${String(done.stdout)}${String(done.stderr)}`;
}

/** A command as a person's own script runs it, or as they do: no agent is above it, whoever runs the tests. */
async function own(
  { run: runs }: Command,
  person: Person,
  words: readonly string[],
  isInteractive: boolean,
): Promise<string> {
  const told = { out: '', error: '' };
  const code = await runs(words, {
    cwd: person.workspace,
    env: environmentOf(person),
    isInteractive,
    input: (async function* () {})(),
    out: async (text) => {
      told.out += text;
    },
    error: async (text) => {
      told.error += text;
    },
  });
  return code === 0 ? told.out : `failed: ${told.error}`;
}

const approves = (person: Person, ...words: readonly string[]) => own(approveCommand, person, words, false);
const denies = (person: Person, ...words: readonly string[]) => own(denyCommand, person, words, false);
const accepts = (person: Person, digest: string) => own(requestsCommand, person, ['--accept', digest], true);

/** Runs `approve` at a terminal, and types an answer some seconds after the question has come. */
async function typed(
  person: Person,
  answer: string,
  ...words: readonly string[]
): Promise<{ code: number; text: string }> {
  const said: string[] = [];
  const at: Terminal = {
    cwd: person.workspace,
    env: environmentOf(person),
    isInteractive: true,
    input: (async function* () {
      await until('the question', () => said.join('').includes('type the name') || undefined, 30_000);
      const asked = Date.now();
      await until('the least time of a review', () =>
        Date.now() - asked > leastReviewMs ? true : undefined,
      );
      yield new TextEncoder().encode(`${answer}\n`);
    })(),
    out: async (text) => void said.push(text),
    error: async (text) => void said.push(text),
  };
  return { code: await approveCommand.run(words, at), text: said.join('') };
}

/** What approving says once the request has been shown for long enough. */
function approved(person: Person, id: string, digest: string): Promise<string> {
  return until('a review', async () => {
    const said = await approves(person, id, '--digest', digest);
    return /in two seconds/.test(said) ? undefined : said;
  });
}

/** Alice's window: her desk, in this process, over her own home, key and clone. */
async function deskOf(person: Person) {
  const home = homeOf(person);
  const trust = trustRootFor({ home, workspace: person.workspace });
  const state = await trust.refresh();
  assert.equal(state.kind, 'unpinned');
  if (state.kind === 'unpinned') assert.equal(trust.pin(state.trust.digest).ok, true);
  const signer = sshSigner({ env: environmentOf(person), home: person.home, platform: process.platform });
  const parts = countersignPartsOn({ home, trust, signer });
  const desk = new Desk({
    ...portsInThread(home),

    judge: createJudge(),
    settings: () => defaultSettings,
    team: () => {
      const now = trust.now();
      if (now.kind !== 'trusted') return undefined;
      const approvers = personsWho(now.trust.roster, namespaces.approval);
      return { team: teamInForce(now.trust.policy, approvers, true), requester: person.name };
    },
    countersigning: parts,
  });
  return {
    desk,
    trust,
    /** What her window does about broken glasses. */
    reviews: () => {
      const open = new OpenReviews(home.record);
      const { record, clock } = portsInThread(home);
      const receipts = receiptsAt(home);
      return new Reviews({ ...parts, clock, record, receipts, open: () => open.now(), due: () => undefined });
    },
    end: async () => {
      await desk.dispose();
      parts.dispose();
      trust.dispose();
    },
  };
}

/** Alice's window, Bob's terminal, and the remote between them. */
class Scene {
  private calls = 0;

  private constructor(
    readonly team: Team,
    readonly alice: Awaited<ReturnType<typeof deskOf>>,
  ) {}

  static async open(courier: string): Promise<Scene> {
    const team = await layOutTeam();
    publish(team, { ...policy, courier });
    return new Scene(team, await deskOf(team.alice));
  }

  async close(): Promise<void> {
    await this.alice.end();
    await this.team.stop();
  }

  /** An agent's call that Alice has confirmed, once it can be seen by her peers. */
  async asked(command = rebuild): Promise<{ request: Request; answer: Promise<string>; id: string }> {
    const { desk } = this.alice;
    this.calls += 1;
    const { workspace, home } = this.team.alice;
    const ring = bashRing(command, {
      cwd: workspace,
      env: { PATH: process.env['PATH'] ?? '', HOME: home },
      fields: { cwd: workspace, session_id: `s${this.calls}`, tool_use_id: `toolu_${this.calls}` },
    });
    const answer = desk.ring(ring).then(heard);
    const request = await until('a request', () =>
      desk.requests().find((one) => one.state.kind === 'pending'),
    );
    assert.equal(request.ceremony.kind, 'countersign');
    const name = request.ceremony.kind === 'countersign' ? request.ceremony.name : '';
    const yes = { kind: 'approve', digest: request.digest, typed: name } as const;
    assert.equal((await desk.decide(request.id, yes)).ok, true);
    const sent = await until('the request at the courier', () => {
      const { progress, obstacle } = desk.peersOf(request.id);
      assert.equal(obstacle, undefined);
      if (progress?.phase !== 'waiting') return undefined;
      return desk.requests().find((one) => one.id === request.id)?.sent;
    });
    return { request, answer, id: sent.id };
  }
}

describe('a call that is countersigned from a terminal', function () {
  this.timeout(120_000);
  let scene: Scene;
  let team: Team;
  let alice: Scene['alice'];
  let folder = '';
  const asked = (command?: string) => scene.asked(command);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cs-receipt-'));
    scene = await Scene.open('git');
    ({ team, alice } = scene);
  });

  after(async () => {
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the policy that is new here, and nothing else, until it is accepted', async () => {
    const refused = await terminal(team.bob, 'requests');
    assert.match(
      refused,
      /is new here: version 1, endorsed by alice@example\.com, bob@example\.com, digest [0-9a-f]{64}/,
    );
    const digest = /--accept ([0-9a-f]{64})/.exec(refused)?.[1] ?? '';
    assert.match(await accepts(team.bob, 'f'.repeat(64)), /^failed: .*expected to accept/);
    assert.match(
      await terminal(team.bob, 'requests', '--accept', digest),
      /^failed: .*expected a person at a terminal to accept a policy/,
    );
    assert.match(await terminal(team.bob, 'requests'), /is new here/);
    assert.match(await terminal(team.bob, 'log'), /^Nothing is recorded yet/);
    assert.equal(await accepts(team.bob, digest), 'Nothing waits for your countersignature.\n');
    const log = await terminal(team.bob, 'log');
    assert.match(
      log,
      /Team policy version 1 in force, digest [0-9a-f ]{19}, accepted by \S+ \(by their account alone\)/,
    );
    // Accepted once is accepted: a script may say so again, which is no news.
    assert.match(await terminal(team.bob, 'requests', '--accept', digest), /^Nothing waits/);
    assert.equal(await terminal(team.bob, 'log'), log);
  });

  it('runs once when the peer has read it and types its name', async () => {
    const { request, answer, id } = await asked();
    const listed = await terminal(team.bob, 'requests');
    assert.match(
      listed,
      new RegExp(`^${id.slice(0, 8)}  waits, 14 min left  ${request.id} of alice@example\\.com: `),
    );
    const wrong = await typed(team.bob, 'something else', id);
    assert.equal(wrong.code, 1);
    assert.match(wrong.text, /the name was not typed exactly; nothing was signed/);
    const name = request.ceremony.kind === 'countersign' ? request.ceremony.name : '';
    const given = await typed(team.bob, name, id);
    assert.equal(given.code, 0, given.text);
    assert.match(await answer, /^allow: A person approved/);
    assert.match(await terminal(team.bob, 'log'), /Countersigned for alice@example\.com/);
    assert.match(await terminal(team.alice, 'verify'), /^The record holds/);
  });

  it('is not approved through a pipe, unless what was shown is named by its digest', async () => {
    const { request, answer, id } = await asked(`${rebuild} --region eu-west-1`);
    assert.match(await approves(team.bob, id), /^failed: .*expected a terminal/);
    const { digest } = JSON.parse(await terminal(team.bob, 'requests', '--json'));
    assert.match(await approves(team.bob, id, '--digest', digest), /was not shown here yet/);
    const card = await terminal(team.bob, 'show', id);
    assert.match(card, /rebuild-environment/);
    assert.match(card, new RegExp(`Digest: ${digest}`));
    assert.match(await approves(team.bob, id, '--digest', 'f'.repeat(64)), /expected the digest/);
    assert.match(await approved(team.bob, id, digest), /^Countersigned /);
    assert.match(await answer, /^allow/);
    assert.equal(alice.desk.requests().find((one) => one.id === request.id)?.state.kind, 'used');
  });

  it('is refused with a reason that the agent reads', async () => {
    const { answer, id } = await asked(`${rebuild} --region us-east-1`);
    const below = { cwd: team.bob.workspace, env: environmentOf(team.bob), isBelowAgent: () => true };
    const quiet = { input: (async function* () {})(), out: async () => undefined };
    const told: string[] = [];
    const error = async (text: string) => void told.push(text);
    for (const [{ run: runs }, ...words] of [
      [denyCommand, id, '--reason', 'r'],
      [approveCommand, id, '--digest', 'f'.repeat(64)],
    ] as const)
      assert.equal(await runs(words, { ...below, ...quiet, error }), 1);
    assert.match(told.join(''), /^(countersign: expected a person whose key signs[^\n]*\n){2}$/);
    assert.match(await denies(team.bob, id), /^failed: .*expected --reason/);
    assert.match(await denies(team.bob, id, '--reason', 'the backup is not done'), /^Refused /);
    assert.match(await answer, /^deny: .*the backup is not done/);
  });

  it('cannot be approved by its requester', async () => {
    const { answer, id, request } = await asked(`${rebuild} --region us-west-2`);
    assert.match(await terminal(team.alice, 'show', id), /Your own request/);
    const { digest } = JSON.parse((await terminal(team.alice, 'requests', '--json')).trim());
    assert.match(await approved(team.alice, id, digest), /your own request/);
    await alice.desk.decide(request.id, { kind: 'deny', digest: request.digest, reason: 'enough' });
    assert.match(await answer, /^deny/);
  });

  it('leaves a receipt that stock ssh-keygen and the command line check', async () => {
    const used = alice.desk.requests().find((one) => one.state.kind === 'used');
    assert.ok(used);
    const unpacked = join(folder, 'receipt');
    assert.match(await terminal(team.alice, 'receipt', used.id, '--dir', unpacked), /^Written to/);
    // What the record says of it lies beside it.
    const ofRecord =
      /^(?:entry-\d+\.(?:json|tlog-proof)|record-receipt\.json|check-entry\.pl|CHECK-RECORD\.md)$/;
    const names = readdirSync(unpacked);
    assert.ok(names.filter((name) => ofRecord.test(name)).length > 8, names.join());
    assert.deepEqual(names.filter((name) => !ofRecord.test(name)).sort(), [
      'CHECK.md',
      'allowed_signers',
      'answer-1.json',
      'answer-1.json.sig',
      'receipt.json',
      'request.json',
      'request.json.sig',
    ]);
    const check = (name: string, person: string, namespace: string): string =>
      execFileSync(
        'ssh-keygen',
        ['-Y', 'verify', '-f', 'allowed_signers', '-I', person, '-n', namespace, '-s', `${name}.sig`],
        { cwd: unpacked, input: execFileSync('cat', [join(unpacked, name)]), encoding: 'utf8' },
      );
    assert.match(check('request.json', 'alice@example.com', namespaces.request), /^Good/);
    assert.match(check('answer-1.json', 'bob@example.com', namespaces.approval), /^Good/);
    assert.match(
      await terminal(team.bob, 'verify', join(unpacked, 'receipt.json')),
      /^The receipt holds: .* countersigned by bob@example\.com/,
    );
    const own = join(folder, 'other_signers');
    writeFileSync(
      own,
      `alice@example.com namespaces="${Object.values(namespaces).join(',')}" ${team.alice.publicKey}\n`,
    );
    assert.match(
      await terminal(team.bob, 'verify', '--roster', own, join(unpacked, 'receipt.json')),
      /^failed: .*do not suffice \(waiting: not-in-roster/,
    );
  });

  it('is looked at afterwards where the glass was broken, by the signed word of the other', async () => {
    const { request, id: first } = await asked(`${rebuild} --region eu-central-1`);
    assert.notEqual(first, '');
    const name = request.ceremony.kind === 'countersign' ? request.ceremony.name : '';
    const glass = { digest: request.digest, typed: name, reason: 'the region is down, nobody answers' };
    const broken = await alice.desk.breakGlass(request.id, glass);
    assert.equal(broken.ok, true);
    const reviews = alice.reviews();
    await reviews.look();
    const due = new RegExp(
      `${request.id}: alice@example\\.com broke the glass; the review is due by 20.*, by bob@example\\.com`,
    );
    assert.match(await said(team.alice, 'verify'), due);
    assert.match(await said(team.alice, 'log'), due);
    const notice = await until(
      'the notice',
      async () =>
        /^([0-9a-f]{8}) {2}glass broken, review due {2}/m.exec(await terminal(team.bob, 'requests'))?.[1],
    );
    assert.match(await denies(team.alice, notice, '--reason', 'I was right'), /your own request/);
    const given = await denies(team.bob, notice, '--reason', 'Bob was awake');
    assert.match(given, /^Your review of CS-\d+ of alice@example\.com is signed: it should not have run\.$/m);
    await until(
      'the review in the record',
      async () => {
        await reviews.look();
        return /has looked at the broken glass: it should not have run: Bob was awake/.test(
          await terminal(team.alice, 'log'),
        )
          ? true
          : undefined;
      },
      60_000,
    );
    reviews.dispose();
    assert.doesNotMatch(await said(team.alice, 'verify'), /broke the glass/);
    const unpacked = join(folder, 'glass');
    assert.match(await terminal(team.alice, 'receipt', request.id, '--dir', unpacked), /answer-1\.json/);
    assert.match(
      await said(team.bob, 'verify', join(unpacked, 'receipt.json')),
      /broke the glass: the region is down, nobody answers, reviewed by bob@example\.com: it should not have run/,
    );
    const by = ['-I', 'bob@example.com', '-n', namespaces.denial, '-s', 'answer-1.json.sig'];
    const input = readFileSync(join(unpacked, 'answer-1.json'));
    assert.match(
      execFileSync('ssh-keygen', ['-Y', 'verify', '-f', 'allowed_signers', ...by], {
        cwd: unpacked,
        input,
        encoding: 'utf8',
      }),
      /^Good/,
    );
  });

  it('makes the peer a witness of the requester’s record: verify names them, and what they saw', async () => {
    const holds = await terminal(team.alice, 'verify');
    assert.match(holds, /^bob@example\.com saw \d+ entries on 20.*: they are as they were$/m);
    assert.match(holds, /^\d+ entries are not witnessed yet, since 20/m);
    const { record, root } = homeOf(team.alice);
    const segment = join(record, 'segments/000000.jsonl');
    const whole = readFileSync(segment, 'utf8');
    writeFileSync(segment, whole.split('\n').slice(0, 2).join('\n').concat('\n'));
    rmSync(join(root, 'checkpoint'), { force: true });
    assert.match(
      await terminal(team.alice, 'verify'),
      /^failed: .*entries are missing: bob@example\.com saw \d+ entries on 20.*; the first that is missing is entry 2/s,
    );
    writeFileSync(segment, whole);
    assert.match(await terminal(team.alice, 'verify'), /^The record holds/);
  });

  it('is void when a file that it uses changes after it was signed', async () => {
    const script = join(team.alice.workspace, 'rebuild.sh');
    writeFileSync(script, `${rebuild}\n`);
    const { answer, id, request } = await asked('bash ./rebuild.sh');
    await terminal(team.bob, 'show', id);
    const { digest } = JSON.parse((await terminal(team.bob, 'requests', '--json')).trim());
    appendFileSync(script, '# changed\n');
    assert.match(await approved(team.bob, id, digest), /^Countersigned /);
    assert.match(await answer, /^deny: The approval of CS-\d+ is void/);
    const { state } = alice.desk.requests().find((one) => one.id === request.id) ?? {};
    assert.equal(state?.kind === 'void' && state.code, 'ground-changed');
  });
});

describe('a call that is countersigned from a terminal, over NATS', function () {
  this.timeout(60_000);

  it('runs once, within a moment of the signature', async function () {
    const folder = mkdtempSync(join(tmpdir(), 'cs-nats-'));
    const server = await natsServer(folder);
    if (server === undefined) return without('nats-server (apt-get install nats-server)', this);
    const scene = await Scene.open(`${server.url}/team-a`);
    try {
      const { bob } = scene.team;
      const digest = /--accept ([0-9a-f]{64})/.exec(await terminal(bob, 'requests'))?.[1] ?? '';
      await accepts(bob, digest);
      const { request, answer, id } = await scene.asked();
      const name = request.ceremony.kind === 'countersign' ? request.ceremony.name : '';
      const given = await typed(bob, name, id);
      assert.equal(given.code, 0, given.text);
      assert.match(await answer, /^allow: A person approved/);
    } finally {
      await scene.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
