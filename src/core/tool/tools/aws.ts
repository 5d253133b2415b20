import { hasOption, optionGrammar } from '../../command/arguments.js';
import { OPAQUE_MARK } from '../../command/invocation.js';
import { awsTarget } from '../../target/aws.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { nounOfOperation, verbOfOperation } from '../api-verbs.js';
import { commandAsTyped } from '../derived.js';
import { opaqueCommand } from '../opaque-command.js';
import { resourceName, rowSpan } from '../rows.js';
import type { Draft, Tool } from '../table.js';
import { aliasDrafts } from './aws/alias.js';
import { awsExceptions } from './aws/exceptions.js';
import { awsResource } from './aws/resource.js';
import { transferDrafts } from './aws/transfer.js';

/** The AWS command line: a few exceptions, and for every other operation the class of its API verb. */
export const aws: Tool = {
  programs: ['aws', 'awslocal'],
  system: 'aws',
  grammar: optionGrammar({
    valued:
      '--profile --region --endpoint-url --output --query --color --ca-bundle --cli-read-timeout --cli-connect-timeout --cli-input-json --cli-input-yaml --cli-binary-format --exclude --include --acl --storage-class --content-type --cache-control --metadata-directive --expires --page-size --max-items --starting-token',
    flags:
      '--debug --recursive --dryrun --dry-run --quiet --force --delete --only-show-errors --follow-symlinks --exact-timestamps --size-only --ignore-glacier-warnings --force-glacier-transfer --human-readable --summarize --apply-immediately --skip-final-snapshot --delete-automated-backups --force-delete-without-recovery --delete-target --yes',
    unlisted: 'values',
  }),
  clues: 'words',
  dryRun: ['--dryrun', '--dry-run', '--generate-cli-skeleton'],
  optionTraits: {
    '--force': ['force'],
    '--force-delete-without-recovery': ['force'],
    '--skip-final-snapshot': ['force'],
    '--no-disable-api-termination': ['protection-off'],
  },
  target: awsTarget,
  rows: awsExceptions,
  beyond: (setting) => {
    if (setting.args.operands.at(-1)?.text === 'help') return [{ verb: 'read', resource: 'help' }];
    return aliasDrafts(setting) ?? transferDrafts(setting);
  },
  unlisted: (setting) => [byApiVerb(setting)],
};

function byApiVerb(setting: ToolInvocation): Draft {
  const [service, operation] = setting.args.operands;
  const unclear = [service, operation].find((word) => word?.text.includes(OPAQUE_MARK));
  if (unclear !== undefined) return opaqueCommand(setting, unclear);
  if (service === undefined) return { verb: 'read', resource: 'help' };
  if (operation === undefined) return { verb: 'unknown', resource: commandAsTyped(setting, [service.text]) };
  const verb = verbOfOperation(operation.text) ?? 'unknown';
  const found = awsResource(setting, nounOfOperation(operation.text));
  const names = found.map((value) => value.text);
  const noun = nounOfOperation(operation.text) || service.text;
  return {
    verb,
    resource: resourceName(noun, names),
    names,
    reach: Math.max(1, names.length),
    opaque: found.filter((value) => value.opaque.length > 0).map((value) => value.text),
    span: rowSpan(setting, 2, found),
    ...(verb === 'delete' && hasOption(setting.args, '--recursive') ? { reach: 'uncountable' } : {}),
  };
}
