import { optionGrammar } from '../../command/arguments.js';
import { pulumiTarget } from '../../target/pulumi.js';
import type { Tool } from '../table.js';

/** Pulumi. An update may replace what it changes. */
export const pulumi: Tool = {
  programs: ['pulumi'],
  system: 'pulumi',
  grammar: optionGrammar({
    valued:
      '-s --stack -C --cwd -c --config --config-file -m --message -t --target --target-replace --replace -p --parallel --color -v --verbose --policy-pack --refresh-file --secrets-provider --exclude',
    flags: '-y --yes --skip-preview -f --force --preview-only --expect-no-changes --refresh -r',
  }),
  clues: 'words',
  dryRun: ['--preview-only'],
  optionTraits: { '--yes': ['force'], '-y': ['force'], '--skip-preview': ['force'], '--force': ['force'] },
  target: pulumiTarget,
  rows: [
    {
      words: 'destroy|down|dn',
      verb: 'destroy',
      noun: 'everything',
      resource: ['--target', '-t'],
      reach: 'uncountable',
      safer: 'pulumi preview {-s} {--stack} {-C} {--cwd}',
    },
    {
      words: 'up|update|watch|deployment',
      verb: 'replace',
      traits: ['in-part'],
      noun: 'stack',
      resource: ['--replace', '--target-replace', '--target', '-t'],
      reach: 'uncountable',
      safer: 'pulumi preview --diff {--target} {-t} {--replace} {-s} {--stack} {-C} {--cwd}',
    },
    { words: 'stack rm', verb: 'destroy', noun: 'stack', resource: [0, '-s', '--stack'], reach: 'uncountable' },
    { words: 'stack init', verb: 'create', noun: 'stack', resource: 0 },
    { words: 'stack select', verb: 'modify', noun: 'workspace', here: true },
    { words: 'stack import', verb: 'replace', noun: 'state', reach: 'uncountable' },
    { words: 'stack rename|change-secrets-provider|tag', verb: 'modify', noun: 'stack' },
    { words: 'stack', verb: 'read' },
    { words: 'state delete', verb: 'delete', noun: 'state', resource: 'rest' },
    { words: 'state unprotect', verb: 'modify', noun: 'state', resource: 'rest', traits: ['protection-off'] },
    { words: 'state', verb: 'modify', noun: 'state', resource: 'rest' },
    { words: 'cancel', verb: 'stop', noun: 'update' },
    { words: 'import|refresh', verb: 'modify', noun: 'state' },
    { words: 'config set|set-all|rm|rm-all|cp|refresh', verb: 'modify', here: true },
    { words: 'env rm', verb: 'destroy', noun: 'environment', resource: 0 },
    { words: 'env init|edit|set', verb: 'modify', noun: 'environment', resource: 0 },
    { words: 'org|policy rm|remove|disable', verb: 'delete' },
    { words: 'new|login|logout|plugin|package|install|convert|gen-completion|schema', verb: 'modify', here: true },
    { words: 'preview|pre|about|whoami|config|console|logs|version|org|policy|env|query|history|help|ai|why', verb: 'read' },
  ],
  switches: (setting) => {
    const [first, second, third] = setting.args.operands;
    const selects = first?.text === 'stack' && second?.text === 'select' && third !== undefined;
    return selects ? [['pulumi.stack', third.text]] : [];
  },
};
