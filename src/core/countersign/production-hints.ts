/** A name that a workspace's own files connect with production, and where. */
export interface ProductionHint {
  readonly name: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface SourceText {
  /** Below the workspace, with slashes. */
  readonly path: string;
  readonly text: string;
}

const mostHints = 20;
const longestLine = 500;

/** `prod`, `production`, `prd` or `live` as a word of its own within a name or a path. */
const productionWord = /(?:^|[^a-z0-9])(?:prod|production|prd|live)(?:$|[^a-z0-9])/i;

const placeKey =
  /(?:account|project|cluster|context|hostname|host|endpoint|subscription|database|workspace)(?:_?id|_?name)?["']?\s*[:=]\s*["']?([A-Za-z0-9][A-Za-z0-9_.-]{2,80})/gi;
const accountNumber = /(?<![\d.-])\d{12}(?![\d.-])/g;

/** What a value is when it is no name of a place: a reference, a literal, this machine. */
const noPlace =
  /^(?:var|local|data|module|each|self|env|true|false|null|none|string|localhost|default|https?)(?:$|[.])|^127\.|^0\.|example\./i;

/**
 * Names of places on lines that speak of production, or in files that are named for it: accounts, projects, clusters,
 * hosts. A name that says "prod" itself is left out; the usual glob covers it. Hints are offered to a person, no more.
 */
export function productionHints(files: readonly SourceText[]): readonly ProductionHint[] {
  const hints = new Map<string, ProductionHint>();
  for (const { path, text } of files) {
    const isForProduction = productionWord.test(path);
    for (const [index, line] of text.split('\n').entries()) {
      if (line.length > longestLine || !(isForProduction || productionWord.test(line))) continue;
      for (const name of namesIn(line)) {
        if (!hints.has(name)) hints.set(name, { name, path, line: index + 1 });
        if (hints.size === mostHints) return [...hints.values()];
      }
    }
  }
  return [...hints.values()];
}

function namesIn(line: string): readonly string[] {
  const numbers = [...line.matchAll(accountNumber)].map(([number]) => number);
  const values = [...line.matchAll(placeKey)].flatMap(([, value]) => value ?? []);
  return [...numbers, ...values]
    .map((name) => name.replace(/(?<![.-])[.-]+$/, ''))
    .filter(
      (name) => name.length > 2 && !noPlace.test(name) && !/prod/i.test(name) && !/^\d{1,11}$/.test(name),
    );
}
