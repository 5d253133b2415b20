import { err, ok } from '../core/shared/result.js';
import type { GrammarName, Grammars } from '../core/tool/table.js';

/** Loads grammars when they are first wanted: megabytes that most commands never need. */
export class GrammarShelf {
  private loaded: Grammars = {};
  private readonly running = new Map<GrammarName, Promise<void>>();

  constructor(private readonly loading: () => void = () => undefined) {}

  /** What is loaded now. */
  get grammars(): Grammars {
    return this.loaded;
  }

  /** Loads the named grammars; one that cannot be loaded stays absent, and the lexer's answer stands. */
  async load(names: readonly GrammarName[]): Promise<void> {
    await Promise.all(names.map((name) => this.loadOnce(name)));
  }

  private loadOnce(name: GrammarName): Promise<void> {
    const running = this.running.get(name) ?? this.put(loaders[name]);
    this.running.set(name, running);
    return running;
  }

  private async put(load: () => Promise<Grammars>): Promise<void> {
    this.loading();
    try {
      const grammar = await load();
      this.loaded = { ...this.loaded, ...grammar };
    } catch {
      // Without its grammar a statement is judged by keywords, at lower trust.
    }
  }
}

const loaders: Readonly<Record<GrammarName, () => Promise<Grammars>>> = {
  postgres: loadPostgres,
  mysql: loadMysql,
  programs: loadPrograms,
};

async function loadPostgres(): Promise<Grammars> {
  const parser = await import('libpg-query');
  await parser.loadModule();
  return { postgres: (sql) => parsed(() => parser.parseSync(sql)) };
}

async function loadMysql(): Promise<Grammars> {
  const { parseMysql } = await import('./mysql-grammar.js');
  return { mysql: parseMysql };
}

async function loadPrograms(): Promise<Grammars> {
  const { parseProgram } = await import('./program-grammars.js');
  return { programs: parseProgram };
}

function parsed(parse: () => unknown): ReturnType<NonNullable<Grammars['postgres']>> {
  try {
    return ok(parse());
  } catch (error) {
    return err({ code: error instanceof Error ? error.name : 'parse-error' });
  }
}
