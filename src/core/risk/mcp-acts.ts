import type { World } from '../shared/world.js';
import { verbOfOperation } from '../tool/api-verbs.js';
import { verbOfName } from '../tool/carried/operation-name.js';
import { disarmedIn } from '../tool/disarmed.js';
import { type Trait, type Verb, verbs } from '../tool/effect.js';
import { type GivenSetting, settingsOf } from '../tool/setting-words.js';
import type { McpPayload } from '../toolcall/toolcall.js';
import type { Field } from './mcp-fields.js';

/** What a tool's name promises: the first class that one of its words belongs to, most final first. */
const namedVerbs: readonly (readonly [words: RegExp, verb: Verb])[] = [
  [
    /^(?:destroy|drop|truncate|wipe|nuke|erase|flush|flushall|flushdb|purge|teardown|obliterate|expunge|eradicate|annihilate|shred|zap|scrub|raze|vaporize|demolish)$/,
    'destroy',
  ],
  [
    /^(?:delete|del|remove|rm|rmdir|unlink|terminate|revoke|deregister|unregister|unpublish|undeploy|uninstall|clear|prune|discard|cancel|archive|reset|deprovision|decommission|dispose|evict|retire|delist|offboard|reap|expire|forget|eliminate|trash|kill|withdraw)$/,
    'delete',
  ],
  [
    /^(?:replace|recreate|rebuild|reprovision|reinitialize|reformat|format|restore|rollback|revert|overwrite|downgrade|rewind)$/,
    'replace',
  ],
  [/^(?:grant|share|expose|publish|invite)$/, 'expose'],
  [
    /^(?:stop|shutdown|poweroff|halt|disable|deactivate|deallocate|pause|suspend|hibernate|detach|drain|cordon|freeze|scale|restart|reboot|failover)$/,
    'stop',
  ],
  [/^(?:execute|exec|run|eval|evaluate|invoke|call|trigger|dispatch|shell|command)$/, 'execute'],
  [
    /^(?:update|set|put|patch|edit|modify|write|merge|apply|deploy|push|move|rename|transfer|promote|rotate|change|configure|upsert|save|adjust|resize|toggle|manage)$/,
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
const reads = namedVerbs.find(([, verb]) => verb === 'read')?.[0];

/** `tear_down_env`, `shutDown`, `power-off`: two words that are one. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\b(?:tear|take|bring|burn|blow|knock|pull)s? (?:down|away)\b/, 'teardown'],
  [/\bwipe out\b|\bget rid of\b/, 'wipe'],
  [/\b(?:shut|power|turn|switch|spin|scale|wind) (?:down|off)\b|\bfail over\b/, 'shutdown'],
  [/\b(?:roll back|re create|re build)\b/, 'rollback'],
];

function wordsOf(name: string): readonly string[] {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
  return phrases.reduce((text, [form, word]) => text.replace(form, word), spaced).split(' ');
}

/** `delete_file`, `deleteFile`, `github.delete-file` -> its words; the most final word speaks. */
export function verbOfMcpName(name: string): Verb {
  const words = wordsOf(name);
  const listed = namedVerbs.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
  return listed ?? verbOfOperation(words.join('-')) ?? 'unknown';
}

/** Keys under which a tool that does many things is told which. */
const actKeys =
  /^(?:action|actions|operation|operationname|operationid|op|opname|tool|toolname|toolslug|toolid|method|methodname|verb|act|api|apiname|apiaction|actionname|actiontype|commandname|subcommand|function|functionname|procedure|mutation|mutationname|command|cmd)$/;
const callsByName =
  /(?:call|invoke|execute|run|use|dispatch)_?(?:mcp_?)?(?:tool|action|function|operation|api)?$/i;

/** What the arguments say that the tool is to do: the most final of the words that name an act. Only a whole name is one. */
export function verbOfActs(tool: string, fields: readonly Field[]): Verb {
  const acts = fields.filter(
    ({ key, text }) =>
      (actKeys.test(key) || (key === 'name' && callsByName.test(tool))) && /^[\w.:/-]{2,80}$/.test(text),
  );
  return acts.map(({ text }) => verbOfAct(text, tool)).reduce(strongest, 'read');
}

function verbOfAct(text: string, tool: string): Verb {
  const words = wordsOf(text);
  if (reads?.test(words[0] ?? '') === true) return 'read';
  const verb = verbOfMcpName(text);
  // `clear` and `cancel` alone empty a field and end a dialogue; a label or a star is nobody's loss.
  if (
    words.length < 2 &&
    (/^(?:clear|cancel|archive|reset|discard|kill|restore|forget)$/.test(words[0] ?? '') || verb === 'stop')
  )
    return 'read';
  if (verb === 'delete' && verbOfName(`${tool}_${text}`) === 'modify') return 'modify';
  return verbs.indexOf(verb) > verbs.indexOf('modify') && verb !== 'execute' ? verb : 'read';
}

export function strongest(left: Verb, right: Verb): Verb {
  return verbs.indexOf(left) >= verbs.indexOf(right) ? left : right;
}

/** What the settings among the arguments make of a change: a guard goes, none is left running, all may see it, more goes with it. */
export function actOfSettings(
  payload: McpPayload,
  named: Verb,
  world: World,
): { readonly verb: Verb; readonly traits: readonly Trait[] } | undefined {
  if (named === 'read' || named === 'delete' || named === 'destroy') return undefined;
  const given = settingsOf(payload.arguments, world);
  if (given.some(endsBeside)) return { verb: 'delete', traits: [] };
  if (named === 'create') return undefined;
  if (given.some(opensToAll)) return { verb: 'expose', traits: [] };
  const found = disarmedIn(given, wordsOf(payload.name));
  if (found === 'off') return { verb: 'modify', traits: ['protection-off'] };
  if (found === 'none' && named !== 'unknown') return { verb: 'stop', traits: [] };
  return given.some(({ name, value }) => /(?:^|-)archived$/.test(name) && value === 'true')
    ? { verb: 'stop', traits: [] }
    : undefined;
}

/** `dropTarget: true`, `delete_volumes: true`: what goes beside what is done. A rule for later is no act. */
function endsBeside({ name, value }: GivenSetting): boolean {
  if (value !== 'true') return false;
  const last = /(?:^|-)((?:drop|delete|destroy|purge|wipe|truncate|erase)(?:-[a-z-]{1,40})?)$/.exec(
    name,
  )?.[1];
  return (
    last !== undefined &&
    !/-(?:on|after|when|if|marker|markers|protection|enabled|allowed|branch|source-branch|retention)(?:-|$)/.test(
      last,
    )
  );
}

function opensToAll({ name, value }: GivenSetting): boolean {
  if (/(?:^|-)visibility$/.test(name)) return /^public$/i.test(value);
  if (/(?:^|-)private$/.test(name)) return value === 'false';
  if (
    /(?:^|-)(?:public|is-public|publicly-accessible|public-access|public-network-access|allow-public-access)$/.test(
      name,
    )
  )
    return /^(?:true|enabled|blob|container)$/i.test(value);
  return /(?:^|-)acl$/.test(name) && /^public-/i.test(value);
}
