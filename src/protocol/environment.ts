/** Names that hold secrets. The engine needs to know whose rights a call uses, never the keys themselves. */
export const secretNames =
  /SECRET|PASSW(?:OR)?D|PASSPHRASE|TOKEN|PRIVATE|API_?KEY|ACCESS_KEY|AUTH(?!OR)|COOKIE|SESSION_KEY|_PAT$/i;

/** Names like a secret's that hold a path or an address, and decide a target. */
export const harmlessNames = /_FILE$|_PATH$|_DIR$|^SSH_AUTH_SOCK$|^GOOGLE_APPLICATION_CREDENTIALS$/i;

export const valueLimit = 4_096;

type Variables = Readonly<Record<string, string | undefined>>;

/** The part of an environment that a ring carries. */
export function engineEnvironment(env: Variables): Readonly<Record<string, string>> {
  return chosen(env, (name, value) => !isWithheld(name, value));
}

/** The rest: a ring carries these by salted digests alone, so that another value is noticed and none is told. */
export function withheldVariables(env: Variables): Readonly<Record<string, string>> {
  return chosen(env, isWithheld);
}

function isWithheld(name: string, value: string): boolean {
  return value.length > valueLimit || (secretNames.test(name) && !harmlessNames.test(name));
}

function chosen(env: Variables, fits: (name: string, value: string) => boolean): Record<string, string> {
  // As entries: a variable may be called `__proto__`.
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && fits(entry[0], entry[1]),
    ),
  );
}
