/** The parts of a connection string that tell where it goes. */
export interface Address {
  readonly hosts: readonly string[];
  readonly port?: string;
  readonly user?: string;
  readonly database?: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads `scheme://user:password@host:port,host2/database?name=value`, with several hosts as database drivers allow.
 * Undefined for a text without a scheme. The password is dropped.
 */
export function readAddress(text: string): Address | undefined {
  const match = /^[a-z][a-z0-9+.-]*:\/\/(?:([^/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?/i.exec(text);
  if (match === null) return undefined;
  const [, login = '', hostList = '', path = '', query = ''] = match;
  const parameters = new Map(
    query
      .split('&')
      .map((pair) => [pair.split('=')[0] ?? '', decoded(pair.replace(/^[^=]*=?/, ''))] as const),
  );
  // PostgreSQL's drivers store what stands behind the question mark over what stands before it.
  const isLibpq = /^postgres/i.test(text);
  const over = (name: string): string | undefined => (isLibpq && parameters.get(name)) || undefined;
  const hosts = (over('host')?.split(',') ?? hostList.split(',').map(decoded)).filter((host) => host !== '');
  const port = over('port') ?? /:(\d+)$/.exec(hosts[0] ?? '')?.[1];
  const user = over('user') ?? decoded(login.split(':')[0] ?? '');
  const database = over('dbname') ?? decoded(path.replace(/\/.*/s, ''));
  return {
    hosts: hosts.map((host) => host.replace(/:\d*$/, '')),
    ...(port === undefined ? {} : { port }),
    ...(user === '' ? {} : { user }),
    ...(database === '' ? {} : { database }),
    parameters,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
