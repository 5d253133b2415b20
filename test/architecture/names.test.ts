import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type SourceFile, sourceFiles } from '../support/source.js';

/** Names that still have two meanings, one a line. A name that is mended is taken off; none is added. */
const allowed = readFileSync(join(root, 'test/architecture/names-twice.txt'), 'utf8').trim().split('\n');

/** What a file itself declares and exports; what it hands on from another file is that file's. */
function exportsOf({ code }: Pick<SourceFile, 'code'>): readonly string[] {
  const declared = code.matchAll(
    /^export\s+(?:declare\s+|abstract\s+|async\s+)*(?:function\s*\*?|const\s+enum|const|let|var|class|interface|type|enum)\s+([\w$]+)/gm,
  );
  const listed = [...code.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}(?!\s*from)/gm)]
    .flatMap((match) => (match[1] ?? '').split(','))
    .map((one) => one.trim().replace(/^type\s+/, ''))
    .filter((one) => one !== '')
    // Without a new name it is exported as what it was imported or declared as.
    .flatMap((one) => /\sas\s+([\w$]+)$/.exec(one)?.[1] ?? []);
  return [...[...declared].map((match) => match[1] ?? ''), ...listed];
}

function namesTwice(
  files: readonly Pick<SourceFile, 'path' | 'code'>[],
): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, Set<string>>();
  for (const file of files)
    for (const name of exportsOf(file)) places.set(name, (places.get(name) ?? new Set()).add(file.path));
  return new Map(
    [...places].filter(([, paths]) => paths.size > 1).map(([name, paths]) => [name, [...paths]]),
  );
}

describe('exported names', () => {
  const twice = namesTwice(sourceFiles('src'));

  it('have one meaning', () => {
    const wrong = [...twice].filter(([name]) => !allowed.includes(name));
    assert.deepEqual(
      wrong.map(([name, paths]) => `${name}: ${paths.join(', ')}`),
      [],
    );
  });

  it('are off the list once they are mended', () => {
    assert.deepEqual(
      allowed.filter((name) => !twice.has(name)),
      [],
    );
  });
});

describe('what finds a name twice', () => {
  const at = (...codes: readonly string[]): readonly string[] => [
    ...namesTwice(codes.map((code, index) => ({ path: `${index}.ts`, code }))).keys(),
  ];

  for (const [one, other] of [
    ['export interface Place {}', 'export type Place = string;'],
    ['export function place() {}', 'export const place = 1;'],
    ['export async function place() {}', 'export abstract class place {}'],
    ['export function* place() {}', 'export let place = 1;'],
    ['const other = 1;\nexport { other as place };', 'export enum place {}'],
  ] as const) {
    it(`does in ${one} and ${other}`, () => {
      assert.equal(at(one, other).length, 1);
    });
  }

  for (const [one, other] of [
    ['export const place = 1;', 'const place = 1;'],
    ['export const place = 1;', "export { place } from './0.js';"],
    ['export const place = 1;', "import { place } from './0.js';\nexport { place };"],
    ['export const place = 1;', 'export const places = 1;'],
    ['export function place(a: string): void;', '  export const place = 1;'],
    ['export function place(a: string): void;\nexport function place(a: number): void;', ''],
  ] as const) {
    it(`does not in ${one} and ${other}`, () => {
      assert.deepEqual(at(one, other), []);
    });
  }
});
