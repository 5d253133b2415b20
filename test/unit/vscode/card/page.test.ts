import assert from 'node:assert/strict';
import { pageHtml } from '../../../../src/vscode/card/page.js';
import { branchOf } from '../../../../src/vscode/requests/branch.js';
import { waitOf } from '../../../../src/webview/approval-lock.js';
import { memoryWorld } from '../../../support/world.js';

describe('the document of a card', () => {
  it('may run one script and load its own style and font, and nothing else', () => {
    const html = pageHtml({
      script: 'https://x/w.js',
      stylesheet: 'https://x/c.css',
      source: 'https://x',
      nonce: 'n1',
      title: 'T',
    });
    const policy = /content="([^"]+)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; script-src 'nonce-n1'; style-src https://x; img-src https://x; base-uri 'none'; form-action 'none'",
    );
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.equal(/ style=| on\w+=|unsafe/.test(html), false);
  });
});

describe('the lock of a yes', () => {
  it('waits for reading, then for the name, then for the delay', () => {
    const state = { read: true, armed: true, name: 'prod', typed: 'prod' };
    assert.deepEqual(
      [
        waitOf({ ...state, read: false, armed: false, typed: '' }),
        waitOf({ ...state, armed: false, typed: '' }),
        waitOf({ ...state, typed: 'pro' }),
        waitOf({ ...state, typed: 'prod ' }),
        waitOf({ ...state, typed: 'Prod' }),
        waitOf({ ...state, armed: false }),
        waitOf(state),
        waitOf({ ...state, name: undefined, typed: '' }),
      ],
      ['read', 'name', 'name', 'name-differs', 'name-differs', 'arm', undefined, undefined],
    );
  });
});

describe('the branch of a directory', () => {
  const files = {
    '/w/.git/HEAD': 'ref: refs/heads/feature/cards\n',
    '/w/tree/.git': 'gitdir: /w/.git/worktrees/tree\n',
    '/w/.git/worktrees/tree/HEAD': 'ref: refs/heads/other\n',
    '/d/.git/HEAD': '0123456789abcdef0123456789abcdef01234567\n',
    '/n/a/b': '',
  };
  const branch = (cwd: string): string | undefined => branchOf(memoryWorld({ cwd, files }));

  it('is read from the files of git, also in a worktree and from below', () => {
    assert.deepEqual(
      [branch('/w'), branch('/w/src/deep'), branch('/w/tree'), branch('/d'), branch('/n/a')],
      ['feature/cards', 'feature/cards', 'other', '0123456789 (detached)', undefined],
    );
  });
});
