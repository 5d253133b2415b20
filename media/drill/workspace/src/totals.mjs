import { monthOf } from './month.mjs';

/** What was spent in each month, oldest month first. `costs` is a list of { at, amount }. */
export function totalsByMonth(costs) {
  const totals = new Map();
  for (const { at, amount } of costs) {
    const month = monthOf(at);
    totals.set(month, (totals.get(month) ?? 0) + amount);
  }
  return [...totals].sort(([one], [other]) => one.localeCompare(other));
}
