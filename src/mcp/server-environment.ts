/** What the launcher put aside so that it could not load code into the gateway, by name. */
const keptPrefix = 'COUNTERSIGN_KEPT_';

/** The environment as the client gave it: without what the launcher set, and with what it put aside. */
export function serverEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const { COUNTERSIGN_LAUNCHED: launched, ...rest } = env;
  if (launched === undefined) return env;
  const own: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(rest))
    if (!launched.split(' ').includes(name)) own[name] = value;
  for (const [name, value] of Object.entries(rest)) {
    if (!name.startsWith(keptPrefix)) continue;
    delete own[name];
    own[name.slice(keptPrefix.length)] = value;
  }
  return own;
}
