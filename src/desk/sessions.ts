import type { SessionFacts } from '../core/policy/session-facts.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';
import type { Judge, KeptShell } from '../ports/judge.js';

/** How many sessions are remembered, and how many calls of one that have not ended yet. */
const most = { sessions: 200, running: 4 } as const;

/** A call that was let go and may still run: what the shell has kept after it, nothing when it has ended the shell. */
interface Running {
  readonly id: string;
  readonly after: KeptShell | undefined;
}

interface Terminal {
  settled: KeptShell | undefined;
  running: readonly Running[];
}

/** What is remembered of agents' sessions. Kept in memory: a new window asks again, and knows of no shell. */
export class Sessions {
  private readonly passed = new Map<string, Set<string>>();
  private readonly terminals = new Map<string, Terminal>();

  constructor(private readonly judge: Pick<Judge, 'eitherShell'>) {}

  letReadsPass(session: string, targetKey: string): void {
    const targets = this.passed.get(session) ?? new Set<string>();
    targets.add(targetKey);
    this.passed.set(session, targets);
  }

  factsOf(session: string): SessionFacts {
    return { readsPass: (targetKey) => this.passed.get(session)?.has(targetKey) ?? false };
  }

  /**
   * In which shells a call of the session may run, the likeliest first: the one that the call before it leaves, and the
   * one that it found, as long as nobody has said that it is over. `id` names the call itself.
   */
  shellsOf(call: ToolCall, id: string): readonly KeptShell[] {
    const terminal = this.terminals.get(terminalOf(call));
    if (terminal === undefined) return [];
    const own = terminal.running.findIndex((running) => running.id === id);
    const before = own < 0 ? terminal.running : terminal.running.slice(0, own);
    const shells = [terminal.settled, ...before.map(({ after }) => after)];
    return shells.reverse().filter((shell) => shell !== undefined);
  }

  /** A call was let go: from now on its shell may be as it leaves it. */
  began(call: ToolCall, id: string, after: KeptShell | undefined): void {
    const key = terminalOf(call);
    const { settled, running } = this.terminals.get(key) ?? { settled: undefined, running: [] };
    const others = running.filter((one) => one.id !== id);
    const tooMany = others.length >= most.running ? others[0] : undefined;
    this.terminals.delete(key);
    this.terminals.set(key, {
      // The agent does not say how its calls end: the oldest is taken for done.
      settled: tooMany === undefined ? settled : tooMany.after,
      running: [...(tooMany === undefined ? others : others.slice(1)), { id, after }],
    });
    for (const oldest of this.terminals.keys()) {
      if (this.terminals.size <= most.sessions) return;
      this.terminals.delete(oldest);
    }
  }

  /** A call has ended; one that failed may have come only part of its way. */
  ended(call: ToolCall, id: string, outcome: 'ran' | 'failed'): void {
    const terminal = this.terminals.get(terminalOf(call));
    const at = terminal?.running.findIndex((running) => running.id === id) ?? -1;
    const running = terminal?.running[at];
    if (terminal === undefined || running === undefined) return;
    const before = terminal.running[at - 1]?.after ?? terminal.settled;
    const { after } = running;
    const isPartial = outcome === 'failed' && before !== undefined && after !== undefined;
    terminal.settled = isPartial ? this.judge.eitherShell(before, after) : after;
    terminal.running = terminal.running.slice(at + 1);
  }
}

function terminalOf({ agent, session }: ToolCall): string {
  return JSON.stringify([agent, session]);
}
