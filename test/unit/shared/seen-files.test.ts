import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SeenFiles } from '../../../src/core/shared/seen-files.js';
import type { Files } from '../../../src/core/shared/world.js';
import { memoryWorld } from '../../support/world.js';

const questions = ['read', 'kind', 'list', 'real', 'identity', 'bytes'] as const;
type Question = (typeof questions)[number];

/** The same files, with a count of what they were asked. */
function counting(files: Files): { readonly files: Files; readonly asked: string[] } {
  const asked: string[] = [];
  const noted =
    <T>(question: Question, answer: (path: string) => T) =>
    (path: string): T => {
      asked.push(`${question} ${path}`);
      return answer(path);
    };
  return {
    asked,
    files: {
      read: noted('read', (path) => files.read(path)),
      kind: noted('kind', (path) => files.kind(path)),
      list: noted('list', (path) => files.list(path)),
      real: noted('real', (path) => files.real(path)),
      identity: noted('identity', (path) => files.identity(path)),
      bytes: noted('bytes', (path) => files.bytes(path)),
    },
  };
}

const name = fc.constantFrom('a', 'b', 'B', 'c', '.env', 'é', 'Gemfile');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `/w/${parts.join('/')}`);

describe('files as one judging sees them', () => {
  it('answers as the disk does, however many questions came before', () => {
    fc.assert(
      fc.property(
        fc.array(path, { maxLength: 6 }),
        fc.array(fc.tuple(fc.constantFrom(...questions), path), { maxLength: 40 }),
        (present, asked) => {
          const { files } = memoryWorld({ files: Object.fromEntries(present.map((one) => [one, one])) });
          const seen = new SeenFiles(files, 'posix');
          for (const [question, one] of asked) assert.deepEqual(seen[question](one), files[question](one));
        },
      ),
    );
  });

  it('asks for a path once, and for none in a folder that was looked at and does not hold it', () => {
    const { files, asked } = counting(memoryWorld({ files: { '/w/there': 'text' } }).files);
    const seen = new SeenFiles(files, 'posix');
    for (let round = 0; round < 2; round += 1)
      for (let index = 0; index < 50; index += 1) assert.equal(seen.kind(`/w/name${index}`), 'absent');
    assert.equal(new Set(asked).size, asked.length);
    assert.ok(asked.length < 8, asked.join('\n'));
    assert.equal(seen.kind('/w/there'), 'file');
  });

  it('takes a folder that may be entered and not read for none that is empty', () => {
    const { files } = memoryWorld({ files: { '/w/hidden': 'text' } });
    const seen = new SeenFiles({ ...files, list: () => [] }, 'posix');
    for (let index = 0; index < 10; index += 1) seen.kind(`/w/name${index}`);
    assert.equal(seen.kind('/w/hidden'), 'file');
  });

  it('asks the disk where it may take two spellings for one name', () => {
    const insensitive = counting(memoryWorld({ files: { '/w/gemfile': 'text', '/w/straße': 'text' } }).files);
    const seen = new SeenFiles(insensitive.files, 'posix');
    for (let index = 0; index < 10; index += 1) seen.kind(`/w/name${index}`);
    seen.kind('/w/Gemfile');
    seen.kind('/w/STRASSE');
    assert.ok(insensitive.asked.includes('kind /w/Gemfile'));
    assert.ok(insensitive.asked.includes('kind /w/STRASSE'));
  });
});
