import assert from 'node:assert/strict';
import {
  type ChosenArchive,
  consentTo,
  decodeChosenArchive,
} from '../../../../src/core/record/archive/chosen-archive.js';
import { waitingFor } from '../../../../src/core/record/archive/late.js';

const hour = 3_600_000;

describe('an archive that says nothing', () => {
  const standing = { size: 10, archived: 7, at: 5 * hour, waitingSince: 8 * hour };

  it('is late from the first entry that waits, or from its last word, whichever came later', () => {
    assert.deepEqual(waitingFor(standing, 12 * hour), { entries: 3, forMs: 4 * hour });
    assert.deepEqual(waitingFor({ ...standing, at: 11 * hour }, 12 * hour), { entries: 3, forMs: hour });
    assert.deepEqual(waitingFor({ ...standing, at: undefined }, 12 * hour), { entries: 3, forMs: 4 * hour });
  });

  it('is not late where nothing waits, however long ago its word was, nor by a clock that was set back', () => {
    assert.equal(waitingFor({ ...standing, archived: 10 }, 900 * hour), undefined);
    assert.equal(waitingFor({ ...standing, size: 6 }, 900 * hour), undefined);
    assert.equal(waitingFor(standing, hour)?.forMs, 0);
  });
});

describe('what a person has said to the archive of their team', () => {
  const named = { url: 'nats://n/acme', key: 'k+1+A' };
  const chosen: ChosenArchive = { v: 1, url: '', key: '', note: '' };

  it('is of that archive alone: of another address or key nobody has said anything', () => {
    assert.equal(consentTo(named, undefined), 'not-asked');
    assert.equal(consentTo(named, chosen), 'not-asked');
    assert.equal(consentTo(named, { ...chosen, ...named }), 'agreed');
    assert.equal(consentTo(named, { ...chosen, refused: named }), 'refused');
    for (const other of [
      { ...named, key: 'k+2+B' },
      { ...named, url: 'nats://n/other' },
    ]) {
      assert.equal(consentTo(other, { ...chosen, ...named }), 'not-asked');
      assert.equal(consentTo(other, { ...chosen, refused: named }), 'not-asked');
    }
  });

  it('is read back as it was kept, with what an older version did not keep', () => {
    const kept = { ...chosen, ...named, policy: 'a'.repeat(64), since: 7, refused: named };
    assert.deepEqual(decodeChosenArchive(JSON.stringify(kept)), kept);
    assert.deepEqual(decodeChosenArchive(JSON.stringify({ ...chosen, ...named })), { ...chosen, ...named });
    assert.equal(decodeChosenArchive(JSON.stringify({ ...kept, refused: 'x' })), undefined);
  });
});
