import { optionGrammar } from '../../command/arguments.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Draft, Tool } from '../table.js';
import { taskDraft } from './interpreters.js';

/** Runners of named tasks. A recipe that could be read is told as programs of its own; the name speaks besides. */
export const runners: Tool = {
  programs: [
    'make',
    'gmake',
    'just',
    'task',
    'invoke',
    'inv',
    'fab',
    'nox',
    'tox',
    'mage',
    'grunt',
    'gulp',
    'earthly',
    'dagger',
    'turbo',
    'cap',
    'ninja',
    'tusk',
    'moon',
    'cake',
    'robo',
    'phing',
    'fastlane',
  ],
  system: 'script',
  grammar: optionGrammar({ valued: '-C --directory -f --file -j --jobs -I -o -W -t --taskfile -d --dir' }),
  clues: 'none',
  dryRun: ['-n', '--dry-run', '--just-print', '--dry'],
  target: () => ({ system: 'script', name: 'task', clues: [], local: { source: 'workspace', value: 'task' } }),
  rows: [],
  beyond: (setting) => {
    const names = setting.args.operands.map((word) => word.text).filter((word) => !word.includes('='));
    const drafts = names.map((name) => taskDraft(name, [], setting)).filter((draft) => draft.verb !== 'unknown');
    return drafts.length > 0 ? drafts : [{ verb: 'unknown', resource: names.slice(0, 3).join(' ') || 'default task' }];
  },
};

/** `npm run NAME`, `yarn NAME`, `yarn workspace W NAME`; undefined when the words are the package manager's own. */
export function scriptOfPackage(setting: ToolInvocation): readonly Draft[] | undefined {
  const words = setting.args.operands.map((word) => word.text);
  const { program, argv } = setting.invocation;
  // `bun -e CODE` runs no script.
  if (program === 'bun' && /^(?:-e|--eval|-p|--print)$/.test(argv[1]?.text ?? '')) return undefined;
  const name = scriptName(words, program);
  if (name === undefined) return undefined;
  const draft = taskDraft(name, [], setting);
  return draft.verb === 'unknown' ? undefined : [draft];
}

const builtIn =
  /^(?:add|audit|bin|cache|ci|config|create|dedupe|deploy|dlx|doctor|exec|explain|fetch|fund|global|help|import|info|init|install|i|it|link|list|ls|login|logout|npm|outdated|owner|pack|patch|plugin|prune|publish|rebuild|remove|restart|rm|root|search|self-update|set|start|stop|store|tag|team|test|t|un|uninstall|unlink|unpublish|up|update|upgrade|upgrade-interactive|version|versions|view|whoami|why|x|pm|run-script|env|setup|approve-builds|access|token|dist-tag|deprecate|hook|org|profile|ping|query|repo|docs|bugs|star|unstar|stars|shrinkwrap|edit|explore|find-dupes|completion|sbom|diff|undeprecate|trust|stage)$/;

function scriptName(words: readonly string[], program: string): string | undefined {
  const [first, second, third, fourth] = words;
  if (first === undefined) return undefined;
  if (first === 'run' || first === 'run-script' || first === 'rum' || first === 'urn') return second;
  if (first === 'workspace') return third === 'run' ? fourth : third;
  if (program === 'npm' || builtIn.test(first)) return undefined;
  return program === 'yarn' || program === 'pnpm' || program === 'bun' ? first : undefined;
}
