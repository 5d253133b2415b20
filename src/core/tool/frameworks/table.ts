import type { ToolInvocation } from '../../target/whereabouts.js';
import { commandAsTyped } from '../derived.js';
import type { Draft, Tool } from '../table.js';
import { taskDraft } from '../tools/interpreters.js';
import { contentBackEnds, deployed } from './back-ends.js';
import { type Framework, toolOf } from './framework.js';
import { rails } from './rails.js';

const schema = { verb: 'modify', noun: 'schema' } as const;
const emptied = { verb: 'destroy', noun: 'database', reach: 'uncountable' } as const;
const undone = { verb: 'delete', noun: 'migration' } as const;
const dropped = { verb: 'delete', noun: 'schema', reach: 'uncountable' } as const;

const prisma: Framework = {
  programs: 'prisma prisma2',
  migrations: 'prisma/migrations|migrations',
  rows: [
    { words: 'db push', when: ['--force-reset'], ...emptied },
    { words: 'db push', when: ['--accept-data-loss'], ...dropped },
    {
      words: 'db execute',
      verb: 'execute',
      noun: 'database',
      traits: ['opaque-code'],
      carries: { at: [], files: ['--file'], input: ['--stdin'], dialect: 'postgres' },
    },
    { words: 'db pull', verb: 'modify', noun: 'schema.prisma', here: true },
  ],
  wipes: 'migrate reset',
  migrates: 'migrate deploy|migrate dev|migrate resolve|migrate save|migrate up|db push|db seed',
  writes: 'generate|format|init|dev|platform|telemetry',
  reads: 'migrate status|migrate diff|validate|studio|version|debug|bootstrap',
};

const drizzle: Framework = {
  programs: 'drizzle-kit',
  migrations: 'drizzle|migrations|supabase/migrations|db/migrations|src/db/migrations',
  replaces: 'push',
  undoes: 'drop',
  migrates: 'migrate',
  writes: 'generate|introspect|pull|up|export',
  reads: 'check|studio',
};

/** Knex, Sequelize, TypeORM and what is like them: one vocabulary, of which each has a part. */
const builders: Framework = {
  programs:
    'knex sequelize sequelize-cli typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm mikro-orm node-pg-migrate db-migrate migrate-mongo umzug objection-cli',
  migrations:
    'migrations|src/migrations|db/migrations|database/migrations|src/database/migrations|src/migration',
  rows: [
    {
      words: 'migrate:rollback|migrate:down',
      when: ['--all'],
      verb: 'destroy',
      noun: 'schema',
      reach: 'uncountable',
    },
    { words: 'down|migration:down', when: ['--to=0'], ...emptied },
  ],
  wipes:
    'db:drop|schema:drop|schema:fresh|drop|database drop|database reset|db:truncate|reset|fresh|migrate:fresh|migration:fresh|db drop|database:drop|db:migrate:undo:all',
  replaces: 'schema:sync|schema:update|push',
  undoes:
    'migrate:rollback|migrate:down|migrate:unlock|db:migrate:undo|db:seed:undo|db:seed:undo:all|migration:revert|migration:down|rollback|down|redo',
  migrates:
    'migrate:latest|migrate:up|seed:run|db:migrate|db:seed|db:seed:all|migration:run|migration:up|up|upgrade|migrate|db:create|database:create|seeder:run',
  writes:
    'migrate:make|seed:make|init|new|create|migration:generate|migration:create|generate|model:generate|migration:generate|entity:create|seed:generate|cache:generate|cache:clear',
  reads:
    'migrate:list|migrate:status|migrate:currentVersion|db:migrate:status|migration:show|migration:list|migration:pending|migration:check|status|list|check|version|schema:log|query|debug|database:debug',
};

const alembic: Framework = {
  programs: 'alembic',
  migrations: 'alembic/versions|migrations/versions|versions',
  rows: [{ words: 'downgrade base', ...emptied }],
  undoes: 'downgrade',
  migrates: 'upgrade|stamp',
  writes: 'revision|merge|edit|init',
  reads: 'current|history|heads|branches|show|check|list_templates',
};

const flask: Framework = {
  programs: 'flask',
  migrations: 'migrations/versions',
  rows: [{ words: 'db downgrade base', ...emptied }],
  wipes: 'drop-db|drop_db|reset-db|reset_db|db drop',
  undoes: 'db downgrade',
  migrates: 'db upgrade|db stamp',
  writes: 'db migrate|db revision|db merge|db edit|db init|run|shell|init-db',
  reads: 'routes|db current|db history|db heads|db branches|db show|db check',
};

/** Migrations of Python without Alembic. */
const python: Framework = {
  programs: 'aerich piccolo yoyo masonite',
  migrations: 'migrations|migrations/models|*/piccolo_migrations',
  rows: [
    { words: 'migrations backwards all', ...emptied },
    { words: 'migrations backwards * 0|all', ...emptied },
  ],
  undoes: 'downgrade|rollback|migrations backwards|reapply',
  migrates: 'upgrade|apply|migrations forwards|init-db',
  writes: 'migrate|init|new|migrations new|inspectdb',
  reads: 'heads|history|list|migrations check',
};

const django: Framework = {
  programs: 'django-admin manage.py',
  migrations: '*/migrations|migrations',
  rows: [
    { words: 'migrate * zero', verb: 'destroy', noun: 'schema', resource: 0, reach: 'uncountable' },
    { words: 'dbshell', verb: 'execute', noun: 'code', carries: { at: 1, piped: true } },
  ],
  wipes: 'flush|reset_db|sqlflush_execute|drop_test_database|reset_schema',
  migrates:
    'migrate|loaddata|syncdb|createcachetable|createsuperuser|changepassword|remove_stale_contenttypes|clearsessions',
  writes:
    'makemigrations|startapp|startproject|collectstatic|compilemessages|makemessages|squashmigrations|runserver|runserver_plus|test|optimizemigration|compilescss|tailwind|graph_models',
  reads:
    'check|showmigrations|sqlmigrate|sqlflush|dumpdata|inspectdb|diffsettings|findstatic|show_urls|version|help|testserver|sendtestemail|print_settings',
  unlisted: (setting) => {
    const command = setting.args.operands[0]?.text ?? '';
    if (/^(?:delete|clean|purge|drop|wipe|truncate|reset)_/.test(command))
      return [{ verb: 'destroy', resource: 'database', reach: 'uncountable' }];
    if (/^(?:shell|shell_plus|runscript|dbshell)$/.test(command))
      return [{ verb: 'execute', resource: 'code' }];
    return [{ verb: 'unknown', resource: `manage.py ${command}`.trim() }];
  },
};

/** Laravel, CodeIgniter, AdonisJS: `php artisan`, `php spark`, `node ace`. */
const artisan: Framework = {
  programs: 'artisan spark ace adonis',
  migrations: 'database/migrations',
  rows: [{ words: 'db', verb: 'execute', noun: 'database', carries: { at: [], piped: true } }],
  wipes:
    'migrate:fresh|migrate:reset|migrate:refresh|db:wipe|migration:fresh|migration:reset|migration:refresh|db:truncate',
  undoes: 'migrate:rollback|migration:rollback',
  migrates: 'migrate|db:seed|migration:run',
  reads: 'migrate:status|migration:status|route:list|list:routes|about|list|help|env',
  unlisted: projectTask,
};

/** Symfony, Yii, Craft, CakePHP and the consoles of shops and sites. */
const php: Framework = {
  programs: 'console yii craft cake phinx doctrine doctrine-migrations typo3 magento drush',
  migrations: 'migrations|db/migrations|config/Migrations|src/Migrations',
  rows: [
    {
      words: 'doctrine:fixtures:load|hautelook:fixtures:load',
      when: ['--append'],
      verb: 'create',
      noun: 'rows',
    },
    { words: 'doctrine:migrations:migrate|migrations:migrate first|0', ...emptied },
    { words: 'doctrine:migrations:migrate|migrations:migrate prev', ...undone },
    { words: 'doctrine:migrations:execute', when: ['--down'], ...undone },
    { words: 'doctrine:schema:update|orm:schema-tool:update', when: ['--complete'], ...dropped },
    { words: 'rollback', when: ['-t=0', '--target=0'], ...emptied },
    {
      words: 'dbal:run-sql|doctrine:query:sql|doctrine:query:dql',
      verb: 'modify',
      noun: 'database',
      carries: { at: 0, piped: true },
    },
    { words: 'migrations rollback', ...undone },
    { words: 'migrations migrate', ...schema },
  ],
  wipes:
    'doctrine:schema:drop|doctrine:database:drop|orm:schema-tool:drop|migrate/fresh|sql:drop|sql-drop|setup:uninstall|setup:db:reset|sylius:install:database',
  replaces:
    'doctrine:fixtures:load|hautelook:fixtures:load|db/restore|site:install|site-install|si|sql:sync|sql-sync|sylius:fixtures:load|restore|setup:install|database:import|database:import-export',
  undoes: 'migrate/down|migrate/redo|rollback|setup:rollback',
  migrates:
    'doctrine:migrations:migrate|migrations:migrate|doctrine:migrations:execute|doctrine:schema:update|doctrine:schema:create|doctrine:database:create|migrate|migrate/up|migrate/all|updatedb|updb|setup:upgrade|setup:db-schema:upgrade',
  writes:
    'cache:clear|cache:flush|cache:clean|cr|cache:rebuild|make:migration|migrate/create|assets:install|importmap:install|setup:di:compile',
  reads:
    'doctrine:migrations:status|doctrine:migrations:list|doctrine:schema:validate|debug:router|debug:container|migrate/history|migrate/new|status|about|list|help',
  unlisted: projectTask,
};

/** Elixir's mix. */
const ecto: Framework = {
  programs: 'mix ecto',
  migrations: 'priv/repo/migrations',
  rows: [{ words: 'ecto.rollback', when: ['--all'], ...emptied }],
  wipes: 'ecto.drop|ecto.reset|ash.reset|ash_postgres.drop',
  undoes: 'ecto.rollback|ash.rollback',
  migrates: 'ecto.migrate|ecto.setup|ecto.create|ash.setup|ash.migrate',
  reads: 'ecto.migrations|help',
  unlisted: projectTask,
};

/** A command of the project's own: what its name promises. */
function projectTask(setting: ToolInvocation): readonly Draft[] {
  const [command = '', ...words] = setting.args.operands.map(({ text }) => text);
  const draft = taskDraft(command, words, setting);
  const resource = draft.verb === 'unknown' ? commandAsTyped(setting, [command]) : draft.resource;
  return [{ ...draft, resource, span: setting.invocation.span }];
}

/** Entity Framework, beside what else `dotnet` does. */
const entityFramework: Framework = {
  programs: 'dotnet dotnet-ef',
  migrations: 'Migrations|*/Migrations',
  rows: [
    { words: 'ef database update 0', ...emptied },
    { words: 'database update 0', ...emptied },
  ],
  wipes: 'ef database drop|database drop',
  migrates: 'ef database update|database update',
  writes:
    'ef migrations add|ef migrations remove|ef dbcontext scaffold|ef migrations script|migrations add|migrations remove',
  reads: 'ef migrations list|ef dbcontext info|ef dbcontext list|migrations list',
};

const flyway: Framework = {
  programs: 'flyway',
  migrations: 'db/migration|sql|migrations|src/main/resources/db/migration',
  style: 'single-dash',
  wipes: 'clean',
  undoes: 'undo',
  migrates: 'migrate|baseline|repair|deploy',
  reads: 'info|validate|check|version|help|testConnection|list-engines',
};

const liquibase: Framework = {
  programs: 'liquibase schemachange',
  migrations: 'db/changelog|changelog|src/main/resources/db/changelog',
  rows: [
    {
      words: 'execute-sql|executeSql',
      ...schema,
      carries: { at: '--sql', files: ['--sql-file', '--sqlFile'] },
    },
  ],
  wipes: 'dropAll|drop-all',
  undoes:
    'rollback|rollbackCount|rollback-count|rollbackToDate|rollback-to-date|rollback-one-update|rollback-one-changeset',
  migrates:
    'update|updateToTag|update-to-tag|update-count|changelogSync|changelog-sync|tag|deploy|clear-checksums|release-locks|update-testing-rollback',
  reads:
    'status|history|diff|snapshot|validate|list-locks|db-doc|update-sql|rollback-sql|future-rollback-sql|generate-changelog|diff-changelog|version|help|check',
};

/** golang-migrate. */
const golang: Framework = {
  programs: 'migrate',
  migrations: 'migrations|db/migrations|db/migration',
  style: 'single-dash',
  rows: [{ words: 'down', when: ['-all'], ...emptied }],
  wipes: 'drop',
  undoes: 'down',
  migrates: 'up|goto|force',
  writes: 'create',
  reads: 'version|help',
};

const goose: Framework = {
  programs: 'goose',
  valued: '-dir -table',
  style: 'single-dash',
  migrations: 'migrations|db/migrations',
  rows: [
    // A coding agent has the same name.
    {
      words: 'session|run|configure|web|recipe|schedule|acp|serve|bench|project|projects|term',
      verb: 'execute',
      noun: 'another agent',
      traits: ['guard'],
    },
    { words: 'reset', ...emptied },
    { words: '* * reset', ...emptied },
    { words: '* * down-to 0', ...emptied },
    { words: '* * down|down-to|redo', ...undone },
    { words: '* * up|up-to|up-by-one', ...schema },
    { words: '* * status|version|validate', verb: 'read' },
  ],
  undoes: 'down|down-to|redo',
  migrates: 'up|up-to|up-by-one',
  writes: 'create|fix',
  reads: 'status|version|validate|env',
};

const dbmate: Framework = {
  programs: 'dbmate',
  migrations: 'db/migrations',
  wipes: 'drop',
  replaces: 'load',
  undoes: 'rollback|down',
  migrates: 'up|migrate|create',
  writes: 'new|n|dump',
  reads: 'status|wait|version',
};

const atlas: Framework = {
  programs: 'atlas',
  migrations: 'migrations',
  wipes: 'schema clean',
  undoes: 'migrate down',
  migrates: 'schema apply|migrate apply|migrate set|migrate push',
  writes: 'migrate diff|migrate hash|migrate new|migrate rebase|migrate import|migrate edit|migrate rm',
  reads:
    'migrate status|migrate lint|migrate validate|migrate ls|schema inspect|schema diff|schema fmt|version',
};

/** Rust's and Go's others. */
const others: Framework = {
  programs: 'sqlx diesel sea-orm-cli refinery soda buffalo-pop tern bytebase',
  migrations: 'migrations',
  rows: [{ words: 'migration revert', when: ['--all', '-a'], ...emptied }],
  wipes: 'database drop|database reset|migrate fresh|migrate reset|migrate refresh|drop|reset',
  undoes: 'migration revert|migration redo|migrate revert|migrate down|migrate undo|rollback|down',
  migrates: 'migration run|migrate run|migrate up|database create|database setup|migrate|up|create|setup',
  writes:
    'migration generate|migration add|migrate add|migrate generate|migrate init|prepare|generate|print-schema',
  reads: 'migration list|migration pending|migrate info|migration info|migrate status|status',
};

const frameworks: readonly Framework[] = [
  prisma,
  drizzle,
  builders,
  alembic,
  flask,
  python,
  django,
  rails,
  artisan,
  php,
  ecto,
  entityFramework,
  flyway,
  liquibase,
  golang,
  goose,
  dbmate,
  atlas,
  others,
  deployed,
  contentBackEnds,
];

export const frameworkTools: readonly Tool[] = frameworks.map(toolOf);
