/** Every way in which a team's policy is not in force says what ends it, and only what waits to be accepted says Accept. */
import assert from 'node:assert/strict';
import type { TrustProblem } from '../../../../src/core/countersign/trust.js';
import { inForce } from '../../../../src/desk/signing.js';
import { obstacleText } from '../../../../src/messages/countersign/countersign.js';
import { peerRefusalText } from '../../../../src/messages/countersign/peer-card.js';

const problems: Readonly<Record<TrustProblem['code'], RegExp>> = {
  'policy-invalid': /policy\.json is not a valid policy.*Mend it/,
  'roster-invalid': /allowed_signers is not a valid roster.*Mend it/,
  'missing-part': /missing.*Mend it/,
  'not-endorsed': /Endorse Team Policy/,
  'rolled-back': /older/,
  'not-next': /does not follow/,
  unreachable: /cannot be reached/,
  'no-remote': /no remote/,
  moved: /let go of the team/,
  unreadable: /cannot be read/,
};

function wordsOf(detail: string): readonly string[] {
  return [obstacleText({ code: 'not-trusted', detail }, 0), peerRefusalText['not-trusted'](detail)];
}

describe('a team policy that is not in force', () => {
  for (const [code, says] of Object.entries(problems))
    it(code, () => {
      const known = Object.keys(problems).find((one): one is TrustProblem['code'] => one === code);
      assert.ok(known);
      const state = inForce({ kind: 'broken', problem: { code: known, detail: 'line 3' } });
      assert.ok(!state.ok && state.error.code === 'not-trusted');
      for (const words of wordsOf(state.error.detail)) {
        assert.match(words, says);
        assert.match(words, /\(line 3\)/);
        assert.doesNotMatch(words, /Accept/);
        assert.match(words, /\.$/);
      }
    });

  it('that waits to be accepted, and none', () => {
    for (const words of wordsOf('unpinned'))
      assert.match(words, /Accept it with Countersign: Accept Team Policy\.$/);
    for (const words of wordsOf('none')) assert.match(words, /has none.*Set Up Team/);
  });
});
