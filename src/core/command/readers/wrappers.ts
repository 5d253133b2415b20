import type { Wrapper } from './wrapper.js';

/** Programs that start another one on this machine. */
export const wrappers: readonly Wrapper[] = [
  {
    programs: 'sudo',
    valued:
      '-u --user -g --group -h --host -p --prompt -C --close-from -r --role -t --type -T --command-timeout -U --other-user -D --chdir -R --chroot',
    assigns: true,
    shell: '-s --shell -i --login',
    directory: '-D --chdir',
  },
  { programs: 'doas', valued: '-u -C', shell: '-s' },
  { programs: 'pkexec', valued: '--user' },
  { programs: 'gosu su-exec setuidgid chpst', valued: '-u -U -e -d -l -n', operands: 1 },
  {
    programs: 'runuser',
    valued: '-u --user -g --group -G --supp-group -s --shell -c --command --session-command -w',
    code: '-c --command --session-command',
  },
  {
    programs: 'setpriv',
    valued:
      '--reuid --regid --groups --inh-caps --ambient-caps --bounding-set --securebits --pdeathsig --selinux-label --apparmor-profile',
  },
  { programs: 'capsh', valued: '-c --user', code: '-c', divided: true },
  {
    programs:
      'nohup setsid nocache eatmydata unbuffer catchsegv tini dumb-init catatonit s6-setuidgid faketty winpty rlwrap setarch linux32 linux64 fakeroot',
    valued: '-e --rewrite -g -f -H -C --command',
  },
  { programs: 'nice', valued: '-n --adjustment' },
  { programs: 'ionice', valued: '-c --class -n --classdata -p --pid -P -u' },
  { programs: 'chrt', valued: '-T -P -D --sched-runtime --sched-period --sched-deadline', operands: 1 },
  {
    programs: 'taskset numactl',
    valued: '-N -m -C -i -p --cpunodebind --membind --physcpubind --interleave',
    operands: 1,
  },
  { programs: 'prlimit', valued: '-p --pid -o --output' },
  { programs: 'timeout gtimeout', valued: '-s --signal -k --kill-after', operands: 1 },
  { programs: 'time gtime', valued: '-f --format -o --output' },
  { programs: 'stdbuf gstdbuf', valued: '-i --input -o --output -e --error' },
  { programs: 'caffeinate', valued: '-t -w' },
  { programs: 'proxychains proxychains4 torsocks torify tsocks', valued: '-f' },
  { programs: 'strace ltrace dtruss', valued: '-e -o -p -s -u -a -E -P -O -S -I -b -n -l -F -x -X -A -D' },
  { programs: 'valgrind perf-record heaptrack', valued: '' },
  { programs: 'perf', words: 'record', valued: '-e --event -F --freq -g --call-graph -o --output -p' },
  { programs: 'perf', words: 'stat', valued: '-e --event -r --repeat -o --output -p' },
  {
    programs: 'flock',
    loose: true,
    valued: '-w --timeout --wait -E --conflict-exit-code -c --command',
    operands: 1,
    code: '-c --command',
  },
  { programs: 'lockf', valued: '-t', operands: 1 },
  { programs: 'chroot', valued: '--userspec --groups', operands: 1, elsewhere: 'container' },
  {
    programs: 'unshare',
    valued: '--map-user --map-group --setuid --setgid -R --root -w --wd --propagation --setgroups -S -G',
  },
  { programs: 'nsenter', valued: '-t --target -S --setuid -G --setgid -W --wdns' },
  { programs: 'ip', words: 'netns exec', operands: 1 },
  { programs: 'firejail', valued: '' },
  {
    programs: 'bwrap',
    valued: '--chdir --uid --gid --hostname --dev --proc --tmpfs --dir --unsetenv --args --seccomp',
  },
  {
    programs: 'systemd-run',
    valued:
      '-u --unit -p --property -E --setenv -H --host -M --machine --uid --gid --slice --working-directory --description --service-type --on-active --on-boot --on-calendar --on-startup --on-unit-active --timer-property --nice -d',
    assigns: true,
  },
  { programs: 'systemd-inhibit', valued: '--what --who --why --mode' },
  { programs: 'cgexec', valued: '-g' },
  {
    programs: 'dbus-run-session xvfb-run',
    valued:
      '-n --server-num -s --server-args -e --error-file -f --auth-file -w --wait -p --config-file --dbus-daemon',
  },
  { programs: 'watch', valued: '-n --interval -q --equexit', inner: 'shell' },
  { programs: 'entr', valued: '' },
  {
    programs: 'nodemon',
    valued: '-e --ext -w --watch -i --ignore --delay -x --exec --cwd',
    code: '-x --exec',
  },
  {
    programs: 'watchexec',
    valued: '-e --exts -w --watch -i --ignore -f --filter -d --debounce --shell -s --signal',
  },
  {
    programs: 'hyperfine',
    valued:
      '-w --warmup -r --runs -m --min-runs -M --max-runs -L --parameter-list --export-json --export-markdown -n --command-name',
    code: '-p --prepare -s --setup -c --cleanup',
    inner: 'shell',
  },
  {
    programs: 'script',
    loose: true,
    valued:
      '-c --command -E --echo -I --log-in -O --log-out -B --log-io -T --log-timing -m --logging-format -o --output-limit',
    code: '-c --command',
    operands: 1,
  },
  { programs: 'direnv', words: 'exec', operands: 1 },
  {
    programs: 'nix-shell nix',
    valued: '-p --packages -I --arg --argstr -A --attr --run --command',
    code: '--run --command',
    divided: true,
  },
  { programs: 'nix', words: 'develop', valued: '-c --command', code: '', divided: true },
  {
    programs: 'poetry pipenv uv rye hatch pdm conda mamba micromamba bundle',
    words: 'run',
    valued: '-n --name -p --prefix --with --python --env-file --project --directory --group --extra --cwd',
  },
  { programs: 'bundle', words: 'exec', valued: '--gemfile' },
  {
    programs: 'npx bunx pnpx uvx pipx',
    valued: '-p --package -c --call --registry --python --from --with',
    code: '-c --call',
  },
  {
    programs: 'npm pnpm yarn',
    words: 'exec',
    valued: '-p --package -c --call -w --workspace --filter -C',
    code: '-c --call',
  },
  { programs: 'pnpm yarn', words: 'dlx', valued: '-p --package' },
  { programs: 'pipx', words: 'run', valued: '--spec --python' },
  { programs: 'asdf mise rtx', words: 'exec', valued: '' },
  { programs: 'rbenv pyenv nodenv', words: 'exec', valued: '' },
  { programs: 'nvm', words: 'exec', operands: 1 },
  { programs: 'dotenv dotenvx', valued: '-e -f --env-file -c', divided: true },
  { programs: 'dotenv dotenvx', words: 'run', valued: '-e -f --env-file' },
  {
    programs: 'doppler',
    words: 'run',
    valued: '-p --project -c --config -t --token --command',
    code: '--command',
    divided: true,
  },
  { programs: 'op infisical', words: 'run', valued: '--env-file --env --path --account', divided: true },
  {
    programs: 'chamber aws-vault',
    words: 'exec',
    valued: '-d --duration --mfa-token --region',
    operands: 1,
    divided: true,
  },
  { programs: 'envchain', valued: '', operands: 1 },
  { programs: 'cross-env', valued: '', assigns: true },
  { programs: 'cross-env-shell', valued: '', assigns: true, inner: 'shell' },
  { programs: 'concurrently', valued: '-n --names -c --prefix-colors -k -s', inner: 'shell' },
  { programs: 'busybox toybox' },
  { programs: 'rustup', words: 'run', operands: 1 },
  { programs: 'lerna', words: 'exec', valued: '--scope --ignore --concurrency', divided: true },
  { programs: 'retry', valued: '-t --times -d --delay -m --max -i --interval', divided: true },
];
