import { budgets, type Spending, spend } from '../../shared/budgets.js';
import { OPAQUE_MARK } from '../invocation.js';
import { calledBack, loadsModule } from './callbacks.js';
import {
  constantOr,
  type Given,
  type Known,
  knownText,
  type LeadingCall,
  madeBy,
  methodOfKnown,
  Names,
  type Thing,
  temporaryFile,
  textOfKnown,
  unknownValue,
} from './known.js';
import { type OwnPlace, ownCall, ownName, partOfPath } from './own-place.js';
import type { AssignTarget, Expression, Statement } from './program.js';
import {
  added,
  firstOf,
  givenBy,
  givesItself,
  handedTo,
  handsOn,
  hole,
  isTemporaryFile,
  itemsOf,
  joinedBy,
  keepsForLater,
  methodOf,
  mostResolved,
  oneMeantOf,
  pathWithoutCalls,
  recordOfPairs,
  spreadOut,
  thingOf,
  unknownOf,
  withoutSelf,
} from './things.js';

/** Walks a program as it would run: what its names come to, and which calls lead outside of it. */
export class ProgramWalker {
  readonly calls: LeadingCall[] = [];
  readonly shell: string[] = [];
  readonly modules = new Set<string>();
  private steps = 0;
  private depth = 0;
  private readonly running = new Set<readonly Statement[]>();
  constructor(
    private readonly world: Spending,
    private readonly place: OwnPlace | undefined,
  ) {}

  hoist(body: readonly Statement[], names: Names): void {
    for (const statement of body) {
      if (statement.kind === 'define') names.set(statement.name, this.value(statement.value, names));
      else if (statement.kind === 'class') this.statement(statement, names);
      else if (statement.kind === 'block') this.hoist(statement.body, names);
    }
  }

  /** Whoever loads a module may call each of its functions. */
  runAll(body: readonly Statement[], names: Names): void {
    for (const statement of body) {
      if (statement.kind === 'block') this.runAll(statement.body, names);
      const made = 'name' in statement ? names.get(statement.name) : undefined;
      if (made?.kind === 'function') this.apply(made, [], new Map());
    }
  }

  /** A framework makes one of each class and calls its methods, and calls what the file exports. */
  runGiven(body: readonly Statement[], names: Names): void {
    for (const statement of body) {
      if (statement.kind === 'block') this.runGiven(statement.body, names);
      const made = statement.kind === 'class' ? names.get(statement.name) : undefined;
      const given = givenBy(statement);
      if (made?.kind === 'class') this.runMembers(this.instance(made, [], new Map()));
      else if (given !== undefined) this.runMembers(this.value(given, names));
    }
  }

  private runMembers(of: Known): void {
    if (of.kind === 'function') this.apply(of, of.params.map(handedTo), new Map());
    else if (of.kind === 'record') for (const member of of.entries.values()) this.runMembers(member);
  }

  run(body: readonly Statement[], names: Names): Known | undefined {
    let returned: Known | undefined;
    for (const statement of body) {
      if (this.isSpent()) break;
      const value = this.statement(statement, names);
      returned ??= value;
    }
    return returned;
  }

  private isSpent(): boolean {
    this.steps += 1;
    if (this.steps <= budgets.programSteps.most) return false;
    spend(this.world, 'programSteps');
    return true;
  }

  private statement(statement: Statement, names: Names): Known | undefined {
    switch (statement.kind) {
      case 'do':
        this.value(statement.value, names);
        return undefined;
      case 'set':
        this.assign(statement.target, this.setValue(statement, names), names);
        return undefined;
      case 'loop':
        return this.loop(statement, names);
      case 'import':
        this.modules.add(statement.module);
        names.set(
          statement.as,
          this.exported(statement.module, statement.member) ??
            constantOr(thingOf(statement.module, statement.member)),
        );
        return undefined;
      case 'define':
        names.set(statement.name, this.value(statement.value, names));
        return undefined;
      case 'class':
        names.set(statement.name, {
          kind: 'class',
          name: statement.name,
          methods: new Map(statement.methods),
          scope: names,
        });
        return undefined;
      case 'block':
        return this.run(statement.body, names);
      case 'return':
        return this.value(statement.value, names);
    }
  }

  private setValue(statement: Extract<Statement, { kind: 'set' }>, names: Names): Known {
    const value = this.value(statement.value, names);
    if (statement.adds !== true || statement.target.kind !== 'name') return value;
    return added(names.get(statement.target.name) ?? unknownValue, value);
  }

  private loop(statement: Extract<Statement, { kind: 'loop' }>, names: Names): Known | undefined {
    let returned: Known | undefined;
    for (const item of itemsOf(this.value(statement.of, names))) {
      if (statement.target !== undefined) this.assign(statement.target, item, names);
      returned ??= this.run(statement.body, names);
    }
    return returned;
  }

  private assign(target: AssignTarget, value: Known, names: Names): void {
    if (target.kind === 'name') names.set(target.name, value);
    else if (target.kind === 'member') this.setMember(this.value(target.of, names), target.name, value);
    else for (const [key, inner] of target.parts) this.assign(inner, this.member(value, key), names);
  }

  private setMember(of: Known, name: string, value: Known): void {
    if (of.kind === 'record') of.entries.set(name, value);
    else if (of.kind === 'list' && name === '') of.items.push(value);
    else if (of.kind === 'thing')
      this.call(
        { ...of, steps: [...of.steps, { name: `${name}=` }] },
        { args: [value], named: new Map(), isNew: false },
      );
  }

  private value(expression: Expression, names: Names): Known {
    if (this.isSpent()) return unknownValue;
    switch (expression.kind) {
      case 'text':
        return knownText(
          expression.parts
            .map((part) => (typeof part === 'string' ? part : textOfKnown(this.value(part, names))))
            .join('')
            .replaceAll(hole, OPAQUE_MARK)
            .slice(0, budgets.value.most),
        );
      case 'constant':
        return knownText(expression.text);
      case 'list':
        return { kind: 'list', items: expression.items.map((item) => this.value(item, names)) };
      case 'record':
        return recordOfPairs(
          expression.entries.map(([key, item]) => [
            textOfKnown(this.value(key, names)),
            this.value(item, names),
          ]),
        );
      case 'name':
        return (
          names.get(expression.name) ??
          (expression.name === hole
            ? unknownValue
            : this.named({ kind: 'thing', root: '', steps: [{ name: expression.name }] }))
        );
      case 'member':
        return this.member(this.value(expression.of, names), expression.name);
      case 'index':
        return this.member(this.value(expression.of, names), textOfKnown(this.value(expression.key, names)));
      case 'call':
        return this.called(expression, names);
      case 'join': {
        const { how, left, right } = expression;
        return joinedBy(how, this.value(left, names), this.value(right, names));
      }
      case 'function':
        return { kind: 'function', params: expression.params, body: expression.body, scope: names };
      case 'each': {
        const inner = new Names(names);
        const items = itemsOf(this.value(expression.of, names)).map((item) => {
          this.assign(expression.target, item, inner);
          return this.value(expression.value, inner);
        });
        return { kind: 'list', items };
      }
      case 'bind': {
        const value = this.value(expression.value, names);
        this.assign(expression.target, value, names);
        return value;
      }
      case 'either':
        return oneMeantOf(expression.parts.map((part) => this.value(part, names)));
      case 'module':
        return this.module(this.value(expression.name, names));
      case 'shell':
        this.shell.push(textOfKnown(this.value(expression.text, names)));
        return unknownValue;
      case 'group':
        for (const part of expression.parts) this.value(part, names);
        return unknownValue;
    }
  }

  private member(of: Known, name: string): Known {
    if (of.kind === 'record')
      return (
        of.entries.get(name) ??
        (of.entries.size === 0 ? { kind: 'thing', root: '?', steps: [{ name }] } : unknownOf(name))
      );
    if (of.kind === 'list') return of.items[Number(name)] ?? unknownValue;
    if (of.kind === 'thing' && name === 'name' && isTemporaryFile(of)) return temporaryFile;
    if (of.kind === 'thing')
      return this.named({
        ...of,
        steps: [...of.steps, { name: name === 'default' ? '' : name }].filter(
          (step) => step.name !== '' || step === of.steps[0],
        ),
      });
    if (of.kind === 'text') return partOfPath(of.text, name) ?? unknownValue;
    return of.kind === 'unknown' ? unknownOf(name) : unknownValue;
  }

  private named(thing: Thing): Known {
    const called = thing.steps.some((step) => step.called !== undefined);
    return (called ? undefined : ownName(pathWithoutCalls(thing), this.place)) ?? constantOr(thing);
  }

  private exported(module: string, member: string | undefined): Known | undefined {
    return member !== undefined && /^\.{1,2}\//.test(module)
      ? this.place?.exported(module, member)
      : undefined;
  }

  private called(expression: Extract<Expression, { kind: 'call' }>, names: Names): Known {
    const { callee, isNew } = expression;
    const receiver = callee.kind === 'member' ? this.value(callee.of, names) : undefined;
    const args = expression.args.map((arg) => this.value(arg, names));
    const named = new Map(expression.named.map(([name, value]) => [name, this.value(value, names)]));
    if (receiver !== undefined && callee.kind === 'member') {
      const made = this.ownMethod(receiver, callee.name, args) ?? methodOfKnown(receiver, callee.name, args);
      if (made !== undefined) {
        this.keepGoing(callee.name, firstOf(receiver), args);
        return made;
      }
      if (receiver.kind === 'list' && handsOn.test(callee.name)) return this.eachOf(receiver, args);
    }
    const called =
      receiver === undefined || callee.kind !== 'member'
        ? this.value(callee, names)
        : receiver.kind === 'text'
          ? methodOf(receiver, callee.name)
          : this.member(receiver, callee.name);
    const given: Given = { args, named: spreadOut(named), isNew };
    if (called.kind === 'function') return this.apply(called, args, named);
    if (called.kind === 'class') return this.instance(called, args, named);
    if (called.kind === 'text')
      return this.call({ kind: 'thing', root: '', steps: [{ name: called.text }] }, given);
    if (called.kind !== 'thing') {
      this.keepGoing(callee.kind === 'member' ? callee.name : '', unknownValue, args);
      return unknownValue;
    }
    return this.call(called, given);
  }

  private call(thing: Thing, given: Given): Known {
    const name = thing.steps.at(-1)?.name ?? '';
    const bare = thing.root === '' && thing.steps.length === 1 ? name : '';
    if (loadsModule(bare, name)) return this.module(given.args[0] ?? unknownValue);
    if (bare === 'getattr' && given.args[0] !== undefined)
      return this.member(given.args[0], textOfKnown(given.args[1]));
    for (const [called, own] of calledBack(bare, given.args)) this.call(called, own);
    if (bare === 'call_user_func' && given.args[0]?.kind === 'text')
      return this.call(
        { kind: 'thing', root: '', steps: [{ name: given.args[0].text }] },
        { ...given, args: given.args.slice(1) },
      );
    const path = pathWithoutCalls(thing);
    const made = given.named.has('dir') ? undefined : (ownCall(path, this.place) ?? madeBy(path, given.args));
    if (made !== undefined && made.kind !== 'unknown') return made;
    if (this.calls.length < budgets.calls.most) this.calls.push({ thing, given });
    else spend(this.world, 'calls');
    const result: Thing = { ...thing, steps: [...thing.steps.slice(0, -1), { name, called: given }] };
    // What a promise gives, and what a function gets that is handed on, is taken for the thing itself.
    const isOfThing = thing.root !== '' || thing.steps.length > 1;
    if (isOfThing && !given.isNew && givesItself.test(name)) {
      const before: Thing = { ...thing, steps: thing.steps.slice(0, -1) };
      this.keepGoing(name, before, given.args);
      return /^(?:then|catch|finally|promise)$/.test(name) ? before : result;
    }
    this.keepGoing(name, result, given.args);
    return result;
  }

  /** What a function makes of each item that it gets. */
  private eachOf(list: Extract<Known, { kind: 'list' }>, args: readonly Known[]): Known {
    const does = args.filter((arg) => arg.kind === 'function');
    const made = itemsOf(list).flatMap((item) => does.map((one) => this.apply(one, [item], new Map())));
    return { kind: 'list', items: made };
  }

  private keepGoing(name: string, of: Known, args: readonly Known[]): void {
    if (keepsForLater.test(name)) return;
    const given = handsOn.test(name) ? [of, unknownValue] : [of.kind === 'thing' ? of : unknownValue];
    for (const arg of args) if (arg.kind === 'function') this.apply(arg, given, new Map());
  }

  private module(name: Known): Known {
    if (name.kind !== 'text') return unknownValue;
    this.modules.add(name.text);
    return thingOf(name.text, undefined);
  }

  private apply(
    of: Extract<Known, { kind: 'function' }>,
    args: readonly Known[],
    named: ReadonlyMap<string, Known>,
  ): Known {
    // A function within itself was walked already.
    if (this.running.has(of.body)) return unknownValue;
    if (this.depth >= mostResolved.depth) {
      spend(this.world, 'programSteps');
      return unknownValue;
    }
    this.running.add(of.body);
    this.depth += 1;
    const names = new Names(of.scope);
    of.params.forEach((param, index) => {
      this.assign(
        param,
        (param.kind === 'name' ? named.get(param.name) : undefined) ?? args[index] ?? unknownValue,
        names,
      );
    });
    if (of.self !== undefined) for (const own of ['self', 'this', '$this']) names.set(own, of.self);
    this.hoist(of.body, names);
    const value = this.run(of.body, names) ?? unknownValue;
    this.depth -= 1;
    this.running.delete(of.body);
    return value;
  }

  private instance(
    of: Extract<Known, { kind: 'class' }>,
    args: readonly Known[],
    named: ReadonlyMap<string, Known>,
  ): Known {
    const self: Known = { kind: 'record', entries: new Map() };
    for (const [name, method] of of.methods) {
      const made = this.value(method, of.scope);
      if (made.kind === 'function') self.entries.set(name, { ...withoutSelf(made), self });
    }
    for (const name of ['__init__', 'constructor', '__construct']) {
      const made = self.entries.get(name);
      if (made?.kind === 'function') this.apply(made, args, named);
    }
    return self;
  }

  private ownMethod(receiver: Known, name: string, args: readonly Known[]): Known | undefined {
    const made = receiver.kind === 'record' ? receiver.entries.get(name) : undefined;
    return made?.kind === 'function' ? this.apply(made, args, new Map()) : undefined;
  }
}
