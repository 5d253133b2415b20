import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { read, rows } from './reading.js';

describe('control flow', () => {
  rows([
    ['a && b || c; d & e | f |& g', 'a', 'b', 'c', 'd', 'e', 'f', 'g'],
    ['! a', 'a'],
    ['time -p a', 'a'],
    ['coproc a', 'a'],
    ['(a; b); { c; }', 'a', 'b', 'c'],
    ['if a; then b; elif c; then d; else e; fi', 'a', 'b', 'c', 'd', 'e'],
    ['while a; do b; done', 'a', 'b'],
    ['until a; do b; done', 'a', 'b'],
    ['for x in 1 2; do rm $x; done', 'rm 1', 'rm 2'],
    ['for x in {1..30}; do rm $x; done', 'rm ?'],
    ['for x in *.log; do rm "$x"; done', 'rm <*.log>'],
    [`a=(/d/*); rm "\${a[@]}"`, 'rm </d/*>'],
    ['for x in $(ls); do rm $x; done', 'rm ?'],
    ['for x; do rm $x; done', 'not rm x'],
    ['for ((i=0;i<3;i++)); do rm x; done', 'rm x'],
    ['select x in a; do rm $x; done', 'rm a'],
    ['case $1 in a) b;; *) c;; esac', 'c'],
    ['case x in x) b;; *) c;; esac', 'b', 'not c'],
    ['case $U in x) b;; *) c;; esac', 'b', 'c'],
    ['[[ a == a ]] && b', 'b'],
    ['if [ "$U" = x ]; then E=prod; else E=dev; fi; deploy $E', 'deploy ?'],
    ['E=dev; if test -f x; then E=prod; fi; deploy $E', 'deploy ?'],
    ['E=dev; test -f x && E=prod; deploy $E', 'deploy ?'],
    ['E=dev; mkdir x && E=prod; deploy $E', 'deploy prod'],
    ['E=prod; (E=dev); deploy $E', 'deploy prod'],
    ['E=prod; true | E=dev; deploy $E', 'deploy prod'],
    ['f() { rm "$1"; }; f y', 'rm y'],
    ['function f { rm y; }; f', 'rm y'],
    ['f() { return; }; f; rm y', 'rm y'],
    ['exit 0; rm y', 'not rm y'],
    ['test -f x && exit; rm y', 'rm y'],
    ['test -f x || exit 1; rm y', 'rm y'],
    ['cd a || exit 1; rm y', 'rm y'],
    ['(exit); rm y', 'rm y'],
    ['exit() { :; }; exit; rm y', 'rm y'],
    ['return; rm y', 'rm y'],
    ['alias k=kubectl; k delete ns p', 'kubectl delete ns p'],
    ['alias rm=echo; rm y', 'echo y', 'rm y'],
    ["trap 'rm y' EXIT", 'trap: rm y'],
    ["eval 'rm y'", 'eval: rm y'],
    ['eval rm y', 'eval: rm y'],
    ['command rm y', 'command: rm y'],
    ['command -v rm', 'command -v rm'],
    ['builtin cd x', 'builtin: cd x'],
    ['exec rm y', 'exec: rm y'],
    ['f() { echo; }; command f', 'command: f'],
    ['while read h; do rm $h; done <<< "a"', 'rm a'],
    ['printf "a\\nb\\n" | while read h; do rm $h; done', 'rm a', 'rm b'],
    ['cat list | while read h; do rm $h; done', 'rm ?'],
    [`mapfile -t a <<< "x"; rm \${a[0]}`, 'rm x'],
    ['echo a > f', 'echo a >f'],
    [': > f', ': >f'],
    ['> f', ': >f'],
    ['{ a; b; } > f', 'a', 'b', ': >f'],
    ['a >> f 2>&1', 'a >>f'],
    ['a &> f', 'a >f'],
    ['a < f', 'a <f'],
    ['x=1 a', 'a'],
    ['f(){ f|f& };f', '! too-many'],
    ['f() { f; }; f', '! too-deep'],
    ['x=\'eval "$x"\'; eval "$x"', '! too-deep'],
  ]);
});

describe('what is carried along', () => {
  const last = (command: string) => read(command).invocations.at(-1);

  it('follows cd, pushd and popd', () => {
    strictEqual(last('cd /tmp && a')?.cwd.text, '/tmp');
    strictEqual(last('cd x; a')?.cwd.text, '/projects/app/x');
    strictEqual(last('cd ..; a')?.cwd.text, '/projects');
    strictEqual(last('pushd /tmp; popd; a')?.cwd.text, '/projects/app');
    strictEqual(last('(cd /tmp); a')?.cwd.text, '/projects/app');
    deepStrictEqual(last('cd "$U"; a')?.cwd.opaque, ['unset-variable']);
  });

  it('carries exports and assignments before a command', () => {
    strictEqual(last('export P=prod; a')?.env.get('P')?.text, 'prod');
    strictEqual(last('P=prod a')?.env.get('P')?.text, 'prod');
    strictEqual(last('P=prod a; b')?.env.has('P'), false);
    strictEqual(last('P=prod; b')?.env.has('P'), false);
    strictEqual(last('P=prod; export P; b')?.env.get('P')?.text, 'prod');
    strictEqual(last('export P=a; unset P; b')?.env.get('P'), null);
    strictEqual(last('set -a; P=prod; b')?.env.get('P')?.text, 'prod');
    strictEqual(last('env -i P=prod b')?.env.get('P')?.text, 'prod');
    strictEqual(last('P=prod bash -c "b"')?.env.get('P')?.text, 'prod');
    strictEqual(last('sudo P=prod b')?.env.get('P')?.text, 'prod');
  });

  it('knows standard input where it is plain', () => {
    strictEqual(last('a < /dev/null')?.stdin?.text, '');
    strictEqual(last('echo x | a')?.stdin?.text, 'x\n');
    strictEqual(last('a <<< x')?.stdin?.text, 'x\n');
    strictEqual(last('a')?.stdin, undefined);
  });

  it('points into the outermost text', () => {
    const command = `sudo bash -c 'terraform destroy' && x`;
    const [first] = read(command).invocations;
    deepStrictEqual(command.slice(...(first?.span ?? [0, 0])), 'terraform destroy');
    const computed = 'echo cm0gLXJmIC95 | base64 -d | sh';
    const run = read(computed).invocations.at(-1);
    strictEqual(computed.slice(...(run?.span ?? [0, 0])), 'sh');
  });
});
