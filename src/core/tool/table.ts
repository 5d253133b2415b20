/**
 * The form of a tool's table. One file a tool in `tools/`: its programs, how it reads its words, its commands, and who
 * knows where it goes. A command that is in no row is `unlisted`, never a read.
 */
import type { OptionGrammar } from '../command/arguments.js';
import type { ReadProgram } from '../command/foreign/program.js';
import type { Result } from '../shared/result.js';
import type { Span } from '../shared/span.js';
import type { Leaves } from '../target/leaves.js';
import type { EnvironmentMap, System } from '../target/target.js';
import type { Resolver, ToolInvocation, Whereabouts } from '../target/whereabouts.js';
import type { Trait, Verb } from './effect.js';
import type { SqlDialect } from './sql/action.js';
import type { SyntaxNode } from './sql/syntax.js';

/** Where a resource's name stands: the n-th operand after the command words, all of them, or an option's value. */
export type NameSlot = number | 'rest' | `-${string}`;

/** One command of a tool. The first row that fits speaks, so put the narrow ones first. */
export interface Row {
  /** Command words in order: `state rm`; `a|b` for either, `*` for any one word; empty for a tool without commands. */
  readonly words: string;
  readonly verb: Verb;
  /** What kind of thing it acts on: `environment`, `stack`, `bucket`. */
  readonly noun?: string;
  /** The first place that holds a word names the resource. */
  readonly resource?: NameSlot | readonly NameSlot[];
  /** The row fits only when one of these options is given: `--force`, `--state=absent`. */
  readonly when?: readonly string[];
  /** The row fits only when none of these is given. */
  readonly unless?: readonly string[];
  readonly traits?: readonly Trait[];
  readonly reach?: 'uncountable';
  /** A safer command for the same aim, in the tool's own words; the form is that of `saferCommand`. */
  readonly safer?: string;
  /** Statements that the command hands on: they say what it does. */
  readonly carries?: Carries;
  /** It changes only files of this machine (a configuration, a cache), not the tool's target. */
  readonly here?: true;
}

/** Where a command's statements stand, and who reads them. */
export interface Carries {
  readonly at: NameSlot | readonly NameSlot[];
  readonly dialect?: SqlDialect;
  /** Options that name a file of statements. */
  readonly files?: readonly string[];
  /** Options that say that statements come by standard input. */
  readonly input?: readonly string[];
  /** A console: what is piped into it is statements, where none are given otherwise. */
  readonly piped?: true;
}

export interface Tool {
  /** Base names, without `.exe`. */
  readonly programs: readonly string[];
  readonly system: System;
  readonly grammar: OptionGrammar;
  readonly rows: readonly Row[];
  /** What a command in no row is. A function may derive it from the words. Default `unknown`. */
  readonly unlisted?: Verb | ((setting: ToolInvocation, context: ToolContext) => readonly Draft[]);
  /** Options that turn any command of the tool into a read: `--dry-run`, `--dry-run=client`. */
  readonly dryRun?: readonly string[];
  /** Options that add traits to whatever runs: `{ '--force': ['force'] }`. */
  readonly optionTraits?: Readonly<Record<string, readonly Trait[]>>;
  /** Where it goes. */
  readonly target: Resolver;
  /**
   * Which words of the command may tell the environment beside what `target` finds: none (paths of a disk), the names of
   * the resources (the default), or any word of a command that writes.
   */
  readonly clues?: 'none' | 'names' | 'words';
  /** Options that only print help. Default `--help` and, where it takes no value, `-h`. */
  readonly help?: readonly string[];
  /** What rows cannot say. Undefined leaves the rows to speak; an empty list means no effect at all. */
  readonly beyond?: (setting: ToolInvocation, context: ToolContext) => readonly Draft[] | undefined;
  /** What the command changes for later commands of the same line: `[['kubernetes.context', 'prod']]`. */
  readonly switches?: (setting: ToolInvocation) => readonly (readonly [key: string, value: string])[];
}

/** One line of a list of tools. It is made when a program of it is first met, for no call needs more than a few. */
export type Table = () => Tool | readonly Tool[];

export function toolsIn(tables: readonly Table[]): readonly Tool[] {
  return tables.flatMap((table) => table());
}

/** An effect without what is the same for every effect of the invocation. */
export interface Draft {
  readonly verb: Verb;
  /** Kind first: `environment/cost-explorer-prod`. */
  readonly resource: string;
  /** Bare names of what it acts on; they are clues to the environment. */
  readonly names?: readonly string[];
  readonly traits?: readonly Trait[];
  readonly reach?: number | 'uncountable';
  readonly safer?: string;
  readonly opaque?: readonly string[];
  readonly span?: Span;
  /** Where this effect goes when that is not where the tool's resolver says. */
  readonly where?: Whereabouts;
  /** Where it goes from the database of its connection. */
  readonly leaves?: Leaves;
}

/** Parsers that may or may not be loaded; without one, a lexer answers at lower trust and `wanted` says so. */
export interface Grammars {
  /** libpg-query's tree of a text of PostgreSQL statements. */
  readonly postgres?: (sql: string) => Result<unknown, GrammarError>;
  /** The syntax tree of a text of MySQL statements without comments. */
  readonly mysql?: (sql: string) => Result<SyntaxNode, GrammarError>;
  /** Programs in Python, JavaScript, TypeScript and PHP; undefined for another language. */
  readonly programs?: ReadProgram;
}

export const grammarNames = ['postgres', 'mysql', 'programs'] as const satisfies readonly (keyof Grammars)[];
export type GrammarName = (typeof grammarNames)[number];

export interface GrammarError {
  readonly code: string;
  /** UTF-16 offset of the first thing that did not parse. */
  readonly at?: number;
}

export interface ToolContext {
  readonly environments?: EnvironmentMap;
  readonly grammars: Grammars;
  /** Called when an answer would be better with a grammar that is not loaded. */
  readonly want?: (grammar: GrammarName) => void;
}
