import { memoryWorld } from '../../support/world.js';
import { rows } from './reading.js';

describe('words: quoting', () => {
  rows([
    ['r\\m -rf /x', 'rm -rf /x'],
    ['\'r\'m "-rf" /x', 'rm -rf /x'],
    ["r''m x", 'rm x'],
    ["$'\\x72\\x6d' x", 'rm x'],
    ["$'\\162m' x", 'rm x'],
    ['r\\\nm -rf /x', 'rm -rf /x'],
    ['$"rm" x', 'rm x'],
    ['echo "a  b"', 'echo a  b'],
    ["echo 'a;rm -rf /'", 'echo a;rm -rf /', 'not rm -rf /'],
    ['/bin/rm x', '/bin/rm x'],
    ['"/usr/bin/rm" x', '/usr/bin/rm x'],
    ["echo $'a\\nb'", 'echo a\\nb'],
  ]);
});

describe('words: braces', () => {
  rows([
    ['{rm,-rf,/data}', 'rm -rf /data'],
    ['echo {1..3}', 'echo 1 2 3'],
    ['echo {c..a}', 'echo c b a'],
    ['echo {01..03}', 'echo 01 02 03'],
    ['rm {a,b}{1,2}', 'rm a1 a2 b1 b2'],
    ['echo {a}', 'echo {a}'],
    ['x=q; echo {$x,"b c"}', 'echo q b c'],
    ['r{m,} x', 'rm r x'],
  ]);
});

describe('words: parameters', () => {
  rows([
    ['x=rm; $x -rf /y', 'rm -rf /y'],
    ['a=r b=m; $a$b /y', 'rm /y'],
    [`\${x:-rm} y`, 'rm y'],
    [`\${x:=rm} y; $x z`, 'rm y', 'rm z'],
    [`x=1; \${x:+rm} y`, 'rm y'],
    [`x=rm; \${!n} y`, '! opaque-program'],
    [`n=x; x=rm; \${!n} y`, 'rm y'],
    [`x=xrmx; \${x:1:2} y`, 'rm y'],
    [`x=RM; \${x,,} y`, 'rm y'],
    [`x=rm; echo \${x^^}`, 'echo RM'],
    [`x=aba; echo \${x//a/c}`, 'echo cbc'],
    [`x=aba; echo \${x/a/c}`, 'echo cba'],
    [`x=f.tar.gz; echo \${x%.*} \${x%%.*} \${x#*.} \${x##*.}`, 'echo f.tar f tar.gz gz'],
    [`x=abc; echo \${#x}`, 'echo 3'],
    [`x='$(rm -rf /y)'; echo \${x@P}`, 'rm -rf /y'],
    ['x="a b"; rm $x', 'rm a b'],
    ['x="a b"; rm "$x"', 'rm a b'],
    ['IFS=,; x=a,b; rm $x', 'rm a b'],
    [`rm\${IFS}-rf\${IFS}/y`, 'rm -rf /y'],
    ['set -- a b; rm "$@"', 'rm a b'],
    ['set -- a b; shift; rm $1', 'rm b'],
    ['r$@m y', 'rm y'],
    [`r\${1}m y`, 'rm y'],
    [`arr=(rm -rf /y); "\${arr[@]}"`, 'rm -rf /y'],
    [`arr=(a b); rm \${arr[1]}`, 'rm b'],
    [`declare -A m=([k]=v); rm \${m[k]}`, 'rm v'],
    ['declare -n r=t; t=rm; $r y', 'rm y'],
    ['rm -rf $UNSET/y', 'rm -rf ?/y'],
    ['$UNSET y', '(opaque) ? y', '! opaque-program'],
    ['unset X; rm a$X', 'rm a'],
    ['echo $((1+2*3)) $((2**3))', 'echo 7 8'],
    ['x=2; echo $((x+1))', 'echo 3'],
    ['echo $((`rm y`))', 'rm y'],
    ['x=$(date); rm "$x"', 'rm ?'],
    ['printf -v x %s rm; $x y', 'rm y'],
    ['read a b <<< "rm y"; $a $b', 'rm y'],
    [`echo \${PATH:0:1}`, 'echo /'],
    ['x=rm; x+=" -rf"; $x y', 'rm -rf y'],
  ]);
});

describe('words: tilde, globs and the environment', () => {
  const world = memoryWorld({
    env: { STAGE: 'prod' },
    files: { '/projects/app/bin/deploy': 'x', '/projects/app/a': '' },
  });
  rows(
    [
      ['rm ~/x "~/y" ~root/z', 'rm /home/ada/x ~/y /root/z'],
      ['deploy $STAGE', 'deploy prod'],
      ['rm *.log', 'rm <*.log>'],
      ['rm "*.log"', 'rm *.log'],
      ['cat /etc/pass[w]d', 'cat /etc/passwd'],
      ['/bin/r? y', '/bin/rm y'],
      ['/???/r[m] y', '/bin/rm y'],
      ['./* y', '! opaque-program'],
      ['cd /tmp; rm x; cd -; rm y', 'rm x', 'rm y'],
    ],
    world,
  );
});
