import { budgets, spend } from '../shared/budgets.js';
import { compilePattern, matches } from './glob.js';
import type { Value } from './invocation.js';
import type { ExecutionContext } from './machine.js';
import { opaque } from './value.js';

/** Programs that stand in the usual folders of any machine: enough to see what `/bin/r?` means without a disk. */
const usual =
  'rm sh bash dash zsh cat dd mv cp ln chmod chown kill mount umount mkdir rmdir ls ps sed grep awk curl wget nc python3 perl ruby node php git docker kubectl aws gcloud az terraform tofu helm psql mysql redis-cli ssh scp sudo su env find xargs base64 tar unlink shred truncate tee crontab systemctl shutdown reboot halt mkfs'.split(
    ' ',
  );

/** A program named by a glob: known only when exactly one name fits. */
export function resolveGlobbedProgram(value: Value, place: ExecutionContext): Value {
  const { text, span } = value;
  const slash = text.lastIndexOf('/');
  const folder = slash < 0 ? '' : text.slice(0, slash + 1);
  const pattern = compilePattern(text.slice(slash + 1));
  if (pattern === undefined) return opaque('glob', span);
  const plainFolder = folder !== '' && !/[*?[]/.test(folder);
  const real = plainFolder ? place.scope.world.files.list(folder.slice(0, -1) || '/') : [];
  if (real.length >= budgets.listing.most) spend(place.scope.world, 'listing');
  const names = real.length > 0 ? real : usual;
  const fitting = names.filter((name) => matches(pattern, name) === true);
  const only = fitting[0];
  if (fitting.length !== 1 || only === undefined) return opaque('glob', span);
  return {
    text: (plainFolder ? folder : '/bin/') + only,
    opaque: [],
    ...(span === undefined ? {} : { span }),
  };
}
