import type { Value } from '../invocation.js';
import type { ExecutionContext, Machine } from '../machine.js';

/** Where PHP stops reading; a phar's files follow. */
export const endOfPhp = /__HALT_COMPILER\s{0,9}\(/;

/** The text of a file that would run as a script, as `place` would find it; undefined when it cannot be had. */
export function scriptText(
  path: Value,
  place: ExecutionContext,
  machine: Machine,
  end?: RegExp,
): Value | undefined {
  if (/^\/(?:dev\/stdin|dev\/fd\/0|proc\/self\/fd\/0)$/.test(path.text)) return place.input?.rest();
  const absolute = machine.resolve(path.text, place);
  if (absolute !== undefined && place.frame.elsewhere !== undefined && !machine.disk.wasWritten(absolute))
    return undefined;
  return absolute === undefined ? undefined : machine.disk.script(absolute, end);
}
