import { optionGrammar } from '../../command/arguments.js';
import { projectDatabase } from '../../target/project-database.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { draftOfRow, findRow } from '../rows.js';
import type { Draft, Row, Tool } from '../table.js';

const valued =
  '--schema --url --database-url --env -e --environment --config -c --knexfile --client --name -n -x --dsn -url -user -password -configFiles --changeLogFile --defaultsFile --count --tag --to-migration -database -path -source --dir --datasource --from-url --to-url --file -m --cwd -d --dataSource -p --port -b';

function migrationTool(programs: readonly string[], rows: readonly Row[], more: Partial<Tool> = {}): Tool {
  return {
    programs,
    system: 'postgres',
    grammar: optionGrammar({ valued }),
    optionTraits: { '--force': ['force'], '--accept-data-loss': ['force'], '-f': ['force'], '-y': ['force'] },
    dryRun: ['--dry-run', '--sql', '--create-only', '--fake'],
    clues: 'words',
    target: projectDatabase,
    rows,
    ...more,
  };
}

/** One row for each alternative, which may have several words. */
const read = (words: string) => words.split('|').map((one): Row => ({ words: one, verb: 'read' }));
const migrate = (words: string) => words.split('|').map((one): Row => ({ words: one, verb: 'modify', noun: 'schema' }));
const undo = (words: string) => words.split('|').map((one): Row => ({ words: one, verb: 'delete', noun: 'schema', reach: 'uncountable' }));
const wipe = (words: string) => words.split('|').map((one): Row => ({ words: one, verb: 'destroy', noun: 'database', reach: 'uncountable' }));
const own = (words: string) => words.split('|').map((one): Row => ({ words: one, verb: 'modify', here: true }));

const prisma = migrationTool(
  ['prisma', 'prisma2'],
  [
    { words: 'db push', when: ['--force-reset'], verb: 'destroy', noun: 'database', reach: 'uncountable' },
    { words: 'db push', when: ['--accept-data-loss'], verb: 'delete', noun: 'schema', reach: 'uncountable' },
    ...wipe('migrate reset'),
    ...read('migrate status|migrate diff'),
    ...migrate('migrate deploy|migrate dev|migrate resolve|migrate save|migrate up'),
    {
      words: 'db execute',
      verb: 'execute',
      noun: 'database',
      traits: ['opaque-code'],
      carries: { at: [], files: ['--file'], input: ['--stdin'], dialect: 'postgres' },
    },
    ...migrate('db push|db seed'),
    { words: 'db pull', verb: 'modify', noun: 'schema.prisma', here: true },
    ...own('generate|format|init|dev|platform|telemetry'),
    ...read('validate|studio|version|debug|bootstrap'),
  ],
);

const railsRows: readonly Row[] = [
  ...wipe('db:drop|db:drop:all|db:reset|db:purge|db:purge:all|db:drop:_unsafe|db:truncate_all|db:migrate:reset'),
  {
    words: 'db:schema:load|db:structure:load|db:setup|db:test:prepare|db:seed:replant|db:schema:load_if_ruby',
    verb: 'replace',
    noun: 'database',
    reach: 'uncountable',
  },
  ...undo('db:rollback|db:migrate:down|db:migrate:redo|db:environment:set'),
  ...migrate('db:migrate|db:migrate:up|db:prepare|db:create|db:seed|db:fixtures:load|db:encryption:init'),
  ...read(
    'db:migrate:status|db:version|db:abort_if_pending_migrations|db:schema:dump|db:structure:dump|routes|notes|stats|about|time:zones|initializers|middleware',
  ),
  { words: 'runner|r', verb: 'execute', noun: 'code', resource: 0 },
  { words: 'console|c|dbconsole|db', verb: 'read' },
  { words: 'destroy|d', verb: 'delete', noun: 'generated-files', resource: 0, here: true },
  ...own(
    'new|generate|g|server|s|test|t|app:update|assets:precompile|assets:clean|assets:clobber|tmp:clear|log:clear|credentials:edit|credentials:show|plugin|secrets:edit|encrypted:edit|system|active_storage:install|webpacker:compile|tailwindcss:build|yarn:install|zeitwerk:check|dev:cache',
  ),
];

/** Rails: `rails`, `rake`, and a `runner` whose code says what it does to records. */
const rails = migrationTool(['rails', 'rake', 'gitlab-rails', 'gitlab-rake'], railsRows, {
  unlisted: (setting) => [{ verb: 'execute', resource: `task/${setting.args.operands[0]?.text ?? ''}`, ...localTask(setting) }],
  beyond: (setting) => {
    const { operands } = setting.args;
    const code = /^(?:runner|r)$/.test(operands[0]?.text ?? '') ? operands[1]?.text : undefined;
    if (code !== undefined) return [runnerDraft(code)];
    const tasks = operands.filter((word) => word.text.startsWith('db:'));
    if (tasks.length < 2) return undefined;
    return tasks.flatMap((task) => {
      const alone = { ...setting, args: { ...setting.args, operands: [task] } };
      const found = findRow({ rows: railsRows }, alone);
      return found === undefined ? [] : [draftOfRow(found.row, found.taken, alone)];
    });
  },
});

/** A task of the project is code of the project: as trusted as its scripts, on this machine unless a stage says more. */
function localTask(setting: ToolInvocation): Partial<Draft> {
  return { span: setting.invocation.span };
}

function runnerDraft(code: string): Draft {
  if (/\b(?:destroy_all|delete_all|truncate|drop_table|drop_database)\b/.test(code)) {
    return { verb: 'destroy', resource: 'records', traits: ['no-filter'], reach: 'uncountable' };
  }
  if (/\b(?:destroy|delete|update_all|update|save|create|execute|perform_now)\b!?/.test(code)) return { verb: 'modify', resource: 'records' };
  return { verb: 'execute', resource: 'code' };
}

const knex = migrationTool(
  [
    'knex',
    'sequelize',
    'sequelize-cli',
    'typeorm',
    'typeorm-ts-node-commonjs',
    'mikro-orm',
    'node-pg-migrate',
    'db-migrate',
    'drizzle-kit',
    'dbmate',
    'goose',
    'sqlx',
    'diesel',
    'alembic',
    'atlas',
    'flask',
    'ecto',
    'migrate',
  ],
  [
    ...wipe('db:drop|schema:drop|drop|database drop|database reset|db:truncate|reset|fresh|migrate:fresh|migration:fresh|db drop'),
    { words: 'migrate:rollback', when: ['--all'], verb: 'destroy', noun: 'schema', reach: 'uncountable' },
    ...undo(
      'migrate:rollback|migrate:down|migrate:unlock|db:migrate:undo|db:migrate:undo:all|db:seed:undo|db:seed:undo:all|migration:revert|migration:down|rollback|down|downgrade|down-to|redo|migration revert|migration redo|migrate revert|database setup',
    ),
    { words: 'schema clean', verb: 'destroy', noun: 'database', reach: 'uncountable' },
    { words: 'schema:sync|schema:update|push', verb: 'replace', noun: 'schema', reach: 'uncountable' },
    ...migrate(
      'migrate:latest|migrate:up|seed:run|db:migrate|db:seed|db:seed:all|migration:run|migration:up|up|up-to|up-by-one|upgrade|migrate|stamp|force|goto|migration run|migrate run|database create|db:create|create_all|schema apply|migrate apply|db upgrade',
    ),
    { words: 'db downgrade', verb: 'delete', noun: 'schema', reach: 'uncountable' },
    ...own(
      'migrate:make|seed:make|init|revision|merge|edit|new|create|migration:generate|migration:create|migration generate|generate|gen|model:generate|entity:create|setup|migrate add|migrate diff|migrate hash|migrate new|introspect|pull|run|shell|prepare',
    ),
    ...read(
      'migrate:list|migrate:status|migrate:currentVersion|db:migrate:status|migration:show|migration:list|status|current|history|heads|branches|show|check|version|validate|lint|inspect|studio|schema:log|query|wait|dump|routes|migrate info|migration info|migration list',
    ),
  ],
);

const flyway = migrationTool(
  ['flyway', 'liquibase', 'schemachange'],
  [
    ...wipe('clean|dropAll|drop-all'),
    ...undo('undo|rollback|rollbackCount|rollback-count|rollbackToDate|rollback-to-date|rollback-one-update|rollback-one-changeset'),
    ...migrate(
      'migrate|update|updateToTag|update-to-tag|update-count|baseline|repair|changelogSync|changelog-sync|tag|deploy|clear-checksums|release-locks|update-testing-rollback',
    ),
    { words: 'execute-sql|executeSql', verb: 'modify', noun: 'schema', carries: { at: '--sql', files: ['--sql-file', '--sqlFile'] } },
    ...read(
      'info|validate|status|history|diff|snapshot|check|list-locks|db-doc|update-sql|rollback-sql|future-rollback-sql|generate-changelog|diff-changelog|version|help|testConnection',
    ),
  ],
);

/** Django's management commands. */
const django = migrationTool(
  ['django-admin', 'manage.py'],
  [
    ...wipe('flush|reset_db|sqlflush_execute'),
    { words: 'migrate * zero', verb: 'destroy', noun: 'schema', resource: 0, reach: 'uncountable' },
    ...migrate('migrate|loaddata|createcachetable|createsuperuser|changepassword|remove_stale_contenttypes|clearsessions'),
    ...own('makemigrations|startapp|startproject|collectstatic|compilemessages|makemessages|squashmigrations|runserver|test|optimizemigration'),
    { words: 'shell|shell_plus|runscript|dbshell', verb: 'execute', noun: 'code' },
    ...read('check|showmigrations|sqlmigrate|sqlflush|dumpdata|inspectdb|diffsettings|findstatic|show_urls|version|help|testserver|sendtestemail'),
  ],
);

/** Laravel and Symfony consoles, and Elixir's mix. */
const consoles = migrationTool(
  ['artisan', 'sail', 'mix'],
  [
    ...wipe('migrate:fresh|migrate:reset|migrate:refresh|db:wipe|doctrine:database:drop|doctrine:schema:drop|ecto.drop|ecto.reset'),
    ...undo('migrate:rollback|ecto.rollback'),
    ...migrate('migrate|db:seed|doctrine:migrations:migrate|doctrine:schema:update|ecto.migrate|ecto.setup|ecto.create'),
    ...read('migrate:status|route:list|about|list|ecto.migrations|help|env'),
  ],
  { unlisted: (setting) => [{ verb: 'unknown', resource: setting.args.operands[0]?.text ?? '', ...localTask(setting) }] },
);

/** What moves a project's database from one schema to another. */
export const migrationTools: readonly Tool[] = [prisma, rails, knex, flyway, django, consoles];
