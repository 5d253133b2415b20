import type { MessagePort } from 'node:worker_threads';
import type { KnownPlaces } from '../ports/judge.js';
import type { JudgeHere } from './judge.js';
import type { EngineAsk, FromWorker, ToWorker } from './messages.js';

/** Answers asks one after the other, in their order: whoever waits longest is the one that is being judged. */
export function serve(port: Pick<MessagePort, 'on' | 'postMessage'>, judge: JudgeHere): void {
  const placesOf = rememberedPlaces();
  const tell = (message: FromWorker): void => port.postMessage(message);
  let last: Promise<void> = Promise.resolve();
  // Only this program's own other thread writes here.
  port.on('message', (message: ToWorker) => {
    last = last.then(async () => {
      if (message.kind === 'either') {
        const { left, right, id } = message;
        judge.eitherShell({ id: left }, { id: right }, id);
        return;
      }
      const { id, ask } = message;
      try {
        tell({ kind: 'answer', id, value: await answer(ask, judge, placesOf) });
      } catch {
        tell({ kind: 'broke', id });
      }
    });
  });
  tell({ kind: 'ready' });
}

function answer(ask: EngineAsk, judge: JudgeHere, placesOf: (text: string) => KnownPlaces): Promise<unknown> {
  switch (ask.kind) {
    case 'judge': {
      const places = ask.places === undefined ? undefined : placesOf(ask.places);
      return judge.judge(ask.call, ask.site, places, ask.shell);
    }
    case 'shell-after':
      return judge.shellAfter(ask.call, ask.site, ask.before, ask.as);
    case 'change':
      return judge.foresee(ask.call, ask.assessment, ask.site, ask.pace);
    case 'looks':
      return judge.looksOf(ask.call, ask.assessment, ask.site);
    case 'seen':
      return judge.changeSeen(ask.call, ask.assessment, ask.site, ask.answers, ask.now);
    case 'hooks':
      return judge.foreignHooks(ask.agent, ask.site);
    case 'ground':
      return judge.groundOf(ask.call, ask.effects, ask.site, ask.salt);
    case 'marks':
      return judge.credentialMarks(ask.call, ask.effects, ask.site, ask.salt);
  }
}

/** What a team and a person say of places is compiled once; with and without the words that ease, a call may be read twice. */
function rememberedPlaces(): (text: string) => KnownPlaces {
  let known: readonly { readonly text: string; readonly places: KnownPlaces }[] = [];
  return (text) => {
    const one = known.find((other) => other.text === text) ?? { text, places: JSON.parse(text) };
    known = [one, ...known.filter((other) => other !== one)].slice(0, 2);
    return one.places;
  };
}
