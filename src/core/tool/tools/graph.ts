import { optionGrammar, optionValue } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { databasePlace, found } from '../../target/database.js';
import { plainStoreTarget } from '../../target/store.js';
import type { ToolInvocation, Whereabouts } from '../../target/whereabouts.js';
import { fileInput, inputOf } from '../input.js';
import { action, opaqueAction, type SqlAction } from '../sql/action.js';
import { draftsOfSql } from '../sql/drafts.js';
import { actionsOfSql } from '../sql/read.js';
import type { Tool, ToolContext } from '../table.js';

/** cypher-shell: a statement as its word, a file, or standard input; Cypher has few words that write. */
const cypher: Tool = {
  programs: ['cypher-shell'],
  system: 'neo4j',
  grammar: optionGrammar({ valued: '-a --address -u --username -p --password -d --database -f --file -P --param --format --encryption' }),
  help: ['--help', '-h', '--version'],
  target: plainStoreTarget('neo4j'),
  rows: [],
  beyond: (setting) => {
    const file = optionValue(setting.args, '-f', '--file');
    const input = file === undefined ? inputOf(setting) : fileInput(setting, file.text);
    const texts = setting.args.operands.map((value) => value.text);
    const whole = input.kind === 'text' ? [...texts, input.text] : texts;
    const opaque = texts.length === 0 && input.kind === 'opaque' ? [opaqueAction(input.name)] : [];
    return draftsOfSql([...whole.flatMap(actionsOfCypher), ...opaque], setting);
  },
};

function actionsOfCypher(text: string): readonly SqlAction[] {
  const code = text.replace(/'[^']*'|"[^"]*"|\/\/[^\n]*|`[^`]*`|:\s*\w+/g, "''");
  const filtered = /\bwhere\b|\{/i.test(code);
  if (/\bdrop\s+(?:database|constraint|index|user|role|alias)\b/i.test(code)) return [action('destroy', 'database')];
  if (/\bdelete\b/i.test(code)) return [filtered ? action('delete', 'nodes') : action('destroy', 'nodes', [], 'no-filter')];
  if (/\b(?:grant|revoke|deny)\b|\b(?:create|alter)\s+user\b/i.test(code)) return [action('expose', 'role')];
  if (/\b(?:set|merge|remove)\b/i.test(code)) return [action('modify', 'nodes')];
  return /\bcreate\b|\bload\s+csv\b|\bcall\s+apoc\b/i.test(code) ? [action('create', 'nodes')] : [];
}

/** Oracle's client: `sqlplus user/password@service @script.sql`. */
const oracle: Tool = {
  programs: ['sqlplus', 'sqlcl', 'sql'],
  system: 'oracle',
  grammar: optionGrammar({ style: 'single-dash', valued: '-M -R -C', flags: '-S -s -L -l -silent -nolog -V -v' }),
  help: ['-H', '-h', '--help'],
  target: oracleTarget,
  rows: [],
  beyond: (setting, context) => draftsOfSql(actionsOfOracle(setting, context), setting),
};

function oracleTarget({ args }: ToolInvocation): Whereabouts {
  const logon = args.operands.find((value) => !value.text.startsWith('@'))?.text ?? '';
  return databasePlace('oracle', {
    host: undefined,
    database: found('connect identifier', /@(?:\/\/)?(.+)$/s.exec(logon)?.[1]),
    user: found('logon', /^([^/@]+)/.exec(logon)?.[1]),
  });
}

function actionsOfOracle(setting: ToolInvocation, context: ToolContext): readonly SqlAction[] {
  const scripts = setting.args.operands.filter((value) => value.text.startsWith('@'));
  const inputs = scripts.length > 0 ? scripts.map((value) => scriptInput(value, setting)) : [inputOf(setting)];
  return inputs.flatMap((input) => {
    if (input.kind === 'opaque') return [opaqueAction(input.name)];
    return input.kind === 'text' ? actionsOfSql(input.text, 'other', context) : [];
  });
}

function scriptInput(value: Value, setting: ToolInvocation): ReturnType<typeof fileInput> {
  const path = value.text.replace(/^@+/, '');
  const read = fileInput(setting, path);
  return read.kind === 'opaque' && !/\.\w+$/.test(path) ? fileInput(setting, `${path}.sql`) : read;
}

/** Clients of databases that speak neither of the two great dialects. */
export const graphAndOthers: readonly Tool[] = [cypher, oracle];
