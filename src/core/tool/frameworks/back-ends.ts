import type { Framework } from './framework.js';

/** Back ends that bring a database along. */
export const contentBackEnds: Framework = {
  programs: 'directus strapi payload medusa keystone wasp redwood rw encore',
  migrations: 'migrations|src/migrations|extensions/migrations|database/migrations',
  rows: [{ words: 'prisma migrate reset', verb: 'destroy', noun: 'database', reach: 'uncountable' }],
  wipes: 'migrate:fresh|migrate:reset|migrate:refresh|db reset|db:reset|database reset',
  replaces: 'database install|schema apply|import|transfer|db:setup|db restore',
  undoes: 'migrate:down|database migrate:down|db:rollback',
  migrates: 'migrate|database migrate:latest|database migrate:up|db:migrate|db migrate-dev|db start',
  writes: 'build|develop|dev|generate|export|init|telemetry',
  reads: 'start|version|report|migrate:status|schema snapshot|schema diff|db studio|routes:list',
};

/** Schemas as files that are deployed and reverted, and back ends whose metadata is the schema. */
export const deployed: Framework = {
  programs: 'sqitch graphile-migrate hasura meteor',
  migrations: 'deploy|migrations/committed|migrations/default|migrations',
  rows: [
    { words: 'migrate apply', when: ['--down'], verb: 'delete', noun: 'migration' },
    { words: 'reset', when: ['--erase'], verb: 'destroy', noun: 'database', reach: 'uncountable' },
  ],
  wipes: 'metadata clear|reset',
  replaces: 'rebase|checkout|metadata apply|metadata reload',
  undoes: 'revert|uncommit',
  migrates: 'deploy|migrate apply|migrate|watch|seed apply',
  writes:
    'add|init|rework|bundle|commit|migrate create|seed create|metadata export|console|run|build|create|npm|update|test',
  reads:
    'status|log|plan|show|verify|check|migrate status|metadata diff|metadata inconsistency list|version|list|help',
};
