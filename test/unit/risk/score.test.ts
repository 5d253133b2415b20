import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/risk/assessment.js';
import { bandOf, scoreOf, termsOf, vectorOf } from '../../../src/core/risk/score.js';
import type { Effect } from '../../../src/core/tool/effect.js';

const effect: Effect = {
  verb: 'destroy',
  resource: 'environment/cost-explorer-prod',
  target: { system: 'aws', name: 'x', environment: 'production', confidence: 0.95, evidence: [] },
  argv: [],
  via: [],
  opaque: [],
  span: [0, 0],
  traits: [],
  reach: 'uncountable',
};

function finding(term: Finding['term'], weight: number, factor?: number): Finding {
  return { id: 'x', term, weight, data: {}, ...(factor === undefined ? {} : { factor }) };
}

describe('the score', () => {
  it('multiplies D, R, C and B, adds P, O and V, and keeps the floor', () => {
    const terms = termsOf(effect, [
      finding('D', 40),
      finding('C', 0, 1.475),
      finding('B', 0, 1.2),
      finding('P', 5),
      finding('F', 95),
    ]);
    assert.equal(scoreOf(terms), 95);
    assert.equal(vectorOf(terms), 'CS1/D:40/R:1/C:P.95/B:1.2/P:5/O:0/V:0/F:95');
  });

  it('is an integer from 0 to 100', () => {
    assert.equal(
      scoreOf(
        termsOf(effect, [finding('D', 40), finding('C', 0, 1.5), finding('B', 0, 1.4), finding('O', 25)]),
      ),
      100,
    );
    assert.equal(scoreOf(termsOf(null, [])), 0);
    assert.equal(scoreOf(termsOf(effect, [finding('D', 34), finding('C', 0, 0.525)])), 18);
  });

  it('caps privilege at 10, opacity at 25 and provenance at 10', () => {
    const terms = termsOf(null, [
      finding('P', 8),
      finding('P', 8),
      finding('O', 20),
      finding('O', 20),
      finding('V', 10),
      finding('V', 10),
    ]);
    assert.deepEqual([terms.privilege, terms.opacity, terms.provenance], [10, 25, 10]);
  });

  it('takes the highest of several floors', () => {
    assert.equal(termsOf(null, [finding('F', 45), finding('F', 60), finding('F', 50)]).floor, 60);
  });

  it('writes scratch and nothing as places of their own', () => {
    assert.match(vectorOf(termsOf({ ...effect, traits: ['scratch'] }, [])), /\/C:X\//);
    assert.match(vectorOf(termsOf(null, [])), /\/C:-\//);
  });

  for (const [score, band] of [
    [0, 'quiet'],
    [19, 'quiet'],
    [20, 'note'],
    [39, 'note'],
    [40, 'ask'],
    [69, 'ask'],
    [70, 'production'],
    [100, 'production'],
  ] as const) {
    it(`puts ${score} into the band ${band}`, () => assert.equal(bandOf(score), band));
  }
});
