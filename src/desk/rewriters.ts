import type { Request } from '../core/approval/request.js';
import type { ForeignHook } from '../core/risk/foreign-hooks.js';
import { ok, type Result } from '../core/shared/result.js';
import type { RecordFailure, RecordStore } from '../ports/ports.js';
import { note } from './ledger.js';

/** How far back a person's word about a hook is looked for. */
const acceptedWithin = 5_000;

/**
 * Hooks of a workspace that run beside ours. Agents take the input that the hook which ends last puts in the place of
 * the judged one, so that a yes for one call could release another: nothing is released beside a hook whose exact content
 * no person has accepted.
 */
export class Rewriters {
  constructor(private readonly record: RecordStore) {}

  /** Those of the hooks beside a call that nobody has accepted as they stand now. */
  unaccepted(hooks: readonly ForeignHook[]): readonly ForeignHook[] {
    return this.without(hooks);
  }

  /** Those that a request showed and that still wait for a person's word. */
  waiting(request: Request): readonly ForeignHook[] {
    return this.without(request.rewriters ?? []);
  }

  /** A person has read which hooks stand beside the call, and accepts them with this content. */
  async accept(request: Request): Promise<Result<void, RecordFailure>> {
    const hooks = this.waiting(request).map(({ file, sha256 }) => ({ file, sha256 }));
    if (hooks.length === 0) return ok(undefined);
    const recorded = await note(this.record, { type: 'hooks.accepted', agent: request.call.agent, hooks });
    return recorded.ok ? ok(undefined) : recorded;
  }

  /** A record that cannot be read holds nobody's word. */
  private without(hooks: readonly ForeignHook[]): readonly ForeignHook[] {
    if (hooks.length === 0) return hooks;
    const newest = this.record.newest(acceptedWithin);
    const accepted = new Set(
      (newest.ok ? newest.value : []).flatMap((entry) =>
        entry.body.type === 'hooks.accepted' && this.record.isOurs(entry) ? entry.body.hooks.map(keyOf) : [],
      ),
    );
    return hooks.filter((hook) => !accepted.has(keyOf(hook)));
  }
}

function keyOf({ file, sha256 }: { readonly file: string; readonly sha256: string }): string {
  return JSON.stringify([file, sha256]);
}
