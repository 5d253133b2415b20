import assert from 'node:assert/strict';
import { decodeLink, linkText } from '../../../src/protocol/link.js';

const id = '0123456789abcdef0123456789abcdef';

describe('a link to a request', () => {
  it('is read as it was written', () => {
    const link = new URL(linkText('vscode', 'countersign.countersign', { id }));
    assert.deepEqual(decodeLink(link.pathname, link.search.slice(1)), { ok: true, value: { id } });
    assert.ok(link.href.length < 120);
  });

  it('says which request, and nothing else', () => {
    const others = [
      ['/request', `id=${id}&approve=1`],
      ['/request', `id=${id.toUpperCase()}`],
      ['/request', `id=${id}0`],
      ['/approve', `id=${id}`],
      ['/request/', `id=${id}`],
      ['/request', ''],
      ['/request', `id=${id}\n`],
      ['/request', `ID=${id}`],
    ] as const;
    for (const [path, query] of others) assert.equal(decodeLink(path, query).ok, false, `${path}?${query}`);
  });
});
