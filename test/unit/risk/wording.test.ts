import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verbs } from '../../../src/core/tool/effect.js';
import { findingText, wordedFindings } from '../../../src/messages/cards/finding.js';

const folder = join(process.cwd(), 'src/core/risk/analysers');
const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

/** Every literal id in the analysers; those that are composed are listed by what they are composed of. */
function idsInSource(): readonly string[] {
  const literal = sources.flatMap((source) =>
    [...source.matchAll(/\bid: '([a-z-]+)'/g)].map((match) => match[1] ?? ''),
  );
  const traits = sources.flatMap((source) =>
    [...source.matchAll(/^ {2}\['([a-z-]+)', \d+\]/gm)].map((match) => match[1] ?? ''),
  );
  const anomalies = sources.flatMap((source) =>
    [...source.matchAll(/^ {2}'?([a-z-]+)'?: \d+,$/gm)].map((match) => match[1] ?? ''),
  );
  const composed = [
    ...verbs.filter((verb) => verb !== 'read').map((verb) => `verb-${verb}`),
    'verb-replace-in-part',
    // Given by a rule of the team's policy that raises a band.
    'team-rule',
    // Given by what a look has found.
    'seen-production',
    // Given where judging itself came to nothing.
    ...['judging-overrun', 'judging-out-of-memory', 'judging-broke', 'judging-garbage', 'shell-lost'],
    ...['production', 'staging', 'development', 'local', 'unknown'].map((one) => `target-${one}`),
  ];
  const factors = new Set(['local', 'development', 'staging', 'unknown', 'production']);
  return [...new Set([...literal, ...traits, ...anomalies.filter((one) => !factors.has(one)), ...composed])];
}

describe('every reason', () => {
  it('has words', () => {
    assert.deepEqual(
      idsInSource().filter((id) => !wordedFindings.has(id)),
      [],
    );
  });

  it('of the words is given by an analyser', () => {
    const given = new Set(idsInSource());
    assert.deepEqual(
      [...wordedFindings].filter((id) => !given.has(id)),
      [],
    );
  });

  it('is one short line with whatever data', () => {
    for (const id of wordedFindings) {
      for (const data of [
        {},
        {
          resource: 'x\n'.repeat(500),
          target: 'y'.repeat(500),
          detail: 'z',
          parts: '$X',
          to: 'h',
          source: 's',
          value: 'v',
        },
      ]) {
        const text = findingText({ id, term: 'F', weight: 0, data });
        assert.ok(text.length > 0 && text.length < 320 && !text.includes('\n'), `${id}: ${text}`);
        assert.match(text, /^[A-Z"]|^[^a-z]|^x|^y/, id);
        assert.doesNotMatch(text, /[.!]$|undefined/, id);
      }
    }
  });
});
