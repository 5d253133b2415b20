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
  if (plugin !== undefined)
    return {
      file: { variable: 'KUBECONFIG', text: '' },
      secrets: [],
      refusal: { code: 'own-credentials', detail: plugin },
    };
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

/** The program that a user's credentials come from. */
function pluginOf(user: unknown): string | undefined {
  if (!isJsonObject(user)) return undefined;
  if (user['exec'] !== undefined) return textField(user, 'exec', 'command') ?? 'a program';
  return user['auth-provider'] === undefined
    ? undefined
    : (textField(user, 'auth-provider', 'name') ?? 'a provider');
}

/** Undefined where another field stands in it: what it means is not known here. */
function onlyFields({ entry, folder }: KubeconfigEntry, wanted: RegExp): object | undefined {
  if (!isJsonObject(entry)) return undefined;
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(entry)) {
    if (idle.test(name)) continue;
    if (!wanted.test(name)) return undefined;
    fields.set(name, paths.test(name) && typeof value === 'string' ? resolvePath(folder, value) : value);
  }
  return Object.fromEntries(fields);
}
