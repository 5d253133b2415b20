const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** A length of time, rounded down to what matters: "45 s", "41 min", "2 h 5 min". */
export function duration(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left < minute) return `${Math.floor(left / second)} s`;
  if (left < hour) return `${Math.floor(left / minute)} min`;
  const minutes = Math.floor((left % hour) / minute);
  return minutes === 0 ? `${Math.floor(left / hour)} h` : `${Math.floor(left / hour)} h ${minutes} min`;
}

/** "10:42", in the person's own time zone. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** "2026-11-24 10:42:05", in the person's own time zone. */
export function dateAndTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${timeOfDay(at)}:${two(date.getSeconds())}`;
}
