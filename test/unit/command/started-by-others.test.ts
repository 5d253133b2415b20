import assert from 'node:assert/strict';
import { judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const world = memoryWorld({
  cwd: '/srv/app',
  home: '/home/ada',
  env: { HOME: '/home/ada' },
  files: {
    '/srv/app/wipe.py': 'import shutil\nshutil.rmtree("/home/ada/work")\n',
    '/srv/app/fine.py': 'print(1)\n',
    '/home/ada/work/a': 'x',
  },
});
const asks = (command: string): boolean => !['quiet', 'note'].includes(judged(command, world).band);

/** Programs that start what stands behind their own words, from their manuals. */
const starters: readonly ((inner: string) => string)[] = [
  (inner) => `numactl -C0 ${inner}`,
  (inner) => `numactl -C 0 -m 1 ${inner}`,
  (inner) => `taskset -c 0 ${inner}`,
  (inner) => `taskset 0x3 ${inner}`,
  (inner) => `chpst -u u ${inner}`,
  (inner) => `setuidgid u ${inner}`,
  (inner) => `arch -x86_64 ${inner}`,
  (inner) => `arch -arch arm64 ${inner}`,
  (inner) => `sg root '${inner}'`,
  (inner) => `start-stop-daemon --start --exec ${inner.replace(' ', ' -- ')}`,
  (inner) => `xterm -e ${inner}`,
  (inner) => `xterm -e '${inner}'`,
  (inner) => `gnome-terminal -- ${inner}`,
  (inner) => `gdb -ex run --args ${inner}`,
  (inner) => `rr record ${inner}`,
  (inner) => `lldb -o 'platform shell ${inner}' -o quit`,
  (inner) => `nix develop -c ${inner}`,
  (inner) => `nix develop . --command ${inner}`,
  (inner) => `nix shell nixpkgs#coreutils -c ${inner}`,
  (inner) => `npm explore x -- ${inner}`,
  (inner) => `yarn workspaces foreach -A exec ${inner}`,
  (inner) => `mix cmd ${inner}`,
  (inner) => `cargo watch -s '${inner}'`,
  (inner) => `mise x -- ${inner}`,
  (inner) => `mise exec node@20 -- ${inner}`,
  (inner) => `volta run ${inner}`,
  (inner) => `fnm exec --using=20 ${inner}`,
  (inner) => `podman unshare ${inner}`,
  (inner) => `sem -j1 ${inner}`,
  (inner) => `env --block-signal ${inner}`,
  (inner) => `env --default-signal=PIPE ${inner}`,
  (inner) => `etcdctl watch x -- ${inner}`,
  (inner) => `tmux if true 'run "${inner}"'`,
  (inner) => `tmux if-shell '${inner}' 'display x'`,
  (inner) => `tmux display '#(${inner})'`,
  (inner) => `tmux bind-key x run-shell '${inner}'`,
  (inner) => `perl -e 'qx(${inner})'`,
  (inner) => `perl -e 'qx/${inner.replaceAll('/', '\\/')}/; qx{${inner}}'`,
  (inner) => `ruby -e '%x(${inner})'`,
];

/** What runs a file of Python in the place of the interpreter. */
const runners = [
  'python3 -m cProfile',
  'python3 -m cProfile -s time',
  'python3 -m pdb -c continue',
  'python3 -m trace --count',
  'coverage run',
  'python3 -m coverage run --source .',
  'kernprof -l',
  'scalene',
  'memray run -o x',
  'uv run',
  'poetry run python',
];

describe('a command that another program starts', () => {
  for (const start of starters)
    it(`is read: ${start('CMD')}`, () => {
      assert.ok(asks(start('rm -rf /home/ada/work')), start('rm -rf /home/ada/work'));
      assert.ok(!asks(start('ls -l src')), start('ls -l src'));
    });

  for (const runner of runners)
    it(`is read as its file: ${runner}`, () => {
      assert.ok(asks(`${runner} wipe.py`));
      assert.ok(!asks(`${runner} fine.py`));
    });

  it('is read where code loads it by a function', () => {
    for (const code of [
      '__import__("wipe")',
      'import runpy; runpy.run_path("wipe.py")',
      'import importlib; importlib.import_module("wipe")',
    ])
      assert.ok(asks(`python3 -c '${code}'`), code);
  });

  it('is the package of that name in any version', () => {
    for (const start of ['npx -y', 'pnpm dlx', 'yarn dlx', 'npm exec --', 'bunx', 'npm x --'])
      for (const version of ['@latest', '@0.1.0', ''])
        assert.ok(asks(`${start} countersign${version} disconnect claude-code`), `${start} ${version}`);
    assert.ok(asks('npx prisma@5 migrate reset --force'));
    assert.ok(!asks('npx countersign@latest verify'));
    assert.ok(!asks('npx @biomejs/biome@2 check .'));
  });

  it('is none where nothing stands behind', () => {
    for (const command of [
      'arch',
      'numactl --hardware',
      'xterm',
      'gdb ./a.out',
      'nix develop',
      'npm x -- eslint .',
      'coverage report',
      'python3 -m pdb',
    ])
      assert.ok(!asks(command), command);
  });
});
