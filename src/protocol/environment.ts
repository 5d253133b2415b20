/** Names that hold secrets. The engine needs to know whose rights a call uses, never the keys themselves. */
export const secretNames =
  /SECRET|PASSW(?:OR)?D|PASSPHRASE|TOKEN|PRIVATE|API_?KEY|ACCESS_KEY|AUTH(?!OR)|COOKIE|SESSION_KEY|_PAT$/i;

/** Names like a secret's that hold a path or an address, and decide a target. */
export const harmlessNames = /_FILE$|_PATH$|_DIR$|^SSH_AUTH_SOCK$|^GOOGLE_APPLICATION_CREDENTIALS$/i;

export const valueLimit = 4_096;

/** The part of an environment that a ring carries. */
export function engineEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const chosen: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value.length > valueLimit) continue;
    if (secretNames.test(name) && !harmlessNames.test(name)) continue;
    chosen[name] = value;
  }
  return chosen;
}
