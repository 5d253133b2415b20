import assert from 'node:assert/strict';
import { asks, judged } from '../../support/judged.js';
import { lines, read } from './reading.js';

/** Substitutions as text: quoted, so that nothing expands them where they stand. */
const subscripts = ['a[$(rm -rf z)]', 'a[`rm -rf z`]', '1+a[0$(rm -rf z)]', 'a[$(rm -rf "z")]'];

/** Where a shell takes a text for a number or for a variable's name. */
const places: readonly ((text: string) => string)[] = [
  (text) => `x='${text}'; (( x ))`,
  (text) => `x='${text}'; y=x; echo $((y + 1))`,
  (text) => `x='${text}'; [[ $x -gt 3 ]]`,
  (text) => `x='${text}'; [[ x -eq 0 ]] && echo y`,
  (text) => `x='${text}'; if test -v "$x"; then :; fi`,
  (text) => `[[ -v '${text}' ]]`,
  (text) => `[ -v '${text}' ]`,
  (text) => `read '${text}' <<< 1`,
  (text) => `printf -v '${text}' %s 1`,
  (text) => `unset '${text}'`,
  (text) => `let '${text}'`,
  (text) => `declare -i x; x='${text}'`,
  (text) => `declare -i x='${text}'`,
  (text) => `declare -n r='${text}'; echo $r`,
  (text) => `x='${text}'; for ((i = x; i < 3; i++)); do :; done`,
  (text) => `x='${text}'; y=abc; echo "\${y:x}"`,
  (text) => `b=(1 2); x='${text}'; echo "\${b[x]}"`,
];

describe('text that a shell evaluates', () => {
  for (const place of places)
    it(`runs what stands in a subscript: ${place('TEXT')}`, () => {
      for (const text of subscripts) {
        const found = lines(read(place(text)));
        assert.ok(
          found.some((one) => one.includes('rm -rf z')),
          `${place(text)}: ${found.join('; ')}`,
        );
      }
    });

  for (const command of [
    `x='a[$(rm -rf z)]'; echo "$x"`,
    `export PS1='[\\u $(rm -rf z)]'`,
    `printf '%s' 'a[$(rm -rf z)]'`,
    `[[ $x == 'a[$(rm -rf z)]' ]]`,
    `grep -v 'a[$(rm -rf z)]' f`,
  ])
    it(`leaves alone what is only text: ${command}`, () => {
      assert.deepEqual(
        lines(read(command)).filter((one) => /^[^:]*: rm |^rm /.test(one)),
        [],
      );
    });

  for (const name of ['command_not_found_handle', 'command_not_found_handler', 'preexec', 'TRAPEXIT'])
    it(`calls ${name} by itself`, () => {
      assert.equal(asks(judged(`${name}() { rm -rf ~/work; }; nosuchcmd`)), true);
      assert.equal(asks(judged(`${name}() { echo "no $1"; }; nosuchcmd`)), false);
      assert.equal(asks(judged(`my_${name}() { rm -rf ~/work; }; true`)), false);
    });
});

describe('filters that run what they compose', () => {
  for (const command of [
    `awk 'BEGIN{c="rm -rf ~/work"; c | getline; close(c)}'`,
    `awk 'BEGIN{c="rm -rf ~/work"; while ((c | getline line) > 0) print line}'`,
    `awk 'BEGIN{c="rm -rf ~/work"; system(c)}'`,
    `awk '{run = "sh"; print $1 | run}' list`,
    `awk -v c='rm -rf ~/work' 'BEGIN{c |& getline x}'`,
    `awk '{$0 | getline}' list`,
    `awk '{print | $1}' list`,
    `sed 's/X/rm/e' <<< 'X -rf ~/work'`,
    `sed 's|.*|rm -rf ~/work|e' f`,
    `sed -n '1s/^/rm /e' f`,
    `sed 's/\\(.*\\)/sh -c \\1/e' f`,
  ])
    it(`asks: ${command}`, () => assert.equal(asks(judged(command)), true));

  for (const command of [
    `awk '{cmd = "date -d " $1; cmd | getline d; close(cmd); print d}' f`,
    `awk '{print $1 | "sort -u"}' f`,
    `awk '{s = "sort -n"; print $2 | s}' f`,
    `awk '/a|b/ {print $1}' f`,
    `awk '{print ($1 ~ /a|b/) || c}' f`,
    `awk '{ if (x || y) print "a|b" }' f`,
    `awk 'BEGIN{while ((getline line < "f") > 0) n++; print n}'`,
    `sed 's/.*/date/e' f`,
    `sed 's/one/e/' f`,
  ])
    it(`stays quiet: ${command}`, () => assert.equal(asks(judged(command)), false));
});
