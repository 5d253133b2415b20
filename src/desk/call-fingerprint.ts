import { canonical } from '../core/shared/canonical.js';
import type { Target } from '../core/target/target.js';
import type { Effect } from '../core/tool/effect.js';
import { standardInput } from '../core/tool/input.js';
import type { McpPayload, ToolCall } from '../core/toolcall/toolcall.js';
import type { Judged } from './ring.js';

/** One thing that a call does, as a text that is the same at the agent's hook and at the second line behind it. */
export interface CallFingerprint {
  /** Absent where a part is not known. */
  readonly exact?: string;
  /** The program, its arguments and its target alone; never for production. */
  readonly run?: string;
}

/** Where a shell or a launcher says that a program reads what only the running command knows. */
const given = new Set(['/dev/stdin', standardInput]);

/** Everything that a call does; empty where the second line has no like of it. */
export function errandsOf({ call, assessment }: Judged): readonly CallFingerprint[] {
  return errandsIn(call, assessment.effects);
}

/** What of it a person could be asked about. */
export function askableOf({ call, assessment }: Judged): readonly CallFingerprint[] {
  return errandsIn(
    call,
    assessment.effects.filter((effect) => !isHarmless(effect)),
  );
}

function errandsIn(call: ToolCall, effects: readonly Effect[]): readonly CallFingerprint[] {
  if (call.payload.kind === 'mcp') return mcpErrand(call.payload);
  return call.payload.kind === 'shell' ? effects.map((effect) => errandOf(effect, call.cwd)) : [];
}

/** Agents write `server-a` as `server_a`, and join server and tool so that no one can tell where to cut. */
function mcpErrand({ server, name, arguments: sent }: McpPayload): readonly CallFingerprint[] {
  const text = canonical(sent);
  const joined = `${server}_${name}`.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();
  return text.ok ? [{ exact: textOf(['mcp', joined, text.value]) }] : [];
}

function isHarmless({ verb, traits, target }: Effect): boolean {
  return verb === 'read' && traits.length === 0 && target.environment !== 'production';
}

function errandOf(effect: Effect, cwd: string): CallFingerprint {
  // On another machine no launcher of this one stands in the way.
  if (effect.elsewhere) return {};
  const [program = '', ...rest] = effect.argv;
  const argv = [program.slice(program.lastIndexOf('/') + 1), ...rest];
  const run = [argv, effect.cwd ?? cwd, identityOf(effect.target)];
  const { verb, resource, opaque, reach } = effect;
  return {
    ...(opaque.length === 0 ? { exact: textOf(['shell', ...run, verb, resource, reach]) } : {}),
    ...(effect.target.environment !== 'production' && opaque.every((part) => given.has(part))
      ? { run: textOf(['run', ...run]) }
      : {}),
  };
}

function identityOf(target: Target): readonly string[] {
  const { system, name, account = '', region = '', scope = '', identity = '', environment } = target;
  return [system, name, account, region, scope, identity, environment];
}

function textOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}
