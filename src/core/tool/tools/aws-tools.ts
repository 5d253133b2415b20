import { optionGrammar } from '../../command/arguments.js';
import { awsTarget } from '../../target/aws.js';
import type { Tool } from '../table.js';

const common = '--profile --region -r --stage -s --env -e --name -n --config-file -f --stack-name --app -a --output -o';

/** AWS CDK: a deploy may replace what it changes. */
export const cdk: Tool = {
  programs: ['cdk', 'sst'],
  system: 'aws',
  grammar: optionGrammar({
    valued: `${common} -c --context --require-approval --outputs-file --toolkit-stack-name --role-arn --parameters --change-set-name --method --concurrency --template`,
  }),
  clues: 'words',
  dryRun: ['--no-execute'],
  optionTraits: { '--force': ['force'], '-f': ['force'], '--require-approval=never': ['force'], '--yes': ['force'] },
  target: awsTarget,
  rows: [
    { words: 'destroy|remove', verb: 'destroy', noun: 'stack', resource: 'rest', reach: 'uncountable', safer: 'cdk diff {name}' },
    {
      words: 'deploy|watch|rollback|refactor',
      verb: 'replace',
      noun: 'stack',
      resource: 'rest',
      reach: 'uncountable',
      traits: ['in-part', 'published'],
      safer: 'cdk diff {name}',
    },
    { words: 'bootstrap|import', verb: 'modify', noun: 'stack', resource: 'rest' },
    { words: 'gc', verb: 'delete', noun: 'assets', reach: 'uncountable' },
    { words: 'dev', verb: 'modify', noun: 'stack' },
    { words: 'init|migrate|context|acknowledge|ack|build|telemetry', verb: 'modify', here: true },
    { words: 'synth|synthesize|diff|list|ls|metadata|notices|doctor|docs|drift|version|flags', verb: 'read' },
  ],
};

/** AWS SAM. */
export const sam: Tool = {
  programs: ['sam', 'samlocal'],
  system: 'aws',
  grammar: optionGrammar({
    valued: `${common} --config-env --template -t --template-file --s3-bucket --s3-prefix --capabilities --parameter-overrides --image-repository --tags --event`,
  }),
  clues: 'words',
  dryRun: ['--no-execute-changeset'],
  optionTraits: { '--no-prompts': ['force'], '--no-confirm-changeset': ['force'] },
  target: awsTarget,
  rows: [
    { words: 'delete', verb: 'destroy', noun: 'stack', resource: '--stack-name', reach: 'uncountable' },
    { words: 'deploy|sync', verb: 'replace', noun: 'stack', resource: '--stack-name', reach: 'uncountable', traits: ['in-part', 'published'] },
    { words: 'remote invoke|execute', verb: 'execute', noun: 'function', resource: 0 },
    { words: 'package|publish', verb: 'create', traits: ['published'] },
    { words: 'init|build|pipeline', verb: 'modify', here: true },
    { words: 'local|validate|logs|traces|list|docs|remote', verb: 'read' },
  ],
};

/** AWS Copilot. */
export const copilot: Tool = {
  programs: ['copilot'],
  system: 'aws',
  grammar: optionGrammar({ valued: `${common} --type -t --dockerfile -d --image -i --tag --task-id --container --command -c` }),
  clues: 'words',
  optionTraits: { '--yes': ['force'], '--force': ['force'] },
  target: awsTarget,
  rows: [
    {
      words: 'app|env|svc|job|task|pipeline|secret delete',
      verb: 'destroy',
      noun: 'environment',
      resource: ['--name', '-n', '--env', '-e'],
      reach: 'uncountable',
    },
    { words: 'deploy', verb: 'replace', noun: 'service', resource: ['--name', '-n', '--env', '-e'], traits: ['in-part', 'published'] },
    {
      words: 'app|env|svc|job|task|pipeline|secret deploy|upgrade|override',
      verb: 'replace',
      noun: 'service',
      resource: ['--name', '-n', '--env', '-e'],
      traits: ['in-part', 'published'],
    },
    { words: 'svc pause', verb: 'stop', noun: 'service', resource: ['--name', '-n'] },
    { words: 'svc|task exec|run', verb: 'execute', noun: 'service', resource: ['--name', '-n'] },
    { words: 'app|env|svc|job|task|pipeline|secret init|resume', verb: 'create' },
    { words: 'app|env|svc|job|task|pipeline ls|show|status|logs|package', verb: 'read' },
    { words: 'init', verb: 'create' },
    { words: 'version|docs|completion', verb: 'read' },
  ],
};

/** AWS Amplify's own command line. */
export const amplify: Tool = {
  programs: ['amplify', 'ampx'],
  system: 'aws',
  grammar: optionGrammar({ valued: `${common} --envName --categories --branch --app-id --identifier` }),
  clues: 'words',
  optionTraits: { '--force': ['force'], '--yes': ['force'], '-y': ['force'] },
  target: awsTarget,
  rows: [
    { words: 'delete', verb: 'destroy', noun: 'backend', reach: 'uncountable', safer: 'amplify status' },
    { words: 'sandbox delete', verb: 'destroy', noun: 'sandbox' },
    { words: 'env remove', verb: 'destroy', noun: 'environment', resource: 0 },
    { words: 'env add|checkout|update|import', verb: 'modify', noun: 'environment', resource: 0 },
    { words: 'env list|get', verb: 'read' },
    { words: 'push|publish|deploy|pipeline-deploy|import', verb: 'replace', noun: 'backend', traits: ['in-part', 'published'], reach: 'uncountable' },
    { words: 'add|update|remove|init|pull|configure|codegen|override|generate|upgrade|plugin', verb: 'modify', here: true },
    { words: 'status|console|diagnose|logout|version|mock|serve|run|sandbox', verb: 'read' },
  ],
};

/** eksctl: whole clusters. */
export const eksctl: Tool = {
  programs: ['eksctl'],
  system: 'kubernetes',
  grammar: optionGrammar({
    valued: `${common} --cluster --nodegroup --nodes --nodes-min --nodes-max --version --namespace --service-account --arn --label-selector -l --include --exclude --timeout`,
    flags: '--wait -w --approve --force --disable-nodegroup-eviction',
  }),
  clues: 'words',
  optionTraits: { '--force': ['force'], '--disable-nodegroup-eviction': ['force'] },
  target: (setting) => ({ ...awsTarget(setting), system: 'kubernetes' }),
  rows: [
    {
      words: 'delete cluster',
      verb: 'destroy',
      noun: 'cluster',
      resource: ['--name', '-n', 0, '-f', '--config-file'],
      reach: 'uncountable',
      safer: 'eksctl get cluster --name {name}',
    },
    { words: 'delete', verb: 'delete', noun: 'cluster', resource: ['--name', '-n', '--cluster', 1] },
    { words: 'drain', verb: 'stop', noun: 'nodegroup', resource: ['--name', '-n', '--cluster'] },
    { words: 'scale', verb: 'modify', noun: 'nodegroup', resource: ['--name', '-n', '--cluster'] },
    { words: 'upgrade|replace', verb: 'replace', noun: 'cluster', resource: ['--name', '-n', '--cluster'] },
    {
      words: 'create iamidentitymapping|iamserviceaccount|podidentityassociation',
      verb: 'expose',
      noun: 'cluster',
      resource: ['--cluster', '--name'],
      traits: ['privileged'],
    },
    {
      words: 'create|enable|register|set|unset|associate|disassociate|update|deregister',
      verb: 'modify',
      noun: 'cluster',
      resource: ['--name', '-n', '--cluster', 1],
    },
    { words: 'get|utils|info|version|completion', verb: 'read' },
  ],
};

/** The Serverless Framework. */
export const serverless: Tool = {
  programs: ['serverless', 'sls'],
  system: 'serverless',
  grammar: optionGrammar({ valued: `${common} -f --function --param --type -t --data -d --path -p --timestamp --aws-profile` }),
  clues: 'words',
  target: (setting) => {
    const where = awsTarget(setting);
    const stage = setting.args.options.get('--stage')?.at(-1) ?? setting.args.options.get('-s')?.at(-1);
    const clues = stage === undefined ? where.clues : [{ rank: 'selector' as const, source: '--stage', value: stage.text }, ...where.clues];
    return { ...where, system: 'serverless', name: stage?.text ?? where.name, clues };
  },
  rows: [
    { words: 'remove', verb: 'destroy', noun: 'service', resource: ['--stage', '-s'], reach: 'uncountable', safer: 'serverless info' },
    { words: 'deploy list', verb: 'read' },
    {
      words: 'deploy',
      verb: 'replace',
      noun: 'service',
      resource: ['--function', '-f', '--stage', '-s'],
      traits: ['in-part', 'published'],
      safer: 'serverless package',
    },
    { words: 'rollback', verb: 'replace', noun: 'service', resource: ['--stage', '-s'] },
    { words: 'invoke local', verb: 'read' },
    { words: 'invoke', verb: 'execute', noun: 'function', resource: ['--function', '-f'] },
    { words: 'create|install|package|plugin|config|login|logout|dev', verb: 'modify', here: true },
    { words: 'info|logs|metrics|print|diagnostics|doctor|help|version', verb: 'read' },
  ],
};
