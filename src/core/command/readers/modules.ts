/** Code that another file brings along: by what it imports, by options that load something first, by the name of a module. */

/** Forms of one language: which files of the machine a literal name may be, nearest first. */
interface Loading {
  /** Names that code loads, as it spells them. */
  readonly named: (code: string) => readonly string[];
  /** Paths that such a name may have, relative to where the code lies. */
  readonly paths: (name: string) => readonly string[];
}

/** `__import__('a')`, `importlib.import_module('a')`, `runpy.run_path('a.py')`. */
const byFunction =
  /\b(?:__import__|import_module|run_path|run_module)[ \t]{0,8}\([ \t]{0,8}["']([\w./-]{1,400})["']/g;

const python: Loading = {
  named: (code) =>
    [...linesOf(code).flatMap(pythonNames), ...code.matchAll(byFunction)].map((one) =>
      typeof one === 'string' ? one : (one[1] ?? ''),
    ),
  paths: (name) => {
    const path = name.replace(/^\.+/, '').replaceAll('.', '/');
    if (name.endsWith('.py')) return [name];
    return [`${path}.py`, `${path}/__init__.py`];
  },
};

const javascript: Loading = {
  named: (code) =>
    [
      ...code.matchAll(
        /\b(?:require|import|from)[ \t]{0,8}\(?[ \t]{0,8}(["'`])(\.{1,2}\/[^"'`\n]{1,400})\1/g,
      ),
    ].map(([, , name = '']) => name),
  paths: scriptPaths,
};

const ruby: Loading = {
  named: (code) =>
    [...code.matchAll(/\b(?:require_relative|load)[ \t]{0,8}\(?[ \t]{0,8}(["'])([^"'\n]{1,400})\1/g)].map(
      ([, , name = '']) => name,
    ),
  paths: (name) => [name, `${name}.rb`],
};

const loadings: ReadonlyMap<string, Loading> = new Map([
  ['python', python],
  ['javascript', javascript],
  ['ruby', ruby],
]);

/** What code loads of the files beside it, each as the paths that it may have. What is installed elsewhere is not among them. */
export function loadedBy(language: string, code: string): readonly (readonly string[])[] {
  const loading = loadings.get(language);
  if (loading === undefined) return [];
  return [...new Set(loading.named(code))].map(loading.paths);
}

/** Files that an interpreter's own words load before, or in place of, a script: each as the paths that it may have. */
export function loadedByWords(language: string, words: readonly string[]): readonly (readonly string[])[] {
  if (language === 'python') return pythonModules(words);
  if (language === 'javascript') return [...preloaded(words), ...testFiles(words)];
  return language === 'ruby' ? attached(words, /^-r(.+)$/).map((name) => [name, `${name}.rb`]) : [];
}

/** `python -m NAME`; test runners name what they load, and load a file of that name that stands beside it. */
function pythonModules(words: readonly string[]): readonly (readonly string[])[] {
  const at = words.findIndex((word) => /^-[a-zA-Z]*m$/.test(word));
  const name = words[at + 1];
  if (at < 0 || name === undefined) return [];
  const path = name.replaceAll('.', '/');
  const own = [[`${path}.py`, `${path}/__main__.py`]];
  if (name === 'pytest')
    return [['conftest.py'], ...words.slice(at + 2).map((word) => [word.split('::')[0] ?? ''])];
  if (name !== 'unittest') return own;
  return words
    .slice(at + 2)
    .filter((word) => !word.startsWith('-'))
    .map((word) => {
      const [first = ''] = word.split('/').slice(-1);
      return word.endsWith('.py')
        ? [word]
        : [`${first.replaceAll('.', '/')}.py`, `${first.split('.')[0] ?? ''}.py`];
    });
}

function preloaded(words: readonly string[]): readonly (readonly string[])[] {
  const apart = words.flatMap((word, at) =>
    /^(?:-r|--require|--import|--loader|--experimental-loader)$/.test(word) ? [words[at + 1] ?? ''] : [],
  );
  return [...apart, ...attached(words, /^--(?:require|import|loader|experimental-loader)=(.+)$/)]
    .filter((name) => /^(?:\.{0,2}\/)/.test(name))
    .map(scriptPaths);
}

function testFiles(words: readonly string[]): readonly (readonly string[])[] {
  const at = words.indexOf('--test');
  return at < 0
    ? []
    : words
        .slice(at + 1)
        .filter((word) => !word.startsWith('-'))
        .map((word) => [word]);
}

function attached(words: readonly string[], form: RegExp): readonly string[] {
  return words.flatMap((word) => form.exec(word)?.[1] ?? []);
}

function scriptPaths(name: string): readonly string[] {
  return [name, ...['.js', '.mjs', '.cjs', '.ts', '/index.js'].map((end) => `${name}${end}`)];
}

function linesOf(code: string): readonly string[] {
  return code.split(/[\n;]/);
}

/** Of one statement: `import a, b as c`, `from .a import b`, which may be a module of its own. */
function pythonNames(line: string): readonly string[] {
  const [, from, names] = /^[ \t]*from[ \t]+([\w.]+)[ \t]+import\b([\w., \t(*]*)/.exec(line) ?? [];
  if (from !== undefined) {
    const inner = (names ?? '').split(',').map((one) => /\w+/.exec(one)?.[0] ?? '');
    const base = /^\.+$/.test(from) ? '' : `${from}.`;
    return [
      ...(base === '' ? [] : [from]),
      ...inner.filter((one) => one !== '').map((one) => `${base}${one}`),
    ];
  }
  const [, list] = /^[ \t]*import[ \t]+([\w., \t]+)/.exec(line) ?? [];
  return (list ?? '').split(',').flatMap((one) => /[\w.]+/.exec(one)?.[0] ?? []);
}
