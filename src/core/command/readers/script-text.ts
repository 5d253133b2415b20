import type { Value } from '../invocation.js';
import type { ExecutionContext, Machine } from '../machine.js';

/** What the shell opened under a number, by its path. */
const descriptor = /^\/(?:dev|proc\/[^/]{1,20})\/fd\/(\d+)$/;

/** Where PHP stops reading; a phar's files follow. */
export const endOfPhp = /__HALT_COMPILER\s{0,9}\(/;

/** The text of a file that would run as a script, as `place` would find it; undefined when it cannot be had. */
export function scriptText(
  path: Value,
  place: ExecutionContext,
  machine: Machine,
  end?: RegExp,
): Value | undefined {
  const absolute = path.text === '-' ? '/dev/stdin' : machine.resolve(path.text, place);
  if (absolute === undefined) return undefined;
  const { disk } = machine;
  const leadsTo = disk.wasWritten(absolute) ? absolute : (disk.original(absolute) ?? absolute);
  const number = leadsTo === '/dev/stdin' ? '0' : descriptor.exec(leadsTo)?.[1];
  if (number === '0') return place.input?.rest();
  if (number !== undefined) return machine.disk.script(`/dev/fd/${number}`);
  if (place.frame.elsewhere !== undefined && !machine.disk.wasWritten(absolute)) return undefined;
  return machine.disk.script(absolute, end);
}
