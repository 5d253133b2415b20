import { optionGrammar } from '../../command/arguments.js';
import { directoryOf, pathIn } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { inputOf } from '../input.js';
import { action, opaqueAction, type SqlAction } from '../sql/action.js';
import { draftsOfSql } from '../sql/drafts.js';
import { actionsOfSql } from '../sql/read.js';
import type { Tool, ToolContext } from '../table.js';

/** sqlite3: a file of this machine, SQL in the second word or on standard input, dot commands of its own. */
export const sqlite: Tool = {
  programs: ['sqlite3', 'sqlite', 'litecli', 'duckdb'],
  system: 'sqlite',
  grammar: optionGrammar({
    style: 'single-dash',
    valued: '-cmd -init -separator -nullvalue -newline -mmap -maxsize -c -f -s',
    flags: '-batch -readonly -header -noheader -csv -json -line -list -column -html -box -table -markdown -interactive -bail -echo -version -help',
  }),
  target: (setting) => {
    const file = setting.args.operands[0]?.text ?? ':memory:';
    const path = file === ':memory:' ? file : pathIn(directoryOf(setting), file, setting.world);
    const name = path.split('/').at(-1) ?? path;
    return {
      system: 'sqlite',
      name: name === '' ? 'sqlite' : name,
      clues: [{ rank: 'resource', source: 'file', value: name }],
      local: { source: 'file', value: path },
    };
  },
  rows: [],
  beyond: (setting, context) => {
    const drafts = draftsOfSql(actionsOf(setting, context), setting);
    if (!inMemory(setting)) return drafts;
    return drafts.map((draft) => (draft.verb === 'execute' ? draft : { ...draft, traits: [...(draft.traits ?? []), 'scratch'] }));
  },
};

/** A database that is gone when the program ends, as long as the SQL opens no other. */
function inMemory(setting: ToolInvocation): boolean {
  const words = setting.args.operands.map((word) => word.text);
  return words[0] === ':memory:' && !words.some((word) => /\battach\b|^[ \t]*\.(?!tables|schema|mode)/im.test(word));
}

function actionsOf(setting: ToolInvocation, context: ToolContext): readonly SqlAction[] {
  const commands = ['-cmd', '-c', '-s'].flatMap((name) => setting.args.options.get(name) ?? []);
  const texts = [...commands, ...setting.args.operands.slice(1)].map((value) => value.text);
  const opened = setting.args.options.has('-readonly') ? texts.filter((text) => text.startsWith('.')) : texts;
  const given = opened.flatMap((text) => actionsOfScript(text, context));
  if (setting.args.operands.length > 1) return given;
  const input = inputOf(setting);
  if (input.kind === 'opaque') return [...given, opaqueAction(input.name)];
  return input.kind === 'text' ? [...given, ...actionsOfScript(input.text, context)] : given;
}

function actionsOfScript(text: string, context: ToolContext): readonly SqlAction[] {
  const lines = text.split('\n');
  const dots = lines.filter((line) => /^\s*\./.test(line));
  const sql = lines.filter((line) => !/^\s*\./.test(line)).join('\n');
  return [...actionsOfSql(sql, 'sqlite', context), ...dots.flatMap(actionsOfDot)];
}

/** Dot commands that act: `.shell`, `.import`, `.restore`, `.read`, `.load`; all others show or set how to show. */
function actionsOfDot(line: string): readonly SqlAction[] {
  const [name = '', ...rest] = line.trim().slice(1).split(/\s+/);
  // A command is known by its beginning.
  if (/^(?:sh(?:el?l?)?|sys?t?e?m?|load)$/.test(name)) return [action('execute', 'program', [rest.join(' ')], 'opaque-code')];
  if (/^(?:o\w*|excel|read|im\w*)$/.test(name) && /^["']?\|/.test(rest[0] ?? '')) return [action('execute', 'program', [rest.join(' ')], 'opaque-code')];
  if (name === 'read') return [opaqueAction(rest.join(' '))];
  if (name === 'restore') return [{ ...action('replace', 'database'), uncountable: true }];
  if (name === 'import' || name === 'save' || name === 'backup') return [action('create', 'rows')];
  return [];
}
