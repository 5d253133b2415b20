import { budgets } from '../../shared/budgets.js';
import type { World } from '../../shared/world.js';
import { fileText, pathIn } from '../../target/files.js';
import { keywordsOf } from '../../target/postgres.js';
import type { ToolContext } from '../table.js';
import { action, opaqueAction, type SqlAction, switchAction } from './action.js';
import { readPsqlScript } from './psql-script.js';
import { actionsOfSql } from './read.js';

/** What psql needs to know to follow `\i` and `:name`. */
export interface PsqlSession {
  readonly world: World;
  readonly directory: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly context: ToolContext;
  readonly depth: number;
}

/** What a script given to psql does: its SQL, and the backslash commands that run programs, files or computed SQL. */
export function actionsOfPsql(script: string, session: PsqlSession): readonly SqlAction[] {
  const variables = new Map(session.variables);
  const actions: SqlAction[] = [];
  let sql = '';
  for (const part of readPsqlScript(script, variables)) {
    if (part.kind === 'sql') {
      sql += `${part.text} `;
      continue;
    }
    if (part.name === 'set') setVariable(variables, part.text);
    if (/^(?:g|gx|gset|gdesc|bind|watch|parse)$/.test(part.name)) sql += ';';
    actions.push(...actionsOfMeta(part.name, part.text, session));
  }
  return sql.trim() === '' ? actions : [...actionsOfSql(sql, 'postgres', session.context), ...actions];
}

function setVariable(variables: Map<string, string>, text: string): void {
  const [name = '', ...words] = text.split(/\s+/);
  variables.set(name, words.join(' ').replace(/^'(.*)'$/, '$1'));
}

function actionsOfMeta(name: string, text: string, session: PsqlSession): readonly SqlAction[] {
  if (name === '!') return [text === '' ? opaqueAction('\\!') : shellAction(text)];
  if (/^(?:i|ir|include|include_relative)$/.test(name))
    return actionsOfFile(text.replace(/^'(.*)'$/, '$1'), session);
  if (/^(?:o|out|g|gx|w|write|qecho|s)$/.test(name) && text.startsWith('|'))
    return [shellAction(text.slice(1).trim())];
  if (/^(?:c|connect)$/.test(name)) return connection(text);
  if (name === 'copy') return actionsOfCopy(text);
  if (name === 'gexec') return [opaqueAction('\\gexec')];
  if (/^(?:e|edit|ef|ev)$/.test(name)) return [opaqueAction(`\\${name}`)];
  if (name === 'lo_unlink') return [action('delete', 'large-object', [text])];
  if (name === 'lo_import') return [action('create', 'large-object')];
  if (name === 'password') return [action('expose', 'role', [text], 'secret')];
  if (/`/.test(text)) return [shellAction(text)];
  return [];
}

/** `\c app`, `\c app user host`, `\c postgres://host/app`, `\c "host=db dbname=app"`; `-` keeps what was there. */
function connection(text: string): readonly SqlAction[] {
  const words = text.replace(/^-reuse-previous=\w+\s+/, '').replace(/^(["'])([^"']*)\1/, '$2');
  if (/^\w+:\/\//.test(words)) return [switchAction({ server: words.split(/\s/, 1)[0] ?? '' })];
  if (/^\w+\s*=/.test(words)) {
    const given = keywordsOf(words);
    return [switched(given.get('dbname'), given.get('hostaddr') ?? given.get('host'))];
  }
  const [database, , host] = words
    .split(/\s+/)
    .map((word) => (word === '-' || word === '' ? undefined : word.replace(/^(["'])(.*)\1$/, '$2')));
  return [switched(database, host)];
}

function switched(database: string | undefined, server: string | undefined): SqlAction {
  return switchAction({
    ...(database === undefined ? {} : { databases: [database] }),
    ...(server === undefined ? {} : { server }),
  });
}

/** `\copy … program '…'` runs on the client; `from` writes rows. */
function actionsOfCopy(text: string): readonly SqlAction[] {
  const program = /\bprogram\s+'((?:[^']|'')*)'/i.exec(text)?.[1];
  if (program !== undefined) return [shellAction(program)];
  if (/^[^(]*\bfrom\b/i.test(text)) return [action('create', 'rows', [text.split(/[\s(]/)[0] ?? ''])];
  return [action('read', 'rows')];
}

/** A program that the client starts; its words are not judged again, so it counts as code that is not known. */
function shellAction(command: string): SqlAction {
  return {
    ...action('execute', 'program', [command.slice(0, 200)], 'opaque-code'),
    opaque: [command.slice(0, 200)],
  };
}

/** A script that can be read is judged; any other may do anything. */
export function actionsOfFile(path: string, session: PsqlSession): readonly SqlAction[] {
  const script = fileText(session.world, pathIn(session.directory, path, session.world));
  if (script === undefined || session.depth > budgets.sqlFiles.most || script.length > budgets.sqlFile.most) {
    return [{ ...opaqueAction(path), noun: 'script', names: [path] }];
  }
  return actionsOfPsql(script, { ...session, depth: session.depth + 1 });
}
