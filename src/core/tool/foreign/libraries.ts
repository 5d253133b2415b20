import type { OutsideCall, OutsideStep } from '../../command/foreign/outside-call.js';
import { outsidePath } from '../../command/foreign/outside-call.js';
import { nounOfName, verbOfName } from '../carried/operation-name.js';
import type { Trait, Verb } from '../effect.js';
import { redisVerb } from '../tools/redis-commands.js';

/** What one call of a library does at its service. */
export interface LibraryAct {
  readonly verb: Verb;
  readonly resource: string;
  readonly system: string;
  readonly traits: readonly Trait[];
  readonly reach: number | 'uncountable';
}

/** A library by its modules, the system that it speaks to, and how its calls are read. */
interface Library {
  readonly modules: RegExp;
  readonly system: string;
  /** Calls that the general rule reads wrongly: the first that fits speaks; `read` keeps quiet. */
  readonly calls?: readonly (readonly [path: RegExp, verb: Verb, noun: string, ...traits: Trait[]])[];
  /** What its method names are: an API's verbs and nouns (the usual), a vendor's, who has cancelling verbs too, a store's commands, or a query builder's. */
  readonly reads?: 'commands' | 'builder' | 'vendor';
}

/** Ends of a path that lose data in every library of databases. */
const data: NonNullable<Library['calls']> = [
  [/(?:^|\.)(?:dropDatabase|drop_database|dropAllTables|dropAllCollections)$/, 'destroy', 'database'],
  [/(?:^|\.)(?:drop_all|dropAll|drop_tables|create_all_drop)$/, 'destroy', 'database'],
  [/(?:^|\.)(?:dropSchema|dropSchemaIfExists|dropAllSchemas)$/, 'destroy', 'schema'],
  [
    /(?:^|\.)(?:drop|dropTable|dropTableIfExists|dropIfExists|drop_table|drop_collection|dropCollection|drop_index|dropView|truncate|truncateTable)$/,
    'destroy',
    'table',
  ],
  [
    /(?:^|\.)(?:dropColumn|dropColumns|drop_column|remove_column|removeColumn|DeleteModel|RemoveField)$/,
    'delete',
    'column',
  ],
  [/(?:^|\.)(?:synchronize|sync)$/, 'modify', 'schema'],
  [
    /(?:^|\.)(?:deleteMany|delete_many|remove_all|destroy_all|delete_all|deleteAll|bulk_delete|bulkDelete|forceDelete)$/,
    'delete',
    'rows',
    'no-filter',
  ],
  [
    /(?:^|\.)(?:deleteOne|delete_one|findOneAndDelete|find_one_and_delete|findByIdAndDelete|findByIdAndRemove|findOneAndRemove|deleteById|delete_one_by)$/,
    'delete',
    'row',
  ],
  [
    /(?:^|\.)(?:objects|query|getRepository|createQueryBuilder)(?:\.(?:all|using|order_by|select|newQuery|withTrashed|query)){0,8}\.(?:delete|destroy|forceDelete|_raw_delete)$/,
    'destroy',
    'rows',
    'no-filter',
  ],
  [/(?:^|\.)(?:delete|del|destroy|remove)$/, 'delete', 'rows'],
];

const libraries: readonly Library[] = [
  {
    modules:
      /^(?:google\.cloud|google\.api_core|googleapiclient|@google-cloud\/|googleapis|Google\\Cloud|firebase_admin|firebase-admin|@firebase\/|firebase)/,
    system: 'gcp',
  },
  { modules: /^(?:azure\.|@azure\/|azure-|MicrosoftAzure)/, system: 'azure' },
  { modules: /^(?:kubernetes|@kubernetes\/|pykube|lightkube)/, system: 'kubernetes' },
  { modules: /^(?:docker|dockerode|python_on_whales)(?:\.|$)/, system: 'docker' },
  { modules: /^(?:github|github3|@octokit\/|octokit|gitlab|@gitbeaker\/)/, system: 'github' },
  {
    modules:
      /^(?:digitalocean|pydo|hcloud|linode_api4|cloudflare|CloudFlare|heroku3|heroku-client|vercel|@vercel\/|netlify|fastly|openstack|novaclient|oci|ibm_\w+|scaleway|ovh|proxmoxer|pyVmomi|vultr|consul|nomad|boxsdk|dropbox)(?:[./-]|$)/,
    system: 'service',
  },
  {
    modules: /^(?:pymongo|motor|mongoengine|mongodb|mongoose|MongoDB\\|monk|beanie)/,
    system: 'mongodb',
    calls: data,
  },
  {
    modules: /^(?:redis|ioredis|aioredis|valkey|@upstash\/redis|Redis|Predis\\|node-redis|@redis\/)/,
    system: 'redis',
    reads: 'commands',
  },
  {
    modules: /^(?:elasticsearch|elasticsearch_dsl|opensearchpy|@elastic\/|@opensearch-project\/|Elastic\\)/,
    system: 'elasticsearch',
    calls: data,
  },
  { modules: /^(?:@supabase\/|supabase|postgrest)/, system: 'postgres', calls: data },
  {
    modules:
      /^(?:psycopg2?|asyncpg|pg|postgres|pg-promise|@neondatabase\/|@vercel\/postgres|slonik)(?:[./]|$)/,
    system: 'postgres',
    calls: data,
  },
  { modules: /^(?:mysql2?|pymysql|MySQLdb|mariadb|@planetscale\/)(?:[./]|$)/, system: 'mysql', calls: data },
  {
    modules:
      /^(?:@prisma\/|prisma|knex|sequelize|typeorm|drizzle-orm|objection|@mikro-orm\/|kysely|bookshelf|sqlalchemy|flask_sqlalchemy|sqlmodel|peewee|tortoise|pony|django|Illuminate\\|Doctrine\\|dexie|waterline|alembic|sqlite3|better-sqlite3)/,
    system: 'database',
    calls: data,
    reads: 'builder',
  },
  {
    modules:
      /^(?:cassandra|cassandra-driver|couchbase|arango|neo4j|neo4j-driver|influxdb|influxdb_client|@influxdata\/|pinecone|@pinecone-database\/|weaviate|weaviate-client|gremlin|gremlin_python|surrealdb(?:\.js)?|@surrealdb\/|redisgraph|falkordb|qdrant_client|@qdrant\/|chromadb|pymilvus|meilisearch|typesense|algoliasearch|clickhouse_driver|clickhouse_connect|@clickhouse\/|snowflake|duckdb|minio|Minio)(?:[./]|$)/,
    system: 'database',
    calls: data,
  },
  {
    modules: /^(?:kafka|kafkajs|confluent_kafka|pika|amqplib|nats)(?:[./-]|$)/,
    system: 'service',
  },
  {
    modules:
      /^(?:stripe|braintree|paypalrestsdk|@paypal\/|square|razorpay|adyen|shopify|ShopifyAPI|twilio|sendgrid|@sendgrid\/|mailchimp\w*|slack_sdk|@slack\/|pagerduty|pdpyras|datadog\w*|@datadog\/|newrelic|sentry|okta|auth0|@okta\/|launchdarkly\w*|hvac|node-vault|tfe|pulumi|@pulumi\/|jenkins|jenkinsapi|atlassian|jira|notion\w*|@notionhq\/|airtable|hubspot|@hubspot\/|zenpy|intercom)(?:[./\\-]|$)/i,
    system: 'service',
    reads: 'vendor',
  },
];

/** Ends of a path that lose data, whoever's object it is: nobody calls anything else so. */
const unmistakable =
  /(?:^|\.)(?:deleteMany|delete_many|dropDatabase|drop_database|drop_all|dropTable|drop_table|dropTableIfExists|drop_collection|dropCollection|delete_all|destroy_all|flushall|flushdb|flushAll|flushDb|deleteAll|FLUSHALL|FLUSHDB|bulk_delete|bulkDelete|dropAllTables|dropSchema|findByIdAndDelete|findOneAndDelete|deleteOne|delete_one)$/;

/** Query builders and models by the words on their way, where the module is the project's own. */
const model =
  /(?:^|\.)(?:objects|query|where|from|table|all|find|filter|exclude|newQuery|withTrashed|createQueryBuilder|getRepository|session|scalars)\b/;

/** What a call does at a service. Undefined for what only reads, computes, or is of no library that is known. */
export function actOfLibrary(
  call: OutsideCall,
  imports: readonly string[],
  hasKey: boolean,
): LibraryAct | undefined {
  const path = outsidePath(call);
  const last = call.steps.at(-1);
  if (last === undefined || !last.called || last.name === 'import') return undefined;
  const console_ = consoleAct(path, last);
  if (console_ !== undefined) return console_;
  const origin = call.root === '' ? (call.steps[0]?.name ?? '') : call.root;
  const library = libraries.find(
    ({ modules }) => modules.test(origin) || (call.root !== '' && modules.test(path)),
  );
  if (library !== undefined) return actIn(library, call, path, last);
  // Whoever is given a key of theirs is somebody's service, though no line names them.
  if (hasKey && !ofProgram.test(last.name))
    return cancelled(call, last, 'service') ?? named(call, last, 'service');
  const known = libraries.find(({ modules }) => imports.some((one) => modules.test(one)));
  const isOwn = call.root !== 'text';
  if (
    unmistakable.test(path) ||
    (isModel(call, path) &&
      /(?:^|\.)(?:delete|destroy|truncate|forceDelete)$/.test(path) &&
      !/Map|Set|URLSearchParams|FormData|Headers/.test(origin))
  )
    return actIn({ modules: /^$/, system: known?.system ?? 'database', calls: data }, call, path, last);
  // On the import of a cloud or a store, a method whose name says what goes needs no receiver that is known.
  const words = last.name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .split('_')
    .filter((word) => word !== '');
  return known !== undefined && isOwn && words.length > 1 ? named(call, last, known.system) : undefined;
}

/** A class of the project's, or what a query gives. */
function isModel(call: OutsideCall, path: string): boolean {
  if (model.test(path)) return true;
  const [first] = call.steps;
  const origin = call.root === '' || call.root === '?' ? (first?.name ?? '') : call.root;
  return /^(?:App\\Models\\|\.{0,2}\/?(?:[\w.-]+\/)*(?:models?|entities|db|database|schema)(?:\/|$)|(?:\w+\.)*(?:models?|entities|db|database)(?:\.|$))/.test(
    origin,
  );
}

function actIn(library: Library, call: OutsideCall, path: string, last: OutsideStep): LibraryAct | undefined {
  const told =
    library.calls === undefined && library.reads !== 'commands' ? undefined : toldAct(last, library.system);
  if (told !== undefined) return told;
  if (library.reads === 'commands') return commandAct(last, library.system);
  for (const [pattern, verb, noun, ...traits] of library.calls ?? []) {
    if (!pattern.test(path)) continue;
    if (verb === 'modify' && rebuilds(last))
      return {
        verb: 'destroy',
        resource: 'database',
        system: library.system,
        traits: [],
        reach: 'uncountable',
      };
    // What a map or a set forgets is no data of a service: a builder says before what it takes away from.
    if (verb === 'modify') return undefined;
    const isWhole = verb === 'destroy' || traits.includes('no-filter');
    const filtered = /(?:Many|_many)$/.test(last.name) && last.texts.length > 0;
    return {
      verb,
      resource: resourceOf(noun, call, last),
      system: library.system,
      traits: filtered ? [] : traits,
      reach: isWhole && !filtered ? 'uncountable' : 1,
    };
  }
  if (library.reads === 'builder') return undefined;
  return (
    (library.reads === 'vendor' ? cancelled(call, last, library.system) : undefined) ??
    named(call, last, library.system)
  );
}

/** Verbs by which a vendor ends what somebody has with them. */
const cancelling =
  /^(cancel|suspend|deactivate|expire|disable|void|terminate|delete|del|remove|detach|revoke|refund|uncapture|reverse|close)(?:$|[A-Z_])/;

/** What a program keeps itself. */
const ofProgram = /(?:Listeners?|Handlers?|Headers?|Interceptors?|Middleware|Hooks?|Timer|Cookies?|Cache)$/i;

function cancelled(call: OutsideCall, last: OutsideStep, system: string): LibraryAct | undefined {
  const verb = cancelling.exec(last.name)?.[1];
  if (verb === undefined || ofProgram.test(last.name) || (last.name === 'close' && !last.given))
    return undefined;
  const resource = resourceOf(holderOf(call), call, last);
  const isStop = /^(?:cancel|suspend|deactivate|expire|disable|close)$/.test(verb);
  return { verb: isStop ? 'stop' : 'delete', resource, system, traits: [], reach: 1 };
}

/** `sync({ force: true })`, `synchronize(true)`: every table is dropped and made again. */
function rebuilds({ options, texts }: OutsideStep): boolean {
  return options.get('force') === 'true' || options.get('dropBeforeSync') === 'true' || texts[0] === 'true';
}

/** A store that is told in its own language what to do: its words of losing, outside of quotes. */
function toldAct({ name, texts }: OutsideStep, system: string): LibraryAct | undefined {
  if (
    !/^(?:execute\w*|run\w*|query\w*|submit\w*|command\w*|call|send_?command|sendCommand|do|cypher|eval|raw\w*|aql|gremlin|perform_request)$/.test(
      name,
    )
  )
    return undefined;
  const said = texts.join('\n').replace(/'[^']*'|"[^"]*"/g, "''");
  const found =
    /\b(?:(drop\b(?:(?=\s*\()|\s+\w)|dropDatabase|flushall|flushdb|truncate\s)|(delete\s|remove\s+\w+\s+in\b|remove\s+table\b))/i.exec(
      said,
    );
  if (found === null) return undefined;
  const verb = found[1] === undefined ? 'delete' : 'destroy';
  return {
    verb,
    resource: verb === 'destroy' ? 'database' : 'rows',
    system,
    traits: [],
    reach: 'uncountable',
  };
}

function commandAct(last: OutsideStep, system: string): LibraryAct | undefined {
  const command = last.name.replace(/_/g, '');
  const verb = redisVerb(command === 'delete' ? 'DEL' : command, last.texts[0] ?? '');
  if (verb === 'read' || verb === 'unknown' || verb === 'create' || verb === 'modify') return undefined;
  return {
    verb,
    resource: verb === 'destroy' ? 'keys' : `keys ${last.texts.slice(0, 3).join(' ')}`.trim(),
    system,
    traits: [],
    reach: verb === 'destroy' ? 'uncountable' : 1,
  };
}

const acting: ReadonlySet<Verb> = new Set<Verb>(['delete', 'destroy', 'replace', 'stop', 'expose']);

/** `begin_delete`, `beginDeleteAndWait`, `delete_dataset`, `terminateInstances`: by the words of the name. */
function named(call: OutsideCall, last: OutsideStep, system: string): LibraryAct | undefined {
  const name = last.name
    .replace(/^(?:begin_?|async_?|a(?=delete))/, '')
    .replace(/(?:_?and_?wait|AndWait|Async|_async|Sync)$/i, '');
  const verb = verbOfName(name);
  if (
    verb === undefined ||
    !acting.has(verb) ||
    (/^(?:restore|reset|restart|close|end|exit|disconnect|stop|shutdown|cancel|pause|abort|release|clear|refresh|replace|share|open|allow)$/i.test(
      name,
    ) &&
      verb !== 'delete')
  )
    return undefined;
  const own = nounOfName(name);
  const noun = own === name.toLowerCase() || own === '' ? holderOf(call) : own;
  return { verb, resource: resourceOf(noun, call, last), system, traits: [], reach: 1 };
}

/** `resource_groups` of `client.resource_groups.begin_delete()`, `bucket` of `storage.bucket('x').delete()`. */
function holderOf(call: OutsideCall): string {
  const before = call.steps
    .slice(0, -1)
    .findLast(
      ({ name }) => /^[A-Za-z_]+$/.test(name) && !/^(?:get|all|filter|where|client|list)$/.test(name),
    );
  return (before?.name ?? 'resource')
    .replace(/^get_?/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase()
    .replace(/([^s])s$/, '$1');
}

function resourceOf(noun: string, call: OutsideCall, last: OutsideStep): string {
  const texts = [
    ...last.texts,
    ...call.steps
      .slice(0, -1)
      .toReversed()
      .flatMap((step) => step.texts),
  ];
  const name = texts.find((text) => /^[\w./:@\uFFFC-]{1,80}$/.test(text) && !/:\/\//.test(text));
  return name === undefined || noun === 'rows' || noun === 'database' ? noun : `${noun}/${name}`;
}

/** `Artisan::call('migrate:fresh')`, `call_command('flush')`. */
function consoleAct(path: string, last: OutsideStep): LibraryAct | undefined {
  if (!/(?:^|[.\\])(?:Artisan\.(?:call|queue)|call_command|execute_from_command_line)$/.test(path))
    return undefined;
  const command = last.texts.find((text) => /^[a-z][\w:-]*$/.test(text)) ?? '';
  if (/^(?:migrate:(?:fresh|reset|refresh)|db:wipe|flush|reset_db|sqlflush)$/.test(command))
    return { verb: 'destroy', resource: 'database', system: 'database', traits: [], reach: 'uncountable' };
  if (/^(?:migrate:rollback)$/.test(command))
    return { verb: 'delete', resource: 'schema', system: 'database', traits: [], reach: 'uncountable' };
  return undefined;
}
