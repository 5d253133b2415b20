import type { Invocation } from '../command/invocation.js';
import type { Effect } from './effect.js';

/** A program in no table: nothing is known, so nothing is claimed, and it is never a read. */
export function unknownProgram(invocation: Invocation): Effect {
  const program = invocation.program === '' ? 'program' : invocation.program;
  const opaque = invocation.argv[0] !== undefined && invocation.argv[0].opaque.length > 0;
  return {
    verb: 'unknown',
    resource: program,
    target: { system: program, name: program, environment: 'unknown', confidence: 0, evidence: [] },
    argv: invocation.argv.map((word) => word.text),
    via: invocation.via,
    opaque: opaque ? [invocation.argv[0]?.text ?? ''] : [],
    span: invocation.span,
    traits: opaque ? ['opaque-program'] : [],
    reach: 1,
  };
}
