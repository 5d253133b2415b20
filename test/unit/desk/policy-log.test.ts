import assert from 'node:assert/strict';
import type { Trust, TrustState } from '../../../src/core/countersign/trust.js';
import { err, ok } from '../../../src/core/shared/result.js';
import { acceptPolicy } from '../../../src/desk/accept-policy.js';
import { PolicyLog, type WorkspaceFile } from '../../../src/desk/policy-log.js';
import { entryText } from '../../../src/messages/record/record.js';
import { MemoryRecord } from '../../support/desk.js';
import { policy } from '../../support/team.js';

const file = {
  rules: [{ id: 'loss', match: { verb: ['delete'] }, ceremony: 'countersign', message: 'x' }],
  environments: [{ environment: 'production', name: 'eu-1' }],
};

function trust(change: Partial<Trust> = {}): Trust {
  return {
    policy: policy(file),
    policyDigest: 'a'.repeat(64),
    roster: { keys: [] },
    rosterText: '',
    rosterDigest: 'b'.repeat(64),
    digest: 'c'.repeat(64),
    commit: 'd'.repeat(40),
    remote: 'git@example.com:acme/shop.git',
    endorsedBy: ['ada@acme.example'],
    ...change,
  };
}

function logOf(state: { now: TrustState }, files: { now: readonly WorkspaceFile[] }) {
  const record = new MemoryRecord();
  const log = new PolicyLog(record, { now: () => state.now }, () => files.now);
  return { record, log };
}

describe('a person’s yes to a policy', () => {
  const ada = { person: 'Ada', known: 'git', account: 'ada' } as const;

  it('is in the record, with who said it, before it counts, and is not noted again as its loading', async () => {
    const state: { now: TrustState } = { now: { kind: 'unpinned', trust: trust() } };
    const { record, log } = logOf(state, { now: [] });
    const root = {
      pin: () => {
        assert.deepEqual(record.types, ['policy.loaded']);
        state.now = { kind: 'trusted', trust: trust() };
        return ok(undefined);
      },
    };
    assert.equal((await acceptPolicy(root, trust(), record, ada)).ok, true);
    await log.look();
    assert.deepEqual(record.types, ['policy.loaded']);
    const [entry] = record.entries;
    assert.ok(entry);
    assert.match(entryText(entry).label, /, accepted by Ada \(by git’s own name for them\)$/);
  });

  it('does not count where it cannot be recorded', async () => {
    const { record } = logOf({ now: { kind: 'none' } }, { now: [] });
    record.failure = { code: 'full', detail: 'ENOSPC' };
    const root = { pin: () => assert.fail('it was accepted') };
    assert.deepEqual(await acceptPolicy(root, trust(), record, ada), err('The disk is full: ENOSPC'));
  });
});

describe('the record of policies', () => {
  it('holds each one that comes into force, once, and none that nobody has accepted', async () => {
    const state: { now: TrustState } = { now: { kind: 'unpinned', trust: trust() } };
    const { record, log } = logOf(state, { now: [] });
    await log.look();
    assert.deepEqual(record.types, []);
    state.now = { kind: 'trusted', trust: trust() };
    await log.look();
    await log.look();
    assert.deepEqual(record.types, ['policy.loaded']);
    state.now = { kind: 'trusted', trust: trust({ digest: 'e'.repeat(64) }) };
    await log.look();
    assert.deepEqual(record.types, ['policy.loaded', 'policy.loaded']);
    const [first] = record.entries;
    assert.ok(first);
    assert.match(entryText(first).label, /^Team policy version 1 in force, digest cccc cccc cccc cccc$/);
  });

  it('holds what a working tree or a workspace would loosen, once for each text', async () => {
    const files: { now: readonly WorkspaceFile[] } = {
      now: [{ path: '/w/.vscode/settings.json', kind: 'settings', text: '{"countersign.hold.minutes": 0}' }],
    };
    const state: { now: TrustState } = { now: { kind: 'none' } };
    const { record, log } = logOf(state, files);
    await log.look();
    await log.look();
    assert.deepEqual(record.types, ['policy.loosening']);
    const looser = JSON.stringify({ version: 2, environments: file.environments });
    files.now = [{ path: '/w/.countersign/policy.json', kind: 'policy', text: looser }];
    await log.look();
    assert.deepEqual(record.types, ['policy.loosening'], 'without a policy in force nothing is loosened');
    state.now = { kind: 'trusted', trust: trust() };
    await log.look();
    await log.look();
    assert.deepEqual(record.types, ['policy.loosening', 'policy.loaded', 'policy.loosening']);
    assert.deepEqual(log.attempts(), [
      { where: '/w/.countersign/policy.json', what: 'takes the rule loss out' },
    ]);
    const last = record.entries.at(-1);
    assert.ok(last);
    assert.equal(entryText(last).label, 'Not followed: /w/.countersign/policy.json takes the rule loss out');
    files.now = [
      { path: '/w/.countersign/policy.json', kind: 'policy', text: JSON.stringify({ version: 2, ...file }) },
    ];
    await log.look();
    assert.equal(record.entries.length, 3, 'what loosens nothing is not recorded');
  });

  it('goes on when the record cannot be read', async () => {
    const { record, log } = logOf({ now: { kind: 'trusted', trust: trust() } }, { now: [] });
    record.failure = { code: 'unwritable', detail: 'EIO' };
    await log.look();
    assert.deepEqual(record.types, []);
  });
});
