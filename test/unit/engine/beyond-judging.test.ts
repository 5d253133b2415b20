import assert from 'node:assert/strict';
import { ruleOn } from '../../../src/core/policy/rule-on.js';
import { defaultSettings } from '../../../src/core/policy/settings.js';
import { teamInForce } from '../../../src/core/policy/team-in-force.js';
import { inLostShell, isUnjudged, unjudged } from '../../../src/engine/beyond-judging.js';
import { isAssessment } from '../../../src/engine/decode-answer.js';
import { assessment } from '../../support/requests.js';
import { approvers, policy } from '../../support/team.js';

const failures = ['judging-overrun', 'judging-out-of-memory', 'judging-broke', 'judging-garbage'] as const;

describe('a call that could not be judged', () => {
  it('is asked about, with the same words each time', () => {
    for (const failure of failures) {
      const judged = unjudged(failure);
      assert.deepEqual(judged, unjudged(failure));
      assert.equal(judged.band, 'ask');
      assert.ok(isUnjudged(judged));
      assert.ok(isAssessment(judged));
      const verdict = ruleOn(judged, { readsPass: () => true }, defaultSettings);
      assert.equal(verdict.kind, 'hold');
    }
    assert.ok(!isUnjudged(assessment()));
  });

  it('fits every rule about what a call does, where and to what', () => {
    const matches = [
      { target: ['prod-eu'] },
      { path: ['infra/**'] },
      { environment: ['production'] },
      { environment: ['production'], target: ['orders'], path: ['**/secrets'] },
    ];
    for (const match of matches) {
      const rules = [{ id: 'careful', match, ceremony: 'countersign' }];
      const team = teamInForce(policy({ rules }), approvers, true);
      const asked = { team, caller: 'vscode', cwd: '/srv/app' } as const;
      const verdict = ruleOn(unjudged('judging-overrun'), { readsPass: () => true }, defaultSettings, asked);
      assert.equal(verdict.kind === 'hold' && verdict.ceremony.kind, 'countersign', JSON.stringify(match));
    }
  });

  it('in a shell that was lost is never milder than it was', () => {
    for (const band of ['quiet', 'note', 'ask', 'production', 'forbidden'] as const) {
      const score = { quiet: 0, note: 20, ask: 60, production: 90, forbidden: 100 }[band];
      const before = assessment({ band, score, vector: `CS1/D:0/R:1/C:-/B:1/P:0/O:0/V:0/F:${score}` });
      const after = inLostShell(before);
      assert.ok(after.score >= Math.max(score, 50));
      assert.equal(after.band, band === 'quiet' || band === 'note' ? 'ask' : band);
      assert.ok(after.findings.some(({ id }) => id === 'shell-lost'));
      assert.match(after.vector, new RegExp(`F:${Math.max(score, 50)}$`));
    }
  });
});
