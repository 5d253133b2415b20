import type { Assessment } from '../risk/assessment.js';
import type { CanonicalError } from '../shared/canonical.js';
import { digestOfValue } from '../shared/digest.js';
import type { Result } from '../shared/result.js';
import type { Target } from '../target/target.js';
import type { ToolCall } from '../toolcall/toolcall.js';

/**
 * What an approval is bound to: the call as it came and what it was judged to touch. The agent's id for the call is
 * left out, so that a retry of the very same thing has the very same digest; one changed byte has another.
 */
export function digestOfCall(call: ToolCall, assessment: Assessment): Result<string, CanonicalError> {
  return digestOfValue({
    v: 1,
    agent: call.agent,
    session: call.session,
    subagent: call.subagent?.id ?? '',
    tool: call.tool,
    cwd: call.cwd,
    payload: call.payload,
    options: call.options ?? null,
    effects: assessment.effects.map((effect) => ({
      verb: effect.verb,
      resource: effect.resource,
      target: identityOf(effect.target),
      argv: effect.argv,
      via: effect.via,
      opaque: effect.opaque,
    })),
    targets: assessment.targets.map(identityOf),
    ...keptShellOf(assessment),
  });
}

/** A command means something else in another directory, or with other variables and functions. */
function keptShellOf({ findings }: Assessment): { readonly shell?: string } {
  const kept = findings.find(({ id }) => id === 'kept-shell')?.data['state'];
  return kept === undefined ? {} : { shell: kept };
}

function identityOf(target: Target): readonly string[] {
  return [
    target.system,
    target.name,
    target.account ?? '',
    target.region ?? '',
    target.scope ?? '',
    target.identity ?? '',
    target.environment,
  ];
}
