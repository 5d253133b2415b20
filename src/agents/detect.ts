import type { ConfigFiles, VersionOf } from '../ports/ports.js';
import { type Adapter, type Doorbell, launcherName, type Places, scopes } from './adapter.js';
import { hasForeignHooks } from './config-text.js';
import { switchesHooksOff } from './switches.js';

/** What is known of an agent on this machine. */
export interface Detection {
  readonly isFound: boolean;
  readonly version?: string;
  /** True when its version is below the first on which every failure blocks. */
  readonly isTooOld: boolean;
  /** Files that tell the agent to leave all hooks out. */
  readonly disabledBy: readonly string[];
  /** Our hook files that the agent skips, because nobody has trusted them in it yet. */
  readonly untrusted: readonly string[];
  /** Files of the workspace with hooks of their own: such a hook can rewrite a call after it was judged. */
  readonly rewrittenBy: readonly string[];
}

export async function detect(
  adapter: Adapter,
  places: Places,
  seams: {
    readonly files: ConfigFiles;
    readonly versionOf: VersionOf;
    readonly exists: (path: string) => boolean;
  },
): Promise<Detection> {
  const version = adapter.program === undefined ? undefined : await seams.versionOf(adapter.program);
  const isTraced = adapter.traces.some((trace) => seams.exists(`${places.home}/${trace}`));
  return {
    isFound: version !== undefined || isTraced || isBuiltIn(adapter),
    ...(version === undefined ? {} : { version }),
    isTooOld:
      version !== undefined &&
      adapter.leastVersion !== undefined &&
      compareVersions(version, adapter.leastVersion) < 0,
    disabledBy: adapter.switches(places).filter((path) => disables(path, seams.files)),
    untrusted: untrustedOf(adapter, places, seams.files),
    rewrittenBy: adapter
      .switches(places)
      .filter((path) => path.startsWith(`${places.workspace}/`) && hasForeign(adapter, path, seams.files)),
  };
}

function isBuiltIn(adapter: Adapter): boolean {
  return adapter.program === undefined && adapter.traces.length === 0;
}

function disables(path: string, files: ConfigFiles): boolean {
  const text = files.read(path);
  return text.ok && text.value !== null && switchesHooksOff(path, text.value);
}

function untrustedOf(adapter: Adapter, places: Places, files: ConfigFiles): readonly string[] {
  const { trust } = adapter;
  if (trust === undefined) return [];
  const textOf = (path: string): string => {
    const text = files.read(path);
    return text.ok && text.value !== null ? text.value : '';
  };
  const settings = textOf(trust.file(places));
  return scopes
    .map((scope) => adapter.file(scope, places))
    .filter((path) => textOf(path).includes(launcherName) && !trust.holds(path, textOf(path), settings));
}

const nowhere: Doorbell = { launcher: '', platform: 'posix' };

function hasForeign(adapter: Adapter, path: string, files: ConfigFiles): boolean {
  const text = files.read(path);
  if (!text.ok || text.value === null || !('entries' in adapter)) return false;
  const event = adapter.entries(nowhere)[0]?.event ?? '';
  return hasForeignHooks(text.value, event, adapter.under);
}

/** Below 0 when `a` is older; versions are dotted numbers, what follows them is ignored. */
export function compareVersions(a: string, b: string): number {
  const numbers = (text: string): readonly number[] =>
    (/\d+(?:\.\d+)*/.exec(text)?.[0] ?? '0').split('.').map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
