/** Small scripts that print, made from a grammar: nothing in them reads, writes or starts more than text programs. */
import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

const from = (...texts: readonly string[]): Text => fc.constantFrom(...texts);
const names = from('x', 'y', 'z');
const words = from(
  'in',
  'hello',
  'a-b',
  'LOUD',
  '3',
  '07',
  '0',
  '"p q"',
  "'it*'",
  '""',
  'b.c.d',
  '$y',
  '"$x"',
);
const quoted = from(
  "'a b'",
  "'el-lo'",
  "'50%'",
  "'x\\ty'",
  "'é'",
  "'7'",
  "'-4'",
  "'A'",
  "''",
  "'it'\\''s'",
  "'a:b'",
);
const patterns = from(
  '[el]',
  'l*',
  '?',
  '*',
  '[!a-h]',
  '*-',
  '[[:upper:]]',
  '.',
  'b',
  'll',
  '""',
  '"*"',
  '+(l)',
  '@(a|h)*',
);

const sequence = (...parts: readonly (string | Text)[]): Text =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.join(''));

const operation: Text = fc.oneof(
  sequence(from('^', '^^', ',', ',,'), from('', '[el]', '?', '[A-Z]', 'h')),
  sequence(from('#', '##', '%', '%%'), patterns),
  sequence(from('/', '//', '/#', '/%'), patterns, from('', '/', '/X', '/"a b"', '/&', '/[&]')),
  sequence(':', from('0', '1', '2', ' -2', '9', ' -9', '1+1'), from('', ':1', ':2', ':-1', ':0', ':-9')),
  sequence(from(':-', '-', ':+', '+', ':='), from('d', '"e f"', '$z')),
  from('@Q', '@U', '@u', '@L', '@E', '@A', '@a'),
);

const expansion: Text = fc.oneof(
  sequence('"$', names, '"'),
  sequence('$', names),
  sequence('"${', names, operation, '"}').map((text) => text.replace('"}', '}"')),
  sequence('${#', names, '}'),
  sequence('"${!', names, '}"'),
  sequence('${a[', from('0', '1', '@', '*', '-1', '7', 'y'), ']}'),
  sequence('"${a[@]', operation, '}"'),
  sequence('$', from('{#a[@]}', '{!a[@]}', '#', '{@:1}', '{12}')),
  sequence('"$', from('*', '1', '{@:2:1}'), '"'),
);

const number = from('0', '1', '3', '010', '0x1F', 'x', 'y', '-2', '2#101', '7', '16#fF', '36#z');
const arithmetic: Text = fc.oneof(
  sequence(
    number,
    from('+', '-', '*', '/', '%', '**', '<<', '>>', '&', '|', '^', '<', '==', '&&', '||', ','),
    number,
  ),
  sequence(from('-', '~', '!', '++', '--'), names),
  sequence(names, from('++', '--', '+=2', '-=1', '*=3', '=4', '/=2', '%=2', '<<=1', '|=1')),
  sequence(number, '?', number, ':', number),
  sequence('(', number, '+', number, ')*', number),
  sequence(number, from('&&', '||', '?'), names, '++').map((text) =>
    text.includes('?') ? `${text}:5` : text,
  ),
);

const format: Text = fc
  .array(
    fc.oneof(
      sequence(
        '%',
        from('', '-', '0', '+', ' ', '#', '-0'),
        from('', '1', '4', '*'),
        from('', '.2', '.0', '.'),
        from('s', 'd', 'x', 'X', 'o', 'c', 'b', 'q', 'i', 'u'),
      ),
      from(
        '%%',
        'a',
        ' ',
        '-',
        '\\n',
        '\\t',
        '\\x41',
        '\\101',
        '\\0101',
        '\\u00e9',
        '\\c',
        '\\\\',
        '\\z',
        '|',
      ),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => `'${parts.join('')}'`);

const echo: Text = sequence(
  'echo ',
  from('', '', '-n ', '-e ', '-en ', '-E ', '-nE ', '-x ', '-- ', '-e -n '),
  fc.oneof(
    words,
    quoted,
    from(
      "'a\\cb'",
      "'\\150'",
      "'\\0150'",
      "'\\x6'",
      "'\\x'",
      "'a\\nb'",
      "'\\e[1m'",
      "'\\u41'",
      "'\\\\n'",
      "'\\\"'",
      "'\\z'",
      "'\\'",
    ),
  ),
);
const printf: Text = sequence(
  'printf ',
  format,
  fc.array(fc.oneof(quoted, words), { maxLength: 3 }).map((all) => all.map((each) => ` ${each}`).join('')),
);
const show: Text = fc.oneof(
  sequence('echo "<$x>"'),
  sequence('echo "<"', expansion, from('">"', '', '"$x"')),
  sequence('echo $((', arithmetic, ')) "$x"'),
  echo,
  printf,
);

const attribute = from('', '-g ', '-i ', '-u ', '-l ', '-x ', '-r ', '-a ', '-n ', '-gx ', '+x ');
const declaration: Text = sequence(
  from('local ', 'declare ', 'typeset ', 'readonly ', 'export ', 'local '),
  attribute,
  names,
  fc.oneof(from('', '', '=(1 2)', '+=s', '=2+3'), sequence('=', words)),
);
const assignment: Text = fc.oneof(
  sequence(names, from('=', '='), words),
  sequence(names, '+=', words),
  sequence('a=(', words, ' ', words, ' ', words, ')'),
  sequence('a[', from('0', '1', '5', 'y'), from(']=', ']+='), words),
  sequence('a+=(', words, ')'),
  sequence('unset ', from('', '-v ', '-n '), names),
  sequence('unset "a[1]"'),
  sequence('declare -n r=', names, '; r=', words),
  sequence('printf -v ', from('x', 'y', '"a[1]"'), ' ', format, ' ', words),
  sequence(
    'read ',
    from('x', 'x y', '-r x', '-a a'),
    ' <<< ',
    fc.oneof(quoted, from("' p  q r '", "'a\\b c'")),
  ),
  sequence('mapfile ', from('-t a', 'a'), " <<< $'p\\nq'"),
  sequence('set -- ', words, ' ', words),
  sequence('((', arithmetic, '))'),
);

const lines = from(
  "'a b\\nc d\\n'",
  "'b\\na\\nB\\n'",
  "'aab\\nab'",
  "'x:y:z\\n:q\\n'",
  "'10\\n9\\n'",
  "'\\n\\nz\\n'",
  "'el  lo\\tw\\n'",
  "'A-b_c\\n'",
);
const filter: Text = fc.oneof(
  sequence(
    'tr ',
    from(
      'a-c A-C',
      '-d ab',
      '-s ab',
      '-cd a-z',
      '-c a-z _',
      "'[:lower:]' '[:upper:]'",
      "'[a-b]' '[x-y]'",
      'ab x',
      '-ds a b',
      "a-b '\\n'",
      "-d '\\n'",
      '-t abc x',
      "'[:space:]' _",
      "'a\\-c' x",
      "-s '[:space:]' ' '",
    ),
  ),
  sequence(
    'cut ',
    from(
      '-d: -f2',
      '-d: -f1,3',
      '-c2',
      '-c2-',
      '-c-2',
      '-f1',
      "-d ' ' -f2",
      '-s -d: -f2',
      '-d: -f2 --output-delimiter=+',
      '-b1',
      '--complement -c1',
      '-f2 -d:',
      '-d: -f3,1',
    ),
  ),
  sequence('head ', from('-n1', '-1', '-n -1', '-c2', '-c -1', '', '-n 0', '-q -n1')),
  sequence('tail ', from('-n1', '-1', '-n +2', '-c2', '-c +2', '', '-n 0', '-c 0')),
  sequence('sort ', from('', '-r', '-n', '-u', '-f')),
  sequence('uniq ', from('', '-c', '-d', '-i')),
  sequence(
    'sed ',
    from(
      's/a/X/',
      's/a/X/g',
      "'s/./&&/'",
      "'s/[ab]/-/g'",
      's/^/p/',
      "'s/$/e/'",
      "'s/b/\\n/'",
      'y/ab/xy/',
      "'s,b,/,'",
      's/A/z/I',
      '-n s/a/b/',
      "'s/a\\|b/X/'",
      "-E 's/a+/X/'",
      '-e s/a/1/ -e s/b/2/',
      "'s/a/X/2'",
      "'s/\\./d/'",
      "'s/[[:space:]]/_/g'",
      "'s/a/b/;s/b/c/'",
      "'s/\\t/T/'",
      "'s/a/[]/;y/b/q/'",
      "'s/x*/-/'",
    ),
  ),
  sequence(
    'awk ',
    from(
      "'{print $1}'",
      "'{print $2, $1}'",
      "-F: '{print $2}'",
      "'{print}'",
      "'{print $NF}'",
      "'{print $1 $2}'",
      "-F ' ' '{print $1}'",
      "-F. '{print $1}'",
      "-F'|' '{print $1}'",
      "-Ft '{print $1}'",
      "'{print $0}'",
      "'{print x}'",
      "'{print NR}'",
    ),
  ),
  sequence(
    'grep ',
    from('a', '-v a', '-i B', '-F .', '-c a', '-n a', '-o a', '-x ab', '-w a', '-e a', "''", '-vi A', '-q a'),
  ),
  sequence(
    'xargs ',
    from(
      '',
      '-n1 ',
      '-n2 ',
      '-L1 ',
      '-I{} ',
      '-0 ',
      "-d ' ' ",
      "-d '\\n' ",
      '-r ',
      '-t ',
      '-n 1 -I{} ',
      '-i ',
    ),
    from('echo', 'echo {}', 'echo p {} q', "printf '<%s>'"),
  ),
  from(
    'rev',
    'tac',
    'wc -l',
    'cat',
    'cat -n',
    'tee /dev/null',
    'base64',
    'base64 -w0',
    'base64 -w4',
    'base32',
    'cat -A',
    'nl',
    'fold -w2',
    'fold',
    'xxd -p',
    'od -c',
    'basenc --base16',
    'md5sum',
    'wc -c',
    'wc -w',
    'paste -sd,',
    'cat -s',
    'cat -',
    'cat -b',
    'fmt',
  ),
);
const pipeline: Text = fc
  .tuple(lines, fc.array(filter, { minLength: 1, maxLength: 2 }))
  .map(([text, filters]) => `printf ${text} | ${filters.join(' | ')}`);

const item: Text = fc.oneof(
  { weight: 4, arbitrary: assignment },
  { weight: 3, arbitrary: declaration },
  { weight: 4, arbitrary: show },
);
const body: Text = fc.array(item, { minLength: 1, maxLength: 3 }).map((all) => all.join('; '));

const compound: Text = fc.oneof(
  body,
  sequence('(', body, ')').map((text) => `${text}; echo "$x"`),
  sequence('{ ', body, '; }'),
  sequence('f() { ', body, '; }; f ', words, '; echo "$x-$y"'),
  sequence('f() { ', body, '; }; g() { ', declaration, '; f; ', show, '; }; g p; echo "$x-$y"'),
  sequence('f() { ', declaration, '; ', item, '; (($# > 2)) || f "$@" q; ', show, '; }; x=2; f p; echo "$x"'),
  sequence('f() { ', body, '; }; x=', words, ' f; echo "$x"'),
  sequence('f() { ', body, '; }; y=$(f); echo "$y,$x"'),
  sequence(
    'if [[ ',
    expansion,
    from(' == ', ' != ', ' = ', ' < ', ' -eq '),
    fc.oneof(words, patterns),
    ' ]]; then ',
    item,
    '; else ',
    item,
    '; fi; echo "$x"',
  ),
  sequence(
    'if [ ',
    expansion,
    from(' = ', ' != ', ' -eq ', ' -lt '),
    words,
    ' ]; then ',
    item,
    '; fi; echo "$x"',
  ),
  sequence(
    'if ',
    from(
      '[ -z "$x" ]',
      '[[ -n $x ]]',
      '! [[ -z $y ]]',
      'true',
      'false',
      '((x))',
      '[ "$x" ]',
      '[ ! "$x" ]',
      '[[ $x && $y ]]',
      '[[ -v x ]]',
    ),
    '; then ',
    item,
    '; fi; echo "$x"',
  ),
  sequence(
    'case ',
    expansion,
    ' in ',
    patterns,
    ') ',
    item,
    from(';;', ';&', ';;&'),
    ' [a-h]*|',
    words,
    ') ',
    item,
    ';; *) ',
    item,
    ';; esac; echo "$x"',
  ),
  sequence(
    'for x in ',
    words,
    ' ',
    words,
    '; do ',
    item,
    from('', '; break', '; continue', '; [[ $x ]] && break'),
    '; ',
    item,
    '; done; echo "$x"',
  ),
  sequence('while read x', from('', ' y'), '; do ', item, '; done < <(printf ', lines, '); echo "$x"'),
  sequence('for ((i=0;i<2;i++)); do ', item, '; done; echo $x'),
  sequence(
    from('true', 'false', 'f() { return 1; }; f', 'f() { return 0; }; f', '[ a = b ]'),
    from(' && ', ' || '),
    item,
    '; echo "$x"',
  ),
  sequence(
    'x=',
    words,
    '; eval ',
    from("'x=2'", "'echo $x'", '"echo $x"', "'local x=3'", "'f() { x=9; }; f'"),
    '; echo "$x"',
  ),
  sequence('export x', from('', '=1', '=2'), '; ', item, '; bash -c \'echo "$x,$y"\''),
  sequence('x=', words, ' bash -c \'echo "$x,$0,$1"\' p q'),
  pipeline,
);

/** One script; bash runs it in milliseconds, without a file of its own and without an environment. */
export const printingScript: Text = fc
  .tuple(
    fc.oneof(
      fc.constant(''),
      sequence('x=', words),
      sequence('x=', quoted),
      sequence('y=', words, '; x=', words),
      sequence('a=(', words, ' ', words, '); x=', from('y', 'a', '5', 'hello')),
    ),
    compound,
  )
  .map(([start, rest]) => (start === '' ? rest : `${start}; ${rest}`));
