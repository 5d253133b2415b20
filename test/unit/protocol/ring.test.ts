import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { callerIds } from '../../../src/core/toolcall/toolcall.js';
import { answerIn } from '../../../src/protocol/answer.js';
import { engineEnvironment } from '../../../src/protocol/environment.js';
import { doorbellBudgetMs, hookLimit } from '../../../src/protocol/limits.js';
import { byCloseness, decodeRegistration, type Registration } from '../../../src/protocol/registration.js';
import {
  decodeAnswer,
  decodeReply,
  decodeRingHeader,
  lineOfMessage,
  type Reply,
  type RingHeader,
} from '../../../src/protocol/ring.js';

const header: RingHeader = {
  v: 1,
  nonce: 'n',
  knock: 'k',
  agent: 'claude-code',
  budgetMs: 1,
  pid: 2,
  cwd: '/projects',
  env: { A: 'b' },
  bytes: 3,
};

const reply: Reply = {
  v: 1,
  nonce: 'n',
  seal: 's',
  kind: 'answer',
  answer: answerIn('claude-code', { kind: 'allow', reason: 'yes' }),
};

/** Every text that the line becomes by one cut, one removed field or one changed value. */
function mutations(line: string): readonly string[] {
  const cuts = Array.from({ length: line.trimEnd().length - 1 }, (_, at) => line.slice(0, at + 1));
  const value: unknown = JSON.parse(line);
  const entries = Object.entries(Object(value));
  const without = entries.map(([key]) =>
    JSON.stringify(Object.fromEntries(entries.filter(([other]) => other !== key))),
  );
  const changed = entries.flatMap(([key]) =>
    [null, [], {}, true, -1, 0.5].map((odd) => JSON.stringify({ ...Object(value), [key]: odd })),
  );
  return [...cuts, ...without, ...changed];
}

describe('a ring', () => {
  it('comes back as it was sent', () => {
    assert.deepEqual(decodeRingHeader(lineOfMessage(header)), { ok: true, value: header });
    assert.deepEqual(decodeReply(lineOfMessage(reply)), { ok: true, value: reply });
    const held = { v: 1, nonce: 'n', seal: 's', kind: 'held', request: 'CS-1' } as const;
    assert.deepEqual(decodeReply(lineOfMessage(held)), { ok: true, value: held });
  });

  it('is refused when anything is missing, cut or of another kind', () => {
    const harmless = [{ ...header, env: {} }].map((one) => lineOfMessage(one).trimEnd());
    const read = mutations(lineOfMessage(header)).filter((text) => decodeRingHeader(text).ok);
    assert.deepEqual(read, harmless);
    assert.deepEqual(
      mutations(lineOfMessage(reply)).filter((text) => decodeReply(text).ok),
      [],
    );
  });

  it('is never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.equal(decodeRingHeader(text).ok || decodeReply(text).ok, false);
        assert.equal(decodeRegistration(text), undefined);
      }),
    );
  });
});

describe('an answer', () => {
  it('is one JSON object with 0, or words with 2, and nothing else', () => {
    const answers: readonly unknown[] = [
      { stdout: '{}', stderr: '', exitCode: 0 },
      { stdout: '', stderr: 'no', exitCode: 2 },
      { stdout: '', stderr: '', exitCode: 0 },
      { stdout: '[]', stderr: '', exitCode: 0 },
      { stdout: '{} {}', stderr: '', exitCode: 0 },
      { stdout: 'x{}', stderr: '', exitCode: 0 },
      { stdout: '{}', stderr: '\n', exitCode: 2 },
      { stdout: '{}', stderr: '', exitCode: 1 },
      { stdout: '{}', stderr: '', exitCode: '0' },
      { stdout: '{}', exitCode: 0 },
      null,
    ];
    assert.deepEqual(
      answers.map((answer) => decodeAnswer(answer)?.exitCode),
      [0, 2, ...answers.slice(2).map(() => undefined)],
    );
  });

  it('that blocks carries no output that an agent could take for a yes', () => {
    const answer = decodeAnswer({ stdout: '{"permissionDecision":"allow"}', stderr: 'no', exitCode: 2 });
    assert.deepEqual(answer, { stdout: '', stderr: 'no', exitCode: 2 });
  });
});

describe('a registration', () => {
  const gate = (id: string, folders: readonly string[], startedAt = 1): Registration => ({
    v: 1,
    id,
    pid: 1,
    socket: '/s',
    folders,
    knock: 'k',
    seal: 's',
    startedAt,
  });

  it('comes back as it was written', () => {
    const one = { ...gate('a', ['/projects']), salt: 's', identity: '1:2', mac: 'm' };
    assert.deepEqual(decodeRegistration(JSON.stringify(one)), one);
    assert.deepEqual(
      mutations(JSON.stringify(one))
        .filter((text) => decodeRegistration(text))
        .map((text) => Object(JSON.parse(text)).id),
      // Older versions have no salt, no identity and no MAC.
      ['a', 'a', 'a', 'a', 'a', 'a'],
    );
  });

  it('is chosen by the closest folder, then by the latest start', () => {
    const gates = [
      gate('root', ['/']),
      gate('app', ['/w/app/']),
      gate('late', ['/x'], 9),
      gate('both', ['/w', 'C:\\w']),
    ];
    const chosen = ['/w/app/src', '/w/app', '/w/app2', '/w', '/tmp', 'C:\\w\\a', 'C:\\other'].map(
      (cwd) => byCloseness(gates, [cwd])[0]?.id,
    );
    assert.deepEqual(chosen, ['app', 'app', 'both', 'both', 'root', 'both', 'late']);
    assert.deepEqual(byCloseness([], ['/w']), []);
    assert.equal(byCloseness([gate('old', ['/w'], 1), gate('new', ['/w'], 2)], ['/w'])[0]?.id, 'new');
  });
});

describe('the environment that a ring carries', () => {
  it('decides targets and holds no secrets', () => {
    const kept = {
      AWS_PROFILE: 'prod',
      AWS_REGION: 'eu-west-1',
      AWS_SHARED_CREDENTIALS_FILE: '/c',
      GOOGLE_APPLICATION_CREDENTIALS: '/g.json',
      KUBECONFIG: '/k',
      PGHOST: 'db',
      TF_WORKSPACE: 'prod',
      SSH_AUTH_SOCK: '/s',
      DATABASE_URL: 'postgres://db/orders',
      PATH: '/bin',
    };
    const dropped = {
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_SESSION_TOKEN: 'x',
      ANTHROPIC_API_KEY: 'x',
      PGPASSWORD: 'x',
      GITHUB_TOKEN: 'x',
      NPM_AUTH: 'x',
      LONG: 'x'.repeat(5_000),
      UNSET: undefined,
    };
    assert.deepEqual(engineEnvironment({ ...kept, ...dropped }), kept);
  });
});

describe('the limits', () => {
  it('let the doorbell end before every agent', () => {
    for (const agent of callerIds) {
      assert.ok(hookLimit(agent) >= 40 && hookLimit(agent) <= 3_600, agent);
      assert.ok(doorbellBudgetMs(agent) <= hookLimit(agent) * 1_000 - 10_000, agent);
    }
    assert.equal(doorbellBudgetMs('unheard-of'), 20_000);
    assert.equal(doorbellBudgetMs('constructor'), 20_000);
  });
});
