import { hasOption, optionGrammar } from '../../command/arguments.js';
import { directoryOf } from '../../target/files.js';
import { postgresTarget } from '../../target/postgres.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { inputOf } from '../input.js';
import { opaqueAction, type SqlAction } from '../sql/action.js';
import { draftsOfSql } from '../sql/drafts.js';
import { actionsOfFile, actionsOfPsql, type PsqlSession } from '../sql/psql.js';
import type { Tool, ToolContext } from '../table.js';

/** psql: `-c` and `-f` in order, else standard input; backslash commands are its own. */
export const psql: Tool = {
  programs: ['psql', 'pgcli', 'cockroach-sql', 'usql'],
  system: 'postgres',
  grammar: optionGrammar({
    valued:
      '-c --command -f --file -d --dbname -h --host -p --port -U --username -v --set --variable -o --output -L --log-file -F --field-separator -P --pset -R --record-separator -T --table-attr',
    flags:
      '-a --echo-all -A --no-align -b --echo-errors -e --echo-queries -E --echo-hidden -H --html -l --list -n --no-readline -q --quiet -s --single-step -S --single-line -t --tuples-only -w --no-password -W --password -x --expanded -X --no-psqlrc -z --field-separator-zero -0 --record-separator-zero -1 --single-transaction --csv --version --help',
  }),
  help: ['--help', '-?', '--version', '-V'],
  rows: [],
  target: (setting) => postgresTarget(setting, setting.args.operands[0]),
  beyond: (setting, context) => draftsOfSql(actionsOf(setting, context), setting),
};

function actionsOf(setting: ToolInvocation, context: ToolContext): readonly SqlAction[] {
  const { args } = setting;
  const session = sessionOf(setting, context);
  const commands = ['-c', '--command'].flatMap((name) => args.options.get(name) ?? []);
  const files = ['-f', '--file'].flatMap((name) => args.options.get(name) ?? []);
  const output = args.options.get('-o')?.at(-1) ?? args.options.get('--output')?.at(-1);
  const piped: readonly SqlAction[] = output?.text.startsWith('|') ? [{ verb: 'execute', noun: 'program', names: [output.text], traits: ['opaque-code'] }] : [];
  const given = [
    ...commands.flatMap((command) => actionsOfPsql(command.text, session)),
    ...files.filter((file) => file.text !== '-').flatMap((file) => actionsOfFile(file.text, session)),
    ...piped,
  ];
  const fromInput = commands.length === 0 && (files.length === 0 || files.some((file) => file.text === '-'));
  if (!fromInput || hasOption(args, '-l', '--list')) return given;
  return [...given, ...actionsOfInput(setting, session)];
}

function sessionOf(setting: ToolInvocation, context: ToolContext): PsqlSession {
  const pairs = ['-v', '--set', '--variable'].flatMap((name) => setting.args.options.get(name) ?? []);
  return {
    world: setting.world,
    directory: directoryOf(setting),
    variables: new Map(pairs.map((pair) => [pair.text.replace(/=.*$/s, ''), pair.text.replace(/^[^=]*=?/, '')])),
    context,
    depth: 0,
  };
}

/** A here-document or a file is judged; a session at a terminal only reads until somebody types. */
function actionsOfInput(setting: ToolInvocation, session: PsqlSession): readonly SqlAction[] {
  const input = inputOf(setting);
  if (input.kind === 'terminal') return [];
  if (input.kind === 'text') return actionsOfPsql(input.text, session);
  return [{ ...opaqueAction(input.name), noun: 'script', names: [input.name] }];
}
