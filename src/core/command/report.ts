import type { Span } from '../shared/span.js';
import type { Anomaly, CommandReading, ForeignCode, Invocation } from './invocation.js';

/** Counts that bound the time: the same input always reaches them at the same place. */
export const limits = {
  invocations: 1_000,
  steps: 2_000,
  depth: 24,
  anomalies: 200,
  turns: 20,
  nesting: 200,
  fields: 1_000,
} as const;

/** Collects what reading finds, and says when enough is enough. */
export class Report {
  private readonly invocations: Invocation[] = [];
  private readonly foreign: ForeignCode[] = [];
  private readonly anomalies: Anomaly[] = [];
  private readonly seenAnomalies = new Set<string>();
  private readonly seenInvocations = new Set<string>();
  private steps = 0;
  private spent = false;
  /** Above zero while a body is read again, when repetitions say nothing new. */
  repeating = 0;

  invocation(invocation: Invocation): void {
    if (this.invocations.length >= limits.invocations) {
      if (!this.spent) this.anomaly('too-many', `${limits.invocations} programs`, invocation.span);
      this.spent = true;
      return;
    }
    if (this.repeating > 0) {
      const key = keyOf(invocation);
      if (this.seenInvocations.has(key)) return;
      this.seenInvocations.add(key);
    }
    this.invocations.push(invocation);
  }

  code(code: ForeignCode): void {
    if (this.foreign.length < limits.invocations) this.foreign.push(code);
  }

  anomaly(kind: Anomaly['kind'], detail: string, span: Span): void {
    const key = `${kind} ${span[0]} ${span[1]} ${detail}`;
    if (this.seenAnomalies.has(key) || this.anomalies.length >= limits.anomalies) return;
    this.seenAnomalies.add(key);
    this.anomalies.push({ kind, detail, span });
  }

  /** Counts one more statement; false when the budget is spent. */
  step(span: Span): boolean {
    this.steps += 1;
    if (this.steps <= limits.steps && this.invocations.length < limits.invocations) return true;
    if (!this.spent) this.anomaly('too-many', `${limits.steps} steps`, span);
    this.spent = true;
    return false;
  }

  /** How many invocations were found so far. */
  count(): number {
    return this.invocations.length;
  }

  /** The programs found since there were `count` invocations. */
  programsSince(count: number): readonly string[] {
    return this.invocations.slice(count).map((invocation) => invocation.program);
  }

  reading(): CommandReading {
    return { invocations: this.invocations, foreign: this.foreign, anomalies: this.anomalies };
  }
}

function keyOf({ argv, span, via, cwd }: Invocation): string {
  return [span[0], span[1], cwd.text, via.join(' '), ...argv.map((value) => value.text)].join('\0');
}
