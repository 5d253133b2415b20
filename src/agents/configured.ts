import { endings } from '../core/toolcall/endings.js';
import type { ConfiguredRing, HookShell } from '../ports/configured-ring.js';
import type { ConfigFiles } from '../ports/ports.js';
import { bellHeaders } from '../protocol/http-bell.js';
import type { Adapter, ConfigScope, Doorbell, Places, WindowsShell } from './adapter.js';
import { connectionOf, doorbellAt } from './connect.js';
import { jsonIn } from './settings-text.js';

/**
 * What the agent does before a call, of every scope whose file holds our entry exactly as Countersign writes it. Another text is
 * never among them: whoever can write such a file must not have it started by looking at it.
 */
export function configuredRings(
  adapter: Adapter,
  scopes: readonly ConfigScope[],
  places: Places,
  doorbell: Doorbell,
  files: ConfigFiles,
): readonly ConfiguredRing[] {
  return scopes.flatMap((scope) => {
    const found = connectionOf(adapter, scope, places, doorbell, files);
    return found.ok && found.value === 'present' ? ringsOf(adapter, doorbellAt(scope, doorbell)) : [];
  });
}

/** The same of what Countersign writes for a doorbell. */
function ringsOf(adapter: Adapter, doorbell: Doorbell): readonly ConfiguredRing[] {
  if ('entries' in adapter) {
    return adapter
      .entries(doorbell)
      .filter(({ event }) => isBefore(event))
      .flatMap(({ entry }) => hooksIn(entry).flatMap((hook) => ringOf(hook, doorbell, adapter.onWindows)));
  }
  const text = adapter.text(doorbell);
  if (adapter.form === 'plugin') return [{ kind: 'plugin', text }];
  if (adapter.form === 'script') return [{ kind: 'command', shell: 'sh', command: text }];
  return hooksIn(jsonIn(text)).flatMap((hook) => ringOf(hook, doorbell, adapter.onWindows));
}

function isBefore(event: string): boolean {
  return !endings.includes(event) && event !== 'SessionStart';
}

/** Every object in it that says what is to be started, without those for what is over. */
function hooksIn(value: unknown): readonly object[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => hooksIn(one));
  if (typeof value !== 'object' || value === null) return [];
  if ('command' in value || 'bash' in value || 'powershell' in value || 'url' in value) {
    return typeof Reflect.get(value, 'command') === 'object' ? [] : [value];
  }
  const trigger: unknown = Reflect.get(value, 'trigger');
  if (typeof trigger === 'string' && !isBefore(trigger)) return [];
  return Object.entries(value).flatMap(([name, part]) => (isBefore(name) ? hooksIn(part) : []));
}

/** Keys that name the command of one shell; they speak before `command` where they stand. */
const keys: Readonly<Record<Doorbell['platform'], readonly (readonly [string, HookShell])[]>> = {
  posix: [['bash', 'sh']],
  win32: [
    ['commandWindows', 'cmd'],
    ['windows', 'powershell'],
    ['powershell', 'powershell'],
  ],
};

const shells: Readonly<Record<WindowsShell, HookShell>> = {
  'git-bash': 'sh',
  cmd: 'cmd',
  powershell: 'powershell',
  plugin: 'sh',
};

function ringOf(
  hook: object,
  { platform, http }: Doorbell,
  onWindows: WindowsShell = 'git-bash',
): readonly ConfiguredRing[] {
  const url: unknown = Reflect.get(hook, 'url');
  if (typeof url === 'string' && http) return [{ kind: 'http', address: url, headers: bellHeaders(http) }];
  const usual = platform === 'win32' ? shells[onWindows] : 'sh';
  for (const [key, shell] of [...keys[platform], ['command', usual] as const]) {
    const command: unknown = Reflect.get(hook, key);
    if (typeof command === 'string') return [{ kind: 'command', shell, command, ...variablesOf(hook) }];
  }
  return [];
}

/** The variables that the hook says its command is given. */
function variablesOf(hook: object): { readonly env?: Readonly<Record<string, string>> } {
  const env: unknown = Reflect.get(hook, 'env');
  if (typeof env !== 'object' || env === null) return {};
  const texts = Object.entries(env).filter((one): one is [string, string] => typeof one[1] === 'string');
  return { env: Object.fromEntries(texts) };
}
