import { gitBlobId } from '../../shared/digest.js';
import { directoryOf } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { trackedIn } from './only-copy.js';
import { locationOf } from './place.js';

/** What is compared byte by byte; about more somebody is asked all the same. */
const compared = { files: 64, bytes: 1 << 20 };

const elsewhere = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE'];

/**
 * True when each path names one file that holds what the index holds, or that is not there: what is written over it from the index takes
 * nothing away. Where git cannot be read, a name is a pattern or a folder, or a filter stands between the two, it is not said.
 */
export function areAsInIndex(paths: readonly string[], setting: ToolInvocation): boolean {
  const { world, invocation, args } = setting;
  if (paths.length === 0 || paths.length > compared.files || invocation.elsewhere !== undefined) return false;
  if (['-C', '--git-dir', '--work-tree'].some((name) => args.options.has(name))) return false;
  if (elsewhere.some((name) => invocation.env.has(name) || world.env[name] !== undefined)) return false;
  return paths.every((path) => isAsInIndex(path, setting));
}

function isAsInIndex(path: string, setting: ToolInvocation): boolean {
  const { world } = setting;
  const { path: at, root } = locationOf(path, directoryOf(setting), world);
  if (/[*?[\]\\:\uFFFC]/.test(path) || root === undefined || !at.startsWith(`${root}/`)) return false;
  const entry = trackedIn(root, world)?.get(at.slice(root.length + 1));
  const kind = world.files.kind(at);
  if (entry === undefined || entry.stage !== 0) return false;
  if (kind === 'absent') return true;
  if (
    kind !== 'file' ||
    !entry.mode.startsWith('100') ||
    (world.files.identity(at)?.size ?? 0) > compared.bytes
  )
    return false;
  const bytes = world.files.bytes(at);
  return bytes !== undefined && gitBlobId(bytes) === entry.id;
}
