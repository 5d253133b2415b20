import { ok } from 'node:assert/strict';
import { read } from './reading.js';

const hidden = ['$(rm z)', '`rm z`', '"$(rm z)"', `\${none:-$(rm z)}`, '$((1 + $(rm z)))'];

/** Ways in which a substitution can be part of a word. */
const words: readonly ((inner: string) => string)[] = [
  (inner) => inner,
  (inner) => `a${inner}b`,
  (inner) => `[${inner}]`,
  (inner) => `d/[!a-${inner}]*`,
  (inner) => `[[:alpha:]${inner}].txt`,
  (inner) => `{a,${inner}}`,
  (inner) => `{${inner}}`,
];

/** Places where a word can stand. */
const places: readonly ((word: string) => string)[] = [
  (word) => `ls ${word}`,
  (word) => `x=${word}`,
  (word) => `x=${word} ls`,
  (word) => `x=(a ${word})`,
  (word) => `export x=${word}`,
  (word) => `ls > ${word}`,
  (word) => `cat <<< ${word}`,
  (word) => `for i in ${word}; do ls; done`,
  (word) => `case ${word} in a) ls;; esac`,
  (word) => `case $x in ${word}) ls;; esac`,
  (word) => `[[ -n ${word} ]]`,
  (word) => `[[ $x == ${word} ]]`,
  (word) => `f() { local x=${word}; }; f`,
];

/** Forms that take a substitution as it is. */
const forms: readonly ((inner: string) => string)[] = [
  (inner) => `x=abc; echo \${x/${inner}/}`,
  (inner) => `x=abc; echo \${x#${inner}}`,
  (inner) => `x=abc; echo \${x^^${inner}}`,
  (inner) => `echo \${none^^${inner}}`,
  (inner) => `echo \${none/a/${inner}}`,
  (inner) => `[[ $x == @(a|${inner}) ]]`,
  (inner) => `cat <<EOT\n${inner}\nEOT\n`,
];

describe('a substitution', () => {
  for (const inner of hidden) {
    it(`runs wherever it stands: ${inner}`, () => {
      const commands = [
        ...places.flatMap((place) => words.map((word) => place(word(inner)))),
        ...forms.map((form) => form(inner)),
      ];
      const missed = commands.filter(
        (command) => !read(command).invocations.some(({ program }) => program === 'rm'),
      );
      ok(missed.length === 0, `not seen in ${missed.join('; ')}`);
    });
  }
});
