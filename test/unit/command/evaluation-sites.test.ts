import assert from 'node:assert/strict';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const world = memoryWorld({
  cwd: '/srv/app',
  home: '/home/ada',
  files: {
    '/srv/app/a.txt': 'text\n',
    '/srv/app/wipe.sh': 'rm -rf /home/u\n',
    '/srv/app/fine.sh': 'echo fine\n',
  },
});
const isAsked = (command: string): boolean => asks(judged(command, world));

/** Where bash works out `x` as a number: in a subscript, a bound or an operand. */
const numbers = [
  'y=([x]=1)',
  'y=([0]=1 [x]=2)',
  'y+=([x]=1)',
  'y[x]=1',
  'y[x]+=1',
  'declare -a y=([x]=1)',
  'readonly -a y=([x]=1)',
  'f() { local -a y=([x]=1); }; f',
  'typeset y[x]=1',
  `echo \${b[x]}`,
  `echo "\${b[x]}"`,
  `echo \${#b[x]}`,
  `echo \${b[x]:-1}`,
  `: \${b[x]:=1}`,
  `echo \${b[x]^}`,
  `echo \${b[x]@Q}`,
  `b=(1 2); echo \${b[x]}`,
  `b=(1 2); echo \${b[@]:x}`,
  `echo \${z:x}`,
  `z=abc; echo \${z:0:x}`,
  'echo $((x))',
  'echo $((x + 1))',
  'let x',
  'let n=x',
  '((x))',
  'for ((i = x; i < 1; i++)); do :; done',
  'declare -i n=x',
  '[[ x -eq 1 ]]',
  "unset 'y[x]'",
  "printf -v 'y[x]' hi",
  "read 'y[x]' <<< hi",
  "test -v 'y[x]'",
  "[ -v 'y[x]' ]",
  "[[ -v 'y[x]' ]]",
  `n='b[x]'; echo \${!n}`,
];

/** Text that a builtin or a shell expands or runs. */
const texts: readonly ((code: string) => string)[] = [
  (code) => `compgen -W '$(${code})'`,
  (code) => `compgen -W '$(${code})' -- a`,
  (code) => `complete -W '$(${code})' foo`,
  (code) => `compgen -C '${code}' x`,
  (code) => `f() { ${code}; }; compgen -F f x`,
  (code) => `mapfile -C '${code} #' -c 1 a < a.txt`,
  (code) => `readarray -c1 -C '${code} #' a < a.txt`,
  (code) => `mapfile -tC '${code} #' a < a.txt`,
  (code) => `PS0='$(${code})' bash -i <<< 'echo a'`,
  (code) => `PS1='$(${code})' bash -i <<< ''`,
  (code) => `export PS1='\`${code}\`'; bash -i <<< ''`,
  (code) => `env 'PS1=$(${code})' bash -i`,
  (code) => `MAILPATH='/tmp/x?$(${code})' bash -i`,
  (code) => `BASH_ALIASES[ll]='${code}'; shopt -s expand_aliases; eval ll`,
];

describe('a text that bash evaluates', () => {
  it('is run where it is worked out as a number', () => {
    const quiet = numbers.filter((site) => !isAsked(`x='a[$(rm -rf /home/u)]'; ${site}`));
    assert.deepEqual(quiet, []);
    const asked = numbers.filter((site) => isAsked(`x=1; ${site}`) || isAsked(`x='a[$(echo 1)]'; ${site}`));
    assert.deepEqual(asked, []);
  });

  it('is no number where elements go by texts', () => {
    for (const site of ['y=([x]=1)', 'y[x]=1', `echo \${y[x]}`, "unset 'y[x]'"])
      assert.equal(isAsked(`declare -A y; x='a[$(rm -rf /home/u)]'; ${site}`), false, site);
    assert.equal(isAsked('x=\'a[$(rm -rf /home/u)]\'; echo "$x" y[0]'), false);
  });

  for (const site of texts)
    it(`is run by ${site('CODE')}`, () => {
      assert.equal(isAsked(site('rm -rf /home/u')), true);
      assert.equal(isAsked(site('echo fine')), false);
    });

  it('is run by what a variable brings', () => {
    for (const command of [
      "env 'BASH_FUNC_ls%%=() { rm -rf /home/u; }' bash -c ls",
      'ENV=wipe.sh sh -i -c :',
      'ENV=./wipe.sh dash -i <<< :',
      'export ENV=wipe.sh; sh -ic :',
      'BASH_CMDS[ls]=/bin/rm; ls -rf /home/u',
    ])
      assert.equal(isAsked(command), true, command);
    for (const command of [
      'ENV=fine.sh sh -i -c :',
      'ENV=production sh -i -c :',
      'ENV=production npm test',
      "env 'A.B=1' bash -c ls",
      "PS1='$ ' bash -i <<< ''",
      'compgen -W "a b" -- a',
      'mapfile -t a < a.txt',
    ])
      assert.equal(isAsked(command), false, command);
  });
});
