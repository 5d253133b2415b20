import type { SessionFacts } from '../core/policy/rule-on.js';

/** Which reads a person let pass, session by session. Kept in memory: a new window asks again. */
export class Sessions {
  private readonly passed = new Map<string, Set<string>>();

  letReadsPass(session: string, targetKey: string): void {
    const targets = this.passed.get(session) ?? new Set<string>();
    targets.add(targetKey);
    this.passed.set(session, targets);
  }

  factsOf(session: string): SessionFacts {
    return { readsPass: (targetKey) => this.passed.get(session)?.has(targetKey) ?? false };
  }
}
