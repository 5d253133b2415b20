import type { Empty, GuardView, Labels } from '../../protocol/card.js';

export const cardLabels: Labels = {
  list: 'Requests',
  fewerReasons: 'Fewer reasons',
  addReason: 'Add a reason',
  withoutReason: 'No reason',
  reason: 'Reason',
  reasonHint: 'The agent reads it, and the record keeps it.',
  suggest: 'Suggest it to the agent',
  openPage: 'Open as a page',
  waitRead: 'To approve, read the command to its end.',
  waitArm: 'Approving is possible in a moment.',
  waitName: 'To approve, type the whole name.',
  nameDiffers: 'What is typed is not the name.',
  nextMark: 'Next mark',
  denyAll: 'Deny all {count} like this',
  line: 'Line',
};

export const emptyText: Empty = {
  title: 'Nothing waits',
  text: 'Harmless calls pass in silence. What could hurt production is held here until you decide.',
  actions: [
    { command: 'connect', label: 'Connect an agent' },
    { command: 'drill', label: 'Run the drill' },
    { command: 'record', label: 'Show the record' },
  ],
};

export const guardUp: GuardView = { up: true, text: '' };

/** Shown while the gate cannot answer. Doorbells then judge by themselves, and deny what would need a person. */
export function guardDown(detail: string): GuardView {
  return {
    up: false,
    text: `The gate is down: ${detail}. Until it is back, whatever would need your decision is denied. Reload the window to start it again.`,
  };
}
