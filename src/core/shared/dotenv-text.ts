/** The variables of a text in the form of `.env` files; the first word on each. */
export function dotenvOf(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const pair = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/s.exec(line);
    const name = pair?.[1];
    if (name === undefined || settings.has(name)) continue;
    settings.set(name, (pair?.[2] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2'));
  }
  return settings;
}
