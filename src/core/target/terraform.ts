import { optionValue } from '../command/arguments.js';
import { budgets, spend } from '../shared/budgets.js';
import { awsTarget } from './aws.js';
import { field, textField } from './fields.js';
import { directoryOf, fileText, namesIn, pathIn } from './files.js';
import { jsonAt } from './memo.js';
import { type Clue, clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

interface Workspace {
  readonly text: string;
  readonly source: string;
}

/** Where terraform, tofu and terragrunt go: workspace, backend, variable files, folder, and the cloud's own profile. */
export function terraformTarget(setting: ToolInvocation): Whereabouts {
  const directory = moduleDirectory(setting);
  const data = variable(setting, 'TF_DATA_DIR')?.text ?? '.terraform';
  const folder = pathIn(directory, data, setting.world);
  const backend = field(jsonAt(setting.world, `${folder}/terraform.tfstate`), 'backend');
  const workspace = workspaceOf(setting, folder);
  const aws = awsTarget(setting);
  // Keys decide whose account it is, not which state: only what the profile says is not theirs.
  const { bends = [] } = aws;
  const endpoints = bends.filter(({ goesTo }) => goesTo !== undefined);
  const variables = variableClues(setting, directory);
  const place = backendClues(backend);
  const account = aws.account ?? textField(backend, 'config', 'role_arn');
  return {
    system: 'terraform',
    name: nameOf(workspace, place, directory),
    ...(account === undefined ? {} : { account }),
    ...(aws.region === undefined ? {} : { region: aws.region }),
    ...(workspace === undefined ? {} : { scope: workspace.text }),
    ...(aws.identity === undefined ? {} : { identity: aws.identity }),
    clues: [
      ...(workspace === undefined ? [] : clue('selector', workspace.source, workspace.text)),
      ...place,
      ...variables,
      ...(endpoints.length < bends.length
        ? aws.clues.map((one) => ({ ...one, rank: 'mention' as const }))
        : aws.clues),
      ...clue('mention', 'folder', directory.split('/').slice(-3).join('/')),
    ],
    ...(aws.privileged === undefined ? {} : { privileged: aws.privileged }),
    ...(endpoints.length === 0 ? {} : { bends: endpoints }),
    opaque: aws.opaque ?? [],
  };
}

/** The folder whose configuration is meant: `-chdir`, `--working-dir`, or where the command runs. */
function moduleDirectory(setting: ToolInvocation): string {
  const given = optionValue(setting.args, '-chdir', '-working-dir', '-terragrunt-working-dir')?.text;
  const here = directoryOf(setting);
  return given === undefined ? here : pathIn(here, given, setting.world);
}

function workspaceOf(setting: ToolInvocation, folder: string): Workspace | undefined {
  const set = variable(setting, 'TF_WORKSPACE');
  if (set !== undefined) return { text: set.text, source: 'TF_WORKSPACE' };
  const switched = setting.switches.get('terraform.workspace');
  if (switched !== undefined) return { text: switched, source: 'earlier command' };
  const named = fileText(setting.world, `${folder}/environment`)?.trim();
  return named === undefined || named === '' ? undefined : { text: named, source: '.terraform/environment' };
}

/** What `terraform init` merged into the state pointer: bucket, key, organisation, workspace names, account names. */
function backendClues(backend: unknown): readonly Clue[] {
  const config = field(backend, 'config');
  const names = [
    'key',
    'prefix',
    'bucket',
    'path',
    'container_name',
    'storage_account_name',
    'resource_group_name',
  ];
  const more = [
    'organization',
    'hostname',
    'address',
    'conn_str',
    'schema_name',
    'namespace',
    'profile',
    'role_arn',
  ];
  const source = (name: string) => `backend ${name}`;
  return [
    ...[...names, ...more].flatMap((name) => clue('selector', source(name), textField(config, name))),
    ...clue('selector', source('workspace'), textField(config, 'workspaces', 'name')),
    ...clue('selector', source('workspace'), textField(config, 'workspaces', 0, 'name')),
    ...clue('selector', source('workspace'), textField(config, 'workspaces', 0, 'prefix')),
  ];
}

function variableClues(setting: ToolInvocation, directory: string): readonly Clue[] {
  const { args, world, invocation } = setting;
  const files = args.options.get('-var-file') ?? [];
  const assigned = (args.options.get('-var') ?? []).map((value) => value.text.replace(/^[^=]*=/, ''));
  const injected = [...invocation.env].flatMap(([name, value]) =>
    /^TF_(?:VAR_|CLI_ARGS)/.test(name) && value !== null ? clue('selector', name, value.text) : [],
  );
  const inherited = Object.entries(world.env).flatMap(([name, value]) =>
    /^TF_(?:VAR_(?:env|stage|account|workspace|tier)|CLI_ARGS)/.test(name)
      ? clue('selector', name, value)
      : [],
  );
  return [
    ...files.flatMap((value) => clue('selector', '-var-file', value.text)),
    ...assigned.flatMap((value) => clue('selector', '-var', value)),
    ...injected,
    ...inherited,
    ...tfvarsClues(namesIn(world, directory).filter(isLoadedAlone), directory, setting),
  ];
}

function isLoadedAlone(name: string): boolean {
  return name === 'terraform.tfvars' || name.endsWith('.auto.tfvars');
}

function tfvarsClues(names: readonly string[], directory: string, setting: ToolInvocation): readonly Clue[] {
  const { most } = budgets.tfvars;
  const found = names.slice(0, most).flatMap((name) => {
    const text = fileText(setting.world, `${directory}/${name}`) ?? '';
    const pairs = text.matchAll(
      /^[ \t]{0,40}(?:env|environment|env_name|stage|tier|workspace|account_name)\s*=\s*"([^"\n]*)"/gm,
    );
    return [...pairs].flatMap((pair) => clue('selector', name, pair[1]));
  });
  if (names.length > most || found.length > most) spend(setting.world, 'tfvars');
  return found.slice(0, most);
}

function nameOf(workspace: Workspace | undefined, place: readonly Clue[], directory: string): string {
  if (workspace !== undefined && workspace.text !== 'default') return workspace.text;
  const key = place.find((one) => /key|workspace|prefix/.test(one.source))?.value;
  const named = key?.replace(/\/?(?:terraform)?\.?tfstate$/, '');
  return named || (directory.split('/').at(-1) ?? '') || 'terraform';
}
