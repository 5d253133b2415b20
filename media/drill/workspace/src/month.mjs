/** The month that a cost is booked in, as YYYY-MM. Costs are booked in UTC. */
export function monthOf(instant) {
  const date = new Date(instant);
  return [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0')].join('-');
}
