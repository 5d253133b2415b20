import type { Judge } from '../ports/judge.js';
import type { JudgeHere } from './judge.js';
import { eitherOf, ShellNumbers } from './shells.js';

/** The engine, loaded at the first call: starting the editor does not wait for it. */
export function lazyEngine(): Judge {
  const numbers = new ShellNumbers();
  let loading: Promise<JudgeHere> | undefined;
  const engine = (): Promise<JudgeHere> => {
    loading ??= import('./engine.js').then(({ createJudge }) => createJudge());
    return loading;
  };
  return {
    judge: async (...ask) => (await engine()).judge(...ask),
    shellAfter: async (call, site, before) => (await engine()).shellAfter(call, site, before, numbers.next()),
    eitherShell: (left, right) => {
      const id = numbers.next();
      void engine().then((loaded) => loaded.eitherShell(left, right, id));
      return eitherOf(id, left, right);
    },
    changeOf: async (...ask) => (await engine()).changeOf(...ask),
    foreignHooks: async (...ask) => (await engine()).foreignHooks(...ask),
    groundOf: async (...ask) => (await engine()).groundOf(...ask),
  };
}
