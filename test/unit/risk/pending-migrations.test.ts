import { itWeighs } from '../../support/weighed.js';

describe('migrations that nobody has read yet', () => {
  itWeighs({
    'steps forward do what their files say': [
      [
        'ceremony',
        'npx prisma migrate deploy',
        {
          '/srv/app/prisma/migrations/20260101_a/migration.sql': `CREATE TABLE "A" (id int);
`,
          '/srv/app/prisma/migrations/20260102_b/migration.sql': `DROP TABLE "Order";
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'quiet',
        'npx prisma migrate deploy',
        {
          '/srv/app/prisma/migrations/20260101_a/migration.sql': `CREATE TABLE "A" (id int);
`,
          '/srv/app/prisma/migrations/20260102_b/migration.sql': `DROP TABLE "Order";
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@localhost/shop
`,
        },
      ],
      [
        'quiet',
        'npx prisma migrate status',
        {
          '/srv/app/prisma/migrations/20260101_a/migration.sql': `CREATE TABLE "A" (id int);
`,
          '/srv/app/prisma/migrations/20260102_b/migration.sql': `DROP TABLE "Order";
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'quiet',
        'npx prisma migrate deploy',
        {
          '/srv/app/prisma/migrations/20260101_a/migration.sql': `CREATE TABLE "A" (id int);
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'quiet',
        'npx prisma migrate deploy',
        {
          '/srv/app/prisma/migrations/20260102_x/migration.sql': `CREATE TABLE "T2" (id int);
`,
          '/srv/app/prisma/migrations/20260103_x/migration.sql': `CREATE TABLE "T3" (id int);
`,
          '/srv/app/prisma/migrations/20260104_x/migration.sql': `CREATE TABLE "T4" (id int);
`,
          '/srv/app/prisma/migrations/20260105_x/migration.sql': `CREATE TABLE "T5" (id int);
`,
          '/srv/app/prisma/migrations/20250101_a/migration.sql': `DROP TABLE "Order";
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
          '/srv/app/.git/HEAD': `ref: refs/heads/main
`,
        },
      ],
      [
        'ceremony',
        'alembic upgrade head',
        {
          '/srv/app/alembic/versions/a.py': `def upgrade():
    op.drop_table("users")
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'quiet',
        'alembic upgrade head',
        {
          '/srv/app/alembic/versions/a.py': `def upgrade():
    op.create_table("users")
def downgrade():
    op.drop_table("users")
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'ceremony',
        'flask db upgrade',
        {
          '/srv/app/migrations/versions/a.py': `def upgrade():
    op.drop_column("users", "email")
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'ceremony',
        'python manage.py migrate',
        {
          '/srv/app/shop/migrations/0002_x.py': `operations = [migrations.DeleteModel(name="Order")]
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
          '/srv/app/manage.py': '',
        },
      ],
      [
        'ceremony',
        'bin/rails db:migrate',
        {
          '/srv/app/db/migrate/20260101_x.rb': `class X
 def change
  drop_table :users
 end
end
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'quiet',
        'bin/rails db:migrate',
        {
          '/srv/app/db/migrate/20260101_x.rb': `class X
 def change
  drop_table :users
 end
end
`,
          '/srv/app/config/database.yml': `development:
  database: shop_development
`,
        },
      ],
      [
        'ceremony',
        'php artisan migrate --force',
        {
          '/srv/app/database/migrations/2026_01_01_x.php': `<?php
class X {
 public function up() {
 Schema::drop('orders');
 }
}
`,
          '/srv/app/.env': `DB_HOST=db.acme.io
`,
        },
      ],
      [
        'ceremony',
        'npx knex migrate:latest',
        {
          '/srv/app/migrations/20260101_x.js': `exports.up = (k) => k.schema.dropTable('orders');
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'ceremony',
        'npx sequelize-cli db:migrate',
        {
          '/srv/app/migrations/20260101_x.js': `module.exports = {
 up: (q) => q.removeColumn('orders', 'total'),
};
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'ceremony',
        'npx typeorm migration:run',
        {
          '/srv/app/src/migrations/1_x.ts': `class X {
 async up(q) {
 await q.query('DROP TABLE orders');
 }
}
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'ceremony',
        'flyway -url=jdbc:postgresql://db.acme.io/shop migrate',
        {
          '/srv/app/sql/V2__x.sql': `TRUNCATE orders;
`,
        },
      ],
      [
        'ceremony',
        'liquibase --url=jdbc:postgresql://db.acme.io/shop update',
        { '/srv/app/db/changelog/2.xml': '<changeSet><dropTable tableName="x"/></changeSet>' },
      ],
      [
        'ceremony',
        'mix ecto.migrate',
        {
          '/srv/app/priv/repo/migrations/1_x.exs': `defmodule X do
 def change do
  drop table(:orders)
 end
end
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'ceremony',
        'dotnet ef database update',
        {
          '/srv/app/Migrations/1_X.cs': `void Up(M m)
{
 m.DropTable(name: "Orders");
}
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'ceremony',
        'migrate -path db/migrations -database postgres://u:p@db.acme.io/shop up',
        {
          '/srv/app/db/migrations/1_x.up.sql': `DROP TABLE a;
`,
          '/srv/app/db/migrations/1_x.down.sql': `CREATE TABLE a (id int);
`,
        },
      ],
      [
        'quiet',
        'migrate -path db/migrations -database postgres://u:p@db.acme.io/shop up',
        {
          '/srv/app/db/migrations/1_x.up.sql': `CREATE TABLE a (id int);
`,
          '/srv/app/db/migrations/1_x.down.sql': `DROP TABLE a;
`,
        },
      ],
      [
        'ceremony',
        'dbmate up',
        {
          '/srv/app/db/migrations/1_x.sql': `-- migrate:up
DROP TABLE a;
-- migrate:down
CREATE TABLE a (id int);
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'quiet',
        'dbmate up',
        {
          '/srv/app/db/migrations/1_x.sql': `-- migrate:up
CREATE TABLE a (id int);
-- migrate:down
DROP TABLE a;
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
      [
        'ceremony',
        'goose -dir migrations postgres "postgres://u:p@db.acme.io/shop" up',
        {
          '/srv/app/migrations/1_x.sql': `-- +goose Up
DROP TABLE a;
-- +goose Down
`,
        },
      ],
      [
        'ceremony',
        'atlas migrate apply --url postgres://u:p@db.acme.io/shop',
        {
          '/srv/app/migrations/1_x.sql': `DROP TABLE a;
`,
        },
      ],
      [
        'ceremony',
        'npx drizzle-kit migrate',
        {
          '/srv/app/drizzle/0001_x.sql': `ALTER TABLE "a" DROP COLUMN "b";
`,
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
        },
      ],
    ],
  });
});
