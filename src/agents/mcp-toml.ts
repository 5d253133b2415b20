import { err, ok, type Result } from '../core/shared/result.js';
import { gatewayArguments, isBehindGateway, isGateway, type McpServer, unguarded } from './mcp-server.js';
import { settingAt, stableText, tomlIn } from './settings-text.js';

/** Why a text is left alone. `line` counts from 1. */
export interface TomlError {
  readonly code: 'malformed' | 'unsupported-form';
  readonly line: number;
}

interface Server {
  readonly name: string;
  readonly words: readonly string[];
}

/** Codex keeps its servers in tables named `mcp_servers.NAME`. */
export function tomlServers(text: string): Result<readonly McpServer[], TomlError> {
  const servers = serversIn(text);
  if (servers === undefined) return err({ code: 'malformed', line: 1 });
  return ok(
    servers.map(({ name, words }) => ({
      name,
      state: words.length === 0 ? 'remote' : isBehindGateway(words) ? 'guarded' : 'open',
    })),
  );
}

/** The text with the gateway in front of every server that is started as a program; all other bytes as they were. */
export function guardedToml(text: string, launcher: string): Result<string, TomlError> {
  return rewritten(text, ({ name, words }) => {
    const [program = '', ...args] = words;
    if (isGateway(program)) return [launcher, ...args];
    return [launcher, ...gatewayArguments(name, program), ...args];
  });
}

export function unguardedToml(text: string): Result<string, TomlError> {
  return rewritten(text, ({ words }) => unguarded(words) ?? words);
}

/** Gives servers other words, one after the other; each time what was written must read as what was meant. */
function rewritten(text: string, wordsFor: (server: Server) => readonly string[]): Result<string, TomlError> {
  const servers = serversIn(text);
  if (servers === undefined) return err({ code: 'malformed', line: 1 });
  let done = text;
  for (const server of servers.filter(({ words }) => words.length > 0)) {
    const words = wordsFor(server);
    if (JSON.stringify(words) === JSON.stringify(server.words)) continue;
    const next = withWords(done, server, words);
    const meant = stableText(meantBy(done, server.name, words));
    if (next === undefined || stableText(tomlIn(next)) !== meant)
      return err({
        code: 'unsupported-form',
        line: Math.max(lineOfTable(done.split('\n'), server.name), 0) + 1,
      });
    done = next;
  }
  return ok(done);
}

function serversIn(text: string): readonly Server[] | undefined {
  const settings = tomlIn(text);
  if (settings === undefined) return undefined;
  const tables = settingAt(settings, 'mcp_servers');
  const names = typeof tables === 'object' && tables !== null ? Object.keys(tables) : [];
  return names.map((name) => {
    const command = settingAt(tables, name, 'command');
    const args = settingAt(tables, name, 'args');
    const own = Array.isArray(args) ? args.map(String) : [];
    return { name, words: typeof command === 'string' ? [command, ...own] : [] };
  });
}

/** The settings as they should read once the server has these words. */
function meantBy(text: string, name: string, [command, ...args]: readonly string[]): unknown {
  const settings = tomlIn(text);
  const table = settingAt(settings, 'mcp_servers', name);
  if (typeof table === 'object' && table !== null) Object.assign(table, { command, args });
  return settings;
}

/** Changes the two lines that say what is started; undefined where they are not where most people write them. */
function withWords(
  text: string,
  { name, words: before }: Server,
  words: readonly string[],
): string | undefined {
  const lines = text.split('\n');
  const table = lineOfTable(lines, name);
  if (table < 0) return undefined;
  const after = lines.slice(table + 1).findIndex((line) => /^\s*\[/.test(line));
  const end = after < 0 ? lines.length : table + 1 + after;
  const find = (key: RegExp): number =>
    lines.findIndex((line, at) => at > table && at < end && key.test(line));
  const command = find(/^\s*command\s*=/);
  const line = lines[command];
  if (line === undefined) return undefined;
  const [program = '', ...args] = words;
  lines[command] = line.replace(
    /^([^"']*)(?:"(?:[^"\\]|\\.)*"|'[^']*')/,
    (_before, key: string) => key + JSON.stringify(program),
  );
  const own = find(/^\s*args\s*=/);
  const list = lines[own];
  if (list === undefined) {
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    const eol = line.endsWith('\r') ? '\r' : '';
    lines.splice(
      command + 1,
      0,
      `${indent}args = [${args.map((word) => JSON.stringify(word)).join(', ')}]${eol}`,
    );
    return lines.join('\n');
  }
  const open = list.indexOf('[') + 1;
  const rest = [list.slice(open), ...lines.slice(own + 1)].join('\n');
  const head = [...lines.slice(0, own), list.slice(0, open)].join('\n');
  return head + changedList(rest, before.length - 1, args);
}

/** `rest` begins behind the bracket: values are put before the first, or the first are taken out. */
function changedList(rest: string, had: number, args: readonly string[]): string {
  const added = args.length - had;
  if (added > 0) {
    const values = args.slice(0, added).map((word) => JSON.stringify(word));
    return `${values.join(', ')}${had === 0 ? '' : ', '}${rest}`;
  }
  let left = rest;
  for (let count = 0; count < -added; count += 1)
    left = left.replace(/^\s*("(?:[^"\\]|\\.)*"|'[^']*')\s*,?[ \t]*/, '');
  return left;
}

function lineOfTable(lines: readonly string[], name: string): number {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const header = new RegExp(
    `^\\s*\\[\\s*mcp_servers\\s*\\.\\s*(?:${quoted}|"${quoted}"|'${quoted}')\\s*\\]\\s*(?:#.*)?\\r?$`,
  );
  return lines.findIndex((line) => header.test(line));
}
