import { resolvePath } from '../../command/paths.js';
import { isJsonObject } from '../../shared/json.js';
import { textField } from '../../target/fields.js';
import { type KubeconfigEntry, kubeconfigConnection } from '../../target/kubernetes.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Lookup } from './look.js';

/** Options that take server or credentials from elsewhere than the context: those do not belong together for sure. */
const foreign =
  /^--?(?:s|server|cluster|user|token|username|password|as|as-group|as-uid|certificate-authority|client-certificate|client-key|tls-server-name|insecure-skip-tls-verify|proxy-url)$/;

const clusterFields =
  /^(?:server|tls-server-name|insecure-skip-tls-verify|certificate-authority|certificate-authority-data|proxy-url|disable-compression)$/;
/** A file of a token is none of these: whoever writes a kubeconfig could have any file sent to a server of theirs. */
const userFields =
  /^(?:client-certificate|client-certificate-data|client-key|client-key-data|token|username|password|as|as-uid|as-groups)$/;
const paths = /^(?:certificate-authority|client-certificate|client-key)$/;
const flags = /^(?:insecure-skip-tls-verify|disable-compression)$/;
const idle = /^extensions$/;

type KubernetesConnection = Required<Pick<Lookup, 'file'>> & Pick<Lookup, 'secrets' | 'refusal'>;

/**
 * A kubeconfig with nothing in it but the connection of the call's own context, so that no program of it can be started, whatever
 * becomes of its files. Undefined where a part of it is not known.
 */
export function kubernetesConnection(setting: ToolInvocation): KubernetesConnection | undefined {
  if ([...setting.args.options.keys()].some((name) => foreign.test(name))) return undefined;
  const found = kubeconfigConnection(setting);
  if (found === undefined) return undefined;
  const plugin = pluginOf(found.user.entry);
  if (plugin !== undefined) return refused(plugin);
  if (!found.isOneFile) return refused('another file than the one that names the server');
  const cluster = onlyFields(found.cluster, clusterFields);
  const user = onlyFields(found.user, userFields);
  if (cluster === undefined || user === undefined || textField(cluster, 'server') === undefined)
    return undefined;
  const name = 'look';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster }],
    users: [{ name, user }],
  };
  return {
    file: { variable: 'KUBECONFIG', text: JSON.stringify(config) },
    secrets: ['token', 'password', 'client-key-data'].flatMap((field) => textField(user, field) ?? []),
  };
}

function refused(detail: string): KubernetesConnection {
  const file = { variable: 'KUBECONFIG', text: '' };
  return { file, secrets: [], refusal: { code: 'own-credentials', detail } };
}

/** The program that a user's credentials come from. */
function pluginOf(user: unknown): string | undefined {
  if (!isJsonObject(user)) return undefined;
  if (user['exec'] !== undefined) return textField(user, 'exec', 'command') ?? 'a program';
  return user['auth-provider'] === undefined
    ? undefined
    : (textField(user, 'auth-provider', 'name') ?? 'a provider');
}

/** As kubectl wants it; every scalar of a file was read as text. */
function scalarOf(name: string, value: string, folder: string): string | boolean {
  if (paths.test(name)) return resolvePath(folder, value);
  return flags.test(name) && /^(?:true|false)$/.test(value) ? value === 'true' : value;
}

/** Undefined where another field stands in it: what it means is not known here. */
function onlyFields({ entry, folder }: KubeconfigEntry, wanted: RegExp): object | undefined {
  if (!isJsonObject(entry)) return undefined;
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(entry)) {
    if (idle.test(name)) continue;
    if (!wanted.test(name)) return undefined;
    fields.set(name, typeof value === 'string' ? scalarOf(name, value, folder) : value);
  }
  return Object.fromEntries(fields);
}
