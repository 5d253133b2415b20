import { budgets, type Spending, spend } from '../shared/budgets.js';
import { fitsInOrder } from '../shared/in-order.js';
import type { World } from '../shared/world.js';
import { classify } from '../target/verdict.js';
import { type Clue, clue } from '../target/whereabouts.js';
import { type Effect, type Trait, type Verb, verbs } from '../tool/effect.js';
import { locationOf } from '../tool/files/place.js';
import type { ToolContext } from '../tool/table.js';
import type { JsonValue, McpAnnotations, McpPayload } from '../toolcall/toolcall.js';
import { readShell } from './read-shell.js';
import type { CallReading } from './subject.js';

/** What a tool's name promises: the first class that one of its words belongs to, most final first. */
const namedVerbs: readonly (readonly [words: RegExp, verb: Verb])[] = [
  [/^(?:destroy|drop|truncate|wipe|nuke|erase|flush|purge|teardown)$/, 'destroy'],
  [
    /^(?:delete|remove|rm|unlink|terminate|revoke|deregister|unpublish|uninstall|clear|prune|discard|cancel|archive|reset)$/,
    'delete',
  ],
  [/^(?:replace|recreate|rebuild|restore|rollback|revert|overwrite)$/, 'replace'],
  [/^(?:grant|share|expose|publish|invite)$/, 'expose'],
  [/^(?:stop|shutdown|disable|pause|suspend|kill|drain|scale|restart|reboot)$/, 'stop'],
  [/^(?:execute|exec|run|eval|evaluate|invoke|call|trigger|dispatch|shell|command)$/, 'execute'],
  [
    /^(?:update|set|put|patch|edit|modify|write|merge|apply|deploy|push|move|rename|transfer|promote|rotate|change|configure|upsert|save)$/,
    'modify',
  ],
  [
    /^(?:create|add|insert|new|post|send|upload|import|copy|clone|fork|comment|reply|assign|register|start|open|submit)$/,
    'create',
  ],
  [
    /^(?:get|list|read|search|find|fetch|describe|query|show|view|count|check|inspect|lookup|browse|status|explain|analyze|download|export|ask|resolve|info|help|diff|preview|plan|validate|lint|test|summarize|think|navigate|screenshot|snapshot|logs?)$/,
    'read',
  ],
];

const selectorKeys =
  /^(?:env|environment|stage|project|projectid|cluster|context|namespace|database|db|host|hostname|url|uri|connection|connectionstring|dsn|profile|account|workspace|branch|server|instance|site|app|application|org|organization|region)$/;
const commandKeys = /^(?:command|cmd|shell|script|bash|commandline)$/;
const pathKeys = /^(?:path|file|filepath|filename|destination|target|targetpath|newpath)$/;

/** A call of an MCP server's tool: judged by its name and by what its arguments hold. */
export function readMcp(payload: McpPayload, world: World, context: ToolContext): CallReading {
  const fields = fieldsOf(payload.arguments, world);
  const shell = fields.find(({ key, text }) => commandKeys.test(key) && text.trim() !== '');
  const inner =
    shell === undefined
      ? undefined
      : readShell({ kind: 'shell', shell: 'bash', command: shell.text }, world, context);
  const own = ownEffect(payload, fields, inner !== undefined, world, context);
  if (inner === undefined) return { effects: [own], anomalies: [], invocations: [] };
  const via = `${payload.server} ${payload.name}`;
  const effects = inner.effects.map((effect) => ({ ...effect, via: [via, ...effect.via] }));
  return { effects: [own, ...effects], anomalies: inner.anomalies, invocations: inner.invocations };
}

function ownEffect(
  payload: McpPayload,
  fields: readonly Field[],
  isShell: boolean,
  world: World,
  context: ToolContext,
): Effect {
  const named = verbOfName(payload.name);
  const spoken =
    isShell && (named === 'execute' || named === 'unknown') ? 'unknown' : verbWith(named, fields);
  const verb = strongest(spoken, verbOfHints(payload.annotations));
  const clues: readonly Clue[] = [
    ...clue('selector', 'server', payload.server),
    ...(payload.launch ?? []).flatMap((word) => clue('mention', 'server command', mentioned(word))),
    ...fields.flatMap(({ key, text }) =>
      text.length > 200
        ? []
        : clue(selectorKeys.test(key) ? 'selector' : 'resource', key, /\s/.test(text) ? undefined : text),
    ),
  ];
  const target = classify({ system: 'mcp', name: payload.server || 'mcp', clues }, [], context.environments);
  return {
    verb,
    resource: payload.name,
    target,
    argv: [],
    via: [],
    opaque: [],
    span: [0, 0],
    traits: traitsOf(verb, fields, world),
    reach: 1,
  };
}

/** Names of files and packages stand in every command; what comes after the last separator names them. */
function mentioned(word: string): string | undefined {
  return word.length > 500 || /\s/.test(word) ? undefined : word;
}

/** `delete_file`, `deleteFile`, `github.delete-file` -> its words; the most final word speaks. */
function verbOfName(name: string): Verb {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return namedVerbs.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1] ?? 'unknown';
}

const sqlWord =
  /^(?:select|with|insert|update|delete|merge|replace|drop|truncate|alter|create|grant|revoke|copy|call|do|explain|show|describe|vacuum|set|begin|match|detach|use)\b/i;

/** True for a statement, whatever comments stand before it. */
function startsLikeSql(text: string): boolean {
  let at = 0;
  const skip = (what: RegExp): void => {
    what.lastIndex = at;
    at += what.exec(text)?.[0].length ?? 0;
  };
  skip(/[\s(;]+/y);
  while (text.startsWith('--', at) || text.startsWith('/*', at)) {
    const close = text.startsWith('--', at) ? '\n' : '*/';
    const end = text.indexOf(close, at + 2);
    if (end < 0) return false;
    at = end + close.length;
    skip(/\s+/y);
  }
  return sqlWord.test(text.slice(at, at + 20));
}

/** Each comment is one blank; one that is not closed, and one whose content a server runs, stays. */
function withoutSqlComments(sql: string): string {
  const mark = /--|\/\*(?!!)/g;
  let text = '';
  let from = 0;
  let closes = true;
  for (let match = mark.exec(sql); match !== null; match = mark.exec(sql)) {
    const isLine = match[0] === '--';
    if (!isLine && !closes) continue;
    const close = sql.indexOf(isLine ? '\n' : '*/', match.index + 2);
    if (close < 0 && !isLine) {
      closes = false;
      continue;
    }
    text += `${sql.slice(from, match.index)} `;
    from = close < 0 ? sql.length : close + (isLine ? 0 : 2);
    mark.lastIndex = from;
  }
  return text + sql.slice(from);
}

const grant = [/\b(?:grant|revoke)\b/i, /.\b(?:to|from)\b/i];

/** A server's own word against its tool counts; its word for it does not. */
function verbOfHints(hints: McpAnnotations | undefined): Verb {
  if (hints?.destructiveHint === true) return 'delete';
  return hints?.readOnlyHint === false ? 'modify' : 'read';
}

/** A read tool that takes SQL or a method does what that says. */
function verbWith(named: Verb, fields: readonly Field[]): Verb {
  const sql = fields.find(
    ({ key, text }) => /^(?:sql|query|statement|cypher)$/.test(key) && startsLikeSql(text),
  );
  const method = fields.find(({ key }) => key === 'method' || key === 'httpmethod')?.text.toUpperCase();
  if (method === 'DELETE') return 'delete';
  if (method === 'PUT' || method === 'PATCH' || method === 'POST') return strongest(named, 'modify');
  if (sql === undefined) return named;
  return strongest(named === 'execute' ? 'read' : named, verbOfSql(sql.text));
}

function verbOfSql(sql: string): Verb {
  const text = withoutSqlComments(sql);
  if (/\b(?:drop|truncate)\s+/i.test(text)) return 'destroy';
  if (/\bdelete\s+from\b|\bdetach\s+delete\b/i.test(text)) return 'delete';
  if (text.split('\n').some((line) => fitsInOrder(line, grant))) return 'expose';
  if (/\b(?:update|alter|merge|replace|vacuum|set)\b/i.test(text)) return 'modify';
  if (/\b(?:insert|create|copy)\b/i.test(text)) return 'create';
  return /^\s*(?:select|with|show|explain|describe|desc|match|values|table)\b/i.test(text)
    ? 'read'
    : 'unknown';
}

function strongest(left: Verb, right: Verb): Verb {
  return verbs.indexOf(left) >= verbs.indexOf(right) ? left : right;
}

function traitsOf(verb: Verb, fields: readonly Field[], world: World): readonly Trait[] {
  if (verb === 'read') return [];
  const kept = new Set<Trait>(['guard', 'secret', 'startup', 'system', 'important']);
  const paths = fields.filter(({ key, text }) => pathKeys.test(key) && text !== '' && text.length < 4_096);
  return [...new Set(paths.flatMap(({ text }) => locationOf(text, world.cwd, world).traits))].filter(
    (trait) => kept.has(trait),
  );
}

interface Field {
  /** Lower case, without separators. */
  readonly key: string;
  readonly text: string;
}

/** Every string of the arguments with the key it stands under. */
function fieldsOf(
  value: JsonValue,
  world: Spending,
  key = '',
  depth = 0,
  found: Field[] = [],
): readonly Field[] {
  if (found.length >= budgets.argumentFields.most || depth > budgets.argumentDepth.most) {
    if (typeof value === 'string' || (typeof value === 'object' && value !== null))
      spend(world, depth > budgets.argumentDepth.most ? 'argumentDepth' : 'argumentFields');
    return found;
  }
  if (typeof value === 'string') found.push({ key: key.toLowerCase().replace(/[^a-z]/g, ''), text: value });
  else if (Array.isArray(value)) for (const item of value) fieldsOf(item, world, key, depth + 1, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) fieldsOf(item, world, name, depth + 1, found);
  }
  return found;
}
