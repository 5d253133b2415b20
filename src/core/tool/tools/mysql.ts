import { hasOption, optionGrammar } from '../../command/arguments.js';
import { mysqlTarget } from '../../target/mysql.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { saidByCode } from '../code-words.js';
import { fileInput, type Input, inputOf } from '../input.js';
import { action, opaqueAction, type SqlAction, switchAction } from '../sql/action.js';
import { draftsOfSql } from '../sql/drafts.js';
import { type MysqlClientPart, readMysqlClient } from '../sql/mysql-client.js';
import { actionsOfMysqlTexts } from '../sql/read.js';
import type { Draft, Tool, ToolContext } from '../table.js';

const connection =
  '-h --host -u --user -P --port -S --socket -D --database --defaults-file --defaults-extra-file --defaults-group-suffix --login-path --protocol --ssl-ca --ssl-cert --ssl-key --ssl-mode --plugin-dir --default-character-set --connect-timeout';

/** mysql and mariadb: `-e`, else standard input; `source` and `system` are the client's own. */
export const mysql: Tool = {
  programs: ['mysql', 'mariadb', 'mycli', 'mysqlsh'],
  system: 'mysql',
  grammar: optionGrammar({
    valued: `${connection} -e --execute --init-command --delimiter --pager --tee --prompt -f --file`,
    attached: '-p',
    flags: '--password -B --batch -N --skip-column-names -s --silent -t --table -v --verbose --force -w --wait -A --no-auto-rehash',
  }),
  rows: [],
  help: ['--help', '-?', '-I', '-V', '--version'],
  target: (setting) => mysqlTarget(setting, setting.args.operands[0]),
  beyond: (setting, context) => ofCode(setting) ?? draftsOfSql(actionsOf(setting, context), setting),
};

/** MySQL Shell in its other languages: what the names of the calls say. */
function ofCode(setting: ToolInvocation): readonly Draft[] | undefined {
  if (setting.invocation.program !== 'mysqlsh' || !hasOption(setting.args, '--js', '--javascript', '--py', '--python')) return undefined;
  const words = setting.invocation.argv.map(({ text }) => text);
  if (!words.some((word) => /^(?:-e|--execute)$/.test(word))) return undefined;
  const said = saidByCode(words);
  return [{ verb: said?.verb ?? 'unknown', resource: said?.what ?? 'code', ...(said === undefined ? {} : { reach: 'uncountable' as const }) }];
}

function actionsOf(setting: ToolInvocation, context: ToolContext): readonly SqlAction[] {
  const commands = ['-e', '--execute', '--init-command'].flatMap((name) => setting.args.options.get(name) ?? []);
  const given = commands.flatMap((command) => actionsOfClient(command.text, setting, context, 0));
  if (commands.length > 0) return given;
  return actionsOfInput(inputOf(setting), setting, context, 0);
}

function actionsOfInput(input: Input, setting: ToolInvocation, context: ToolContext, depth: number): readonly SqlAction[] {
  if (input.kind === 'terminal') return [];
  if (input.kind === 'opaque') return [{ ...opaqueAction(input.name), noun: 'script', names: [input.name] }];
  return actionsOfClient(input.text, setting, context, depth);
}

/** SQL for the server, and lines that the client takes for itself: `source f`, `\. f`, `system c`, `\! c`. */
function actionsOfClient(text: string, setting: ToolInvocation, context: ToolContext, depth: number): readonly SqlAction[] {
  const parts = readMysqlClient(text);
  const texts = parts.flatMap((part) => (part.kind === 'sql' ? [part] : []));
  const sent = actionsOfMysqlTexts(texts, context);
  const own = parts.flatMap((part) => (part.kind === 'own' ? ownActions(part, setting, context, depth) : []));
  const shell = texts.flatMap((part) => /\\!\s*(\S.*)/.exec(part.text)?.[1] ?? []);
  return [...sent, ...own, ...shell.slice(0, 1).map(programAction)];
}

function ownActions(part: MysqlClientPart & { readonly kind: 'own' }, setting: ToolInvocation, context: ToolContext, depth: number): readonly SqlAction[] {
  if (/^(?:source|\\\.)$/.test(part.name)) {
    const input = depth > 3 ? ({ kind: 'opaque', name: part.text } as const) : fileInput(setting, part.text);
    return actionsOfInput(input, setting, context, depth + 1);
  }
  if (/^(?:connect|\\[ru])$/.test(part.name)) {
    const [database, server] = part.text.split(/\s+/);
    return [switchAction({ ...(database ? { databases: [database] } : {}), ...(server ? { server } : {}) })];
  }
  return /^(?:system|\\!|pager|\\p)$/.test(part.name) ? [programAction(part.text)] : [];
}

function programAction(command: string): SqlAction {
  return action('execute', 'program', [command], 'opaque-code');
}

/** mysqladmin and its like. */
export const mysqladmin: Tool = {
  programs: ['mysqladmin', 'mariadb-admin'],
  system: 'mysql',
  grammar: optionGrammar({ valued: `${connection} -i --sleep -c --count`, attached: '-p', flags: '--password -f --force' }),
  optionTraits: { '-f': ['force'], '--force': ['force'] },
  target: (setting) => mysqlTarget(setting),
  rows: [
    { words: 'drop', verb: 'destroy', noun: 'database', resource: 0, reach: 'uncountable' },
    { words: 'create', verb: 'create', noun: 'database', resource: 0 },
    { words: 'shutdown|kill|stop-slave|stop-replica|stop-all-slaves', verb: 'stop', noun: 'server', resource: 0 },
    { words: 'password|old-password', verb: 'expose', noun: 'role', traits: ['secret'] },
    { words: 'flush-privileges|flush-tables|flush-hosts|flush-logs|reload|refresh|start-slave|start-replica', verb: 'modify', noun: 'server' },
    { words: 'status|ping|processlist|variables|version|extended-status|debug', verb: 'read' },
  ],
};

/** Dumps read; an import writes. */
export const mysqlFiles: Tool = {
  programs: ['mysqldump', 'mariadb-dump', 'mysqlpump', 'mysqlimport', 'mysqlcheck', 'mysqlshow', 'mysqlbinlog', 'mysqlslap'],
  system: 'mysql',
  grammar: optionGrammar({
    valued: `${connection} -r --result-file --where --ignore-table --tab -T`,
    attached: '-p',
    flags: '--password --delete -d --replace -r',
  }),
  target: (setting) => mysqlTarget(setting, setting.args.operands[0]),
  rows: [],
  beyond: (setting) => {
    const { program } = setting.invocation;
    if (program === 'mysqlimport') {
      return [{ verb: hasOption(setting.args, '--delete', '-d') ? 'destroy' : 'create', resource: 'rows' }];
    }
    const repairs = program === 'mysqlcheck' && hasOption(setting.args, '-r', '--repair', '-o', '--optimize', '--auto-repair');
    return [{ verb: repairs || program === 'mysqlslap' ? 'modify' : 'read', resource: 'rows' }];
  },
};
