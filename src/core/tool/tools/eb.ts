import { optionGrammar } from '../../command/arguments.js';
import { elasticBeanstalkTarget } from '../../target/aws.js';
import type { Tool } from '../table.js';

/** The Elastic Beanstalk command line. */
export const elasticBeanstalk: Tool = {
  programs: ['eb'],
  system: 'aws',
  grammar: optionGrammar({
    valued:
      '-e --environment --environment-name -r --region --profile --timeout -l --label -m --message --version --cfg -p --platform -k --keyname --cname -c -n --destination_name --destination-name --tier -t --instance_type --instance-type --source --envvars --tags --number --scale',
    flags: '--force --all --nohang --staged --verbose --debug --quiet --no-verify-ssl --ignore-health-check',
  }),
  optionTraits: { '--force': ['force'] },
  target: elasticBeanstalkTarget,
  unlisted: 'unknown',
  rows: [
    { words: 'terminate', when: ['--all'], verb: 'destroy', noun: 'application', resource: 0, reach: 'uncountable' },
    { words: 'terminate', verb: 'destroy', noun: 'environment', resource: [0, '-e', '--environment'], safer: 'eb status {name} {--profile} {--region}' },
    { words: 'restore', verb: 'create', noun: 'environment', resource: 0 },
    { words: 'deploy', verb: 'modify', noun: 'environment', resource: [0, '-e', '--environment'], traits: ['published'] },
    { words: 'swap', verb: 'modify', noun: 'environment', resource: [0, '-n', '--destination_name'], traits: ['published'] },
    { words: 'scale', verb: 'modify', noun: 'environment', resource: [1, '-e', '--environment'] },
    { words: 'abort', verb: 'stop', noun: 'environment', resource: [0, '-e', '--environment'] },
    { words: 'setenv|config|upgrade', verb: 'modify', noun: 'environment', resource: ['-e', '--environment', '--environment-name'] },
    { words: 'appversion', when: ['--delete', '-d'], verb: 'delete', noun: 'application-version' },
    { words: 'labs cleanup-versions', verb: 'delete', noun: 'application-version', reach: 'uncountable' },
    { words: 'create', verb: 'create', noun: 'environment', resource: 0 },
    { words: 'clone', verb: 'create', noun: 'environment', resource: 0 },
    { words: 'ssh', verb: 'execute', noun: 'instance', resource: [0, '-e', '--environment'] },
    { words: 'init|use|local|codesource', verb: 'modify', here: true },
    { words: 'restart|platform|labs|tags', verb: 'modify', noun: 'environment', resource: ['-e', '--environment'] },
    { words: 'status|health|events|list|logs|printenv|open|console|appversion|help', verb: 'read' },
  ],
};
