import type { ConfigFiles, VersionOf } from '../ports/ports.js';
import type { Adapter, Places } from './adapter.js';
import { hasForeignHooks } from './config-text.js';

/** What is known of an agent on this machine. */
export interface Detection {
  readonly isFound: boolean;
  readonly version?: string;
  /** True when its version is below the first on which every failure blocks. */
  readonly isTooOld: boolean;
  /** Files that tell the agent to leave all hooks out. */
  readonly disabledBy: readonly string[];
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
    isFound: version !== undefined || isTraced || adapter.program === undefined,
    ...(version === undefined ? {} : { version }),
    isTooOld:
      version !== undefined &&
      adapter.leastVersion !== undefined &&
      compareVersions(version, adapter.leastVersion) < 0,
    disabledBy: adapter.switches(places).filter((path) => disables(path, seams.files)),
    rewrittenBy: adapter
      .switches(places)
      .filter((path) => path.startsWith(`${places.workspace}/`) && hasForeign(path, seams.files)),
  };
}

function disables(path: string, files: ConfigFiles): boolean {
  const text = files.read(path);
  if (!text.ok || text.value === null) return false;
  try {
    const value: unknown = JSON.parse(text.value);
    return (
      typeof value === 'object' &&
      value !== null &&
      'disableAllHooks' in value &&
      value.disableAllHooks === true
    );
  } catch {
    return false;
  }
}

function hasForeign(path: string, files: ConfigFiles): boolean {
  const text = files.read(path);
  return text.ok && text.value !== null && hasForeignHooks(text.value, 'PreToolUse');
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
