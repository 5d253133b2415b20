import { shellQuoted } from '../shared/shell-word.js';
import type { World } from '../shared/world.js';
import { looksLikeGraphql } from '../tool/carried/graphql.js';
import { beginsLikeStatement, isStatement } from '../tool/carried/shape.js';
import { carriedGraphql } from '../tool/carried/statements.js';
import type { Effect } from '../tool/effect.js';
import { toolsOf } from '../tool/registry.js';
import { resourceName } from '../tool/rows.js';
import { actionsOfSql } from '../tool/sql/read.js';
import type { Draft, ToolContext } from '../tool/table.js';
import type { McpPayload } from '../toolcall/toolcall.js';
import type { Field } from './mcp-fields.js';
import { toolLines } from './mcp-lines.js';
import { readShell } from './read-shell.js';
import type { CallReading } from './subject.js';

const commandKey = /^(?:command|cmd|shell|script|bash|commandline|cli|args|arguments|argv)$/;
const statementKey = /^(?:sql|query|statement|cypher|ddl|stmt)$/;

/** Names under which people write to people, unless the tool's own name says that it runs what it gets. */
export const proseKey =
  /^(?:text|message|messages|content|contents|body|description|title|comment|note|notes|summary|subject|prompt|caption|reason|markdown|html|thought|question|task|instructions|newtext|oldtext|newstring|oldstring|filetext|label|element|name)$/;

/** Tools that type into what runs already, and what they call the text. */
const typesName =
  /(?:^|[^a-z])(?:type|typing|keys|keyboard|stdin|tty|pty|terminal|console|paste)(?:$|[^a-z])/i;
const typedKey = /^(?:text|keys|chars|input|data|content)$/;

const runsName =
  /(?:^|[^a-z])(?:execute|exec|run|eval|evaluate|invoke|shell|bash|terminal|command|repl|python|node|javascript|js|code|script|process|cli)(?:$|[^a-z])/;

/** What the strings of an MCP call carry, each by its shape: a command, a statement, a document, a program's text, a request. */
export function carriedByMcp(
  payload: McpPayload,
  fields: readonly Field[],
  world: World,
  context: ToolContext,
): { readonly reading: CallReading; readonly drafts: readonly Draft[] } {
  const runs = runsName.test(payload.name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase());
  const types =
    typesName.test(payload.name) || fields.some(({ key, text }) => key === 'action' && text === 'type');
  const read = fields.filter(
    ({ key, text }) => text.trim() !== '' && (runs || (types && typedKey.test(key)) || !proseKey.test(key)),
  );
  const seeks = /(?:^|[^a-z])(?:search|find|lookup|list|browse)/i.test(payload.name);
  const told = read.map((field) => ({ field, drafts: statementDrafts(field, seeks, context) }));
  const drafts = told.flatMap((one) => one.drafts);
  const others = told.flatMap((one) => (one.drafts.length === 0 ? [one.field] : []));
  const lines = [
    ...new Set([
      ...others.flatMap((field) => commandOf(field, payload, runs) ?? []),
      ...requestOf(fields),
      ...toolLines(payload, fields),
      ...programOf(fields),
    ]),
  ];
  const readings = lines.map((command) =>
    readShell({ kind: 'shell', shell: 'bash', command }, world, context),
  );
  const via = `${payload.server} ${payload.name}`;
  return {
    drafts,
    reading: {
      effects: readings.flatMap(({ effects }) =>
        effects.map((effect): Effect => ({ ...effect, via: [via, ...effect.via] })),
      ),
      anomalies: readings.flatMap(({ anomalies }) => anomalies),
      invocations: readings.flatMap(({ invocations }) => invocations),
    },
  };
}

function statementDrafts({ key, text }: Field, seeks: boolean, context: ToolContext): readonly Draft[] {
  if (looksLikeGraphql(text))
    return carriedGraphql(text, new Map(), { dialect: 'other' }).filter(({ verb }) => verb !== 'read');
  if (!(statementKey.test(key) && !seeks ? beginsLikeStatement(text) : isStatement(text))) return [];
  return actionsOfSql(text, 'other', context).map((one) => ({
    verb: one.verb,
    resource: resourceName(one.noun, one.names),
    traits: one.traits,
    reach: one.uncountable === true ? 'uncountable' : 1,
    opaque: one.opaque ?? [],
  }));
}

/** The command line that a string is, that it is with the tool's own name before it, or that runs it as a program's text. */
function commandOf({ key, text }: Field, payload: McpPayload, runs: boolean): string | undefined {
  const { name } = payload;
  const language = languageOf(text, name);
  if (language !== undefined && !commandKey.test(key))
    return `${language} <<'${heredoc}'\n${called(text)}\n${heredoc}`;
  const console = consoleOf(payload);
  if (console !== undefined && commandKey.test(key) && !/^\s*(?:redis-cli|mongosh?|psql)\s/.test(text))
    return `${console} ${text}`;
  if (/^(?:command|cmd|shell|script|bash|commandline)$/.test(key)) return text;
  const [, first = '', rest] = /^\s*(?:\$\s+)?((?:\.{0,2}\/)?[\w./-]+)(\s[\s\S]*)?$/.exec(text) ?? [];
  if (first === '') return undefined;
  const program = first.slice(first.lastIndexOf('/') + 1);
  if (rest !== undefined && isProgram(program) && (runs || commandKey.test(key) || !isSentence(text)))
    return text;
  const own = [...name.split(/[^A-Za-z0-9]+/), ...payload.server.split(/[^A-Za-z0-9]+/)].find(isProgram);
  return commandKey.test(key) && own !== undefined ? `${own} ${text}` : undefined;
}

/** A function that a page is given runs there. */
function called(text: string): string {
  const isFunction = /^\s*(?:async\s*)?(?:function\b|(?:\([^()]*\)|\w+)\s*=>)/.test(text);
  return isFunction ? `(${text.trim().replace(/;$/, '')})()` : text;
}

/** The client that takes what a server for such a store is told. */
function consoleOf({ server, name }: McpPayload): string | undefined {
  return /redis|valkey|keydb/i.test(`${server} ${name}`) ? 'redis-cli' : undefined;
}

const heredoc = 'END_OF_MCP_ARGUMENT';

/** A word of English is no program's name, though there is a program of that name. */
const english =
  /^(?:find|cat|head|tail|sort|cut|join|split|test|time|watch|who|which|yes|no|more|less|at|as|batch|script|make|expand|fold|look|last|move|copy|start|stop|kill|go|set|if|for|while|then|do|in|the|read|write|type|where|help|echo|print|date|sleep|wait|exit|true|false|source|export|act|task|just|play|act|say|open|file|install|link|host|dig|mail|mount|service|screen|run|apply|task|now|serve|deploy|vault|packer|consul|migrate|sail|mix|flask|heroku|fly|railway|render|hub|http|https|sql|spin|fastlane|trash|convert|factor|bun|node|python|ruby|java|go|swift|move|del|copy|ren|type|more|clip)$/i;

function isProgram(word: string): boolean {
  return word !== '' && toolsOf(word).length > 0 && !english.test(word);
}

function isSentence(text: string): boolean {
  return /[.!?]\s+[A-Z]|\b(?:is|are|the|this|that|was|were|should|would|please)\b/i.test(text);
}

/** The language of a text that is a program's, by what only a program says. */
function languageOf(text: string, name: string): 'python3 -' | 'node -' | undefined {
  if (/^[ \t]*(?:import\s+[\w.]+(?:\s+as\s+\w+)?\s*(?:$|[,;\n#])|from\s+[\w.]+\s+import\s)/m.test(text))
    return 'python3 -';
  if (
    /\b(?:require\(|await\s+\w|fetch\(|document\.|window\.|const\s+[\w{[]|let\s+\w+\s*=)|^[ \t]*(?:async[ \t]*)?(?:\([^()\n]*\)|\w+)[ \t]*=>|^[ \t]*import\s+[\w{*].*\sfrom\s/m.test(
      text,
    )
  )
    return 'node -';
  if (/python/i.test(name) && /\w\(/.test(text)) return 'python3 -';
  return /javascript|node|js/i.test(name) && /\w\(/.test(text) ? 'node -' : undefined;
}

/** A program and its words, each under a name of its own. */
function programOf(fields: readonly Field[]): readonly string[] {
  const program = fields
    .find(({ key }) => /^(?:cmd|command|program|executable|exe|binary|bin)$/.test(key))
    ?.text.trim();
  const words = fields.find(
    ({ key, text }) => /^(?:args|arguments|argv|params|parameters)$/.test(key) && text !== '',
  )?.text;
  return program === undefined || words === undefined || program === '' || /[\s;|&<>]/.test(program)
    ? []
    : [`${program} ${words}`];
}

/** A tool that sends requests: what it would send, as curl sends it. */
function requestOf(fields: readonly Field[]): readonly string[] {
  const one = (names: RegExp): string | undefined => fields.find(({ key }) => names.test(key))?.text;
  const url = one(/^(?:url|uri|endpoint|href)$/);
  const body = one(/^(?:body|data|json|payload|requestbody)$/);
  if (url === undefined || !/^https?:\/\//i.test(url) || body === undefined) return [];
  const method = (one(/^(?:method|httpmethod|verb)$/) ?? 'POST').toUpperCase();
  return [`curl -X ${shellQuoted(method)} ${shellQuoted(url)} --data-raw ${shellQuoted(body)}`];
}
