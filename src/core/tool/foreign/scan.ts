import { budgets, type Spending, spend } from '../../shared/budgets.js';
import { fitsInOrder } from '../../shared/in-order.js';
import type { Evidence } from '../../target/target.js';
import { type Clue, clue } from '../../target/whereabouts.js';
import { nounOfName } from '../carried/operation-name.js';
import type { Trait, Verb } from '../effect.js';

/** One thing that a piece of code would do, as far as its literal text tells. */
export interface FoundCall {
  readonly verb: Verb;
  readonly resource: string;
  readonly system: string;
  readonly name: string;
  readonly clues: readonly Clue[];
  readonly local?: Evidence;
  readonly traits: readonly Trait[];
}

/** Libraries that speak to a service, the system that it belongs to, and what else must stand behind on the same line. */
const clients: readonly (readonly [pattern: RegExp, system: string, behind?: RegExp])[] = [
  [/\bboto3\b|@aws-sdk\/|\baws-sdk\b|\bAws::/, 'aws'],
  [/\bgoogle\.cloud\b|@google-cloud\//, 'gcp'],
  [/\bazure\.(?:mgmt|storage|identity)\b|@azure\//, 'azure'],
  [/\bkubernetes\b|@kubernetes\/client-node/, 'kubernetes'],
  [/\bpymongo\b|\bMongoClient\b|\bmongoose\b/, 'mongodb'],
  [/\bpsycopg2?\b|\basyncpg\b|require\(['"]pg['"]\)|\bPG\.connect\b/, 'postgres'],
  [/\bpg\b/, 'postgres', /\bPool\b/],
  [/\bpymysql\b|\bmysql\.connector\b|\bMySQLdb\b/, 'mysql'],
  [/\bmysql2?\b/, 'mysql', /createConnection/],
  [/\bredis\b|\bioredis\b/, 'redis'],
  [/\balgolia(?:search)?\b/i, 'algolia'],
  [/\bstripe\b/i, 'stripe'],
  [/\bfirebase(?:-admin|_admin)?\b/, 'firebase'],
  [/\bElasticsearch\b|@elastic\/|\bopensearch\b/i, 'elasticsearch'],
  [/\bdocker\.from_env\b|\bdockerode\b/, 'docker'],
  [/\boctokit\b|\bPyGithub\b|\bgithub3\b/i, 'github'],
  [/\bsqlalchemy\b|\bdjango\b|\bActiveRecord\b|\bsequelize\b|\bprisma\b|\btypeorm\b|\bknex\b/i, 'database'],
  [/\bhvac\b/, 'vault'],
  [/\bSequel\b/, 'database'],
];

/** Ruby hands a method on by its name, calls one without brackets, and marks it with `!` and `?`. */
const rubyMethods: readonly RegExp[] = [
  /\(&:(delete|destroy|terminate|drop|purge|truncate|really_destroy|delete_all|destroy_all)[!?]?\)/g,
  /\.(delete_all|destroy_all)\b/g,
  /\b[A-Z]\w*::[A-Z]\w*\.((?:cancel|void|detach|terminate|deactivate|suspend|expire|refund)(?:_\w+)?)\b/g,
  /\.(truncate|drop_table|drop_view|drop_schema|drop_column|drop_database)[!?]?(?=[ (\n])/g,
];

/** What takes no argument deletes what it is called on: a hash, a list and a file are told what to delete. */
const rubyDataset =
  /(?:[\])}]|\b(?!\w*(?:file|path|tmp|temp))\w+)\.(delete|destroy|truncate)(?=[ \t]*(?:$|[\n;}#]))/g;

/** A method whose name says that something of a service goes: a verb, then what. */
const destructiveMethod =
  /\.\s*((?:delete|destroy|drop|purge|clear|terminate|truncate|flush|remove|wipe)_?(?:all|many|index|indices|objects?|buckets?|table|tables|database|collection|keyspace|queue|topic|stack|cluster|instances?|stream|namespace|namespaced_\w+|user|users|project|db|volume|snapshot|environment|app|application|repo|repository|records?|documents?|by_query|dir_all))\s*\(/gi;

const destroyAll =
  /\b([A-Z]\w*)\s*\.\s*(destroy_all|delete_all|deleteMany|drop_table|dropDatabase|drop_database|flushall|flushdb)\b/g;

const shortMethod =
  /\.\s*(delete|destroy|drop|terminate|purge|flushall|flushdb|deleteMany|remove_all)\s*\(/gi;

const httpDelete =
  /\b(?:requests|axios|httpx|http|client|session|got|ky|superagent|urllib3?)\s*\.\s*delete\s*\(\s*['"`]([^'"`\s]+)|\bmethod\s*[:=]\s*['"]DELETE['"]|\bNet::HTTP::Delete\b|\brequest\(\s*['"]DELETE['"]\s*,\s*['"]([^'"]+)/i;

/** Looks for calls that delete at a service. Code that only computes, prints or reads yields nothing. */
export function scanCode(whole: string, world: Spending, isTold: boolean): readonly FoundCall[] {
  if (whole.length > budgets.code.most) spend(world, 'code');
  const code = whole.slice(0, budgets.code.most);
  const found = [...guards(code), ...shells(code), ...httpDeletes(code), ...methods(code, isTold)];
  if (found.length > budgets.finds.most) spend(world, 'finds');
  return found.slice(0, budgets.finds.most);
}

/** What only the text as a whole shows, whatever its grammar says of its calls. */
export function scanPlaces(whole: string): readonly FoundCall[] {
  const code = whole.slice(0, budgets.code.most);
  return [...guards(code), ...shells(code)];
}

const guardFolder =
  /\.(?:countersign|claude|codex|gemini|cursor|copilot|kiro|factory|windsurf|qwen|clinerules|cline|opencode)\b/;

const guardFile =
  /\b(?:settings(?:\.local)?\.json|hooks?(?:\.json)?|config\.toml|trustedFolders|\.countersign)\b/;

const writing =
  /\bwrite_?text\b|\bwrite_?bytes\b|\bwriteFile|\.write\(|['"][wa]\+?b?['"]|\bunlink|\bremove\(|\brename|\brmtree\b|\brmSync\b|\bcopy(?:file|2)?\(|\bdump\(|\bfile_put_contents\b|\bFile\.(?:write|delete)/;

/** Code that composes the path of an agent's own configuration and writes. */
function guards(code: string): readonly FoundCall[] {
  if (!guardFolder.test(code) || !guardFile.test(code) || !writing.test(code)) return [];
  return [
    {
      verb: 'modify',
      resource: "an agent's configuration",
      system: 'agent',
      name: 'this machine',
      clues: [],
      local: { source: 'text', value: 'this machine' },
      traits: ['guard'],
    },
  ];
}

/** A connection whose two ends become a shell's: whoever is at the other end has this machine. */
function shells(code: string): readonly FoundCall[] {
  const connects = /\bsocket\b|\bTCPSocket\b|\bfsockopen\b|\bnet\.(?:connect|Socket)\b|\bIO::Socket\b/.test(
    code,
  );
  const shell = /\bdup2\b|pty\.spawn|\/bin\/(?:ba|z|da)?sh\b|\bcmd\.exe\b|\bpowershell\b/.test(code);
  if (!connects || !shell) return [];
  return [
    {
      verb: 'expose',
      resource: 'shell of this machine',
      system: 'http',
      name: 'network',
      clues: [],
      traits: ['privileged'],
    },
  ];
}

function httpDeletes(code: string): readonly FoundCall[] {
  const match = httpDelete.exec(code);
  if (match === null) return [];
  const url = match[1] ?? match[2] ?? /['"`](https?:\/\/[^'"`\s]+)/.exec(code)?.[1] ?? '';
  const host = /^https?:\/\/([^/:?#]+)/.exec(url)?.[1] ?? '';
  return [
    {
      verb: 'delete',
      resource: url || 'resource',
      system: 'http',
      name: host || 'http',
      clues: clue('selector', 'host', host),
      traits: [],
    },
  ];
}

function methods(code: string, isTold: boolean): readonly FoundCall[] {
  const system = clients.find(([pattern, , behind]) =>
    behind === undefined
      ? pattern.test(code)
      : code.split('\n').some((line) => fitsInOrder(line, [pattern, behind])),
  )?.[1];
  if (system === 'database' && !/ActiveRecord/.test(code) && reachesNothing(code)) return [];
  const named = [...code.matchAll(destructiveMethod), ...code.matchAll(destroyAll)].map((match) =>
    match.slice(1).join('.'),
  );
  // Only a hash is told in brackets what to delete; Sequel's data sets are not.
  const short =
    system === undefined || /\bSequel\b/.test(code)
      ? []
      : [...code.matchAll(shortMethod)].map((match) => match[1] ?? '');
  const byRuby = isTold || !isRuby(code) ? [] : rubyCalls(code, system);
  const more = byRuby.filter((one) => !named.some((name) => name.split('.').includes(one)));
  const names = [...new Set([...named, ...short, ...more])];
  if (names.length === 0 || (system === undefined && !(isTold ? isRemote(code) : isPlainly(code)))) return [];
  const clues = [...code.matchAll(/['"`]([\w./:@-]{2,80})['"`]/g)]
    .slice(0, 30)
    .flatMap((match) => clue('resource', 'text', match[1]));
  return names.map((name) => ({
    verb: 'delete',
    resource: thingOfMethod(name, system),
    system: system ?? 'service',
    name: system ?? 'service',
    clues,
    traits: [],
  }));
}

/** Remote by what it speaks of, or by what nobody calls anything else. */
function isPlainly(code: string): boolean {
  return isRemote(code) || /\.(?:delete|destroy)_all\b/.test(code) || code.search(destroyAll) >= 0;
}

function isRuby(code: string): boolean {
  return /\bAws::|\bSequel\b|\bActiveRecord\b|\(&:\w|\.(?:delete|destroy)_all\b|\b[A-Z]\w*\.api_key\s*=/.test(
    code,
  );
}

/** Sequel that is only told to write down its statements, or that keeps its tables in memory. */
function reachesNothing(code: string): boolean {
  if (/\b(?:require_relative|load|eval|send|public_send|__send__|const_get|LOAD_PATH)\b/.test(code))
    return false;
  const made = [...code.matchAll(/\bSequel[ \t]{0,8}\.[ \t]{0,8}(\w+)[ \t(]{0,8}([^)\n]{0,400})/g)];
  const own = made.filter(([, name = '', given = '']) =>
    name === 'connect'
      ? /^["']sqlite:(?::memory:|\/)["']$/.test(given)
      : name === 'mock' || (name === 'sqlite' && /^(?:["']:memory:["'])?$/.test(given)),
  );
  return own.length > 0 && own.length === made.length;
}

function rubyCalls(code: string, system: string | undefined): readonly string[] {
  const patterns = /\bSequel\b/.test(code) ? [...rubyMethods, rubyDataset] : rubyMethods.slice(0, -1);
  return system === undefined && !isPlainly(code)
    ? []
    : patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
}

/** Without a known library: it makes a client, or it speaks of one. */
function isRemote(code: string): boolean {
  return /\b(?:client|Client|conn|connection|session|db|api|service|Project|User|Model|Repo)\b|https?:\/\//.test(
    code,
  );
}

/** What a method takes away: `delete_db_instance` a db-instance, `User.destroy_all` records of User. */
function thingOfMethod(called: string, system: string | undefined): string {
  const [method = '', owner] = called.split('.').reverse();
  const noun = nounOfName(method);
  if (
    !/^(?:all|many|one|by-query|dir-all|delete|destroy|drop|remove|purge|terminate|clear|truncate|wipe|flush.*)$/i.test(
      noun,
    )
  )
    return noun;
  const kind = system === 'redis' ? 'keys' : 'records';
  return owner === undefined ? kind : `${kind} of ${owner}`;
}
