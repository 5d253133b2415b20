import { optionGrammar, readArguments } from '../../command/arguments.js';
import { terraformTarget } from '../../target/terraform.js';
import { type ToolInvocation, variable } from '../../target/whereabouts.js';
import { draftOfRow, findRow } from '../rows.js';
import type { Draft, Row, Tool } from '../table.js';

const rows: readonly Row[] = [
  { words: 'destroy', verb: 'destroy', noun: 'everything', reach: 'uncountable', safer: '{program} {-chdir} plan -destroy {-target} {-var-file} {-var}' },
  {
    words: 'apply',
    when: ['-destroy'],
    verb: 'destroy',
    noun: 'everything',
    reach: 'uncountable',
    safer: '{program} {-chdir} plan -destroy {-target} {-var-file} {-var}',
  },
  {
    words: 'apply',
    when: ['-replace'],
    verb: 'replace',
    noun: 'resource',
    resource: '-replace',
    safer: '{program} {-chdir} plan {-replace} {-var-file} {-var}',
  },
  { words: 'apply', when: ['-refresh-only'], verb: 'modify', noun: 'state' },
  {
    words: 'apply',
    when: ['-target'],
    verb: 'replace',
    traits: ['in-part'],
    noun: 'resource',
    resource: '-target',
    safer: '{program} {-chdir} plan {-target} {-var-file} {-var}',
  },
  {
    words: 'apply|deploy|up',
    verb: 'replace',
    traits: ['in-part'],
    noun: 'plan',
    resource: [0, '-var-file'],
    reach: 'uncountable',
    safer: '{program} {-chdir} plan -out=plan.tfplan {-var-file} {-var}',
  },
  { words: 'plan|validate|show|graph|output|version|providers|metadata|console|get|modules|fmt-check', verb: 'read' },
  { words: 'fmt', verb: 'modify', noun: 'files', here: true },
  { words: 'init', when: ['-migrate-state', '-force-copy'], verb: 'modify', noun: 'state' },
  { words: 'init|login|logout|get', verb: 'modify', noun: '.terraform', here: true },
  { words: 'state list|show|pull', verb: 'read' },
  { words: 'state rm', verb: 'delete', noun: 'state', resource: 'rest', safer: '{program} {-chdir} state rm -dry-run {name}' },
  { words: 'state push', verb: 'replace', noun: 'state', resource: 0, reach: 'uncountable', safer: '{program} {-chdir} state pull' },
  { words: 'state mv|replace-provider', verb: 'modify', noun: 'state', resource: 'rest' },
  { words: 'taint', verb: 'replace', noun: 'resource', resource: 0 },
  { words: 'untaint|import|refresh', verb: 'modify', noun: 'state', resource: 0 },
  { words: 'force-unlock', verb: 'stop', noun: 'lock', resource: 0, traits: ['protection-off'] },
  { words: 'workspace delete', when: ['-force'], verb: 'destroy', noun: 'workspace', resource: 0, traits: ['force'] },
  { words: 'workspace delete', verb: 'delete', noun: 'workspace', resource: 0 },
  { words: 'workspace new', verb: 'create', noun: 'workspace', resource: 0 },
  { words: 'workspace select', verb: 'modify', noun: '.terraform', resource: 0, here: true },
  { words: 'workspace|env list|show', verb: 'read' },
  { words: 'test', verb: 'execute', noun: 'tests' },
];

/** Terraform, OpenTofu and Terragrunt. A plain apply may delete and re-create, so it is a replace until a plan tells. */
export const terraform: Tool = {
  programs: ['terraform', 'tofu', 'opentofu', 'terragrunt', 'tf'],
  system: 'terraform',
  grammar: optionGrammar({
    style: 'single-dash',
    valued:
      '-var -var-file -target -replace -out -state -state-out -backup -backup-out -lock-timeout -parallelism -chdir -backend-config -from-module -plugin-dir -config -generate-config-out -filter -lockfile -test-directory -working-dir -terragrunt-working-dir -terragrunt-config -queue-include-dir -queue-exclude-dir -log-level -terragrunt-log-level -iam-role -terragrunt-iam-role -source -terragrunt-source',
  }),
  clues: 'words',
  optionTraits: { '-auto-approve': ['force'], '-force': ['force'], '-non-interactive': ['force'] },
  dryRun: ['-dry-run'],
  target: terraformTarget,
  rows,
  beyond: (setting) => {
    const plain = withoutRunner(withInjectedWords(setting));
    const found = plain === setting ? undefined : findRow(terraform, plain);
    return found === undefined ? undefined : [everywhere(draftOfRow(found.row, found.taken, plain), plain !== setting)];
  },
  switches: (setting) => {
    const [first, second, third] = setting.args.operands;
    if (first?.text !== 'workspace' || third === undefined || !/^(?:select|new)$/.test(second?.text ?? '')) return [];
    return [['terraform.workspace', third.text]];
  },
};

/** `terragrunt run-all apply`, `terragrunt run --all -- apply`: the command of every module below. */
function withoutRunner(setting: ToolInvocation): ToolInvocation {
  const { operands } = setting.args;
  if (!/^(?:run-all|run|stack|apply-all|destroy-all|plan-all)$/.test(operands[0]?.text ?? '')) return setting;
  const joined = /^(apply|destroy|plan)-all$/.exec(operands[0]?.text ?? '')?.[1];
  const first = operands[0];
  const rest = operands.slice(1).filter((word) => word.text !== 'run');
  const words = joined === undefined || first === undefined ? rest : [{ ...first, text: joined }, ...rest];
  const options = readArguments([{ text: 'terraform', opaque: [] }, ...words], terraform.grammar);
  const merged = new Map([...setting.args.options, ...options.options]);
  return { ...setting, args: { operands: options.operands, options: merged } };
}

/** `TF_CLI_ARGS` and `TF_CLI_ARGS_apply` add words that the command line does not show. */
function withInjectedWords(setting: ToolInvocation): ToolInvocation {
  const command = setting.args.operands[0]?.text ?? '';
  const values = ['TF_CLI_ARGS', `TF_CLI_ARGS_${command.replace(/-/g, '_')}`].flatMap((name) => variable(setting, name) ?? []);
  if (values.length === 0) return setting;
  const words = values.flatMap((value) => value.text.split(/\s+/).map((text) => ({ text, opaque: value.opaque })));
  const args = readArguments([...setting.invocation.argv, ...words.filter((word) => word.text !== '')], terraform.grammar);
  return { ...setting, args };
}

function everywhere(draft: Draft, all: boolean): Draft {
  return all && draft.verb !== 'read' ? { ...draft, reach: 'uncountable' } : draft;
}
