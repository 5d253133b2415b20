/** What the launcher put aside so that it could not load code into the gateway, by name. */
const keptPrefix = 'COUNTERSIGN_KEPT_';

/** The environment as the client gave it: without what the launcher set, and with what it put aside. */
export function serverEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const { COUNTERSIGN_LAUNCHED: launched, ...rest } = env;
  if (launched === undefined) return env;
  const set = launched.split(' ');
  const isKept = ([name]: readonly [string, unknown]): boolean => name.startsWith(keptPrefix);
  const all = Object.entries(rest);
  return Object.fromEntries([
    ...all.filter((entry) => !set.includes(entry[0]) && !isKept(entry)),
    ...all.filter(isKept).map(([name, value]) => [name.slice(keptPrefix.length), value] as const),
  ]);
}
