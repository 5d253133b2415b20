import assert from 'node:assert/strict';
import { type Literal, literalsOf } from '../support/literals.js';
import { sourceFiles } from '../support/source.js';

/** Rooms that show sentences, or decide what is said, and make none. */
const rooms = [
  'vscode',
  'cli',
  'house',
  'house.ts',
  'extension.ts',
  'webview',
  'desk',
  'client',
  'hook',
  'http-hook',
  'mcp',
  'terminal',
  'engine',
  'offline',
  'askpass',
  'ports',
];

/** Commands that are judged and names of a grammar's nodes: nobody reads them. */
const data = [
  'src/engine/warm.ts',
  'src/engine/program-grammars.ts',
  ...['javascript', 'php', 'python'].map((name) => `src/engine/programs/${name}.ts`),
];

/** Rooms whose single words in capitals are no labels but names of keys. */
const withKeys = ['webview'];

/** A run of letters that stands by itself, or what a template puts in: no flag, path, code, glob, number or address. */
const word = /^[\p{P}\p{S}]*(?:\p{L}[\p{L}\p{M}’']*|…)[,;:.!?)…”"]*$/u;
const ofLetters = /\p{L}{2}/u;

/** Shown to a person: at least two words in a row, one of them of letters. Markup says nothing; what stands in it does. */
function isSentence(text: string): boolean {
  const parts = text
    .replace(/<[^<>]*>/g, ' ')
    .split(/\s+/)
    .map((part) => (word.test(part) ? part : ''));
  return parts.some((part, at) => {
    const next = parts[at + 1] ?? '';
    return part !== '' && next !== '' && (ofLetters.test(part) || ofLetters.test(next));
  });
}

/** A button, a title: a word with a capital. Codes and names in code begin small. */
function isLabel(text: string): boolean {
  return /^\p{Lu}\p{Ll}+(?:[\s….?!:]|$)/u.test(text);
}

function isShown({ text, property }: Literal, hasKeys: boolean): boolean {
  if (property === 'class') return false;
  return isSentence(text) || (!hasKeys && isLabel(text));
}

function sentencesIn(code: string, hasKeys = false): readonly string[] {
  return literalsOf(code)
    .filter((literal) => isShown(literal, hasKeys))
    .map(({ line, text }) => `${line} ${text.slice(0, 80)}`);
}

const sources = sourceFiles('src');

describe('sentences', () => {
  for (const room of rooms) {
    it(`are made in the messages' room, not in ${room}`, () => {
      const files = sources.filter(({ path }) => path.split('/')[1] === room && !data.includes(path));
      assert.ok(files.length > 0);
      const made = files.flatMap(({ path, text }) =>
        sentencesIn(text, withKeys.includes(room)).map((sentence) => `${path}:${sentence}`),
      );
      assert.deepEqual(made, []);
    });
  }

  it('are many where they belong', () => {
    const made = sources
      .filter(({ path }) => path.startsWith('src/messages/'))
      .flatMap(({ text }) => sentencesIn(text));
    assert.ok(made.length > 500, `${made.length} found`);
  });
});

/** In these examples `#{` stands for the dollar and brace of a template. */
describe('what tells a sentence', () => {
  for (const code of [
    `x('No agent is connected.')`,
    `x("it's gone")`,
    'x(`Request #{id}`)',
    'x(`#{name} is in #{path}`)',
    'x(`#{name}: #{n > 1 ? `#{n} more` : one}`)',
    'x(`in #{{ a: 1 }.a} days`)',
    `x('Review')`,
    `x('Repair…')`,
    `x('<b>Nothing waits</b>')`,
    `x('Exit code: 0 done, 1 not.')`,
    `x('wartet auf Änderung')`,
    `throw new Error('expected a card')`,
    `const half = a / b; x('not shown')`,
    `const all = /'/g; x('not shown')`,
  ]) {
    it(`finds it in ${code}`, () => {
      assert.equal(sentencesIn(code.replaceAll('#{', '${')).length, 1);
    });
  }

  for (const code of [
    `import { a } from './two-words.js'`,
    `// No agent is connected.`,
    `/* 'No agent is connected.' */`,
    `x('countersign.showPending')`,
    `x('**/*.ts', '--dry-run', 'git', 'push')`,
    `x(['rm', '-rf', '/'])`,
    `x('unknown-request', 'vscode.changes', 'CS-142')`,
    'x(`#{a}/#{b}`, `#{id}.txt`, `#{a} (#{b})`)',
    'x(`#{path}:#{line}`)',
    'x(`style-src #{source}`, `img-src data:`)',
    'x(`<html lang="en"><title>#{title}</title></html>`)',
    `x(/no agent is connected/)`,
    `element('p', { class: 'part state' })`,
    `x('')`,
    'x(` #{a}\\n`)',
    `x('\\n\\n')`,
    `x('font-src 0 1px')`,
  ]) {
    it(`finds none in ${code}`, () => {
      assert.deepEqual(sentencesIn(code.replaceAll('#{', '${')), []);
    });
  }
});
