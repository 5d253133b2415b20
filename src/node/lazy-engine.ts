import type { Judge, Preview } from '../ports/ports.js';

interface Engine {
  readonly judge: Judge;
  readonly changeOf: Preview;
}

/** The engine, loaded at the first call: starting the editor does not wait for it. */
export function lazyEngine(): { readonly judge: Judge; readonly preview: Preview } {
  let loading: Promise<Engine> | undefined;
  let loaded: Engine | undefined;
  return {
    judge: {
      judge: async (call, world, environments, shell) => {
        loading ??= load();
        loaded = await loading;
        return loaded.judge.judge(call, world, environments, shell);
      },
      shellAfter: async (call, world, before) => {
        loading ??= load();
        loaded = await loading;
        return loaded.judge.shellAfter?.(call, world, before);
      },
    },
    // Only what has been judged is previewed, so that the engine is there by then.
    preview: (call, assessment, world) =>
      loaded?.changeOf(call, assessment, world) ?? { items: [], sources: [], gap: 'unreadable' },
  };
}

async function load(): Promise<Engine> {
  const { changeOf, createJudge } = await import('./engine.js');
  return { judge: createJudge(), changeOf };
}
