import type { Elsewhere } from '../invocation.js';

/** A program whose words hold another program. One row a form; how rows are read stands in `unwrap.ts`. */
export interface Wrapper {
  /** Blank-separated names. */
  readonly programs: string;
  /** Sub-command that makes it a wrapper, `compose exec`. */
  readonly words?: string;
  /** Options before the sub-command that take a value. */
  readonly globals?: string;
  /** Options that take a value. */
  readonly valued?: string;
  /** Words of its own before the command: `timeout 5 CMD` has one. */
  readonly operands?: number;
  /** The inner words are `argv`, or joined and given to a shell, or already shell text (one word). */
  readonly inner?: 'argv' | 'shell';
  /** Options whose value is shell text that runs. */
  readonly code?: string;
  /** Only `--` divides its own words from the command. */
  readonly divided?: true;
  /** `name=value` words before the command are its environment. */
  readonly assigns?: true;
  /** Starts a shell that reads standard input when it is given no command; the options that ask for it, or `always`. */
  readonly shell?: string;
  /** Option that names the working directory of the command. */
  readonly directory?: string;
  readonly elsewhere?: Elsewhere['kind'];
  /** It does something itself as well, so it is reported beside the command. */
  readonly acts?: true;
}

const containerRun =
  '-a --add-host --annotation --attach --blkio-weight --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile -c --cpu-shares --cpus --cpuset-cpus --device --dns --dns-search --domainname -e --env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-timeout -h --hostname --ip --ipc --isolation -l --label --label-file --link --log-driver --log-opt --mac-address -m --memory --memory-swap --mount --name --net --network --network-alias --oom-score-adj --pid --pids-limit --platform -p --publish --pull --restart --runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit -u --user --userns --uts -v --volume --volume-driver --volumes-from -w --workdir --authfile --arch --pod --secret --variant --entrypoint';
const containerExec = '-e --env --env-file -u --user -w --workdir --detach-keys';
const dockerGlobals =
  '-c --context -H --host -l --log-level --config --tlscacert --tlscert --tlskey --url --connection --identity -n --namespace -a --address';
const composeGlobals =
  '-f --file -p --project-name --profile --env-file --project-directory --ansi --parallel --progress -H --host';
const composeRun =
  '-e --env --index -u --user -w --workdir --entrypoint -l --label --name -p --publish -v --volume --env-file --cap-add --cap-drop --pull';
const kubeGlobals =
  '-n --namespace --context --cluster --kubeconfig --user -s --server --token --as --as-group --as-uid --certificate-authority --client-key --client-certificate --request-timeout -v --cache-dir --tls-server-name --profile';

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
      '-a -n --server-num -s --server-args -e --error-file -f --auth-file -w --wait -p --config-file --dbus-daemon',
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
  {
    programs: 'docker podman nerdctl',
    words: 'exec',
    globals: dockerGlobals,
    valued: containerExec,
    operands: 1,
    elsewhere: 'container',
  },
  {
    programs: 'docker podman nerdctl',
    words: 'container exec',
    globals: dockerGlobals,
    valued: containerExec,
    operands: 1,
    elsewhere: 'container',
  },
  {
    programs: 'docker podman nerdctl',
    words: 'run',
    globals: dockerGlobals,
    valued: containerRun,
    operands: 1,
    elsewhere: 'container',
    acts: true,
  },
  {
    programs: 'docker podman nerdctl',
    words: 'container run',
    globals: dockerGlobals,
    valued: containerRun,
    operands: 1,
    elsewhere: 'container',
    acts: true,
  },
  {
    programs: 'docker podman nerdctl',
    words: 'compose exec',
    globals: `${dockerGlobals} ${composeGlobals}`,
    valued: composeRun,
    operands: 1,
    elsewhere: 'container',
  },
  {
    programs: 'docker podman nerdctl',
    words: 'compose run',
    globals: `${dockerGlobals} ${composeGlobals}`,
    valued: composeRun,
    operands: 1,
    elsewhere: 'container',
    acts: true,
  },
  {
    programs: 'docker-compose podman-compose',
    words: 'exec',
    globals: composeGlobals,
    valued: composeRun,
    operands: 1,
    elsewhere: 'container',
  },
  {
    programs: 'docker-compose podman-compose',
    words: 'run',
    globals: composeGlobals,
    valued: composeRun,
    operands: 1,
    elsewhere: 'container',
    acts: true,
  },
  {
    programs: 'kubectl oc kubecolor microk8s.kubectl',
    words: 'exec',
    globals: kubeGlobals,
    valued: `${kubeGlobals} -c --container -f --filename --pod-running-timeout`,
    operands: 1,
    elsewhere: 'pod',
  },
  {
    programs: 'kubectl oc',
    words: 'rsh',
    globals: kubeGlobals,
    valued: `${kubeGlobals} -c --container --shell`,
    operands: 1,
    elsewhere: 'pod',
  },
  {
    programs: 'kubectl oc',
    words: 'run',
    globals: kubeGlobals,
    valued: `${kubeGlobals} --image --env --labels -l --overrides --restart --limits --requests --port`,
    operands: 1,
    divided: true,
    elsewhere: 'pod',
    acts: true,
  },
  {
    programs: 'kubectl oc',
    words: 'debug',
    globals: kubeGlobals,
    valued: `${kubeGlobals} --image --target -c --container --profile --copy-to`,
    operands: 1,
    divided: true,
    elsewhere: 'pod',
    acts: true,
  },
  {
    programs: 'crictl ctr lxc incus',
    words: 'exec',
    globals: '-r --runtime-endpoint',
    valued: '--env --user --cwd --mode -t',
    operands: 1,
    elsewhere: 'container',
  },
  {
    programs: 'lxc-attach',
    valued: '-n --name -e --elevated-privileges',
    divided: true,
    elsewhere: 'container',
  },
  { programs: 'nomad', words: 'alloc exec', valued: '-task -job', operands: 1, elsewhere: 'container' },
  {
    programs: 'vagrant',
    words: 'ssh',
    valued: '-c --command',
    code: '-c --command',
    elsewhere: 'ssh',
    divided: true,
  },
  {
    programs: 'gcloud',
    words: 'compute ssh',
    globals: '--project --zone --account --configuration',
    valued: '--command --project --zone --ssh-key-file --ssh-flag --container --account',
    code: '--command',
    elsewhere: 'ssh',
    divided: true,
  },
  {
    programs: 'heroku',
    words: 'run',
    valued: '-a --app -r --remote -s --size --type -e --env',
    inner: 'shell',
    elsewhere: 'container',
  },
  {
    programs: 'fly flyctl',
    words: 'ssh console',
    valued: '-C --command -a --app -c --config -r --region -u --user -s --select --machine',
    code: '-C --command',
    elsewhere: 'ssh',
  },
  {
    programs: 'fly flyctl',
    words: 'machine exec',
    valued: '-a --app -c --config --timeout',
    operands: 1,
    inner: 'shell',
    elsewhere: 'container',
  },
  { programs: 'railway', words: 'run', valued: '-s --service -e --environment' },
  {
    programs: 'railway',
    words: 'ssh',
    valued: '-s --service -e --environment -p --project',
    elsewhere: 'ssh',
    inner: 'shell',
  },
  {
    programs: 'cf',
    words: 'ssh',
    valued: '-c --command -i --app-instance-index -L',
    code: '-c --command',
    elsewhere: 'ssh',
    operands: 1,
  },
  {
    programs: 'eb',
    words: 'ssh',
    valued: '-c --command -n --number -i --instance -e',
    code: '-c --command',
    elsewhere: 'ssh',
    divided: true,
  },
  {
    programs: 'platform upsun magento-cloud',
    words: 'ssh',
    valued: '-p --project -e --environment -A --app',
    inner: 'shell',
    elsewhere: 'ssh',
  },
  {
    programs: 'tsh',
    words: 'ssh',
    valued: '-l --login --proxy --cluster -p -i',
    operands: 1,
    inner: 'shell',
    elsewhere: 'ssh',
  },
  { programs: 'sshpass', valued: '-p -f -d -P' },
  { programs: 'autossh', valued: '-M' },
  {
    programs: 'ssh slogin mosh dropbear dbclient autossh',
    valued: '-b -B -c -D -E -e -F -I -i -J -L -l -m -M -O -o -P -p -Q -R -S -W -w -y --ssh',
    operands: 1,
    inner: 'shell',
    elsewhere: 'ssh',
    shell: 'always',
  },
  {
    programs: 'pssh parallel-ssh pdsh clush',
    valued:
      '-h --hosts -H --host -l --user -p --par -o --outdir -e --errdir -t --timeout -O --option -w -x -u -R -f -g',
    inner: 'shell',
    elsewhere: 'ssh',
  },
  { programs: 'busybox toybox' },
  { programs: 'rustup', words: 'run', operands: 1 },
  { programs: 'lerna', words: 'exec', valued: '--scope --ignore --concurrency', divided: true },
  { programs: 'retry', valued: '-t --times -d --delay -m --max -i --interval', divided: true },
];
