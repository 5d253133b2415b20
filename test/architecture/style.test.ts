import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sourceFiles } from '../support/source.js';

const files = sourceFiles('src');

/** Where outside values become typed ones: the only places that may assert a type. */
const decoders = /(^|\/)(decode[\w-]*|[\w-]*decoder)\.ts$/;

function offenders(pattern: RegExp, except: RegExp = /^$/): readonly string[] {
  return files
    .filter((file) => !except.test(file.path))
    .flatMap((file) =>
      withoutImports(file.code)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1} ${line.trim()}`] : [])),
    );
}

/** Import lists rename by `as`, which asserts nothing. */
function withoutImports(code: string): string {
  return code.replace(/^(?:import|export)\b[^;]*?\bfrom\b/gm, (match) => match.replace(/[^\n]/g, ' '));
}

describe('the code', () => {
  it('has no any', () => {
    assert.deepEqual(offenders(/:\s*any\b|\bas any\b|<any>|\bany\[\]/), []);
  });

  it('asserts types only in decoders', () => {
    assert.deepEqual(offenders(/\s\bas\s+(?!const\b)[\w{[(]/, decoders), []);
  });

  it('never asserts that something is there', () => {
    assert.deepEqual(offenders(/[\w)\]]!(?=[.;,)\]])/), []);
  });

  it('exports by name', () => {
    assert.deepEqual(offenders(/\bexport default\b/), []);
  });

  it('keeps files small', () => {
    const long = files
      .map((file) => ({ path: file.path, lines: file.text.split('\n').length }))
      .filter((file) => file.lines > 400)
      .map((file) => `${file.path}: ${file.lines} lines`);
    assert.deepEqual(long, []);
  });

  it('fault 5: asks about a file that it shows in the title of the difference, with nothing over it', () => {
    const covering = files
      .filter(
        ({ path, code }) => path.startsWith('src/vscode/') && /\bshow(?:Diff|Diffs|Change)\(/.test(code),
      )
      .filter(({ code }) => /\bmodal: true\b/.test(code))
      .map(({ path }) => path);
    assert.deepEqual(covering, []);
    const asking = files.filter(
      ({ path, code }) => path.startsWith('src/vscode/') && /\baskAbout\(/.test(code),
    );
    assert.ok(asking.length >= 5, asking.map(({ path }) => path).join());
  });

  it('leaves nothing open', () => {
    const open = [...files, ...sourceFiles('test'), ...sourceFiles('scripts', '.mjs')]
      .filter((file) => !file.path.startsWith('test/architecture/'))
      .filter((file) =>
        /\bTODO\b|\bFIXME\b|@ts-ignore|@ts-expect-error|biome-ignore|eslint-disable|\b(describe|it|suite|test)\.(only|skip)\(/.test(
          file.text,
        ),
      )
      .map((file) => file.path);
    assert.deepEqual(open, []);
  });
});

describe('the repository', () => {
  it('keeps no download addresses in its lock file', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    assert.equal(/"resolved"|https?:\/\/registry/.test(lock), false);
  });

  it('pins every package exactly', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const packages =
      typeof manifest === 'object' && manifest !== null && 'devDependencies' in manifest
        ? Object.entries(manifest.devDependencies ?? {})
        : [];
    assert.ok(packages.length > 0);
    assert.deepEqual(
      packages.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version))),
      [],
    );
  });
});
