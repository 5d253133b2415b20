import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/risk/assessment.js';
import { markedPieces } from '../../../../src/messages/cards/marked.js';

const command = 'aws elasticbeanstalk rebuild-environment --environment-name cost-prod';

function finding(term: Finding['term'], words: string, target = ''): Finding {
  const start = command.indexOf(words);
  return { id: 'x', term, weight: 1, data: { target }, span: [start, start + words.length] };
}

function drawn(text: string, findings: readonly Finding[]): string {
  return markedPieces(text, findings)
    .map(({ text: words, mark }) => (mark === 'plain' ? words : `<${mark} ${words}>`))
    .join('');
}

describe('the marks in a command', () => {
  it('stand on the words that are done, and on the name of what is touched', () => {
    const whole = command.slice('aws '.length);
    assert.equal(
      drawn(command, [finding('D', whole), finding('C', whole, 'cost-prod')]),
      'aws <danger elasticbeanstalk rebuild-environment> --environment-name <target cost-prod>',
    );
  });

  it('keep a span of one word as it is', () => {
    assert.match(drawn(command, [finding('O', '--environment-name')]), /<danger --environment-name>/);
  });

  it('mark nothing when they would mark everything', () => {
    const all: Finding = { id: 'x', term: 'O', weight: 1, data: {}, span: [0, 6] };
    assert.equal(drawn('a b c\n', [all]), 'a b c\n');
  });

  it('stay inside the text whatever the span says', () => {
    const wild: Finding = { id: 'x', term: 'O', weight: 1, data: {}, span: [-5, 99] };
    const empty: Finding = { id: 'x', term: 'O', weight: 1, data: {}, span: [3, 3] };
    assert.equal(drawn('rm x', [wild, empty]), 'rm x');
  });

  it('are bounded, and what comes after them is whole and inert', () => {
    const text = 'a\u200B'.repeat(20_000);
    const pieces = markedPieces(text, []);
    assert.ok(pieces.length < 2_010);
    assert.equal(
      pieces
        .map((piece) => piece.text)
        .join('')
        .replace(/[\u27E8\u27E9]/g, ''),
      'aU+200B'.repeat(20_000),
    );
  });

  it('show what is hidden even inside a mark', () => {
    const one: Finding = { id: 'x', term: 'O', weight: 1, data: {}, span: [0, 3] };
    assert.equal(drawn('r\u200Bm x', [one]), '<danger r><hidden U+200B><danger m> x');
  });
});
