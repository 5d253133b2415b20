import { optionValue } from '../command/arguments.js';
import { awsTarget } from './aws.js';
import { textField } from './fields.js';
import { directoryOf, fileText, findUp, pathIn } from './files.js';
import { jsonAt } from './memo.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** Where pulumi goes: the stack of the flag, the environment, an earlier select, or the workspace file of the project. */
export function pulumiTarget(setting: ToolInvocation): Whereabouts {
  const flag = optionValue(setting.args, '-s', '--stack');
  const set = variable(setting, 'PULUMI_STACK');
  const switched = setting.switches.get('pulumi.stack');
  const selected = selectedStack(setting);
  const stack = flag?.text ?? set?.text ?? switched ?? selected;
  const source =
    flag !== undefined
      ? '--stack'
      : set !== undefined
        ? 'PULUMI_STACK'
        : switched !== undefined
          ? 'earlier command'
          : 'pulumi workspace';
  const cloud = awsTarget(setting);
  const backend = textField(
    jsonAt(setting.world, pathIn('/', '~/.pulumi/credentials.json', setting.world)),
    'current',
  );
  return {
    system: 'pulumi',
    name: stack ?? 'pulumi',
    ...(backend === undefined ? {} : { account: backend }),
    ...(cloud.region === undefined ? {} : { region: cloud.region }),
    ...(cloud.identity === undefined ? {} : { identity: cloud.identity }),
    clues: [...clue('selector', source, stack), ...clue('mention', 'backend', backend), ...cloud.clues],
    ...(cloud.privileged === undefined ? {} : { privileged: cloud.privileged }),
    opaque: flag !== undefined && flag.opaque.length > 0 ? [flag.text] : [],
  };
}

/** `~/.pulumi/workspaces/NAME-HASH-workspace.json`, whose hash is of the project's path; the name is enough to find it. */
function selectedStack(setting: ToolInvocation): string | undefined {
  const { world } = setting;
  const project = findUp(world, directoryOf(setting), 'Pulumi.yaml');
  const name =
    project === undefined
      ? undefined
      : /^name:\s*["']?([^\s"'#]+)/m.exec(fileText(world, project) ?? '')?.[1];
  if (name === undefined) return undefined;
  const folder = pathIn('/', '~/.pulumi/workspaces', world);
  const files = world.files
    .list(folder)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith('-workspace.json'));
  const stacks = files.map((file) => textField(jsonAt(world, `${folder}/${file}`), 'stack'));
  return stacks.find((stack) => stack !== undefined);
}
