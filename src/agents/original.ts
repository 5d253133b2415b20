import type { ConfigFiles } from '../ports/ports.js';
import { gatewayName, launcherName } from './adapter.js';

/**
 * What stood in a file before Countersign's first write; null for no file. Undefined where that is not known: a text that names
 * Countersign is none, for its copy was made after the home was gone once.
 */
export function originalOf(path: string, current: string, files: ConfigFiles): string | null | undefined {
  const original = files.original(path, current);
  const isOurs = [launcherName, gatewayName].some((name) => original?.includes(name));
  return isOurs ? undefined : original;
}
