/**
 * A time as ssh-keygen's `valid-after` and `valid-before` take it, `YYYYMMDD[HHMM[SS]]Z`, to Unix milliseconds. Only with
 * the `Z`: without it the same line means another moment in another time zone.
 */
export function rosterTime(text: string): number | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  // A day or an hour that does not exist would be taken for another one; ssh-keygen knows no years before 1970.
  const isReal = formatRosterTime(at) === `${year}${month}${day}${hour}${minute}${second}Z`;
  return isReal && at > 0 ? at : undefined;
}

/** Seconds are the smallest unit there is; what is below is cut off. */
export function formatRosterTime(at: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
