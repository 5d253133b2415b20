import { budgets, type Spending, spend } from '../../shared/budgets.js';
import { type Around, type Known, type LeadingCall, type Names, unknownValue } from './known.js';
import type { OwnPlace } from './own-place.js';

/** What is known of a program while it is walked. */
export abstract class WalkedProgram {
  readonly calls: LeadingCall[] = [];
  readonly shell: string[] = [];
  readonly modules = new Set<string>();
  readonly bound = new Map<string, number>();
  readonly imported = new Set<string>();
  lazy = false;
  protected around: readonly Around[] = [];
  protected ended: 'no' | 'return' | 'exit' = 'no';
  private steps = 0;

  constructor(
    protected readonly world: Spending,
    protected readonly place: OwnPlace | undefined,
  ) {}

  protected isSpent(): boolean {
    this.steps += 1;
    if (this.steps <= budgets.programSteps.most) return false;
    spend(this.world, 'programSteps');
    return true;
  }

  protected bind(name: string, value: Known, names: Names): void {
    this.bound.set(name, (this.bound.get(name) ?? 0) + 1);
    names.set(name, value);
  }

  protected inside<T>(around: readonly Around[], run: () => T): T {
    const before = this.around;
    this.around = [...before, ...around];
    const made = run();
    this.around = before;
    return made;
  }

  /** What a function is given for its parameter: by name, by place, by its decorators. */
  protected paramOf(
    { params, marks }: Extract<Known, { kind: 'function' }>,
    at: number,
    args: readonly Known[],
    named: ReadonlyMap<string, Known>,
  ): Known {
    const param = params[at];
    if (param?.kind !== 'name') return args[at] ?? unknownValue;
    const own = named.get(param.name) ?? args[at];
    return own ?? this.place?.flags?.param(marks ?? [], param.name) ?? unknownValue;
  }
}
