/** Where a command goes when it is told to work in another folder. */

import type { Value } from './invocation.js';
import { isAbsolute } from './paths.js';
import { within } from './readers/unwrap.js';
import type { Scope } from './scope.js';
import { isKnown, known, opaque } from './value.js';

/** `cd PATH`: a relative one is looked for in the folders of CDPATH first. */
export function folderFrom(scope: Scope, path: Value): Value {
  const folders = scope.variable('CDPATH').value;
  if (folders === undefined || !isKnown(path) || isAbsolute(path.text) || /^\.{1,2}(?:\/|$)/.test(path.text))
    return within(scope.cwd, path);
  if (!isKnown(folders)) return opaque('unset-variable');
  const tried = folders.text
    .split(':')
    .map((folder) => within(scope.cwd, known(folder === '' ? '.' : folder)));
  const found = tried
    .map((folder) => within(folder, path))
    .find((folder) => isKnown(folder) && scope.world.files.kind(folder.text) !== 'absent');
  return found ?? within(scope.cwd, path);
}
