import type { CountersignParts } from '../desk/countersign-parts.js';
import { Reviews } from '../desk/reviews.js';
import { receiptsAt } from '../node/countersign-parts.js';
import type { Home } from '../node/files/home.js';
import { OpenReviews } from '../node/record/open-reviews.js';
import type { Clock } from '../ports/ports.js';
import type { ObservedRecord } from '../vscode/record/observed-record.js';
import type { Editor } from '../vscode/requests/editor.js';

export interface ReviewsSetting {
  readonly home: Home;
  readonly team: CountersignParts;
  readonly record: ObservedRecord;
  readonly clock: Clock;
  readonly editor: Editor;
}

const receiptMs = 2_000;

/** Has somebody look at each broken glass of this home, from the moment that a window is open. */
export function openReviews({ home, team, record, clock, editor }: ReviewsSetting): { dispose(): void } {
  const due = new OpenReviews(home.record);
  const reviews = new Reviews({
    ...team,
    clock,
    record,
    receipts: receiptsAt(home),
    open: () => due.now(),
    due: (open) => editor.setReviews(open),
  });
  let cancel = (): void => undefined;
  const stops = [
    record.onWritten(({ type }) => {
      if (type !== 'break-glass') return;
      void reviews.look();
      // The receipt, from which the notice is carried, lies there a moment after.
      cancel();
      cancel = clock.at(clock.now() + receiptMs, () => void reviews.look());
    }),
    () => cancel(),
    team.trust.onChange(() => void reviews.look()),
  ];
  void reviews.look();
  return {
    dispose: () => {
      for (const stop of stops) stop();
      reviews.dispose();
    },
  };
}
