import { type BudgetName, budgets, spentDetail, spentKind } from '../shared/budgets.js';
import type { Span } from '../shared/span.js';
import type { Anomaly, CommandReading, ForeignCode, Invocation } from './invocation.js';

/** How often a body that repeats is read; what comes after is read once, with nothing known of the item. */
export const turns = 20;

/** Collects what reading finds, and says when enough is enough. */
export class Report {
  private readonly invocations: Invocation[] = [];
  private readonly foreign: ForeignCode[] = [];
  private readonly anomalies: Anomaly[] = [];
  private readonly seenAnomalies = new Set<string>();
  private readonly overrun = new Set<BudgetName>();
  private readonly seenInvocations = new Set<string>();
  private steps = 0;
  /** Above zero while a body is read again, when repetitions say nothing new. */
  repeating = 0;

  invocation(invocation: Invocation): void {
    if (this.invocations.length >= budgets.invocations.most) {
      this.spent('invocations', invocation.span);
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
    if (this.foreign.length < budgets.invocations.most) this.foreign.push(code);
    else this.spent('invocations', code.invocation.span);
  }

  anomaly(kind: Anomaly['kind'], detail: string, span: Span): void {
    const key = `${kind} ${span[0]} ${span[1]} ${detail}`;
    if (this.seenAnomalies.has(key)) return;
    if (this.anomalies.length >= budgets.anomalies.most) {
      this.spent('anomalies', span);
      return;
    }
    this.seenAnomalies.add(key);
    this.anomalies.push({ kind, detail, span });
  }

  /** A budget ran out at `span`: told once, whatever else was told before. */
  spent(name: BudgetName, span: Span): void {
    if (this.overrun.has(name)) return;
    this.overrun.add(name);
    this.anomalies.push({ kind: spentKind(name), detail: spentDetail(name), span });
  }

  /** Counts one more statement; false when the budget is spent. */
  step(span: Span): boolean {
    this.steps += 1;
    if (this.steps <= budgets.steps.most && this.invocations.length < budgets.invocations.most) return true;
    this.spent(this.steps > budgets.steps.most ? 'steps' : 'invocations', span);
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
