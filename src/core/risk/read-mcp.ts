import { shellQuoted } from '../shared/shell-word.js';
import type { World } from '../shared/world.js';
import type { Target } from '../target/target.js';
import { classify } from '../target/verdict.js';
import { type Clue, clue } from '../target/whereabouts.js';
import type { Effect, Trait, Verb } from '../tool/effect.js';
import { locationOf } from '../tool/files/place.js';
import type { Draft, ToolContext } from '../tool/table.js';
import type { McpAnnotations, McpPayload } from '../toolcall/toolcall.js';
import { actOfSettings, strongest, verbOfActs, verbOfMcpName } from './mcp-acts.js';
import { carriedByMcp } from './mcp-carried.js';
import { argumentTexts, type Field } from './mcp-fields.js';
import { touchesGuard } from './mcp-guards.js';
import { readShell } from './read-shell.js';
import type { CallReading } from './subject.js';

const selectorKeys =
  /^(?:env|environment|stage|project|projectid|cluster|context|namespace|database|db|host|hostname|url|uri|connection|connectionstring|dsn|profile|account|workspace|branch|server|instance|site|app|application|org|organization|region)$/;
const pathKeys = /^(?:path|file|filepath|filename|destination|target|targetpath|newpath)$/;

/** A call of an MCP server's tool: judged by its name and by what each of its arguments holds. */
export function readMcp(payload: McpPayload, world: World, context: ToolContext): CallReading {
  const fields = argumentTexts(payload.arguments, world);
  const { reading, drafts } = carriedByMcp(payload, fields, world, context);
  const target = targetOf(payload, fields, world, context);
  const carried = drafts.map((draft): Effect => effectOf(payload, target, draft));
  const isCarrier = reading.effects.length > 0 || carried.length > 0;
  const own = ownEffect(payload, fields, isCarrier, target, world);
  return {
    effects: [own, ...carried, ...reading.effects],
    anomalies: reading.anomalies,
    invocations: reading.invocations,
  };
}

function targetOf(payload: McpPayload, fields: readonly Field[], world: World, context: ToolContext): Target {
  const clues: readonly Clue[] = [
    ...clue('selector', 'server', payload.server),
    ...(payload.launch ?? []).flatMap((word) => clue('mention', 'server command', mentioned(word))),
    ...fields.flatMap(({ key, text }) =>
      text.length > 200
        ? []
        : clue(selectorKeys.test(key) ? 'selector' : 'resource', key, /\s/.test(text) ? undefined : text),
    ),
  ];
  const own = classify({ system: 'mcp', name: payload.server || 'mcp', clues }, [], context.environments);
  return own.environment === 'unknown' ? (clusterOf(payload, fields, world, context) ?? own) : own;
}

/** A server for Kubernetes goes where kubectl goes. That counts only where it is production: it may have another configuration. */
function clusterOf(
  { server, name, launch }: McpPayload,
  fields: readonly Field[],
  world: World,
  context: ToolContext,
): Target | undefined {
  if (!/kube|k8s/i.test([server, name, ...(launch ?? [])].join(' '))) return undefined;
  const chosen = fields.find(({ key }) => /^(?:context|kubecontext)$/.test(key))?.text;
  const command = `kubectl get pods${chosen === undefined ? '' : ` --context ${shellQuoted(chosen)}`}`;
  const [effect] = readShell({ kind: 'shell', shell: 'bash', command }, world, context).effects;
  return effect?.target.environment === 'production' ? effect.target : undefined;
}

/** What the name and the plain arguments say. What is carried speaks for itself where the name only says that it runs. */
function ownEffect(
  payload: McpPayload,
  fields: readonly Field[],
  isCarrier: boolean,
  target: Target,
  world: World,
): Effect {
  const named = verbOfMcpName(payload.name);
  const runsIt = isCarrier && (named === 'execute' || named === 'unknown');
  const pressed = pressedLabel(payload.name, fields);
  const plain = runsIt ? 'unknown' : verbWith(pressed === undefined ? named : 'delete', fields);
  const told = named === 'read' ? 'read' : verbOfActs(payload.name, fields);
  const set = actOfSettings(payload, told === 'read' ? named : told, world);
  const spoken = [told, set?.verb ?? 'read'].reduce(strongest, plain);
  const verb = strongest(spoken, verbOfHints(payload.annotations));
  const resource = pressed === undefined ? payload.name : `${payload.name} ${pressed}`;
  const supervised = touchesGuard(payload.name, verb, fields, world) ? (['guard'] as const) : [];
  const outward = verb !== 'read' && isOutward(payload.name) ? (['published'] as const) : [];
  return effectOf(payload, target, {
    verb: verb === 'read' && supervised.length > 0 ? 'modify' : verb,
    resource,
    traits: [
      ...new Set([...traitsOf(verb, fields, world), ...supervised, ...outward, ...(set?.traits ?? [])]),
    ],
  });
}

function effectOf({ server, name }: McpPayload, target: Target, draft: Draft): Effect {
  const isOwn = draft.resource.startsWith(name);
  return {
    verb: draft.verb,
    resource: draft.resource,
    target,
    argv: [],
    via: isOwn ? [] : [`${server} ${name}`],
    opaque: draft.opaque ?? [],
    span: [0, 0],
    traits: draft.traits ?? [],
    reach: draft.reach ?? 1,
  };
}

/** Acts that others outside see, or that move money: no one takes them back. */
const outwardWords =
  /(?:^|_)(?:merge|pay|payout|payouts|refund|refunds|transfer|charge|purchase|buy|checkout|publish|tweet|unpublish|wire|withdraw)(?:_|$)/;
const sends =
  /(?:^|_)(?:send|reply|post|forward|broadcast)_(?:[a-z]{1,20}_)?(?:e?mail|emails|message|messages|sms|dm|invite|invitation|notification|invoice|tweet|status|update|reply|campaign|newsletter|webhook|post|thread|chat|fax)(?:_|$)/;

function isOutward(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z]+/g, '_');
  return outwardWords.test(words) || sends.test(words) || /^(?:send|reply)$/.test(words);
}

const presses = /(?:^|[^a-z])(?:click|tap|press|submit|dblclick)(?:$|[^a-z])/i;
const labelKeys = /^(?:element|label|name|text|selector|ref|description|target|key|title)$/;
const ends =
  /\b(?:delete|remove|destroy|erase|wipe|purge|terminate|revoke|reset|deactivate|drop|discard|empty|uninstall|transfer|pay|buy|place order|publish|merge)\b|löschen|entfernen|supprimer|effacer|eliminar|borrar|excluir|apagar|elimina|cancella|verwijderen|удалить|削除|消去|删除|刪除|삭제|حذف/i;

/** The label of what is pressed, where it says that something ends. */
function pressedLabel(name: string, fields: readonly Field[]): string | undefined {
  if (!presses.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2'))) return undefined;
  return fields.find(({ key, text }) => labelKeys.test(key) && text.length < 200 && ends.test(text))?.text;
}

/** Names of files and packages stand in every command; what comes after the last separator names them. */
function mentioned(word: string): string | undefined {
  return word.length > 500 || /\s/.test(word) ? undefined : word;
}

/** A server's own word against its tool counts; its word for it does not. */
function verbOfHints(hints: McpAnnotations | undefined): Verb {
  if (hints?.destructiveHint === true) return 'delete';
  return hints?.readOnlyHint === false ? 'modify' : 'read';
}

/** A read tool that takes a method does what that says. */
function verbWith(named: Verb, fields: readonly Field[]): Verb {
  const method = fields.find(({ key }) => key === 'method' || key === 'httpmethod')?.text.toUpperCase();
  if (method === 'DELETE') return 'delete';
  return method === 'PUT' || method === 'PATCH' || method === 'POST' ? strongest(named, 'modify') : named;
}

function traitsOf(verb: Verb, fields: readonly Field[], world: World): readonly Trait[] {
  if (verb === 'read') return [];
  const kept = new Set<Trait>(['guard', 'secret', 'startup', 'system', 'important']);
  const paths = fields.filter(({ key, text }) => pathKeys.test(key) && text !== '' && text.length < 4_096);
  return [...new Set(paths.flatMap(({ text }) => locationOf(text, world.cwd, world).traits))].filter(
    (trait) => kept.has(trait),
  );
}
