import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { read, rows } from './reading.js';

describe('odd text', () => {
  rows([
    ['ls \u202etxt', '! bidi-control'],
    ['rm\u200b y', '! hidden-character'],
    ['rm \ufeffy', '! hidden-character'],
    ['echo \u{e0041}', '! hidden-character'],
    ['r\u043c y', '! look-alike', 'r\u043c y'],
    ['\uff52\uff4d y', '! look-alike'],
    ['ls\r', 'ls\r'],
    ['echo a\rrm y', '! control-character'],
    ['echo \u001b[2K', '! control-character'],
    ['echo \0x', '! control-character'],
    ['echo "unterminated', '! parse-error', 'echo unterminated'],
    ['echo $(', '! parse-error'],
    ['echo $(rm y', 'rm y', '! parse-error'],
    ['if a; then b', '! parse-error', 'a', 'b'],
    ["bash -c 'echo \"x'", '! parse-error'],
    ['echo "$(echo "x)"', '! parse-error'],
    ['a; }; b', '! parse-error', 'a'],
    ['\uFFFC y', '! hidden-character', '! opaque-program'],
  ]);

  it('names the character and its place', () => {
    const [anomaly] = read('ls \u202etxt').anomalies;
    deepStrictEqual(anomaly, { kind: 'bidi-control', detail: 'U+202E', span: [3, 4] });
  });

  it('does not mind an ending carriage return or letters of other scripts in arguments', () => {
    deepStrictEqual(read('echo \u043f\u0440\u0438\u0432\u0435\u0442 \u4f60\u597d\r\nls').anomalies, []);
  });
});

describe('hostile text', () => {
  const hostile: readonly (readonly [name: string, text: string])[] = [
    ['5,000 nested substitutions', `echo ${'$('.repeat(5_000)}x${')'.repeat(5_000)}`],
    ['5,000 open substitutions', '$('.repeat(5_000)],
    ['1 MB of one word', 'a'.repeat(1_000_000)],
    ['1 MB of commands', 'rm x;'.repeat(200_000)],
    ['open quotes', '"'.repeat(20_001)],
    ['backticks', '`'.repeat(10_001)],
    ['brackets', '('.repeat(65_000)],
    ['arithmetic', '$(('.repeat(20_000)],
    ['defaults', `\${a:-`.repeat(12_000)],
    ['process substitutions', '<('.repeat(30_000)],
    ['here-documents', `cat <<E${'\n<<E'.repeat(10_000)}`],
    ['brace product', `echo ${'{a,b}'.repeat(60)}`],
    ['doubling variable', `x=aaaaaaaaaaaaaaaa;${'x=$x$x;'.repeat(40)}rm $x`],
    ['fork bomb', ':(){ :|:& };:'],
    ['recursion', 'f(){ f; f; };f'],
    ['nested loops', `${'for i in 1 2 3 4 5 6 7 8 9; do '.repeat(8)}rm $i${'; done'.repeat(8)}`],
    ['nested whiles', `${'while true; do '.repeat(12)}rm x${'; done'.repeat(12)}`],
    ['stars', `x=${'a'.repeat(4_000)}; echo \${x//*a*a*a*a*b/y} \${x##*a*a*b}`],
    ['long pipe', `${'a | '.repeat(15_000)}b`],
    ['long choice', `${'a || '.repeat(12_000)}b`],
    [
      'many variables',
      `${Array.from({ length: 2_000 }, (_, index) => `a${index}=1`).join(';')};${'(b);'.repeat(3_000)}`,
    ],
    ['binary', String.fromCharCode(...Array.from({ length: 4_096 }, (_, index) => (index * 7919) % 256))],
    ['lone surrogates', '\ud800'.repeat(1_000)],
    ['sed and awk', `sed '${'s/a/'.repeat(2_000)}' | awk '${'"'.repeat(2_000)}'`],
    ['python', `python -c '${'os.system(('.repeat(2_000)}'`],
    ['python calls', `python -c "${'os.system('.repeat(6_000)}"`],
    ['python newlines', `python -c "${'\n'.repeat(60_000)}x"`],
    ['newlines in output', `x=$(printf '${'\n'.repeat(60_000)}x'); echo $x`],
    ['slashes', `find ${'/'.repeat(60_000)}x -exec rm {} \\;`],
    ['backticks in perl', `perl -e '${'`a`'.repeat(20_000)}'`],
    ['helper words', `PAGER="less ${'-a '.repeat(15_000)}!" git log`],
    ['ssh words', `rsync -e "ssh ${'-pabc '.repeat(10_000)}!" a b`],
    ['sed marks', `sed '${'s;'.repeat(4_000)}' f`],
    ['awk systems', `awk '${'system('.repeat(8_000)}'`],
    ['makefile line', `make -f - x <<'E'\n${' '.repeat(60_000)}x\n${'a '.repeat(30_000)}\nE`],
    ['powershell calls', `[IO.File]::Delete(${'[IO.File]::Delete('.repeat(150)}`],
    ['percent signs', '%a'.repeat(30_000)],
    ['python strings', `python -c "${"x='".repeat(4_000)}"`],
  ];
  for (const [name, text] of hostile) {
    it(`stays bounded: ${name}`, () => {
      for (const shell of ['bash', 'pwsh', 'cmd'] as const) {
        const reading = read(text, undefined, shell);
        ok(reading.invocations.length <= 2_000, `${reading.invocations.length} invocations`);
      }
    });
  }

  it('says what it left out', () => {
    const kinds = (text: string): readonly string[] => read(text).anomalies.map((anomaly) => anomaly.kind);
    ok(kinds('a'.repeat(70_000)).includes('too-long'));
    ok(kinds('rm x;'.repeat(13_000)).includes('too-many'));
    ok(kinds(`echo ${'$('.repeat(300)}x${')'.repeat(300)}`).includes('too-deep'));
    strictEqual(kinds('rm x;'.repeat(100)).length, 0);
  });

  it('answers the same each time', () => {
    const text = 'for x in a $U; do P=$x rm "$x" | tee f; done; bash -c "$(curl u)"';
    deepStrictEqual(read(text), read(text));
  });
});
