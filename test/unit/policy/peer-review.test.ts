import assert from 'node:assert/strict';
import { starterPolicy } from '../../../src/core/countersign/starter-policy.js';
import { decodeTeamPolicy } from '../../../src/core/policy/decode-team-policy.js';
import { loosenings } from '../../../src/core/policy/loosening.js';
import { explain } from '../../../src/core/policy/rule-on.js';
import { defaultSettings } from '../../../src/core/policy/settings.js';
import { teamInForce } from '../../../src/core/policy/team-in-force.js';
import type { TeamPolicy } from '../../../src/core/policy/team-policy.js';
import { judged } from '../../support/judged.js';

function policyOf(text: string): TeamPolicy {
  const decoded = decodeTeamPolicy(text);
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return decoded.value;
}

/** The ceremony that a command needs in a team with such a policy. */
function asked(command: string, text: string): string {
  const team = teamInForce(policyOf(text), ['ada@acme.example', 'bo@acme.example'], true);
  const session = { readsPass: () => true };
  const { verdict } = explain(judged(command), session, defaultSettings, { team, cwd: '/srv/app' });
  return verdict.kind === 'hold' ? verdict.ceremony.kind : verdict.kind;
}

const production = '{ "version": 1, "peerReview": "production" }';
const withReads = '{ "version": 1, "peerReview": "production-and-reads" }';

describe('peer review for production', () => {
  for (const [command, ceremony, reads] of [
    ['kubectl --context prod-eu scale deployment web --replicas=2', 'countersign', 'countersign'],
    ['kubectl --context prod-eu delete pod web-1', 'countersign', 'countersign'],
    ['kubectl --context prod-eu get pods', 'no-opinion', 'countersign'],
    ['kubectl --context acme-eu-1 delete namespace shop', 'countersign', 'countersign'],
    ['kubectl --context acme-eu-1 delete pod web-1', 'confirm', 'confirm'],
    ['kubectl --context acme-eu-1 apply -f web.yaml', 'no-opinion', 'no-opinion'],
    ['kubectl --context dev-eu delete namespace shop', 'confirm', 'confirm'],
    ['ls', 'no-opinion', 'no-opinion'],
  ] as const) {
    it(command, () => {
      assert.equal(asked(command, production), ceremony);
      assert.equal(asked(command, withReads), reads);
    });
  }

  it('stands in the first policy of a team in which somebody can sign', () => {
    const form = { production: ['*prod*'], courier: 'git' };
    assert.equal(asked('terraform destroy', starterPolicy({ ...form, hasPeers: true })), 'countersign');
    assert.equal(asked('terraform destroy', starterPolicy({ ...form, hasPeers: false })), 'typed');
  });

  it('is a loosening where it goes, and its ids are taken', () => {
    const none = policyOf('{ "version": 2 }');
    assert.deepEqual(
      loosenings(policyOf(production), none).map(({ code }) => code),
      ['rule-removed', 'rule-removed'],
    );
    assert.equal(loosenings(none, policyOf(production)).length, 0);
    assert.ok(
      loosenings(policyOf(withReads), policyOf(production)).some(({ code }) => code === 'rule-narrower'),
    );
    const rule =
      '{ "id": "writes-to-production-need-a-peer", "match": { "scoreFrom": 0 }, "ceremony": "confirm" }';
    assert.equal(decodeTeamPolicy(`{ "version": 1, "rules": [${rule}] }`).ok, false);
  });
});
