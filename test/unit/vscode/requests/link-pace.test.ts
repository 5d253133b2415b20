import assert from 'node:assert/strict';
import { LinkPace } from '../../../../src/vscode/requests/link-pace.js';

describe('links in a loop', () => {
  it('attack 34: are followed five times a minute, and never twice at once', () => {
    const pace = new LinkPace();
    const followed = Array.from({ length: 1_000 }, (_, turn) => pace.follow(turn * 50)).filter(Boolean);
    assert.equal(followed.length, 5);
    assert.equal(pace.follow(65_000), true);
    assert.equal(pace.follow(65_010), false);
  });
});
