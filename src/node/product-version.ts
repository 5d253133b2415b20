import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson, textAt } from '../core/shared/json.js';

/** The version of the package whose bundles lie in `folder`; `unknown` where they lie alone. */
export function productVersion(folder: string): string {
  try {
    return (
      textAt(parseJson(readFileSync(join(folder, '..', 'package.json'), 'utf8')), 'version') || 'unknown'
    );
  } catch {
    return 'unknown';
  }
}
