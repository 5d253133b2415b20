import type { Invocation } from '../../command/invocation.js';
import { guardedPrograms } from '../../tool/guarded.js';
import { systemOf } from '../../tool/registry.js';
import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';

const guarded: ReadonlySet<string> = new Set(guardedPrograms);

/** F: a program that may start others, or is guarded itself, gets a PATH without the terminal guard that was on it. */
export function bypassed({ invocations, terminalGuard }: Subject): readonly Finding[] {
  if (terminalGuard === undefined) return [];
  const found = invocations.find((one) => losesGuard(one, terminalGuard) && mayStartGuarded(one));
  if (found === undefined) return [];
  const data = { program: found.program };
  return [{ id: 'guard-bypassed', term: 'F', weight: 50, data, span: found.span }];
}

function losesGuard({ env }: Invocation, terminalGuard: string): boolean {
  const path = env.get('PATH');
  return path !== undefined && !path?.text.split(':').includes(terminalGuard);
}

/** What is in no table may be a script. */
function mayStartGuarded({ program }: Invocation): boolean {
  const system = systemOf(program);
  return system === undefined || system === 'script' || guarded.has(program);
}
