/** What a budget counts. Characters are UTF-16 units. */
export type BudgetUnit = 'characters' | 'bytes' | 'levels' | 'programs' | 'steps' | 'items';

export interface Budget {
  readonly most: number;
  readonly unit: BudgetUnit;
}

const characters = (most: number) => ({ most, unit: 'characters' }) as const;
const levels = (most: number) => ({ most, unit: 'levels' }) as const;
const items = (most: number) => ({ most, unit: 'items' }) as const;

/**
 * How much of one call is read, so that judging takes bounded time. Every limit behind which something could be that acts
 * stands here, and running out of one is told by `spend`: what was not read may be anything, so a person is asked.
 */
export const budgets = {
  /** The command as a whole. */
  command: characters(65_536),
  /** One word or one output; a longer one is opaque, so that doubling stays bounded. */
  value: characters(65_536),
  /** A file that runs, or from which a runner takes what it runs. */
  script: characters(1_048_576),
  /** Shell text of a file. */
  shellText: characters(262_144),
  /** Code in another language. */
  code: characters(1_048_576),
  /** A file that is looked at, whatever for. */
  file: { most: 8 * 1024 * 1024, unit: 'bytes' },
  /** Names in a folder. */
  listing: items(4_096),
  invocations: { most: 1_000, unit: 'programs' },
  steps: { most: 2_000, unit: 'steps' },
  /** Wrappers, substitutions, scripts and functions within each other. */
  depth: levels(24),
  /** Brackets within each other. */
  nesting: levels(200),
  /** Odd things that are told one by one. */
  anomalies: items(200),
  /** Openings of here-documents and process substitutions. */
  documents: items(1_000),
  /** Braces in one word, and those outside of quotes. */
  braces: items(256),
  bareBraces: items(96),
  braceDepth: levels(8),
  /** Words that one word may become. */
  fields: items(1_000),
  /** Calls of one kind in code of another language. */
  calls: items(300),
  /** Things found in code by what its methods are called. */
  finds: items(20),
  /** Arguments of one call and items of one list in such code, brackets within each other, and what is called on one value. */
  literalParts: items(256),
  literalDepth: levels(12),
  literalSteps: { most: 24, unit: 'steps' },
  /** Statements and expressions of a program in another language, loops and functions counted as they run. */
  programSteps: { most: 200_000, unit: 'steps' },
  /** Code that runs code. */
  evaluations: levels(12),
  sedScript: characters(10_000),
  /** Files beside it that one piece of code loads. */
  modules: items(64),
  makefile: { most: 5_000, unit: 'items' },
  expansion: characters(16_384),
  /** Variables of a Makefile within each other. */
  expansionDepth: levels(8),
  /** Targets, recipes and tasks that need each other. */
  recipes: levels(8),
  /** Folders above, where a project's file is looked for. */
  foldersUp: levels(32),
  /** Files that a kubeconfig is put together from, settings of an environment in Terraform's variables, and a YAML text. */
  kubeconfigs: items(32),
  tfvars: items(64),
  yaml: characters(1_048_576),
  /** Files with hooks of others in one folder. */
  hookFiles: items(64),
  /** Arguments of a tool of a server. */
  argumentFields: items(200),
  argumentDepth: levels(8),
  /** Words of one program, and texts in its code, that are compared with what supervises an agent. */
  guardWords: items(1_000),
  /** What one program does, and all programs of a call together. */
  drafts: items(300),
  effects: items(350),
  /** Different changes by the statements of one text. */
  statements: items(200),
  changes: items(50),
  /** Commands of a client's input. */
  clientCommands: items(50),
  /** Other databases and servers that one text turns to. */
  databaseSwitches: items(20),
  /** What a database client reads from a file, and files that read files. */
  sqlFile: characters(1_048_576),
  sqlFiles: levels(3),
  /** Statements inside one, backslash commands of psql, and how far a syntax tree is walked: beyond it all is opaque. */
  innerStatements: items(50),
  psqlCommands: items(4_000),
  sqlTree: levels(200),
  sqlNodes: items(200_000),
} as const satisfies Readonly<Record<string, Budget>>;

export type BudgetName = keyof typeof budgets;

/** Where running out is noted: a world that judging made for one call. Without a set nobody asks. */
export interface Spending {
  readonly spent?: Set<BudgetName>;
}

/** Notes that a budget ran out before everything was read. */
export function spend(world: Spending, name: BudgetName): void {
  world.spent?.add(name);
}

/** What a finding about a spent budget is called. */
export type SpentKind = 'too-long' | 'too-deep' | 'too-many';

export function spentKind(name: BudgetName): SpentKind {
  const { unit } = budgets[name];
  if (unit === 'characters' || unit === 'bytes') return 'too-long';
  return unit === 'levels' ? 'too-deep' : 'too-many';
}

/** `24 levels`, for the finding. */
export function spentDetail(name: BudgetName): string {
  return `${budgets[name].most} ${budgets[name].unit}`;
}

function isBudget(name: string): name is BudgetName {
  return Object.hasOwn(budgets, name);
}

export const budgetNames: readonly BudgetName[] = Object.keys(budgets).filter(isBudget);
