/** Attacks on the counting of answers: pure, one statement and the answers to it. Numbers as in test/attacks/README.md. */
import assert from 'node:assert/strict';
import { digestOfCall } from '../../src/core/approval/digest.js';
import { decodeRequestStatement } from '../../src/core/countersign/decode-statement.js';
import { namespaces } from '../../src/core/countersign/namespace.js';
import { openRequest } from '../../src/core/countersign/request.js';
import type { RequestStatement } from '../../src/core/countersign/request-statement.js';
import { type AskedSignatures, standing } from '../../src/core/countersign/threshold.js';
import { ownOpinion } from '../../src/desk/own-opinion.js';
import {
  answerBytes,
  asked,
  ben,
  cleo,
  dan,
  mara,
  oneOfPeers,
  requestBytes,
  rosterKey,
  signedBytesOf,
  softwareKeys,
  statement,
  teamPolicy,
  textOfRequest,
  trustOf,
} from '../support/countersigners.js';
import { assessment, noon, productionTarget, shellCall } from '../support/requests.js';
import { softwareKey } from '../support/ssh-keys.js';

const keys = softwareKeys();
const trust = trustOf(keys);
const request = statement(keys);
const minute = 60_000;

/** How a request stands by these answers, in one line. */
function stands(
  answers: readonly Uint8Array[],
  change: Partial<AskedSignatures> = {},
  of: RequestStatement = request,
): string {
  const found = standing(asked(of, trust, answers, change));
  return [found.kind, ...found.refused.map((one) => one.code)].join(', ');
}

describe('attack 1: a requester who signs their own approval', () => {
  it('does not count', () => {
    assert.equal(stands([answerBytes(request, mara, keys[mara])]), 'waiting, self-approval');
  });

  it('does not count under another name', () => {
    assert.equal(stands([answerBytes(request, ben, keys[mara])]), 'waiting, other-key');
  });
});

describe('attack 2: a requester with a second key', () => {
  const second = softwareKey('ssh-ed25519');

  it('is the same person', () => {
    const roster = { keys: [...trust.roster.keys, rosterKey(mara, second)] };
    const answer = answerBytes(request, mara, second);
    assert.equal(stands([answer], { trust: { ...trust, roster } }), 'waiting, self-approval');
  });

  it("does not count with another person's key that lies on the same machine", () => {
    const blob = rosterKey(ben, keys[ben] ?? second).blob;
    assert.equal(stands([answerBytes(request, ben, keys[ben])], { ownKeys: [blob] }), 'waiting, own-key');
  });
});

describe('attack 8: an approval of another request', () => {
  it('does not count, though the call is the same', () => {
    const other = statement(keys, { id: 'f'.repeat(32) });
    assert.equal(stands([answerBytes(other, ben, keys[ben])]), 'waiting, other-request');
  });
});

describe('attack 9: other bytes under the same id', () => {
  it('make the approval count for nothing', () => {
    const swapped = statement(keys, { typed: 'cost-explorer-test' });
    assert.equal(stands([answerBytes(swapped, ben, keys[ben])]), 'waiting, other-bytes');
  });
});

describe('attack 10: an approval carried to another machine, session or repository', () => {
  for (const [name, change] of Object.entries({
    machine: { audience: { machine: 'build-server', window: 'w1' } },
    window: { audience: { machine: 'mara-laptop', window: 'w2' } },
    session: { call: shellCall('aws elasticbeanstalk rebuild-environment', { session: 'other' }) },
    repository: { repository: { remote: 'ssh://elsewhere/app', commit: 'c'.repeat(40), branch: 'main' } },
  })) {
    it(`is bound to its ${name}`, () => {
      assert.equal(stands([answerBytes(statement(keys, change), ben, keys[ben])]), 'waiting, other-bytes');
    });
  }
});

describe('attack 11: time', () => {
  const at = (signedAt: number, now = noon + 5 * minute): string =>
    stands([answerBytes(request, ben, keys[ben], { signedAt })], { now });

  it('an approval that comes after the end is none', () => {
    assert.equal(at(noon + minute, request.approveBy), 'waiting, expired');
    assert.equal(at(noon + minute, request.approveBy - 1), 'approved');
  });

  it('an approval from the future or from before the request is none, but for two minutes of skew', () => {
    assert.equal(at(noon + 7 * minute), 'approved');
    assert.equal(at(noon + 7 * minute + 1), 'waiting, clock');
    assert.equal(at(noon - 2 * minute), 'approved');
    assert.equal(at(noon - 2 * minute - 1), 'waiting, clock');
    assert.equal(at(noon + 10 * minute), 'waiting, clock');
  });

  it('an approval that names another end is none', () => {
    const later = answerBytes(request, ben, keys[ben], { approveBy: request.approveBy + 60 * minute });
    assert.equal(stands([later]), 'waiting, other-bytes');
  });

  it('a request from the future is none', () => {
    const bytes = requestBytes(request, keys[mara]);
    const opened = openRequest(bytes, request.id, trust.roster, noon - 3 * minute);
    assert.equal(!opened.ok && opened.error.code, 'clock');
  });
});

describe('attack 18: another spelling of a statement', () => {
  const text = textOfRequest(request);
  const code = (spelling: string): string => {
    const read = decodeRequestStatement(spelling);
    return read.ok ? 'read' : read.error.code;
  };

  it('is read in its one spelling', () => {
    assert.deepEqual(decodeRequestStatement(text), { ok: true, value: request });
  });

  for (const [name, spelling] of Object.entries({
    'a member twice': text.replace('"maxUses":1', '"maxUses":1,"maxUses":1'),
    'minus zero': text.replace('"asked":1', '"asked":-0'),
    'a number without end': text.replace('"asked":1', '"asked":1e400'),
    'an exponent': text.replace('"asked":1', '"asked":1e0'),
    'half a surrogate pair': text.replace('"typed":"cost', '"typed":"\\ud800cost'),
    'an escape that is not needed': text.replace('"typed":"cost', '"typed":"\\u0063ost'),
    'a byte order mark': `\uFEFF${text}`,
    'a line feed at the end': `${text}\n`,
    'a blank': text.replace('":', '": '),
    'another order': text
      .replace('{"_type":"https://in-toto.io/Statement/v1",', '{')
      .replace(/\}$/, ',"_type":"https://in-toto.io/Statement/v1"}'),
  })) {
    it(`is refused: ${name}`, () => {
      assert.notEqual(spelling, text);
      assert.match(code(spelling), /^not-(?:canonical|json)$/);
    });
  }

  for (const [name, spelling] of Object.entries({
    'an unknown field': text.replace('"approveBy"', '"also":1,"approveBy"'),
    'an unknown field deep inside': text.replace('"band":"production"', '"also":1,"band":"production"'),
    'a prototype': text.replace('"approveBy"', '"__proto__":{"maxUses":1},"approveBy"'),
    'another number of uses': text.replace('"maxUses":1', '"maxUses":2'),
    'a fraction of a millisecond': text.replace(/"createdAt":\d+/, '"createdAt":1.5'),
  })) {
    it(`is refused: ${name}`, () => {
      assert.notEqual(spelling, text);
      assert.match(code(spelling), /^(?:wrong-fields|not-canonical|newer-version)$/);
    });
  }

  it('is refused: a subject that is not what the statement says', () => {
    const other = text.replace(
      `"digest":{"sha256":"${request.seal.digest}"}`,
      `"digest":{"sha256":"${'0'.repeat(64)}"}`,
    );
    assert.notEqual(other, text);
    assert.equal(code(other), 'not-canonical');
  });

  it('is refused: a thousand brackets', () => {
    const deep = text
      .replace('"options"', '"options"')
      .replace('"tool":"Bash"', `"tool":${'['.repeat(1000)}${']'.repeat(1000)}`);
    assert.equal(code(deep), 'not-canonical');
  });

  it('is refused: a statement of another kind', () => {
    assert.equal(
      code(text.replace('urn:countersign:request:v1', 'urn:countersign:approval:v1')),
      'wrong-type',
    );
  });
});

describe('attack 19: a denial and approvals', () => {
  const no = answerBytes(request, cleo, keys[cleo], { decision: 'denial', comment: 'stop' });
  const yes = answerBytes(request, ben, keys[ben]);

  it('is a denial, in any order', () => {
    assert.equal(stands([yes, no]), 'denied');
    assert.equal(stands([no, yes]), 'denied');
  });

  it('is a denial when the same person approves before or after', () => {
    const own = answerBytes(request, cleo, keys[cleo]);
    assert.equal(stands([own, no]), 'denied');
    assert.equal(stands([no, own]), 'denied');
  });

  it('is no denial when it is signed as an approval, nor the other way round', () => {
    const crossed = (decision: 'approval' | 'denial'): Uint8Array =>
      answerBytes(
        request,
        ben,
        keys[ben],
        { decision },
        {
          namespace: decision === 'approval' ? namespaces.denial : namespaces.approval,
        },
      );
    assert.equal(stands([crossed('denial')]), 'waiting, wrong-namespace');
    assert.equal(stands([crossed('approval')]), 'waiting, wrong-namespace');
  });
});

describe('attack 20: one person where two are needed', () => {
  const two = statement(keys, { needs: [{ ...oneOfPeers, count: 2 }] });

  it('counts once, however often they sign', () => {
    const answers = [
      answerBytes(two, ben, keys[ben]),
      answerBytes(two, ben, keys[ben], { comment: 'again' }),
    ];
    assert.equal(stands(answers, {}, two), 'waiting');
    assert.equal(stands([...answers, answerBytes(two, cleo, keys[cleo])], {}, two), 'approved');
  });

  it('counts once with two keys', () => {
    const second = softwareKey('ssh-ed25519');
    const roster = { keys: [...trust.roster.keys, rosterKey(ben, second)] };
    const answers = [answerBytes(two, ben, keys[ben]), answerBytes(two, ben, second)];
    assert.equal(stands(answers, { trust: { ...trust, roster } }, two), 'waiting');
  });
});

describe('attack 21: a policy or roster that changed', () => {
  const yes = answerBytes(request, ben, keys[ben]);

  it('makes signatures under the old one count for nothing', () => {
    assert.equal(stands([yes], { trust: { ...trust, digest: '9'.repeat(64) } }), 'waiting, policy-differs');
  });

  it('makes an approver who left count for nothing', () => {
    const roster = { keys: trust.roster.keys.filter((key) => key.person !== ben) };
    assert.equal(stands([yes], { trust: { ...trust, roster } }), 'waiting, not-in-roster');
  });

  it('does not count for an approver who has another copy', () => {
    const other = { ...request.policy, digest: '9'.repeat(64) };
    assert.equal(
      stands([answerBytes(request, ben, keys[ben], { policy: other })]),
      'waiting, policy-differs',
    );
  });
});

describe('attack 30: words that look alike', () => {
  it('are other calls', () => {
    const digest = (argv: readonly string[]): string => {
      const [effect] = assessment().effects;
      const judged = assessment({ effects: effect ? [{ ...effect, argv }] : [] });
      const found = digestOfCall(shellCall(argv.join(' ')), judged);
      return found.ok ? found.value : '';
    };
    assert.notEqual(digest(['rm', '-rf', '/a b']), digest(['rm', '-rf', '/a', 'b']));
  });
});

describe('attack 36: an approval in no time', () => {
  it('does not count', () => {
    assert.equal(
      stands([answerBytes(request, ben, keys[ben], { reviewedMs: 300 })]),
      'waiting, not-reviewed',
    );
    assert.equal(stands([answerBytes(request, ben, keys[ben], { reviewedMs: 2_000 })]), 'approved');
  });
});

describe('attack 52: a request that asks for less than the policy here', () => {
  const judge = { judge: async () => assessment() };
  const strict = trustOf(keys, {
    policy: teamPolicy({
      rules: [
        {
          id: 'production',
          match: { environment: ['production'] },
          ceremony: { kind: 'countersign', needs: [{ group: 'peers', count: 2, presence: 'none' }] },
        },
      ],
    }),
  });

  it('cannot be countersigned where the own policy asks for more', async () => {
    assert.equal((await ownOpinion(request, trust, judge)).problem, undefined);
    assert.equal((await ownOpinion(request, strict, judge)).problem, 'weaker-than-policy');
  });

  it('cannot be countersigned where it plays the target down', async () => {
    const tame = statement(keys, {
      assessment: assessment({
        score: 10,
        band: 'quiet',
        targets: [{ ...productionTarget, environment: 'staging' }],
        effects: [],
      }),
      needs: [{ ...oneOfPeers, from: [dan] }],
    });
    assert.equal((await ownOpinion(tame, trust, judge)).problem, 'weaker-than-policy');
  });

  it('of an older form is not read', () => {
    const old = textOfRequest(request).replaceAll(':v1"', ':v0"');
    const opened = openRequest(
      signedBytesOf(old, keys[mara], namespaces.request),
      request.id,
      trust.roster,
      noon,
    );
    assert.equal(!opened.ok && opened.error.code, 'unknown-fields');
  });
});
