import { budgets, spend } from '../../shared/budgets.js';
import { OPAQUE_MARK } from '../invocation.js';
import { calledBack, calledLater, isUncalled, loadsModule } from './callbacks.js';
import { flagOff, flagOn } from './flags.js';
import {
  constantOr,
  type Given,
  type Known,
  knownText,
  madeBy,
  methodOfKnown,
  Names,
  type Thing,
  temporaryFile,
  textOfKnown,
  unknownValue,
} from './known.js';
import { exportedBy, ownCall, ownName, partOfPath } from './own-place.js';
import type { AssignTarget, Expression, Statement } from './program.js';
import {
  added,
  firstOf,
  givesItself,
  handsOn,
  headName,
  hole,
  isBinding,
  isKept,
  isTemporaryFile,
  itemsOf,
  joinedBy,
  leavesBy,
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
import { WalkedProgram } from './walked-program.js';

/** Walks a program as it would run: what its names come to, and which calls lead outside of it. */
export class ProgramWalker extends WalkedProgram {
  private depth = 0;
  private readonly running = new Set<readonly Statement[]>();

  hoist(body: readonly Statement[], names: Names): void {
    for (const statement of body) {
      if (statement.kind === 'define') names.set(statement.name, this.value(statement.value, names));
      else if (statement.kind === 'class') this.statement(statement, names);
      else if (statement.kind === 'block') this.hoist(statement.body, names);
    }
  }

  run(body: readonly Statement[], names: Names): Known | undefined {
    let returned: Known | undefined;
    for (const statement of body) {
      if (this.ended !== 'no' || this.isSpent()) break;
      const value = this.statement(statement, names);
      returned ??= value;
    }
    return returned;
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
        this.imported.add(statement.as);
        this.bind(
          statement.as,
          exportedBy(statement.module, statement.member, this.place) ??
            constantOr(thingOf(statement.module, statement.member)),
          names,
        );
        return undefined;
      case 'define':
        this.bind(statement.name, this.defined(statement, names), names);
        return undefined;
      case 'within': {
        const value = this.value(statement.of, names);
        if (statement.target !== undefined) this.assign(statement.target, value, names);
        return this.inside([{ value, name: headName(statement.of) }], () => this.run(statement.body, names));
      }
      case 'if':
        return this.branch(statement, names);
      case 'class':
        this.bind(
          statement.name,
          {
            kind: 'class',
            name: statement.name,
            methods: new Map(statement.methods),
            scope: names,
          },
          names,
        );
        return undefined;
      case 'block':
        return this.run(statement.body, names);
      case 'return':
        return this.value(statement.value, names);
    }
  }

  private defined({ value, marks }: Extract<Statement, { kind: 'define' }>, names: Names): Known {
    const made = this.value(value, names);
    if (made.kind !== 'function' || marks === undefined) return made;
    return {
      ...made,
      marks: marks.map((mark) => ({ value: this.value(mark, names), name: headName(mark) })),
    };
  }

  /** A branch under a flag that the command line does not give is not run; any other is. */
  private branch(statement: Extract<Statement, { kind: 'if' }>, names: Names): Known | undefined {
    const { test, body, otherwise } = statement;
    const value = this.value(test, names);
    if (value !== flagOn && value !== flagOff) {
      return this.run([...body, ...otherwise], names);
    }
    const taken = (value === flagOn) === statement.not ? otherwise : body;
    const returned = this.run(taken, names);
    if (this.ended === 'no' && this.place?.flags?.ends === true) this.ended = leavesBy(taken);
    return returned;
  }

  private setValue({ target, adds, value }: Extract<Statement, { kind: 'set' }>, names: Names): Known {
    if (value.kind === 'call' && headName(value.callee) === 'require' && target.kind === 'name')
      this.imported.add(target.name);
    const made = this.value(value, names);
    if (adds !== true || target.kind !== 'name') return made;
    return added(names.get(target.name) ?? unknownValue, made);
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
    if (target.kind === 'name') this.bind(target.name, value, names);
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

  value(expression: Expression, names: Names): Known {
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
        this.lazy ||= expression.lazy === true;
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
    const flag = of.kind === 'thing' ? this.place?.flags?.of(of, name, this.calls) : undefined;
    if (flag !== undefined) return flag;
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

  private called(expression: Extract<Expression, { kind: 'call' }>, names: Names): Known {
    const { callee, isNew } = expression;
    const receiver = callee.kind === 'member' ? this.value(callee.of, names) : undefined;
    if (receiver && isBinding(callee) && isUncalled(receiver)) return receiver;
    const args = expression.args.map((arg) => this.value(arg, names));
    const named = new Map(expression.named.map(([name, value]) => [name, this.value(value, names)]));
    if (receiver !== undefined && callee.kind === 'member') {
      const own = receiver.kind === 'record' ? receiver.entries.get(callee.name) : undefined;
      const made =
        own?.kind === 'function'
          ? this.apply(own, args, new Map())
          : methodOfKnown(receiver, callee.name, args);
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
    for (const [called, own] of [...calledBack(bare, given.args), ...calledLater(name, given)])
      this.call(called, own);
    if (bare === 'call_user_func' && given.args[0]?.kind === 'text')
      return this.call(
        { kind: 'thing', root: '', steps: [{ name: given.args[0].text }] },
        { ...given, args: given.args.slice(1) },
      );
    const path = pathWithoutCalls(thing);
    const made = given.named.has('dir') ? undefined : (ownCall(path, this.place) ?? madeBy(path, given.args));
    if (made !== undefined && made.kind !== 'unknown') return made;
    if (this.calls.length < budgets.calls.most) this.calls.push({ thing, given, around: this.around });
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
    const made = itemsOf(list).flatMap((item) => args.flatMap((one) => this.handed(one, [item]) ?? []));
    return { kind: 'list', items: made };
  }

  /** A function, or one that is known by its name, with what it is handed; undefined for what is none. */
  private handed(does: Known, args: readonly Known[]): Known | undefined {
    if (does.kind === 'function') return this.apply(does, args, new Map());
    return isUncalled(does) ? this.call(does, { args, named: new Map(), isNew: false }) : undefined;
  }

  private keepGoing(name: string, of: Known, args: readonly Known[]): void {
    if (isKept(name, args[0])) return;
    const isHanding = handsOn.test(name);
    const given = isHanding ? [of, unknownValue] : [of.kind === 'thing' ? of : unknownValue];
    for (const arg of args) if (isHanding || arg.kind === 'function') this.handed(arg, given);
  }

  private module(name: Known): Known {
    if (name.kind !== 'text') return unknownValue;
    this.modules.add(name.text);
    return thingOf(name.text, undefined);
  }

  apply(
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
    of.params.forEach((param, at) => {
      this.assign(param, this.paramOf(of, at, args, named), names);
    });
    if (of.self !== undefined) for (const own of ['self', 'this', '$this']) names.set(own, of.self);
    this.hoist(of.body, names);
    const value = this.inside(of.marks ?? [], () => this.run(of.body, names)) ?? unknownValue;
    if (this.ended === 'return') this.ended = 'no';
    this.depth -= 1;
    this.running.delete(of.body);
    return value;
  }

  instance(
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
}
