import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { coloured, wantsColour } from '../../../src/cli/colour.js';

describe('colours of the command line', () => {
  it('are for a terminal, and for whoever forces them; NO_COLOR stands above all', () => {
    assert.equal(wantsColour({}, true), true);
    assert.equal(wantsColour({}, false), false);
    assert.equal(wantsColour({ TERM: 'dumb' }, true), false);
    assert.equal(wantsColour({ NO_COLOR: '' }, true), true);
    assert.equal(wantsColour({ NO_COLOR: '1', FORCE_COLOR: '1' }, true), false);
    assert.equal(wantsColour({ FORCE_COLOR: '1' }, false), true);
    assert.equal(wantsColour({ FORCE_COLOR: '0' }, true), false);
  });

  it('never change a word', () => {
    const text =
      'ask  58 of 100\nIndex: a\n--- a\n+++ a\n@@ -1 +1 @@\n-old\n+new\n same\nClaude Code is connected\n- no diff\n';
    const painted = coloured(text);
    assert.notEqual(painted, text);
    assert.equal(stripVTControlCharacters(painted), text);
  });

  it('end with the diff', () => {
    const lines = coloured('Index: a\n+new\nDone.\n- a list\nallowed nothing\n').split('\n');
    assert.deepEqual(lines.slice(2), ['Done.', '- a list', 'allowed nothing', '']);
  });
});
