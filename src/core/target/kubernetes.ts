import { optionValue } from '../command/arguments.js';
import { parentOf } from '../command/paths.js';
import { budgets, spend } from '../shared/budgets.js';
import type { World } from '../shared/world.js';
import { adminLike } from './aws.js';
import { field, listField, textField } from './fields.js';
import { directoryOf, pathIn } from './files.js';
import { isLoopback } from './loopback.js';
import { parsedFile } from './memo.js';
import {
  type Bend,
  type Clue,
  clue,
  type ToolInvocation,
  variable,
  type Whereabouts,
} from './whereabouts.js';
import { readYaml } from './yaml.js';

/** Entries by their name, the first of a name. */
type Named = ReadonlyMap<string, unknown>;

interface Kubeconfig {
  readonly current: string | undefined;
  readonly contexts: Named;
  readonly clusters: Named;
  readonly users: Named;
  /** The file is there but could not be read as YAML, so what it says is not known. */
  readonly broken: boolean;
  readonly isTooLong: boolean;
}

interface Selector {
  readonly text: string;
  readonly source: string;
  readonly opaque: boolean;
}

const kubeconfigAt = parsedFile((text): Kubeconfig => {
  const document = readYaml(text);
  const current =
    textField(document, 'current-context') ?? /^current-context:\s*["']?([^\s"']+)/m.exec(text)?.[1];
  return {
    current,
    contexts: namedIn(document, 'contexts'),
    clusters: namedIn(document, 'clusters'),
    users: namedIn(document, 'users'),
    broken: document === undefined && text.trim() !== '',
    isTooLong: text.length > budgets.yaml.most,
  };
});

function namedIn(document: unknown, list: string): Named {
  const named = new Map<string, unknown>();
  for (const one of listField(document, list)) {
    const name = textField(one, 'name');
    if (name !== undefined && !named.has(name)) named.set(name, one);
  }
  return named;
}

/** What the kubeconfig files say together: of a name the first file's entry. */
interface Kubeconfigs {
  readonly current: string | undefined;
  readonly contexts: readonly Named[];
  readonly clusters: readonly Named[];
  readonly users: readonly Named[];
  /** Where each file lies. */
  readonly folders: readonly string[];
  readonly broken: boolean;
}

/** Where kubectl, helm and their like go: context, cluster, namespace and user, from flags, environment and kubeconfig. */
export function kubernetesTarget(setting: ToolInvocation): Whereabouts {
  const config = configOf(setting);
  const context = contextOf(setting, config);
  const entry = entryOf(config.contexts, context?.text, 'context');
  const clusterName = optionValue(setting.args, '--cluster')?.text ?? textField(entry, 'cluster');
  const server = serverOf(setting, config, clusterName);
  const bends = bendsOf(setting, config, {
    cluster: clusterName,
    server,
    isOfContext: context !== undefined,
  });
  const namespace = namespaceOf(setting, entry);
  const user = optionValue(setting.args, '--user')?.text ?? textField(entry, 'user');
  const impersonated = optionValue(setting.args, '--as', '--kube-as-user')?.text;
  const admin = adminLike(impersonated ?? user, optionValue(setting.args, '--as-group')?.text);
  const name = context?.text ?? clusterName ?? server ?? 'kubernetes';
  return {
    system: 'kubernetes',
    name,
    ...(server === undefined ? {} : { account: server }),
    ...(namespace === undefined ? {} : { scope: namespace.text }),
    ...(user === undefined && impersonated === undefined ? {} : { identity: impersonated ?? user ?? '' }),
    clues: [
      ...selected(context),
      ...clue('selector', 'cluster', clusterName),
      ...clue('selector', 'server', server),
      ...selected(namespace),
      ...clue('mention', 'user', user),
    ],
    ...(bends.some(({ goesTo }) => goesTo === undefined) ? {} : localOf(name, server, clusterName)),
    ...(bends.length === 0 ? {} : { bends }),
    ...(admin === undefined ? {} : { privileged: admin }),
    opaque: [
      ...[context, namespace].flatMap((one) => (one?.opaque ? [one.text] : [])),
      ...(config.broken ? ['kubeconfig'] : []),
    ],
  };
}

/** An entry of a kubeconfig, and the folder that its paths begin at. */
export interface KubeconfigEntry {
  readonly entry: unknown;
  readonly folder: string;
}

/** How the context of a call says that its cluster is reached, and as whom; undefined where it says either nowhere. */
export function kubeconfigConnection(setting: ToolInvocation):
  | {
      readonly cluster: KubeconfigEntry;
      readonly user: KubeconfigEntry;
      /** False where one file names the server and another holds the credentials. */
      readonly isOneFile: boolean;
    }
  | undefined {
  const config = configOf(setting);
  if (config.broken) return undefined;
  const context = entryOf(config.contexts, contextOf(setting, config)?.text, 'context');
  const fileOf = (files: readonly Named[], key: string): number =>
    files.findIndex((named) => named.has(textField(context, key) ?? ''));
  const [clusterAt, userAt] = [fileOf(config.clusters, 'cluster'), fileOf(config.users, 'user')];
  if (clusterAt < 0 || userAt < 0) return undefined;
  const of = (files: readonly Named[], at: number, key: string): KubeconfigEntry => ({
    entry: field(files[at]?.get(textField(context, key) ?? ''), key),
    folder: config.folders[at] ?? '/',
  });
  return {
    cluster: of(config.clusters, clusterAt, 'cluster'),
    user: of(config.users, userAt, 'user'),
    isOneFile: clusterAt === userAt,
  };
}

function configOf(setting: ToolInvocation): Kubeconfigs {
  const { world } = setting;
  const flag = optionValue(setting.args, '--kubeconfig');
  const listed = flag?.text ?? variable(setting, 'KUBECONFIG')?.text ?? '~/.kube/config';
  const separator = world.platform === 'win32' ? ';' : ':';
  const paths = flag === undefined ? listed.split(separator).filter((path) => path !== '') : [listed];
  if (paths.length > budgets.kubeconfigs.most) spend(world, 'kubeconfigs');
  const places = paths
    .slice(0, budgets.kubeconfigs.most)
    .map((path) => pathIn(directoryOf(setting), path, world));
  const read = places.flatMap((path) => {
    const file = kubeconfigAt(world, path);
    return file === undefined ? [] : [{ file, folder: parentOf(path) }];
  });
  const files = read.map(({ file }) => file);
  if (files.some((file) => file.isTooLong)) spend(world, 'yaml');
  return {
    current: files.find((file) => file.current !== undefined)?.current,
    contexts: files.map((file) => file.contexts),
    clusters: files.map((file) => file.clusters),
    users: files.map((file) => file.users),
    folders: read.map(({ folder }) => folder),
    broken: places.some((path) => isRefused(world, path)) || files.some((file) => file.broken),
  };
}

/** A kubeconfig that is there but cannot be read may say anything. */
function isRefused(world: World, path: string): boolean {
  const read = world.files.read(path);
  return !read.ok && read.code !== 'absent';
}

function contextOf(setting: ToolInvocation, config: Kubeconfigs): Selector | undefined {
  const flag = optionValue(setting.args, '--context', '--kube-context');
  if (flag !== undefined) return { text: flag.text, source: '--context', opaque: flag.opaque.length > 0 };
  const helm = variable(setting, 'HELM_KUBECONTEXT');
  if (helm !== undefined && setting.invocation.program === 'helm') {
    return { text: helm.text, source: 'HELM_KUBECONTEXT', opaque: helm.opaque.length > 0 };
  }
  const switched = setting.switches.get('kubernetes.context');
  if (switched !== undefined) return { text: switched, source: 'earlier command', opaque: false };
  if (config.current === undefined) return undefined;
  return { text: config.current, source: 'kubeconfig current-context', opaque: false };
}

function namespaceOf(setting: ToolInvocation, entry: unknown): Selector | undefined {
  const flag = optionValue(setting.args, '-n', '--namespace');
  if (flag !== undefined) return { text: flag.text, source: '--namespace', opaque: flag.opaque.length > 0 };
  const helm = variable(setting, 'HELM_NAMESPACE');
  if (helm !== undefined)
    return { text: helm.text, source: 'HELM_NAMESPACE', opaque: helm.opaque.length > 0 };
  const switched = setting.switches.get('kubernetes.namespace');
  if (switched !== undefined) return { text: switched, source: 'earlier command', opaque: false };
  const named = textField(entry, 'namespace');
  return named === undefined ? undefined : { text: named, source: 'kubeconfig namespace', opaque: false };
}

function serverOf(
  setting: ToolInvocation,
  config: Kubeconfigs,
  cluster: string | undefined,
): string | undefined {
  const flag = optionValue(setting.args, '-s', '--server', '--kube-apiserver');
  return flag?.text ?? textField(entryOf(config.clusters, cluster, 'cluster'), 'server');
}

/**
 * What of a call or a file leads elsewhere than the context's name says: another cluster or server, a proxy, the name of another
 * server in its place.
 */
function bendsOf(
  { args }: ToolInvocation,
  config: Kubeconfigs,
  at: {
    readonly cluster: string | undefined;
    readonly server: string | undefined;
    readonly isOfContext: boolean;
  },
): readonly Bend[] {
  const entry = entryOf(config.clusters, at.cluster, 'cluster');
  const goesTo = at.server === undefined ? {} : { goesTo: at.server };
  return [
    ...(at.isOfContext
      ? ['--server', '-s', '--kube-apiserver', '--cluster'].flatMap((source): readonly Bend[] => {
          const value = optionValue(args, source)?.text;
          return value === undefined ? [] : [{ source, value, ...goesTo }];
        })
      : []),
    ...['--tls-server-name', '--kube-tls-server-name'].flatMap((source) =>
      clue('selector', source, optionValue(args, source)?.text),
    ),
    ...['proxy-url', 'tls-server-name'].flatMap((key) =>
      clue('selector', `kubeconfig ${key}`, textField(entry, key)),
    ),
  ];
}

function entryOf(files: readonly Named[], name: string | undefined, key: string): unknown {
  if (name === undefined) return undefined;
  return field(files.find((named) => named.has(name))?.get(name), key);
}

function selected(selector: Selector | undefined): readonly Clue[] {
  return selector === undefined ? [] : clue('selector', selector.source, selector.text);
}

/** Clusters that a tool of this machine makes under its own name. */
const trial = /^(?:kind-.+|k3d-.+|minikube)$/;
const desktop = /^(?:docker-desktop|docker-for-desktop|rancher-desktop|orbstack|colima.*|microk8s)$/;

function localOf(
  name: string,
  server: string | undefined,
  cluster: string | undefined,
): Pick<Whereabouts, 'local' | 'throwaway'> {
  const context = { source: 'context', value: name };
  const made =
    trial.test(name) && (cluster === undefined || trial.test(cluster)) ? { throwaway: context } : {};
  if (server !== undefined)
    return isLoopback(server) ? { local: { source: 'server', value: server }, ...made } : {};
  return trial.test(name) || desktop.test(name) ? { local: context, ...made } : {};
}
