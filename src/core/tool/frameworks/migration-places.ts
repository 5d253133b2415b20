import type { MigrationForm } from './migration-text.js';

/** Where a framework keeps its migrations, as the end of a path below the project's top. */
interface MigrationPlace {
  readonly path: RegExp;
  readonly form: MigrationForm;
}

/** One line a framework and form; the first that fits a path speaks. */
const places: readonly MigrationPlace[] = [
  {
    path: /\/prisma\/(?:[\w.-]{1,80}\/){0,3}migrations\/[^/]{1,200}\/migration\.sql$/,
    form: 'sql',
  },
  { path: /\/(?:V[\d._]{1,40}|R)__[^/]{0,200}\.sql$/, form: 'sql' },
  {
    path: /\/(?:changelogs?|liquibase)(?:\/[^/]{1,200}){1,4}\.(?:xml|ya?ml|json)$/,
    form: 'xml',
  },
  { path: /\/(?:changelogs?|liquibase)(?:\/[^/]{1,200}){1,4}\.sql$/, form: 'sql' },
  { path: /\/versions\/[^/]{1,200}\.py$/, form: 'python' },
  { path: /\/migrations\/\d{4}_[^/]{0,200}\.py$/, form: 'python' },
  {
    path: /\/db\/(?:\w{1,40}_)?(?:migrate|data)\/\d{1,20}_[^/]{0,200}\.rb$/,
    form: 'ruby',
  },
  {
    path: /\/priv\/(?:\w{1,40}\/){0,3}migrations\/\d{1,20}_[^/]{0,200}\.exs$/,
    form: 'elixir',
  },
  { path: /\/migrations\/[^/]{1,200}\.php$/i, form: 'php' },
  { path: /\/Migrations\/\d{1,20}_[^/]{0,200}\.cs$/, form: 'csharp' },
  { path: /\/(?:migrations?|seeders)\/[^/]{1,200}\.[cm]?[jt]s$/i, form: 'script' },
  {
    path: /\/(?:migrations?|schema|drizzle)\/(?:[^/]{1,200}\/)?[^/]{1,200}\.sql$/i,
    form: 'sql',
  },
];

/** Files of their own for the way back, and what a tool writes beside a migration. */
const isWayBack = /(?:\.down\.sql|\/down\.sql|\.Designer\.cs|\/U[\d._]{1,40}__[^/]{0,200}\.sql)$/;

/** How the migration at a path is written; undefined where no framework keeps one there. */
export function migrationFormOf(path: string): MigrationForm | undefined {
  return isWayBack.test(path) ? undefined : places.find((place) => place.path.test(path))?.form;
}
