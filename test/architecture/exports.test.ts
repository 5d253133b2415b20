import assert from 'node:assert/strict';
import { dirname, join } from 'node:path/posix';
import { sourceFiles } from '../support/source.js';

/** What a program outside gives a name to: the editor starts these. */
const calledFromOutside = ['src/extension.ts: activate', 'src/extension.ts: deactivate'];

/** What one bundle hands to programs that load it by its file in dist/. */
const takenFromBundle = ['ringOffline', 'runGateway', 'sendRecordOn', 'vouchLocked'].map(
  (name) => `src/cli/main.ts: ${name}`,
);

const declaration =
  /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;
const list = /^export (?:type )?\{([^}]*)\};?$/gm;
const taking = /\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'([^']+)'/g;
const takingLater = /\{([^{}]*)\}\s*=\s*await import\(\s*'([^']+)'\s*\)/g;
const takingAll =
  /\b(?:import|export)\s+(?:type\s+)?\*(?:\s+as\s+\w+)?\s+from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

interface Text {
  readonly path: string;
  readonly text: string;
}

/** Names in braces: of `a as b` the one that the other file knows. */
function namesIn(braces: string, side: 'given' | 'own'): readonly string[] {
  return braces
    .split(',')
    .map((one) =>
      one
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+|\s*:\s*/),
    )
    .map((parts) => (side === 'given' ? parts[0] : parts.at(-1)) ?? '')
    .filter((name) => name !== '');
}

/** A project path with its ending, from a specifier in a file; benches name `./src/…` from the root. */
function fileOf(specifier: string, from: string): string {
  const path =
    specifier.startsWith('./src/') || specifier.startsWith('./test/')
      ? specifier
      : join(dirname(from), specifier);
  return join(path).replace(/\.js$/, '.ts');
}

/** A type that its own file uses is part of what that file gives: whoever takes a function may have to name it. */
function isForm(line: string): boolean {
  return /^export (?:declare )?(?:type|interface) /.test(line);
}

/** `path: name` of every export of `sources` that no other file takes. */
function deadIn(sources: readonly Text[], others: readonly Text[]): readonly string[] {
  const taken = new Set<string>();
  const whole = new Set<string>();
  for (const { path, text } of [...sources, ...others]) {
    for (const [, braces = '', specifier = ''] of [...text.matchAll(taking), ...text.matchAll(takingLater)])
      for (const name of namesIn(braces, 'given')) taken.add(`${fileOf(specifier, path)}: ${name}`);
    // What is taken apart where it is loaded is taken by name; any other `import()` takes the file whole.
    const all = text.replace(takingLater, '').matchAll(takingAll);
    for (const [, one, other] of all) whole.add(fileOf(one ?? other ?? '', path));
  }
  return sources
    .filter(({ path }) => !whole.has(path))
    .flatMap(({ path, text }) => [
      ...[...text.matchAll(declaration)]
        .filter(([line, name = '']) => !isForm(line) || text.split(new RegExp(`\\b${name}\\b`)).length === 2)
        .map((match) => `${path}: ${match[1]}`),
      ...[...text.matchAll(list)].flatMap((match) =>
        namesIn(match[1] ?? '', 'own').map((name) => `${path}: ${name}`),
      ),
    ])
    .filter((one) => !taken.has(one));
}

describe('an exported name', () => {
  it('is imported by another file', () => {
    const others = [
      ...sourceFiles('test'),
      ...sourceFiles('test', '.mjs'),
      ...sourceFiles('scripts', '.mjs'),
    ];
    const dead = deadIn(sourceFiles('src'), others).filter(
      (one) => ![...calledFromOutside, ...takenFromBundle].includes(one),
    );
    assert.deepEqual(dead, []);
  });

  it('is found dead, whatever the form of its export', () => {
    const text =
      'export function a() {}\nexport const b: I = 1;\nexport type C = 1;\nexport interface D {}\nexport type I = 1;\nconst e = 1;\nexport { e as f };\nexport async function g() {}\nexport class H {}\n';
    const names = deadIn([{ path: 'src/x.ts', text }], []).map((one) => one.split(': ')[1]);
    assert.deepEqual(names, ['a', 'b', 'C', 'D', 'g', 'H', 'f']);
  });

  it('lives by each form of an import', () => {
    const sources = ['a', 'b', 'C', 'd'].map((name) => ({
      path: `src/${name}.ts`,
      text: `export const ${name} = 1;\n`,
    }));
    const others = [
      {
        path: 'src/core/y.ts',
        text: "import { a as other } from '../a.js';\nimport { type C } from '../C.js';",
      },
      { path: 'src/z.ts', text: "const { b } = await import('./b.js');\n" },
      { path: 'test/w.ts', text: "import * as all from '../src/d.js';\n" },
    ];
    assert.deepEqual(deadIn(sources, others), []);
    assert.deepEqual(deadIn(sources, []).length, 4);
  });
});
