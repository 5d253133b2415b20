/** What fills a project's database does what its code does. */
import assert from 'node:assert/strict';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import { memoryJudge } from '../../support/judge.js';
import { asks } from '../../support/judged.js';

const cwd = '/projects/app';

async function judgedIn(files: Readonly<Record<string, string>>, command: string): Promise<Assessment> {
  const placed = Object.fromEntries(Object.entries(files).map(([path, text]) => [`${cwd}/${path}`, text]));
  const judge = memoryJudge({ files: () => placed });
  const payload = { kind: 'shell', shell: 'bash', command } as const;
  const call = { agent: 'claude-code', session: '', callId: '', tool: 'Bash', cwd, payload } as const;
  return judge.judge(call, { cwd, env: {}, home: '/home/ada' });
}

const prisma = (body: string) => `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
async function main() { ${body} }
main();
`;
const wipes = prisma('await prisma.user.deleteMany();');
const fills = prisma("await prisma.user.create({ data: { name: 'Ada' } });");
const knex = (body: string) => `exports.seed = async function (knex) { ${body} };\n`;

describe('seeds are judged by their code', () => {
  for (const [what, command, path, wiping, filling] of [
    ['prisma', 'npx prisma db seed', 'prisma/seed.ts', wipes, fills],
    [
      'knex',
      'npx knex seed:run --env staging',
      'seeds/01_users.js',
      knex("await knex.raw('TRUNCATE TABLE users CASCADE');"),
      knex("await knex('users').insert({ name: 'Ada' });"),
    ],
    [
      'sequelize',
      'npx sequelize-cli db:seed:all',
      'seeders/1-users.js',
      "module.exports = { up: (q) => q.sequelize.query('DROP TABLE users') };",
      "module.exports = { up: (q) => q.bulkInsert('users', [{ name: 'Ada' }]) };",
    ],
    [
      'sequelize by its own interface',
      'npx sequelize db:seed:all',
      'seeders/1-users.js',
      "module.exports = { async up(queryInterface) { await queryInterface.bulkDelete('Users', null, {}); } };",
      "module.exports = { async up(queryInterface) { await queryInterface.bulkInsert('Users', [{ name: 'Ada' }]); } };",
    ],
    [
      'knex by its builder',
      'npx knex seed:run',
      'seeds/01_users.js',
      knex("await knex('users').del(); await knex('users').insert([{ id: 1 }]);"),
      knex("await knex('users').insert([{ id: 1 }]);"),
    ],
    [
      'rails',
      'bundle exec rails db:seed',
      'db/seeds.rb',
      'system("dropdb shop")\n',
      "User.create!(name: 'Ada')\n",
    ],
    [
      'laravel',
      'php artisan db:seed --class=UserSeeder',
      'database/seeders/UserSeeder.php',
      "<?php class UserSeeder { public function run() { DB::statement('DROP TABLE users'); } }",
      "<?php class UserSeeder { public function run() { User::create(['name' => 'Ada']); } }",
    ],
    [
      'django',
      'python manage.py seed_demo',
      'shop/management/commands/seed_demo.py',
      'import shutil\nclass Command:\n    def handle(self, *args, **options):\n        shutil.rmtree("/srv/media")\n',
      'class Command:\n    def handle(self, *args, **options):\n        User.objects.create(name="Ada")\n',
    ],
  ] as const) {
    it(`${what}: one that empties asks`, async () => {
      const found = await judgedIn({ [path]: wiping }, command);
      assert.ok(asks(found), JSON.stringify(found.effects.map(({ verb, resource }) => [verb, resource])));
    });

    it(`${what}: one that fills does not`, async () => {
      const found = await judgedIn({ [path]: filling }, command);
      assert.ok(!asks(found), JSON.stringify(found.findings.map(({ id }) => id)));
    });
  }

  it('the command in package.json runs in place of the usual file', async () => {
    const files = {
      'package.json': JSON.stringify({ prisma: { seed: 'tsx db/fill.ts' } }),
      'db/fill.ts': wipes,
      'prisma/seed.ts': fills,
    };
    assert.ok(asks(await judgedIn(files, 'npx prisma db seed')));
  });

  it('another command of the framework runs none of them', async () => {
    assert.ok(!asks(await judgedIn({ 'prisma/seed.ts': wipes }, 'npx prisma generate')));
    assert.ok(
      !asks(await judgedIn({ 'seeds/01.js': knex("await knex('users').del();") }, 'npx knex seed:make x')),
    );
  });
});
