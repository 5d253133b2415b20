import type { Result } from '../../shared/result.js';

/** An expression of a program, in one small form for every language. */
export type Expression =
  /** A literal text; what is inserted into it is an expression. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  /** A number, true, none. */
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  | {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly args: readonly Expression[];
      readonly named: readonly (readonly [name: string, value: Expression])[];
      readonly isNew: boolean;
    }
  | {
      readonly kind: 'join';
      readonly how: 'add' | 'path' | 'format';
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'function';
      readonly params: readonly AssignTarget[];
      readonly body: readonly Statement[];
    }
  /** One value for each item. */
  | {
      readonly kind: 'each';
      readonly target: AssignTarget;
      readonly of: Expression;
      readonly value: Expression;
      /** Each is made only when it is asked for, maybe elsewhere. */
      readonly lazy?: true;
    }
  | { readonly kind: 'bind'; readonly target: AssignTarget; readonly value: Expression }
  /** One of them. */
  | { readonly kind: 'either'; readonly parts: readonly Expression[] }
  /** A module that is loaded while running. */
  | { readonly kind: 'module'; readonly name: Expression }
  /** Shell text between marks of its own. */
  | { readonly kind: 'shell'; readonly text: Expression }
  /** Anything else, whose parts are computed all the same. */
  | { readonly kind: 'group'; readonly parts: readonly Expression[] };

/** What takes a value. */
export type AssignTarget =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  /** Taken apart: `{ exec: run }`, `[a, b]`. */
  | { readonly kind: 'parts'; readonly parts: readonly (readonly [key: string, target: AssignTarget])[] };

export type Statement =
  | { readonly kind: 'do'; readonly value: Expression }
  | { readonly kind: 'set'; readonly target: AssignTarget; readonly value: Expression; readonly adds?: true }
  | {
      readonly kind: 'loop';
      readonly target: AssignTarget | undefined;
      readonly of: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'import'; readonly module: string; readonly member?: string; readonly as: string }
  | {
      readonly kind: 'define';
      readonly name: string;
      readonly value: Expression;
      /** Decorators: each stands around every run of it. */
      readonly marks?: readonly Expression[];
    }
  /** What holds while its body runs: `with`. */
  | {
      readonly kind: 'within';
      readonly of: Expression;
      readonly target?: AssignTarget;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'if';
      readonly test: Expression;
      /** The body runs where the test does not hold. */
      readonly not: boolean;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'class';
      readonly name: string;
      readonly methods: readonly (readonly [name: string, value: Expression])[];
    }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'return'; readonly value: Expression };

export interface ForeignProgram {
  readonly body: readonly Statement[];
  /** Something in it did not parse: what stands there is not known. */
  readonly broken: boolean;
}

/** Why a text has no tree: too deep, or out of time. */
export interface ProgramError {
  readonly code: string;
}

/** Reads a program of one language. Undefined where its grammar is not loaded, or there is none. */
export type ReadProgram = (
  language: string,
  text: string,
) => Result<ForeignProgram, ProgramError> | undefined;
