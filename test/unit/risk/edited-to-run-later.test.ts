import { itWeighs } from '../../support/weighed.js';

describe('files that are edited now and run later', () => {
  itWeighs({
    'files that a deploy, a push or a build runs': [
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/fly.toml',
              before: `app="x"
`,
              after: `app="x"
[deploy]
  release_command = "npx prisma migrate reset --force"
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/fly.toml',
              before: `app="x"
`,
              after: `app="x"
[deploy]
  release_command = "npx prisma migrate deploy"
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/netlify.toml',
              before: `[build]
 command="pnpm build"
`,
              after: `[build]
 command="drizzle-kit push --force && pnpm build"
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/netlify.toml',
              before: `[build]
 command="pnpm build"
`,
              after: `[build]
 command="pnpm test && pnpm build"
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/vercel.json',
              before: '{}',
              after: '{"buildCommand": "prisma migrate reset --force && next build"}',
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/vercel.json',
              before: '{}',
              after:
                '{"buildCommand": "prisma generate && next build", "installCommand": "rm -rf node_modules && npm ci"}',
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/railway.json',
              before: '{}',
              after:
                '{"deploy": {"startCommand": "node server.js", "preDeployCommand": ["npm run build", "npx sequelize-cli db:drop"]}}',
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/render.yaml',
              before: null,
              after: `services:
  - type: web
    name: reset-service
    buildCommand: bundle install
    preDeployCommand: bin/rails db:reset
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/render.yaml',
              before: null,
              after: `services:
  - type: web
    name: drop-service
    buildCommand: bundle install
    preDeployCommand: bin/rails db:migrate
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Procfile',
              before: `web: puma
`,
              after: `release: bin/rails db:schema:load
web: puma
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Procfile',
              before: `web: puma
`,
              after: `release: bin/rails db:migrate
web: puma
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/heroku.yml',
              before: `build: {}
`,
              after: `build: {}
release:
  command:
    - python manage.py flush --no-input
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/app.json',
              before: '{}',
              after: '{"scripts": {"postdeploy": "bundle exec rake db:drop db:create"}}',
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Dockerfile',
              before: `FROM node
`,
              after: `FROM node
RUN rm -rf /var/lib/apt/lists/*
CMD ["npx", "prisma", "migrate", "reset", "--force"]
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Dockerfile',
              before: `FROM node
`,
              after: `FROM node
RUN apt-get update && apt-get remove -y gcc && rm -rf /var/lib/apt/lists/*
CMD ["node", "server.js"]
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/docker/web.Dockerfile',
              before: `FROM python
`,
              after: `FROM python
ENTRYPOINT alembic downgrade base && gunicorn app
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/docker-compose.yml',
              before: `services:
  web:
    image: acme/web
`,
              after: `services:
  web:
    image: acme/web
    command: sh -c "php artisan migrate:fresh --force && php-fpm"
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/docker-compose.yml',
              before: `services: {}
`,
              after: `services:
  db:
    image: postgres:16
  web:
    image: acme/web
    command: php artisan migrate:fresh --seed
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.github/workflows/deploy.yml',
              before: `jobs: {}
`,
              after: `jobs:
  d:
    runs-on: ubuntu-latest
    steps:
      - name: drop old
        run: |
          npm ci
          terraform destroy -auto-approve
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.github/workflows/ci.yml',
              before: `jobs: {}
`,
              after: `jobs:
  t:
    services:
      postgres:
        image: postgres:16
    steps:
      - run: bin/rails db:drop db:create db:schema:load
      - run: bin/rails test
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.github/workflows/ci.yml',
              before: `jobs: {}
`,
              after: `jobs:
  t:
    steps:
      - run: |
          npm ci
          npm run clean
          git clean -fdx
          rm -rf dist
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.gitlab-ci.yml',
              before: `stages: [deploy]
`,
              after: `stages: [deploy]
deploy:
  script:
    - kubectl delete namespace shop
    - helm install shop ./chart
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.gitlab-ci.yml',
              before: `stages: [deploy]
`,
              after: `stages: [deploy]
deploy:
  script:
    - kubectl rollout status deploy/web
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.circleci/config.yml',
              before: `version: 2.1
`,
              after: `version: 2.1
jobs:
  d:
    steps:
      - run:
          name: Reset
          command: aws s3 rm s3://acme-assets --recursive
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/buildspec.yml',
              before: `version: 0.2
`,
              after: `version: 0.2
phases:
  build:
    commands:
      - aws cloudformation delete-stack --stack-name shop
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.ebextensions/01-db.config',
              before: null,
              after: `container_commands:
  01_reset:
    command: "python manage.py reset_db --noinput"
    leader_only: true
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.ebextensions/01-db.config',
              before: null,
              after: `container_commands:
  01_migrate:
    command: "python manage.py migrate --noinput"
    leader_only: true
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/.platform/hooks/postdeploy/01.sh',
              before: null,
              after: `#!/bin/bash
cd /var/app/current
php artisan migrate:fresh --force
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/package.json',
              before: '{"scripts":{"build":"next build"}}',
              after: '{"scripts":{"build":"prisma db push --force-reset && next build"}}',
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/package.json',
              before: '{"scripts":{"build":"next build"}}',
              after: '{"scripts":{"build":"next build","db:reset":"prisma migrate reset --force"}}',
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/package.json',
              before: '{"scripts":{"build":"prisma migrate reset --force && next build"}}',
              after: '{"scripts":{"build":"prisma migrate reset --force && next build","lint":"eslint ."}}',
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Makefile',
              before: `build:
	go build
`,
              after: `build:
	go build
deploy: build
	migrate -path db -database $$DB drop -f
	kubectl apply -f k8s
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Makefile',
              before: `build:
	go build
`,
              after: `build:
	go build
clean:
	rm -rf bin
reset-db:
	migrate -path db -database $$DB drop -f
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/k8s/job.yaml',
              before: null,
              after: `apiVersion: batch/v1
kind: Job
metadata:
  name: m
spec:
  template:
    spec:
      containers:
        - name: m
          image: acme/web
          command: ["npx", "prisma"]
          args: ["migrate", "reset", "--force"]
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/chart/templates/hook.yaml',
              before: null,
              after: `apiVersion: batch/v1
kind: Job
metadata:
  name: m
  annotations:
    "helm.sh/hook": pre-upgrade
spec:
  template:
    spec:
      containers:
        - name: m
          command:
            - sh
            - -c
            - flyway clean && flyway migrate
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/k8s/job.yaml',
              before: null,
              after: `apiVersion: batch/v1
kind: Job
metadata:
  name: m
spec:
  template:
    spec:
      containers:
        - name: m
          command: ["npx", "prisma", "migrate", "deploy"]
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Jenkinsfile',
              before: `pipeline {}
`,
              after: `pipeline { stages { stage('x') { steps { sh 'helm uninstall shop' } } } }
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Jenkinsfile',
              before: `pipeline {}
`,
              after: `pipeline { stages { stage('x') { steps { sh 'helm list' } } } }
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/docs/deploy.md',
              before: 'x',
              after: `Run \`prisma migrate reset --force\`.
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/config/app.yaml',
              before: `a: 1
`,
              after: `a: 1
reset: prisma migrate reset --force
`,
            },
          ],
        },
      ],
    ],
    'migrations that are written': [
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/db/migrate/20260101_drop.rb',
              before: null,
              after: `class X < ActiveRecord::Migration[7.0]
 def change
  drop_table :users
 end
end
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/db/migrate/20260101_add.rb',
              before: null,
              after: `class X < ActiveRecord::Migration[7.0]
 def up
  create_table :users
 end
 def down
  drop_table :users
 end
end
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/db/migrate/20260102_rm.rb',
              before: null,
              after: `class X < ActiveRecord::Migration[7.0]
 def up
  execute "TRUNCATE orders"
 end
end
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/db/migrate/20260103_rm.rb',
              before: null,
              after: `class X < ActiveRecord::Migration[7.0]
 def change
  remove_column :users, :email, :string
 end
end
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/db/migrate/20260104_i.rb',
              before: null,
              after: `class X < ActiveRecord::Migration[7.0]
 def change
  remove_index :users, :email
  rename_column :users, :a, :b
 end
end
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/alembic/versions/x.py',
              before: null,
              after: `def upgrade():
    op.drop_table("users")
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/alembic/versions/y.py',
              before: null,
              after: `def upgrade():
    op.create_table("users")

def downgrade():
    op.drop_table("users")
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/migrations/versions/z.py',
              before: null,
              after: `def upgrade():
    op.execute("DELETE FROM orders")
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/shop/migrations/0007_x.py',
              before: null,
              after: `class Migration(migrations.Migration):
    operations = [
        migrations.DeleteModel(name="Order"),
    ]
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/shop/migrations/0008_x.py',
              before: null,
              after: `class Migration(migrations.Migration):
    operations = [
        migrations.AddField(model_name="order", name="x", field=models.TextField()),
    ]
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/prisma/migrations/20260101_x/migration.sql',
              before: null,
              after: `-- DropTable
DROP TABLE "Order";
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/prisma/migrations/20260102_x/migration.sql',
              before: null,
              after: `CREATE TABLE "Order" (id int);
DROP INDEX "a";
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/prisma/migrations/20260103_x/migration.sql',
              before: null,
              after: `CREATE TABLE "new_Order" (id int);
INSERT INTO "new_Order" SELECT id FROM "Order";
DROP TABLE "Order";
ALTER TABLE "new_Order" RENAME TO "Order";
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/src/main/resources/db/migration/V7__drop.sql',
              before: null,
              after: `ALTER TABLE orders DROP COLUMN total;
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/db/migrations/0003_a.up.sql',
              before: null,
              after: `DROP TABLE orders;
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/db/migrations/0003_a.down.sql',
              before: null,
              after: `DROP TABLE orders;
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/migrations/0004_goose.sql',
              before: null,
              after: `-- +goose Up
CREATE TABLE a (id int);
-- +goose Down
DROP TABLE a;
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/migrations/0005_goose.sql',
              before: null,
              after: `-- +goose Up
DROP TABLE a;
-- +goose Down
CREATE TABLE a (id int);
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/database/migrations/2026_01_01_x.php',
              before: null,
              after: `<?php
return new class extends Migration {
  public function up(): void {
    Schema::dropIfExists('orders');
  }
  public function down(): void {
  }
};
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/database/migrations/2026_01_02_x.php',
              before: null,
              after: `<?php
return new class extends Migration {
  public function up(): void {
    Schema::create('orders', function (Blueprint $t) { $t->id(); });
  }
  public function down(): void {
    Schema::dropIfExists('orders');
  }
};
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/migrations/20260101-x.js',
              before: null,
              after: `module.exports = {
  async up(queryInterface) {
    await queryInterface.dropTable('orders');
  },
  async down(queryInterface) {}
};
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/migrations/20260102-x.js',
              before: null,
              after: `exports.up = (knex) => knex.schema.createTable('orders', (t) => t.increments());
exports.down = (knex) => knex.schema.dropTable('orders');
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/src/migrations/1700-x.ts',
              before: null,
              after: `export class X implements MigrationInterface {
  public async up(q: QueryRunner): Promise<void> {
    await q.query(\`ALTER TABLE "orders" DROP COLUMN "total"\`);
  }
  public async down(q: QueryRunner): Promise<void> {
    await q.query(\`ALTER TABLE "orders" ADD "total" int\`);
  }
}
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/priv/repo/migrations/20260101_x.exs',
              before: null,
              after: `defmodule X do
  use Ecto.Migration
  def change do
    drop table(:orders)
  end
end
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Migrations/20260101_X.cs',
              before: null,
              after: `protected override void Up(MigrationBuilder m)
{
  m.DropTable(name: "Orders");
}
protected override void Down(MigrationBuilder m)
{
}
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/Migrations/20260102_Y.cs',
              before: null,
              after: `protected override void Up(MigrationBuilder m)
{
  m.CreateTable(name: "Orders");
}
protected override void Down(MigrationBuilder m)
{
  m.DropTable(name: "Orders");
}
`,
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/src/main/resources/db/changelog/003.xml',
              before: null,
              after: '<changeSet id="1" author="a"><dropTable tableName="orders"/></changeSet>',
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/src/main/resources/db/changelog/004.xml',
              before: null,
              after:
                '<changeSet id="1" author="a"><createTable tableName="orders"/><rollback><dropTable tableName="orders"/></rollback></changeSet>',
            },
          ],
        },
      ],
      [
        'ask',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/supabase/migrations/20260101_x.sql',
              before: null,
              after: `truncate table orders;
`,
            },
          ],
        },
      ],
      [
        'quiet',
        {
          kind: 'edit',
          edits: [
            {
              kind: 'whole',
              path: '/srv/app/supabase/migrations/20260102_x.sql',
              before: null,
              after: `update orders set a = 1 where id = 2; delete from orders where id = 3;
`,
            },
          ],
        },
      ],
    ],
  });
});
