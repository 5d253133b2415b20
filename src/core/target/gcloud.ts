import { optionValue } from '../command/arguments.js';
import type { Value } from '../command/invocation.js';
import { adminLike } from './aws.js';
import { textField } from './fields.js';
import { directoryOf, fileText, pathIn } from './files.js';
import type { Ini } from './ini.js';
import { isLoopback } from './loopback.js';
import { iniAt, jsonAt } from './memo.js';
import { type Bend, clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** Where gcloud, gsutil and bq go: project, account and region, from flags, `CLOUDSDK_…` and the active configuration. */
export function gcloudTarget(setting: ToolInvocation): Whereabouts {
  const folder = variable(setting, 'CLOUDSDK_CONFIG')?.text ?? '~/.config/gcloud';
  const root = pathIn(directoryOf(setting), folder, setting.world);
  const configuration = configurationOf(setting, root);
  const ini = iniAt(setting.world, `${root}/configurations/config_${configuration.text}`);
  const project = projectOf(setting, ini, root);
  const account =
    optionValue(setting.args, '--account')?.text ??
    variable(setting, 'CLOUDSDK_CORE_ACCOUNT')?.text ??
    ini.get('core')?.get('account');
  const impersonated = optionValue(setting.args, '--impersonate-service-account')?.text;
  const region =
    optionValue(setting.args, '--region', '--zone', '-z', '--location')?.text ??
    ini.get('compute')?.get('region');
  const identity = impersonated ?? account;
  const admin = adminLike(identity);
  const bends = bendsOf(setting, ini);
  const emulator = bends.find(({ goesTo }) => goesTo !== undefined && isLoopback(goesTo));
  return {
    system: 'gcp',
    name: project?.text ?? configuration.text,
    namedByResource: true,
    ...(project === undefined ? {} : { account: project.text }),
    ...(region === undefined ? {} : { region }),
    ...(identity === undefined ? {} : { identity }),
    clues: [
      ...(project === undefined ? [] : clue('selector', project.source, project.text)),
      ...(configuration.source === 'default'
        ? []
        : clue('selector', configuration.source, configuration.text)),
      ...clue('mention', 'account', identity),
    ],
    ...(admin === undefined ? {} : { privileged: admin }),
    ...(emulator === undefined ? {} : { local: { source: emulator.source, value: emulator.value } }),
    ...(bends.length === 0 ? {} : { bends }),
    opaque: project?.opaque === true ? [project.text] : [],
  };
}

/** Other addresses for the cloud's services, and a proxy: variables of gcloud, whoever set them, and its configuration. */
function bendsOf({ invocation, world }: ToolInvocation, ini: Ini): readonly Bend[] {
  const set = new Map(Object.entries(world.env));
  for (const [name, value] of invocation.env) {
    if (value === null) set.delete(name);
    else set.set(name, value.text);
  }
  const ofVariables = [...set].flatMap(([source, value]): readonly Bend[] => {
    if (value === '' || !/^CLOUDSDK_(?:API_ENDPOINT_OVERRIDES_|PROXY_ADDRESS$)/.test(source)) return [];
    return [source.endsWith('PROXY_ADDRESS') ? { source, value } : { source, value, goesTo: value }];
  });
  const overrides = [...(ini.get('api_endpoint_overrides') ?? [])].map(
    ([name, value]): Bend => ({ source: `gcloud api_endpoint_overrides/${name}`, value, goesTo: value }),
  );
  const proxy = clue('selector', 'gcloud proxy/address', ini.get('proxy')?.get('address'));
  const all = [...ofVariables, ...overrides].filter(
    ({ value }) => !/\.googleapis\.com(?:[:/]|$)/.test(value),
  );
  return [...all, ...proxy];
}

interface Selector {
  readonly text: string;
  readonly source: string;
  readonly opaque: boolean;
}

function configurationOf(setting: ToolInvocation, root: string): Selector {
  const flag = selector('--configuration', optionValue(setting.args, '--configuration'));
  const set = selector('CLOUDSDK_ACTIVE_CONFIG_NAME', variable(setting, 'CLOUDSDK_ACTIVE_CONFIG_NAME'));
  const switched = setting.switches.get('gcp.configuration');
  const active = fileText(setting.world, `${root}/active_config`)?.trim();
  if (flag !== undefined) return flag;
  if (set !== undefined) return set;
  if (switched !== undefined) return { text: switched, source: 'earlier command', opaque: false };
  return { text: active || 'default', source: active ? 'active_config' : 'default', opaque: false };
}

function projectOf(setting: ToolInvocation, ini: Ini, root: string): Selector | undefined {
  const switched = setting.switches.get('gcp.project');
  const configured = ini.get('core')?.get('project');
  const quota = textField(
    jsonAt(setting.world, `${root}/application_default_credentials.json`),
    'quota_project_id',
  );
  return (
    selector('--project', optionValue(setting.args, '--project', '--project_id', '-u')) ??
    selector('CLOUDSDK_CORE_PROJECT', variable(setting, 'CLOUDSDK_CORE_PROJECT')) ??
    selector('GOOGLE_CLOUD_PROJECT', variable(setting, 'GOOGLE_CLOUD_PROJECT')) ??
    (switched === undefined ? undefined : { text: switched, source: 'earlier command', opaque: false }) ??
    (configured === undefined
      ? undefined
      : { text: configured, source: 'gcloud configuration', opaque: false }) ??
    (quota === undefined
      ? undefined
      : { text: quota, source: 'application default credentials', opaque: false })
  );
}

function selector(source: string, value: Value | undefined): Selector | undefined {
  return value === undefined ? undefined : { text: value.text, source, opaque: value.opaque.length > 0 };
}
