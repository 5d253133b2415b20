import { optionValue } from '../command/arguments.js';
import { directoryOf, namesIn, pathIn } from './files.js';
import { parsedFile } from './memo.js';
import type { ToolInvocation } from './whereabouts.js';

/** What option files say to a MySQL or MariaDB client, by the option's long name; a flag is an empty text. */
export type MysqlOptions = ReadonlyMap<string, string>;

const groups = new Set(['mysql', 'client', 'mariadb-client', 'client-server', 'client-mariadb']);

/** Where the clients themselves stop to follow files that include files. */
const clientsDepth = 10;

/** In the order in which the clients read them: what comes later speaks. */
export function mysqlOptions(setting: ToolInvocation): MysqlOptions {
  const merged = new Map<string, string>();
  if (setting.args.options.has('--no-defaults')) return merged;
  const only = optionValue(setting.args, '--defaults-file')?.text;
  const extra = optionValue(setting.args, '--defaults-extra-file')?.text;
  const usual = ['/etc/my.cnf', '/etc/mysql/my.cnf', ...(extra === undefined ? [] : [extra]), '~/.my.cnf'];
  const suffix = optionValue(setting.args, '--defaults-group-suffix')?.text ?? '';
  const isOurs = (group: string): boolean =>
    groups.has(group) ||
    (suffix !== '' && group.endsWith(suffix) && groups.has(group.slice(0, -suffix.length)));
  // Files that include each other, or one folder from many files, are read once.
  const taken = new Set<string>();
  const take = (path: string, depth: number): void => {
    if (taken.has(path) || depth > clientsDepth) return;
    taken.add(path);
    for (const line of linesAt(setting.world, path) ?? []) {
      if (line.is === 'option') {
        if (isOurs(line.group)) merged.set(line.name, line.value);
      } else for (const included of filesOf(line, setting)) take(included, depth + 1);
    }
  };
  for (const path of only === undefined ? usual : [only])
    take(pathIn(directoryOf(setting), path, setting.world), 0);
  return merged;
}

type Line =
  | { readonly is: 'option'; readonly group: string; readonly name: string; readonly value: string }
  | { readonly is: 'file' | 'folder'; readonly path: string };

function filesOf(line: Line & { readonly path: string }, setting: ToolInvocation): readonly string[] {
  const path = pathIn('/', line.path, setting.world);
  if (line.is === 'file') return [path];
  return namesIn(setting.world, path)
    .filter((name) => name.endsWith('.cnf'))
    .map((name) => `${path}/${name}`);
}

const linesAt = parsedFile(readLines);

function readLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let group = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const include = /^!include(dir)?\s+(\S.*)$/.exec(line);
    if (include !== null) {
      lines.push({ is: include[1] === undefined ? 'file' : 'folder', path: include[2] ?? '' });
      continue;
    }
    if (line.startsWith('[')) group = line.slice(1).replace(/\].*$/s, '').trim();
    else if (/^[A-Za-z]/.test(line)) lines.push({ is: 'option', group, ...optionOf(line) });
  }
  return lines;
}

function optionOf(line: string): { readonly name: string; readonly value: string } {
  const equals = line.indexOf('=');
  const name = (equals < 0 ? line.replace(/#.*$/s, '') : line.slice(0, equals)).trim();
  const value = equals < 0 ? '' : line.slice(equals + 1).trim();
  const quoted = /^(["'])(.*)\1$/.exec(value)?.[2];
  return {
    name: name
      .toLowerCase()
      .replaceAll('_', '-')
      .replace(/^loose-/, ''),
    value: quoted ?? value.replace(/\s#.*$/s, '').trimEnd(),
  };
}
