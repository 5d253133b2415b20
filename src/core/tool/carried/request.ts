import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { hostOfUrl, urlTarget } from '../../target/host.js';
import { isLoopback } from '../../target/loopback.js';
import type { ToolInvocation, Whereabouts } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import type { SqlDialect } from '../sql/action.js';
import type { Draft, ToolContext } from '../table.js';
import { redisVerb } from '../tools/redis-commands.js';
import { awsOperation } from './aws-operation.js';
import { type Body, bodyOf, type CarriedText, formTexts, isUnknownText } from './body.js';
import { looksLikeGraphql } from './graphql.js';
import { nounOfName, verbOfName } from './operation-name.js';
import { beginsLikeStatement, isStatement } from './shape.js';
import { type CarriedTo, carriedGraphql, carriedSql } from './statements.js';

/** What one request carries besides its method and its address. */
export interface StatementRequest {
  readonly url: Value;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Each part of the body: known text, or the name of what could not be read. */
  readonly parts: readonly CarriedPart[];
  /** An account or a token goes along that stands in no header. */
  readonly credential: boolean;
}

export type CarriedPart = { readonly text: string } | { readonly unread: string };

/** Hosts that take statements of one database and no others. */
const databases: readonly (readonly [host: RegExp, system: string, dialect: SqlDialect])[] = [
  [
    /(?:^|\.)(?:neon\.tech|supabase\.(?:co|com|in)|xata\.(?:sh|io)|nile(?:db)?\.\w+)$|hasura|postgres/i,
    'postgres',
    'postgres',
  ],
  [/(?:^|\.)(?:psdb\.cloud|planetscale\.com|tidbcloud\.com)$|mysql/i, 'mysql', 'mysql'],
  [/(?:^|\.)turso\.(?:io|tech)$|libsql/i, 'sqlite', 'sqlite'],
  [/clickhouse/i, 'clickhouse', 'other'],
  [/(?:^|\.)upstash\.io$/i, 'redis', 'other'],
  [/(?:^|\.)cockroachlabs\.cloud$/i, 'postgres', 'postgres'],
];

/** Roads on which statements are what is sent. */
const statementRoad =
  /\/(?:graphql|gql|query|queries|sql|_sql|execute|exec|raw|pipeline|multi-exec|statements?|run_sql|cypher|transaction|commit|database\/query|rpc)(?:\/(?:v\d+|data|tx|json|pipeline|commit|raw))?\/?(?:[?#]|$)/i;

/** Names under which a statement stands, whatever its first word. */
const statementName =
  /^(?:sql|query|queries|statement|statements|stmt|q|ddl|command|querystring|query_string|cypher|commands|gremlin|batch|script)$/i;

/** Names under which people write to people. */
const prose =
  /^(?:text|message|messages|content|body|description|title|comment|note|notes|summary|subject|prompt|input|caption|bio|reason|markdown|html|instructions|system|user|assistant)$/i;

/** What the body of a request makes a server do; undefined where it only is data. */
export function carriedDrafts(
  request: StatementRequest,
  setting: ToolInvocation,
  context: ToolContext,
): readonly Draft[] | undefined {
  const url = request.url.text;
  const host = hostOfUrl(url);
  const road = pathOf(url);
  const [, system, dialect] = databases.find(([pattern]) => pattern.test(host)) ?? [
    undefined,
    'http',
    'other' as const,
  ];
  const to: CarriedTo = { where: storeAt(url, host, system), dialect };
  const query = formTexts(/\?([^#]*)/s.exec(url)?.[1] ?? '');
  const isOnRoad = statementRoad.test(road) || system !== 'http';
  if (system === 'redis') {
    const found = redisDrafts([...redisOfPath(road), ...redisOfParts(request, setting)], to);
    if (found.length > 0) return found;
  }
  const bodies = request.parts.flatMap((part) => ('text' in part ? [bodyOf(part.text, setting.world)] : []));
  const aws = awsOperation(
    host,
    request.headers,
    [...query, ...bodies.flatMap((body) => body.texts)],
    bodies,
    setting,
    context,
  );
  if (aws !== undefined) return [aws];
  const unread = request.parts.find((part) => ('unread' in part ? true : isUnknownText(part.text)));
  if (unread !== undefined && isOnRoad && hasCredential(request) && !isLoopback(host))
    return [opaqueBody('unread' in unread ? unread.unread : OPAQUE_MARK, to)];
  const drafts = [
    ...query.flatMap((one) => ofText(one, isOnRoad, new Map(), to, setting, context)),
    ...bodies.flatMap((body) => ofBody(body, isOnRoad, to, setting, context)),
  ];
  return drafts.length === 0 ? undefined : drafts;
}

/** A store behind an address is as far away as one that a client is told to connect to. */
function storeAt(url: string, host: string, system: string): Whereabouts {
  const where = urlTarget(url, system);
  return system === 'http' || host === '' || isLoopback(host) ? where : { ...where, account: host };
}

/** A server does with it what nobody here can say. */
function opaqueBody(name: string, to: CarriedTo): Draft {
  const traits: readonly Trait[] = ['opaque-code'];
  return {
    verb: 'execute',
    resource: 'statement',
    traits,
    opaque: [name],
    ...(to.where === undefined ? {} : { where: to.where }),
  };
}

const credentialHeader =
  /^(?:authorization|proxy-authorization|cookie|api-?key|.*(?:token|secret|api-?key|access-?key|auth))$/;

function hasCredential(request: StatementRequest): boolean {
  if (request.credential || /^[a-z]+:\/\/[^/@]+@/i.test(request.url.text)) return true;
  return [...request.headers.keys()].some((name) => credentialHeader.test(name));
}

function ofBody(
  body: Body,
  isOnRoad: boolean,
  to: CarriedTo,
  setting: ToolInvocation,
  context: ToolContext,
): readonly Draft[] {
  const variables = variablesOf(body);
  const statements = body.texts.flatMap((one) => ofText(one, isOnRoad, variables, to, setting, context));
  if (statements.length > 0) return statements;
  return operations(body.value).flatMap((name) => named(name, to));
}

function ofText(
  one: CarriedText,
  isOnRoad: boolean,
  variables: ReadonlyMap<string, string>,
  to: CarriedTo,
  setting: ToolInvocation,
  context: ToolContext,
): readonly Draft[] {
  const { name, text } = one;
  if (text === '' || (prose.test(name) && !isOnRoad)) return [];
  const slot = statementName.test(name) || name === '';
  if (looksLikeGraphql(text) && (slot || /\bmutation\b/.test(text)))
    return carriedGraphql(text, variables, to);
  const begins = (slot && isOnRoad) || (name === '' && /^text\//.test(text));
  if (begins ? beginsLikeStatement(text) : isStatement(text)) return carriedSql(text, to, setting, context);
  return [];
}

/** `{"variables": {"id": "x"}}`, one level deep and what lies in it. */
function variablesOf(body: Body): ReadonlyMap<string, string> {
  return new Map(body.texts.map(({ name, text }) => [name, text]));
}

const operationName = /^(?:action|operation|operationName|op|mutation|procedure|rpc)$/;

/** Names of operations in a body that holds no statement: `{"action": "delete"}`, `{"jsonrpc": "2.0", "method": "…"}`. */
function operations(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).slice(0, 100).flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const entries = Object.entries(item);
    const keys = new Set(entries.map(([key]) => key));
    const isCall =
      keys.has('jsonrpc') || keys.has('params') ? /^method$/ : keys.has('args') ? /^type$/ : operationName;
    const bulk =
      entries.length === 1 && /^(?:delete)$/.test(entries[0]?.[0] ?? '') ? ['delete-document'] : [];
    return [
      ...bulk,
      ...entries.flatMap(([key, text]) => (isCall.test(key) && typeof text === 'string' ? [text] : [])),
    ];
  });
}

function named(name: string, to: CarriedTo): readonly Draft[] {
  const verb = /^[\w.:/-]{1,80}$/.test(name) ? verbOfName(name) : undefined;
  if (verb !== 'delete' && verb !== 'replace' && verb !== 'stop') return [];
  return [{ verb, resource: nounOfName(name), ...(to.where === undefined ? {} : { where: to.where }) }];
}

function redisOfPath(road: string): readonly (readonly string[])[] {
  const words = (/^\/([^?#]*)/.exec(road)?.[1] ?? '').split('/').filter((word) => word !== '');
  return words.length === 0 || /^(?:pipeline|multi-exec)$/.test(words[0] ?? '') ? [] : [words];
}

/** `["FLUSHALL"]`, `[["DEL", "a"], ["FLUSHDB"]]`. */
function redisOfParts(request: StatementRequest, setting: ToolInvocation): readonly (readonly string[])[] {
  return request.parts.flatMap((part) => {
    const value = 'text' in part ? bodyOf(part.text, setting.world).value : undefined;
    if (!Array.isArray(value)) return [];
    const lists: readonly unknown[] = value.every((item: unknown) => Array.isArray(item)) ? value : [value];
    return lists.slice(0, 100).map((list) => (Array.isArray(list) ? list.map(String) : []));
  });
}

function redisDrafts(commands: readonly (readonly string[])[], to: CarriedTo): readonly Draft[] {
  return commands.flatMap(([command = '', first = '', ...rest]): readonly Draft[] => {
    const verb = redisVerb(command, first);
    if (verb === 'unknown') return [];
    const reach = verb === 'destroy' ? 'uncountable' : Math.max(1, rest.length + (first === '' ? 0 : 1));
    return [
      {
        verb,
        resource: verb === 'destroy' || first === '' ? 'keys' : `keys ${first}`,
        reach,
        ...(to.where === undefined ? {} : { where: to.where }),
      },
    ];
  });
}

function pathOf(url: string): string {
  return url.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*/i, '');
}
