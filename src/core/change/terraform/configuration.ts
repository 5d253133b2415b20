import { resolvePath } from '../../command/paths.js';
import { isJsonObject, parseJson } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';

/** A resource or a module as the configuration of a folder declares it. */
export interface Declared {
  /** `aws_lb.front`, `module.web`. */
  readonly address: string;
  readonly type: string;
  /** False where `count` or `for_each` decides how many there are. */
  readonly isSingle: boolean;
}

export interface Configuration {
  readonly resources: readonly Declared[];
  readonly modules: readonly Declared[];
  /** Addresses that `moved` and `removed` blocks name: what is in the state under them is not simply gone. */
  readonly moved: readonly string[];
  readonly files: readonly string[];
}

const fileLimit = 200;

/** The blocks of all *.tf and *.tf.json of a folder; undefined where there is none, or one cannot be read. */
export function configurationAt(folder: string, world: World): Configuration | undefined {
  const names = world.files.list(folder).filter((name) => /\.tf(?:\.json)?$/.test(name));
  if (names.length === 0 || names.length > fileLimit) return undefined;
  const read = names.map((name) => {
    const text = fileText(world, resolvePath(folder, name));
    if (text === undefined) return undefined;
    return name.endsWith('.json') ? jsonBlocks(text) : hclBlocks(text);
  });
  const blocks = read.flatMap((one) => one ?? []);
  if (read.includes(undefined)) return undefined;
  return {
    resources: blocks.filter(({ block }) => block === 'resource').map(({ declared }) => declared),
    modules: blocks.filter(({ block }) => block === 'module').map(({ declared }) => declared),
    moved: blocks.filter(({ block }) => block === 'moved').map(({ declared }) => declared.address),
    files: names,
  };
}

interface Block {
  readonly block: 'resource' | 'module' | 'moved';
  readonly declared: Declared;
}

/** Blocks by their first line and the braces behind it; comments, strings and here-documents are passed over line by line. */
function hclBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly lines: string[]; readonly head: string } | undefined;
  let depth = 0;
  let heredoc: string | undefined;
  for (const line of withoutComments(text)) {
    if (heredoc !== undefined) {
      if (line.trim() === heredoc) heredoc = undefined;
      continue;
    }
    heredoc = /<<[-~]?([A-Za-z_]\w*)\s*$/.exec(line)?.[1];
    if (depth === 0 && /^\s*[a-z_]/.test(line)) open = { lines: [], head: line };
    open?.lines.push(line);
    depth = Math.max(0, depth + bracesIn(line));
    if (depth === 0 && open !== undefined) {
      blocks.push(...blockOf(open.head, open.lines));
      open = undefined;
    }
  }
  return blocks;
}

function blockOf(head: string, lines: readonly string[]): readonly Block[] {
  const [, type, name] = /^\s*resource\s+"?([\w-]+)"?\s+"?([\w-]+)"?/.exec(head) ?? [];
  const isSingle = !lines.some((line) => /^\s*(?:count|for_each)\s*=/.test(line));
  if (type !== undefined && name !== undefined)
    return [{ block: 'resource', declared: { address: `${type}.${name}`, type, isSingle } }];
  const module = /^\s*module\s+"?([\w-]+)"?/.exec(head)?.[1];
  if (module !== undefined)
    return [{ block: 'module', declared: { address: `module.${module}`, type: 'module', isSingle } }];
  if (!/^\s*(?:moved|removed)\s*\{/.test(head)) return [];
  const from = lines
    .map((line) => /\bfrom\s*=\s*([\w.[\]"-]+)/.exec(line)?.[1])
    .find((one) => one !== undefined);
  return from === undefined ? [] : [{ block: 'moved', declared: { address: from, type: '', isSingle } }];
}

function withoutComments(text: string): readonly string[] {
  let inside = false;
  return text.split('\n').map((line) => {
    if (inside) {
      const end = line.indexOf('*/');
      if (end < 0) return '';
      inside = false;
      return line.slice(end + 2);
    }
    const start = /^\s*(?:#|\/\/)/.test(line) ? 0 : line.indexOf('/*');
    if (start < 0 || line.slice(0, start).includes('"')) return line;
    if (line.startsWith('/*', start) && !line.includes('*/', start)) inside = true;
    return line.slice(0, start);
  });
}

function bracesIn(line: string): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '#') break;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') depth -= 1;
  }
  return depth;
}

function jsonBlocks(text: string): readonly Block[] | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value)) return undefined;
  const { resource, module } = value;
  const resources = Object.entries(isJsonObject(resource) ? resource : {}).flatMap(([type, named]) =>
    Object.entries(isJsonObject(named) ? named : {}).map(
      ([name, body]): Block => ({
        block: 'resource',
        declared: { address: `${type}.${name}`, type, isSingle: isSingle(body) },
      }),
    ),
  );
  const modules = Object.entries(isJsonObject(module) ? module : {}).map(
    ([name, body]): Block => ({
      block: 'module',
      declared: { address: `module.${name}`, type: 'module', isSingle: isSingle(body) },
    }),
  );
  return [...resources, ...modules];
}

function isSingle(body: unknown): boolean {
  return isJsonObject(body) && !('count' in body) && !('for_each' in body);
}
