/** Whoever wants a credential hands in the receipt. Numbers of the list of tried attacks. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../../src/cli/command.js';
import { verifyCommand } from '../../src/cli/verify.js';
import { formatRoster } from '../../src/core/countersign/roster-text.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { trustRootFor } from '../../src/node/trust/trust-root.js';
import {
  ben,
  cleo,
  dan,
  mara,
  rosterKey,
  rosterOf,
  softwareKeys,
  trustOf,
} from '../support/countersigners.js';
import { type ReceiptGiven, receiptFor, receiptText } from '../support/receipts.js';
import { productionTarget, shellCall } from '../support/requests.js';
import { TeamRemote } from '../support/team-remote.js';

const minute = 60_000;
const command = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';

interface Told {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

describe('a receipt in front of a credential', () => {
  const keys = softwareKeys();
  let root = '';
  let count = 0;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'countersign-gate-'));
    writeFileSync(join(root, 'roster'), formatRoster(rosterOf(keys)));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  async function run(args: readonly string[], cwd = root, home = join(root, 'home')): Promise<Told> {
    let out = '';
    let error = '';
    const terminal: Terminal = {
      cwd,
      env: { COUNTERSIGN_HOME: home },
      input: (async function* () {})(),
      out: async (text) => {
        out += text;
      },
      error: async (text) => {
        error += text;
      },
    };
    const code = await verifyCommand.run(args, terminal);
    return { code, out, error };
  }

  function file(given: Partial<ReceiptGiven> = {}): string {
    count += 1;
    const path = join(root, `receipt-${count}.json`);
    const whole = { keys, at: Date.now() - 2 * minute, answers: [[ben] as const], ...given };
    writeFileSync(path, receiptText(receiptFor(whole)));
    return path;
  }

  const demand = ['--require', 'countersigned', '--roster', 'roster'];
  const asked = async (given: Partial<ReceiptGiven>, ...more: readonly string[]): Promise<number> =>
    (await run([file(given), ...demand, ...more])).code;

  it('opens it when all holds', async () => {
    const { code, out, error } = await run([
      file(),
      ...demand,
      ...['--policy', trustOf(keys).digest, '--target', 'aws:cost-explorer-*', '--max-age', '15', '--json'],
      ...['--command-digest', sha256(command), '--once', join(root, 'used-once')],
    ]);
    assert.equal(code, 0, error);
    const told: unknown = JSON.parse(out);
    assert.ok(typeof told === 'object' && told !== null && 'signers' in told && 'ok' in told);
    assert.deepEqual([told.ok, told.signers], [true, [ben]]);
  });

  it('is refused without a roster or a pin: it does not vouch for itself', async () => {
    const { code, out, error } = await run([file(), '--require', 'countersigned']);
    assert.deepEqual([code, out], [1, '']);
    assert.match(error, /--roster FILE or --pinned/);
    assert.equal((await run([file(), '--require', 'countersigned', '--pinned'])).code, 1);
    assert.equal((await run([file(), '--require', 'countersigned', '--roster', 'missing'])).code, 1);
  });

  it('is misused without a demand, or with one that cannot be', async () => {
    for (const args of [
      ['--require', 'signed', '--roster', 'roster'],
      ['--policy', 'a'.repeat(64)],
      ['--max-age', '15', '--roster', 'roster'],
      ['--once', 'store'],
      ['--pinned'],
      [...demand, '--pinned'],
      [...demand, '--max-age', '-1'],
      [...demand, '--max-age', '0'],
      [...demand, '--max-age', 'Infinity'],
      [...demand, '--policy', 'abc'],
      [...demand, '--command-digest', 'xyz'],
      [...demand, '--target', ''],
      [...demand, '--unknown'],
    ])
      assert.equal((await run([file(), ...args])).code, 2, args.join(' '));
    assert.equal((await run([file(), file(), ...demand])).code, 2);
    assert.equal((await run([...demand])).code, 2);
  });

  it('is measured by what was signed, for each demand', async () => {
    assert.equal(await asked({}, '--policy', 'a'.repeat(64)), 1);
    assert.equal(await asked({}, '--target', 'aws:orders-*'), 1);
    assert.equal(await asked({}, '--target', 'kubernetes:cost-explorer-prod'), 1);
    assert.equal(await asked({}, '--target', 'aws:123456789012'), 0);
    assert.equal(await asked({}, '--command-digest', sha256(`${command} `)), 1);
    assert.equal(await asked({ answers: [] }), 1);
    assert.equal(await asked({ answers: [[mara]] }), 1, 'the requester');
    assert.equal(await asked({ answers: [[dan]] }), 1, 'nobody who was asked');
    assert.equal(await asked({ answers: [[ben, { reviewedMs: 10 }]] }), 1, 'nobody read it');
    assert.equal(await asked({ answers: [[ben], [cleo, { decision: 'denial', comment: 'no' }]] }), 1, 'a no');
  });

  it('has no age but that of its signatures', async () => {
    const at = Date.now() - 40 * minute;
    const late = { beside: { decidedAt: Date.now() } };
    assert.equal(await asked({ at, ...late }, '--max-age', '15'), 1);
    assert.equal(await asked({ at, ...late }, '--max-age', '60'), 0);
    const again = { at, answers: [[ben], [cleo, { signedAt: at + 14 * minute }]] } as const;
    assert.equal(await asked(again, '--max-age', '30'), 1, 'a second signature makes nothing younger');
    assert.equal(
      await asked({ at: Date.now() + 60 * minute, beside: { decidedAt: Date.now() } }),
      1,
      'the future',
    );
    const ahead = { answers: [[ben, { signedAt: Date.now() + 10 * minute }]] } as const;
    assert.equal(await asked(ahead), 1, 'an answer from the future');
    const expired = {
      answers: [[ben, { signedAt: Date.now() + 20 * minute }]],
      at: Date.now() - 2 * minute,
    } as const;
    assert.equal(await asked(expired), 1);
  });

  it('does not hold by a key that has ended since', async () => {
    const [one, other] = [keys[mara], keys[ben]];
    assert.ok(one && other);
    const ended = { validBefore: Date.now() - minute };
    for (const [index, roster] of [
      [rosterKey(mara, one), rosterKey(ben, other, ended)],
      [rosterKey(mara, one, ended), rosterKey(ben, other)],
    ].entries()) {
      const name = `ended-${index}`;
      writeFileSync(join(root, name), formatRoster({ keys: roster }));
      const { code } = await run([file(), '--require', 'countersigned', '--roster', name]);
      assert.equal(code, 1);
    }
  });

  it('has no digest to compare where something was withheld', async () => {
    const seal = { digest: 'b'.repeat(64), withheld: 1 };
    assert.equal(await asked({ request: { seal } }), 0);
    assert.equal(await asked({ request: { seal } }, '--command-digest', sha256(command)), 1);
    assert.equal(await asked({ request: { seal } }, '--command-digest', seal.digest), 0);
    const other = shellCall('aws s3 ls');
    assert.equal(await asked({ request: { call: other } }, '--command-digest', sha256(command)), 1);
  });

  it('is enough where only a confirmation is demanded, but for a no', async () => {
    const confirmed = ['--require', 'confirmed', '--roster', 'roster'];
    assert.equal((await run([file({ answers: [] }), ...confirmed])).code, 0);
    const denied = file({ answers: [[ben, { decision: 'denial', comment: 'no' }]] });
    assert.equal((await run([denied, ...confirmed])).code, 1);
  });

  it('passes once, in a folder and in a file', async () => {
    writeFileSync(join(root, 'store.txt'), '');
    for (const store of ['store', 'store.txt']) {
      const receipt = file();
      const once = [receipt, ...demand, '--once', store];
      assert.equal((await run([...once, '--target', 'other:*'])).code, 1, 'a refusal uses nothing');
      assert.equal((await run(once)).code, 0);
      assert.equal((await run(once)).code, 1);
      const text = readFileSync(receipt, 'utf8').replace(/"decidedAt":\d+/, '"decidedAt":1');
      writeFileSync(receipt, text);
      assert.equal((await run(once)).code, 1, 'other bytes beside the same request');
      assert.equal(await asked({ request: { id: 'f'.repeat(32) } }, '--once', store), 0);
    }
    assert.equal(readdirSync(join(root, 'store')).length, 2);
    assert.equal(
      await asked({}, '--once', join(root, 'absent', 'store')),
      1,
      'a store that cannot be written',
    );
    assert.equal(existsSync(join(root, 'absent')), false);
  });

  it('tried 44: a break-glass with one key is no countersignature', async () => {
    const glass = { request: { kind: 'break-glass', needs: [], reason: 'down' }, answers: [] } as const;
    const plain = await run([file(glass), '--roster', 'roster', '--json']);
    assert.equal(plain.code, 30);
    assert.match(plain.out, /"ok":false/);
    assert.equal(await asked(glass), 30);
    assert.equal((await run([file(glass), '--require', 'confirmed', '--roster', 'roster'])).code, 30);
    assert.equal(await asked(glass, '--target', 'aws:orders'), 1);
    assert.equal(await asked(glass, '--max-age', '1'), 1);
    const once = [file(glass), ...demand, '--once', 'glasses'];
    assert.deepEqual([(await run(once)).code, (await run(once)).code], [30, 1]);
  });

  it("tried 45: another team's receipt under the same names is none", async () => {
    const theirs = softwareKeys();
    assert.equal(await asked({ keys: theirs }), 1);
    assert.equal(await asked({ keys: theirs, beside: { roster: formatRoster(rosterOf(keys)) } }), 1);
    assert.equal(await asked({}, '--policy', trustOf(theirs).digest), 1);
  });

  it('tried 45: and in a repository whose team was accepted, its own roster does not count', async function () {
    this.timeout(60_000);
    const team = new TeamRemote();
    try {
      const roster = { 'mara@example.com': team.ada, 'ben@example.com': team.ben };
      const digest = team.publish({ version: 1, roster });
      const trust = trustRootFor({ home: team.home, workspace: team.workspace, timeoutMs: 20_000 });
      assert.equal((await trust.refresh()).kind, 'unpinned');
      const here = (...args: readonly string[]) => run(args, team.workspace, team.home.root);
      assert.equal(
        (await here(file(), '--require', 'countersigned', '--pinned')).code,
        1,
        'not accepted yet',
      );
      assert.ok(trust.pin(digest).ok);
      trust.dispose();
      assert.equal((await here(file())).code, 1);
      assert.equal((await run([file()])).code, 0, 'elsewhere it is checked by itself, as an archive is');
      assert.equal((await here(file(), '--require', 'countersigned', '--pinned')).code, 1);
      const files = team.files({ version: 1, roster, previous: null });
      const own = { ...keys, [mara]: team.ada, [ben]: team.ben };
      const beside = {
        roster: String(files['.countersign/allowed_signers']),
        policyDigest: sha256(String(files['.countersign/policy.json'])),
      };
      const policy = { digest, version: 1, commit: 'c'.repeat(40) };
      const receipt = file({ keys: own, request: { policy }, beside });
      const { code, error } = await here(receipt, '--require', 'countersigned', '--pinned');
      assert.equal(code, 0, error);
    } finally {
      team.stop();
    }
  });

  it('names what the call reaches, from what was signed alone', async () => {
    const other = { ...productionTarget, name: 'orders-prod' };
    const request = { assessment: { ...receiptAssessment(), targets: [other] } };
    assert.equal(await asked({ request }, '--target', 'aws:cost-explorer-prod'), 1);
    const none = { assessment: { ...receiptAssessment(), targets: [] } };
    assert.equal(await asked({ request: none }, '--target', '*'), 1);
  });
});

function receiptAssessment() {
  return {
    score: 95,
    band: 'production',
    vector: 'x',
    targets: [],
    effects: [],
    findings: [],
    safer: [],
  } as const;
}
