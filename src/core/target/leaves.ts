import { readAddress } from './address.js';
import { databasePlace, found } from './database.js';
import { environmentOfName } from './environment.js';
import type { Whereabouts } from './whereabouts.js';

/** Where a statement goes, where that is not the database that its connection names. */
export interface Leaves {
  /** It says so itself, or an earlier one has switched to it: `DROP DATABASE app`, `USE app`, `getSiblingDB('app')`. */
  readonly databases?: readonly string[];
  /** Names as they stand: `app.users` may have its database in front. */
  readonly qualified?: readonly string[];
  /** Another server, as a host or as an address: `\c - - db2`, `connect('mongodb://db2/app')`. */
  readonly server?: string;
  /** It stands beside every namespace: a node, a cluster's role, all namespaces at once. */
  readonly beside?: true;
}

/** In these the part before a name's first dot is a database; elsewhere it is a schema, and a database takes a third part. */
const databaseFirst = /^(?:mysql|mongodb|clickhouse|cassandra|couchbase)$/;

/**
 * The place that such a statement reaches. The name of a connection's database makes harmless what lies in that database, and nothing
 * beside it; what says production stays. Nothing here makes a place more harmless than the connection has made it.
 */
export function leftFor(where: Whereabouts, leaves: Leaves): Whereabouts {
  if (leaves.server !== undefined) return otherServer(where, leaves.server, leaves.databases?.[0]);
  const { scope } = where;
  if (scope === undefined) return where;
  if (leaves.beside === true) return withoutScope(where, scope);
  const reached = [
    ...(leaves.databases ?? []),
    ...(leaves.qualified ?? []).flatMap((name) => databaseOf(name, where.system)),
  ];
  const others = reached.filter((name) => name.toLowerCase() !== scope.toLowerCase());
  const other = others.find((name) => !isHarmlessName(name)) ?? others[0];
  return other === undefined ? where : inOther(where, scope, other);
}

function databaseOf(name: string, system: string): readonly string[] {
  const parts = name.split('.');
  const [first = ''] = parts;
  return parts.length >= (databaseFirst.test(system) ? 2 : 3) ? [first] : [];
}

function inOther(where: Whereabouts, scope: string, other: string): Whereabouts {
  const held =
    isHarmlessName(scope) && where.clues.some(({ rank, value }) => rank === 'selector' && value === scope);
  return {
    ...where,
    name: where.name === scope ? other : where.name,
    scope: other,
    clues: [
      ...without(where, scope),
      // Where the connection's own database was harmless by nothing, a name that the statement chooses is not either.
      { rank: held ? 'selector' : 'resource', source: 'statement', value: other },
    ],
  };
}

/** What is known of the place but for the name that was left; what that says of production stays. */
function without(where: Whereabouts, scope: string): Whereabouts['clues'] {
  return where.clues.filter(({ value }) => value !== scope || saysProduction(value));
}

function withoutScope(where: Whereabouts, scope: string): Whereabouts {
  const { scope: _, ...rest } = where;
  return { ...rest, clues: without(where, scope) };
}

function otherServer(where: Whereabouts, server: string, named: string | undefined): Whereabouts {
  const address = readAddress(server);
  const host = address === undefined ? server.replace(/:\d+$/, '') : address.hosts.join(',');
  const database = address?.database ?? named ?? where.scope;
  return databasePlace(where.system, {
    host: found('statement', host),
    database: found('statement', database),
    user: found('statement', address?.user),
  });
}

function isHarmlessName(name: string): boolean {
  const environment = environmentOfName(name)?.environment;
  return environment === 'development' || environment === 'local';
}

function saysProduction(name: string): boolean {
  return environmentOfName(name)?.environment === 'production';
}
