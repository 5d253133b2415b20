import { hasOption, optionGrammar, optionValue, rehearses } from '../../command/arguments.js';
import { projectDatabase } from '../../target/project-database.js';
import { clue, type ToolInvocation, type Whereabouts } from '../../target/whereabouts.js';
import type { Draft, Row, Tool } from '../table.js';
import { wordsIn } from '../word-list.js';
import { foreignSource } from './foreign-source.js';
import { taskDraft } from './interpreters.js';
import { publishOfCargo, publishOfNode } from './published-package.js';
import { scriptOfPackage } from './runners.js';

function registryOf(system: string): (setting: ToolInvocation) => Whereabouts {
  return (setting) => {
    const given = optionValue(setting.args, '--registry', '--repository', '--repository-url', '--index-url', '--index', '--host', '-r');
    const name = given?.text ?? system;
    return { system, name, clues: clue('selector', 'registry', given?.text) };
  };
}

const here: Whereabouts = { system: 'filesystem', name: 'packages', clues: [], local: { source: 'packages', value: 'this machine' } };

/** Everything that only changes the packages of this machine or of the workspace is routine. */
const publishing: readonly Row[] = [
  { words: 'unpublish', verb: 'delete', noun: 'package', resource: 0, traits: ['published'] },
  { words: 'publish|deploy:publish', verb: 'create', noun: 'package', resource: 0, traits: ['published'] },
  { words: 'deprecate|undeprecate', verb: 'modify', noun: 'package', resource: 0, traits: ['published'] },
  { words: 'yank', verb: 'delete', noun: 'package', resource: 0, traits: ['published'] },
  { words: 'npm|stage publish', verb: 'create', noun: 'package', resource: 0, traits: ['published'] },
  { words: 'workspaces foreach', verb: 'modify' },
  { words: 'dist-tag|dist-tags rm|remove', verb: 'delete', noun: 'tag', resource: 'rest', traits: ['published'] },
  { words: 'dist-tag|dist-tags add|set', verb: 'modify', noun: 'tag', resource: 'rest', traits: ['published'] },
  { words: 'access|owner|team|org|profile|token|hook ls|list|ls-packages|ls-collaborators|get', verb: 'read' },
  { words: 'owner|access|team|org add|grant|set|invite', verb: 'expose', noun: 'package', resource: 'rest' },
  { words: 'owner|access|team|org rm|remove|revoke|destroy|restrict', verb: 'delete', noun: 'access', resource: 'rest' },
  { words: 'token create', verb: 'expose', noun: 'token' },
  { words: 'token revoke|delete', verb: 'delete', noun: 'token' },
];

function packageTool(programs: string, system: string, more: Partial<Tool> = {}): Tool {
  return {
    programs: wordsIn(programs),
    system,
    grammar: optionGrammar({
      valued:
        '--registry --tag --otp --access --repository --repository-url --token -p --package -C --dir --prefix --cwd --filter --workspace -w --features --target --manifest-path --index --index-url -r -F',
    }),
    target: registryOf(system),
    dryRun: ['--dry-run', '-n'],
    rows: publishing,
    unlisted: (setting) => [installed(setting, 2)],
    ...more,
  };
}

/** Routine, unless the code comes from a host that nobody vouches for. */
function installed(setting: ToolInvocation, shown: number): Draft {
  const words = setting.args.operands.map((word) => word.text);
  const sources = ['-e', '--editable', '--git', '--source'].flatMap((name) => (setting.args.options.get(name) ?? []).map((value) => value.text));
  const foreign = foreignSource([...words.slice(1), ...sources], setting);
  if (foreign !== undefined) return { verb: 'modify', resource: `package ${foreign}`, traits: ['foreign-code'], where: here };
  return { verb: 'modify', resource: words.slice(0, shown).join(' ') || 'packages', where: here };
}

const node = packageTool('npm pnpm yarn bun lerna nx changeset cnpm ', 'npm', {
  help: ['--help', '-h'],
  beyond: (setting) => settingThatRuns(setting) ?? publishOfNode(setting) ?? scriptOfPackage(setting),
  rows: [
    {
      words:
        'plugins|plugin|config|set|get|view|info|show|ls|list|ll|la|outdated|audit|why|explain|search|whoami|ping|root|prefix|bin|docs|repo|bugs|help|help-search|pack|fund|query|diff|doctor|version|versions|pm|sbom',
      verb: 'read',
    },
    { words: 'release', verb: 'create', noun: 'package', traits: ['published'] },
    ...publishing,
  ],
});

/** Settings that name a program which later commands start, or where they get what they run. */
const runningKeys =
  /^(?:[\w:@/.-]*:)?(?:script-shell|scriptShell|shell|shell-emulator|editor|viewer|git|node-options|node_options|init-module|onload-script|yarnPath|yarn-path|plugins|globalconfig|userconfig)$/;

function settingThatRuns({ args }: ToolInvocation): readonly Draft[] | undefined {
  const [first, second, ...rest] = args.operands.map(({ text }) => text);
  const given = first === 'set' ? [second ?? '', ...rest] : /^(?:config|c)$/.test(first ?? '') && /^(?:set|--set)$/.test(second ?? '') ? rest : undefined;
  if (given === undefined) return undefined;
  const keys = given.map((word) => word.split('=', 1)[0] ?? '').filter((key) => runningKeys.test(key));
  if (keys.length === 0) return undefined;
  return [{ verb: 'modify', resource: `setting ${keys[0]}`, traits: ['startup'], where: here }];
}

const cargo = packageTool('cargo', 'crates', { beyond: publishOfCargo });
const gem = packageTool('gem', 'rubygems', { rows: [{ words: 'push', verb: 'create', noun: 'package', resource: 0, traits: ['published'] }, ...publishing] });
const python = packageTool('twine poetry flit hatch pdm uv rye', 'pypi', {
  rows: [{ words: 'upload', verb: 'create', noun: 'package', resource: 0, traits: ['published'] }, ...publishing],
});

const publishesAnywhere = packageTool(
  'dotnet nuget dart flutter pub rebar3 luarocks clojure stack cabal opam conan vcpkg nimble shards elm-publish pod vsce ovsx semantic-release release-it np goreleaser jreleaser helm-push gcloud-build',
  'registry',
  {
    rows: [
      { words: 'nuget push', verb: 'create', noun: 'package', resource: 0, traits: ['published'] },
      { words: 'nuget delete', verb: 'delete', noun: 'package', resource: 0, traits: ['published'] },
      { words: 'push|upload|deploy', verb: 'create', noun: 'package', resource: 0, traits: ['published'] },
      { words: 'pub publish', verb: 'create', noun: 'package', traits: ['published'] },
      { words: 'trunk info|me', verb: 'read' },
      { words: 'trunk delete', verb: 'delete', noun: 'package', resource: 0 },
      { words: 'hex.publish|trunk', verb: 'create', noun: 'package', traits: ['published'] },
      { words: 'hex.retire|hex.revert', verb: 'delete', noun: 'package', resource: 0, traits: ['published'] },
      ...publishing,
    ],
    beyond: (setting) => released(setting) ?? storeTask(setting),
  },
);

/** Programs that release by being started. */
function released({ invocation, args }: ToolInvocation): readonly Draft[] | undefined {
  if (!/^(?:semantic-release|release-it|np|goreleaser|jreleaser)$/.test(invocation.program)) return undefined;
  if (rehearses(args, '--dry-run', '-d', '--snapshot', '--skip-publish')) return undefined;
  if (/^(?:check|build|init|healthcheck|completion|config|env)$/.test(args.operands[0]?.text ?? '')) return undefined;
  return [{ verb: 'create', resource: 'release', traits: ['published'] }];
}

/** `mix ecto.drop`: a task with a name of two parts says what it does. */
function storeTask(setting: ToolInvocation): readonly Draft[] | undefined {
  const task = setting.args.operands[0]?.text ?? '';
  if (!/^[a-z]+[:.][a-z]/.test(task)) return undefined;
  const draft = taskDraft(task, [], setting);
  return draft.verb === 'unknown' || draft.verb === 'modify' ? undefined : [draft];
}

/** Build tools: only the goals that carry something out of the house matter. Profiles and properties name where. */
const builders: Tool = {
  programs: ['mvn', 'mvnw', 'gradle', 'gradlew', 'sbt', 'ant', 'bazel', 'buck', 'pants', 'mill', 'lein'],
  system: 'maven',
  grammar: optionGrammar({
    valued: '-f --file -pl --projects -s --settings -p --project-dir -b --build-file -I --init-script -x --exclude-task -P --activate-profiles',
  }),
  target: registryOf('maven'),
  clues: 'words',
  dryRun: ['--dry-run', '-m'],
  rows: [],
  beyond: (setting) => {
    const { args } = setting;
    const goals = args.operands.map((word) => word.text.replace(/^.*:(?=[a-z-]+$)/i, ''));
    const publishes = goals.find((goal) =>
      /^(?:deploy|deploy-file|publish(?!ToMavenLocal)\w*|release|perform|uploadArchives|closeAndRelease\w*|publishSigned|jib|bootBuildImage|dockerPush|upload)$/.test(
        goal,
      ),
    );
    if (publishes !== undefined) return [{ verb: 'create', resource: `package ${publishes}`, traits: ['published'] }];
    const empties = args.operands.some((word) =>
      /(?:^|[:.])flyway(?:-maven-plugin)?[:./]?(?:[\d.]{1,20}:)?clean$|(?:^|[:.])(?:liquibase[:.]?)?dropAll$/i.test(word.text),
    );
    if (empties) return [{ verb: 'destroy', resource: 'database', traits: ['unsaved'], where: projectDatabase(setting) }];
    return [{ verb: 'modify', resource: goals.slice(0, 3).join(' ') || 'build', where: here }];
  },
};

const systemPackages: Tool = {
  programs: [
    'apt',
    'apt-get',
    'aptitude',
    'dpkg',
    'apt-cache',
    'apt-mark',
    'apt-config',
    'dpkg-query',
    'yum',
    'dnf',
    'rpm',
    'zypper',
    'pacman',
    'apk',
    'brew',
    'port',
    'snap',
    'flatpak',
    'emerge',
    'nix-env',
    'choco',
    'winget',
    'scoop',
    'pkg',
    'pkg_add',
    'xbps-install',
    'xbps-remove',
    'eopkg',
    'microdnf',
    'apt-key',
    'add-apt-repository',
  ],
  system: 'host',
  grammar: optionGrammar({ valued: '-o -t -c' }),
  target: () => ({ system: 'host', name: 'packages', clues: [], local: { source: 'packages', value: 'this machine' } }),
  dryRun: ['--dry-run', '--simulate', '--just-print', '--download-only'],
  rows: [],
  beyond: ({ invocation, args }) => {
    const words = args.operands.map((word) => word.text);
    const essential = words.some((word) => /^(?:systemd|libc6|glibc|linux-image.*|kernel.*|grub.*|openssh-server|sudo|bash|coreutils|init)$/.test(word));
    const removes =
      /^(?:remove|purge|autoremove|autopurge|erase|uninstall|rm|del|delete|zap)$/.test(words[0] ?? '') ||
      (/^(?:pacman|rpm|dpkg)$/.test(invocation.program) && hasOption(args, '-R', '-Rs', '-Rns', '-e', '-r', '-P', '--remove', '--purge', '--erase'));
    if (/^(?:apt-cache|apt-config|dpkg-query)$/.test(invocation.program)) return [{ verb: 'read', resource: 'packages' }];
    if (/^apt/.test(invocation.program) && hasOption(args, '-s')) return [{ verb: 'read', resource: 'packages' }];
    if (removes && /^(?:autoremove|autopurge)$/.test(words[0] ?? '')) return [{ verb: 'modify', resource: 'packages that nothing needs' }];
    if (removes && !essential && !/^(?:brew|port|scoop|nix-env|apt-key|flatpak)$/.test(invocation.program))
      return [{ verb: 'delete', resource: `packages ${wordsRemoved(words)}`.trim() }];
    if (removes && essential) return [{ verb: 'delete', resource: `packages ${words.slice(1, 4).join(', ')}`, traits: ['system'] }];
    return [{ verb: 'modify', resource: `packages ${words.slice(0, 4).join(' ')}`.trim() }];
  },
};

function wordsRemoved(words: readonly string[]): string {
  const named = /^(?:remove|purge|erase|uninstall|rm|del|delete|zap)$/.test(words[0] ?? '') ? words.slice(1) : words;
  return named.slice(0, 4).join(', ');
}

/** Installers of one language: routine, in the workspace or in the home. */
const installers: Tool = {
  programs: [
    'pip',
    'pip3',
    'pipx',
    'pipenv',
    'conda',
    'mamba',
    'micromamba',
    'virtualenv',
    'bundle',
    'bundler',
    'composer',
    'go',
    'rustup',
    'nvm',
    'fnm',
    'volta',
    'pyenv',
    'rbenv',
    'asdf',
    'mise',
    'sdk',
    'corepack',
    'cpan',
    'cpanm',
    'ghcup',
    'swift',
    'rebar',
    'bower',
    'gup',
    'tfenv',
    'jabba',
    'tlmgr',
    'nrm',
  ],
  system: 'host',
  grammar: optionGrammar({
    valued:
      '-i --index-url --extra-index-url -f --find-links -c --constraint -t --target --prefix --registry -e --editable --trusted-host -n --name -p --python',
  }),
  target: () => here,
  rows: [],
  beyond: (setting) => [installed(setting, 3)],
};

export const packageTools: readonly Tool[] = [node, cargo, gem, python, publishesAnywhere, builders, systemPackages, installers];
