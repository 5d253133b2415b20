import { hasOption } from '../../command/arguments.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { inputOf } from '../input.js';
import { draftOfRow, findRow } from '../rows.js';
import type { Draft } from '../table.js';
import { type Framework, frameworkRows } from './framework.js';

const railsTasks: Framework = {
  programs: 'rails rake gitlab-rails gitlab-rake hanami',
  migrations: 'db/migrate',
  rows: [
    { words: 'runner|r', verb: 'execute', noun: 'code', resource: 0 },
    { words: 'dbconsole|db', verb: 'read', carries: { at: [], piped: true } },
    { words: 'destroy|d', verb: 'delete', noun: 'generated-files', resource: 0, here: true },
  ],
  wipes:
    'db:drop|db:drop:all|db:reset|db:purge|db:purge:all|db:drop:_unsafe|db:truncate_all|db:migrate:reset|db drop|db clean',
  replaces:
    'db:schema:load|db:structure:load|db:setup|db:test:prepare|db:seed:replant|db:schema:load_if_ruby|db structure load',
  undoes: 'db:rollback|db:migrate:down|db:migrate:redo|db:environment:set|db rollback',
  migrates:
    'db:migrate|db:migrate:up|db:prepare|db:create|db:seed|db:fixtures:load|db:encryption:init|db migrate|db prepare|db create|db seed',
  writes:
    'new|generate|g|server|s|test|t|app:update|assets:precompile|assets:clean|assets:clobber|tmp:clear|log:clear|credentials:edit|credentials:show|plugin|secrets:edit|encrypted:edit|system|active_storage:install|webpacker:compile|tailwindcss:build|yarn:install|zeitwerk:check|dev:cache',
  reads:
    'db:migrate:status|db:version|db:abort_if_pending_migrations|db:schema:dump|db:structure:dump|routes|notes|stats|about|time:zones|initializers|middleware|console|c|db version',
};

const railsRows = frameworkRows(railsTasks);

/** Rails: a `runner` whose code says what it does to records, several tasks in one line, and tasks of the project. */
export const rails: Framework = {
  ...railsTasks,
  unlisted: (setting) => [
    // A task of the project is code of the project: as trusted as its scripts, on this machine unless a stage says more.
    {
      verb: 'execute',
      resource: `task/${setting.args.operands[0]?.text ?? ''}`,
      span: setting.invocation.span,
    },
  ],
  beyond: (setting) => {
    const { operands } = setting.args;
    const code = codeGiven(setting);
    if (code !== undefined) return [runnerDraft(code)];
    const tasks = operands.filter((word) => word.text.startsWith('db:'));
    if (tasks.length < 2) return undefined;
    return tasks.flatMap((task) => {
      const alone = { ...setting, args: { ...setting.args, operands: [task] } };
      const found = findRow({ rows: railsRows }, alone);
      return found === undefined ? [] : [draftOfRow(found.row, found.taken, alone)];
    });
  },
};

/** Code of `runner CODE`, and what is piped into `runner -` or a console that keeps what it does. */
function codeGiven(setting: ToolInvocation): string | undefined {
  const [command, code] = setting.args.operands.map(({ text }) => text);
  const isConsole = /^(?:console|c)$/.test(command ?? '') && !hasOption(setting.args, '-s', '--sandbox');
  if (!isConsole && !/^(?:runner|r)$/.test(command ?? '')) return undefined;
  if (!isConsole && code !== '-') return code;
  const input = inputOf(setting);
  return input.kind === 'text' ? input.text : undefined;
}

function runnerDraft(code: string): Draft {
  if (/\b(?:destroy_all|delete_all|truncate|drop_table|drop_database)\b/i.test(code))
    return { verb: 'destroy', resource: 'records', traits: ['no-filter'], reach: 'uncountable' };
  if (/\b(?:destroy|delete|update_all|update|save|create|execute|perform_now)\b!?/.test(code))
    return { verb: 'modify', resource: 'records' };
  return { verb: 'execute', resource: 'code' };
}
