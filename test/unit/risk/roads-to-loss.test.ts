import { itWeighs } from '../../support/weighed.js';

describe('whole databases, by whatever road they are lost', () => {
  itWeighs({
    'statements that a request carries to a store': [
      [
        'ceremony',
        `curl -s https://x.upstash.io/pipeline -H "Authorization: Bearer $T" -d '[["DEL","a"],["FLUSHDB"]]'`,
      ],
      ['ask', 'curl -s https://x.upstash.io/del/session:1 -H "Authorization: Bearer $T"'],
      ['quiet', 'curl -s https://x.upstash.io/get/a -H "Authorization: Bearer $T"'],
      [
        'ceremony',
        `curl -X POST https://acme.hasura.app/v1/graphql -H 'x-hasura-admin-secret: s' -d '{"query":"mutation { delete_orders(where: {}) { affected_rows } }"}'`,
      ],
      [
        'ask',
        `curl -X POST https://acme.hasura.app/v1/graphql -H 'x-hasura-admin-secret: s' -d '{"query":"mutation { delete_orders(where: {id: {_eq: 3}}) { affected_rows } }"}'`,
      ],
      [
        'quiet',
        `curl -X POST https://acme.hasura.app/v1/graphql -H 'x-hasura-admin-secret: s' -d '{"query":"query { orders { id } }"}'`,
      ],
      [
        'ask',
        `curl -X POST http://localhost:8080/v1/graphql -d '{"query":"mutation { delete_orders(where: {}) { affected_rows } }"}'`,
      ],
      [
        'ceremony',
        `curl -X POST https://api.supabase.com/v1/projects/abc/database/query -H "Authorization: Bearer $T" -d '{"query":"drop table orders"}'`,
      ],
      [
        'ceremony',
        `curl -X POST https://ep-x.neon.tech/sql -H 'Neon-Connection-String: postgres://a:b@c/d' -d '{"query":"DELETE FROM users"}'`,
      ],
      [
        'ceremony',
        `curl -X POST https://db-acme.turso.io/v2/pipeline -H "Authorization: Bearer $T" -d '{"requests":[{"type":"execute","stmt":{"sql":"DROP TABLE users"}}]}'`,
      ],
      [
        'ceremony',
        `python3 -c "import requests; requests.post('https://x.upstash.io/', headers={'Authorization':'Bearer x'}, json=['FLUSHALL'])"`,
      ],
    ],
    'consoles of frameworks': [
      ['ceremony', 'php artisan migrate:fresh --force'],
      ['ceremony', 'php artisan db:wipe'],
      ['ask', 'php artisan migrate:rollback'],
      ['quiet', 'php artisan migrate:status'],
      ['quiet', 'php artisan route:list'],
      ['ceremony', 'python manage.py flush --no-input'],
      ['quiet', 'python manage.py migrate'],
      ['quiet', 'python manage.py migrate shop 0001'],
      ['quiet', 'python manage.py showmigrations'],
      ['ceremony', 'python3 ./manage.py migrate auth zero'],
      ['ceremony', 'uv run manage.py flush'],
      ['ceremony', 'poetry run python manage.py migrate shop zero'],
      ['ceremony', 'python manage.py reset_db'],
      ['ask', 'python manage.py shell -c "Order.objects.filter(id=1).delete()"'],
      ['quiet', 'python manage.py shell -c "print(User.objects.count())"'],
      ['quiet', 'python manage.py runserver'],
      ['quiet', 'python manage.py makemigrations'],
      ['quiet', 'python manage.py test'],
      ['quiet', 'php bin/console doctrine:fixtures:load --append -n'],
      ['ceremony', 'php bin/console doctrine:database:drop --force'],
      ['ceremony', 'symfony console doctrine:fixtures:load -n'],
      ['quiet', 'php bin/console cache:clear'],
      ['quiet', 'php bin/console doctrine:migrations:migrate -n'],
      ['ceremony', 'php bin/console doctrine:migrations:migrate first -n'],
      ['quiet', 'php bin/console debug:router'],
      ['ceremony', 'npx directus schema apply snap.yaml --yes'],
      ['quiet', 'npx directus start'],
      ['ceremony', 'npx strapi import -f export.tar.gz --force'],
      ['ceremony', 'npx payload migrate:fresh'],
      ['ceremony', 'node ace migration:fresh'],
      ['ceremony', 'node ace db:wipe'],
      ['quiet', 'node ace migration:run'],
      ['quiet', 'node ace serve'],
      ['ceremony', 'php yii migrate/fresh'],
      ['ask', 'php yii migrate/down 3'],
      ['ceremony', 'php spark migrate:refresh'],
      ['ask', 'bin/cake migrations rollback -t 0'],
      ['ceremony', 'vendor/bin/drush sql:drop -y'],
      ['ceremony', 'drush site:install -y'],
      ['quiet', 'drush cr'],
      ['ceremony', 'bin/magento setup:uninstall'],
      ['quiet', 'bin/magento cache:flush'],
      ['ceremony', 'php craft db/restore dump.sql'],
      ['ceremony', 'mix ecto.drop'],
      ['ceremony', 'mix ecto.reset'],
      ['ceremony', 'mix ecto.rollback --all'],
      ['quiet', 'mix test'],
      ['quiet', 'mix ecto.migrate'],
      ['ceremony', 'bundle exec rails db:drop'],
      ['ceremony', 'bin/rails db:schema:load'],
      ['quiet', 'bin/rails db:migrate'],
      ['quiet', 'RAILS_ENV=test bin/rails db:drop'],
      ['ask', 'bin/rails db:rollback'],
      ['ceremony', 'npx prisma migrate reset --force'],
      ['ceremony', 'npx prisma db push --force-reset'],
      ['quiet', 'npx prisma generate'],
      ['quiet', 'npx prisma migrate dev'],
      ['ceremony', 'npx sequelize-cli db:drop'],
      ['ceremony', 'npx typeorm schema:drop'],
      ['ceremony', 'npx mikro-orm schema:fresh -r'],
      ['ceremony', 'alembic downgrade base'],
      ['quiet', 'alembic upgrade head'],
      ['quiet', 'alembic history'],
      ['ceremony', 'flask db downgrade base'],
      ['quiet', 'flask db upgrade'],
      ['ceremony', 'dotnet ef database drop -f'],
      ['ceremony', 'dotnet ef database update 0'],
      ['quiet', 'dotnet ef database update'],
      ['quiet', 'dotnet ef migrations list'],
      ['quiet', 'dotnet build'],
      ['ceremony', 'sea-orm-cli migrate fresh'],
      ['quiet', 'sea-orm-cli migrate up'],
      ['quiet', 'sea-orm-cli migrate status'],
      ['ask', 'aerich downgrade'],
      ['quiet', 'aerich upgrade'],
      ['ceremony', 'piccolo migrations backwards all --auto_agree'],
      ['ceremony', 'diesel database reset'],
      ['ceremony', 'sqlx database drop -y'],
      ['quiet', 'sqlx migrate run'],
      ['ceremony', 'diesel migration revert --all'],
      ['ceremony', 'mvn flyway:clean'],
      ['ceremony', './gradlew flywayClean'],
      ['quiet', './gradlew build'],
      ['ceremony', 'mvn liquibase:dropAll'],
      ['quiet', 'mvn flyway:info'],
      ['ceremony', 'migrate -path m -database $DB drop -f'],
      ['ceremony', 'migrate -path m -database $DB down -all'],
      ['ceremony', 'goose -dir m postgres $DB reset'],
      ['quiet', 'goose status'],
      ['ceremony', 'dbmate drop'],
      ['quiet', 'dbmate up'],
      ['ceremony', 'atlas schema clean -u $DB --auto-approve'],
      ['ceremony', 'soda drop -a'],
      ['ceremony', 'hanami db drop'],
      ['ceremony', 'npx medusa db:setup'],
      ['ceremony', 'npx keystone prisma migrate reset -f'],
      ['ceremony', 'adonis migration:refresh'],
      ['ceremony', 'npx wasp db reset'],
      ['ceremony', 'npx convex import --replace-all --prod backup.zip'],
      ['ceremony', 'npx drizzle-kit push --force'],
      ['ask', 'npx drizzle-kit drop'],
    ],
    'where the project keeps its database': [
      ['quiet', 'npx drizzle-kit generate'],
      [
        'ask',
        'npx prisma migrate reset --force',
        {
          '/srv/app/.env': `DATABASE_URL=postgres://a:b@localhost:5432/shop
`,
        },
      ],
      [
        'ask',
        'python manage.py flush --no-input',
        {
          '/srv/app/manage.py': `os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
`,
          '/srv/app/shop/settings.py': `DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}
`,
        },
      ],
      [
        'ceremony',
        'python manage.py flush --no-input',
        {
          '/srv/app/manage.py': `os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
`,
          '/srv/app/shop/settings.py': `DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'HOST': 'db.acme.io'}}
`,
        },
      ],
      [
        'ask',
        'php artisan migrate:fresh',
        {
          '/srv/app/.env': `APP_ENV=local
DB_CONNECTION=mysql
DB_HOST=127.0.0.1
`,
        },
      ],
      [
        'ask',
        'php artisan migrate:fresh',
        {
          '/srv/app/.env': `APP_ENV=local
DB_CONNECTION=sqlite
`,
        },
      ],
      [
        'ask',
        'bin/rails db:drop',
        {
          '/srv/app/config/database.yml': `development:
  adapter: postgresql
  database: shop_development
`,
        },
      ],
      [
        'ask',
        'bin/rails db:drop',
        {
          '/srv/app/config/database.yml': `default: &default
  adapter: sqlite3
development:
  <<: *default
  database: db/development.sqlite3
`,
        },
      ],
      [
        'ceremony',
        'bin/rails db:drop',
        {
          '/srv/app/.env': `DATABASE_URL=postgres://u:p@db.acme.io/shop
`,
          '/srv/app/config/database.yml': `development:
  adapter: postgresql
  database: shop_development
`,
        },
      ],
      [
        'ask',
        'php bin/console doctrine:fixtures:load -n',
        {
          '/srv/app/.env': `DATABASE_URL="mysql://app:x@127.0.0.1:3306/app"
`,
        },
      ],
      [
        'ask',
        'npx prisma migrate reset --force',
        {
          '/srv/app/prisma/schema.prisma': `datasource db {
 provider = "sqlite"
 url = "file:./dev.db"
}
`,
        },
      ],
      [
        'ask',
        'python manage.py shell -c "User.objects.all().delete()"',
        {
          '/srv/app/manage.py': `os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
`,
          '/srv/app/shop/settings.py': `DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}
`,
        },
      ],
    ],
    'code that takes its address from a variable': [
      [
        'ceremony',
        `python3 -c "import os,psycopg2
c=psycopg2.connect(os.environ['DATABASE_URL'])
c.cursor().execute('DROP TABLE orders')"`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@db.acme.io:5432/shop
`,
        },
      ],
      [
        'ceremony',
        `python3 -c "import os,psycopg2
c=psycopg2.connect(os.getenv('DATABASE_URL'))
c.cursor().execute('TRUNCATE orders')"`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@db.acme.io:5432/shop
`,
        },
      ],
      [
        'quiet',
        `python3 -c "import os,psycopg2
c=psycopg2.connect(os.environ['DATABASE_URL'])
c.cursor().execute('SELECT 1')"`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@db.acme.io:5432/shop
`,
        },
      ],
      [
        'ask',
        `python3 -c "import os,psycopg2
c=psycopg2.connect(os.environ['DATABASE_URL'])
c.cursor().execute('DROP TABLE orders')"`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@localhost:5432/shop
`,
        },
      ],
      [
        'ceremony',
        `node -e "const {Pool}=require('pg'); new Pool({connectionString: process.env.DATABASE_URL}).query('TRUNCATE orders')"`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@db.acme.io:5432/shop
`,
        },
      ],
      [
        'ask',
        `node -e "const {Pool}=require('pg'); new Pool({connectionString: process.env.DATABASE_URL}).query('TRUNCATE orders')"`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@localhost:5432/shop
`,
        },
      ],
      [
        'ceremony',
        `node -e "const postgres=require('postgres'); const sql=postgres(process.env.DATABASE_URL); sql.unsafe('DROP SCHEMA public CASCADE')"`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@db.acme.io:5432/shop
`,
        },
      ],
      [
        'ceremony',
        `python3 -c "from sqlalchemy import create_engine, text
import os
e=create_engine(os.environ['DATABASE_URL'])
with e.begin() as c: c.execute(text('DROP TABLE orders'))"`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@db.acme.io:5432/shop
`,
        },
      ],
      [
        'ceremony',
        `php -r '$p=new PDO(getenv("DATABASE_URL")); $p->exec("DROP TABLE orders");'`,
        {
          '/srv/app/.env': `DATABASE_URL=postgresql://u:p@db.acme.io:5432/shop
`,
        },
      ],
    ],
    'releases that no one takes back': [
      ['ceremony', 'npm publish'],
      ['quiet', 'npm publish --dry-run'],
      ['quiet', 'npm pack'],
      ['quiet', 'npm publish --registry http://localhost:4873'],
      ['ceremony', 'pnpm publish --no-git-checks'],
      ['ceremony', 'yarn npm publish'],
      ['ceremony', 'cargo publish'],
      ['quiet', 'cargo publish --dry-run'],
      ['ceremony', 'twine upload dist/*'],
      ['ceremony', 'python -m twine upload dist/*'],
      ['ceremony', 'uv publish'],
      ['ceremony', 'poetry publish --build'],
      ['ceremony', 'gem push a-1.0.gem'],
      ['ceremony', 'dotnet nuget push a.nupkg -s https://api.nuget.org/v3/index.json'],
      ['ceremony', 'npx vsce publish'],
      ['quiet', 'npm version patch'],
      ['ask', 'npm dist-tag add a@1 latest'],
      ['ceremony', 'npx changeset publish'],
      ['quiet', 'twine check dist/*'],
      ['ceremony', 'npx lerna publish'],
    ],
    'tables of credentials': [
      [
        'ask',
        {
          kind: 'mcp',
          server: 'supabase',
          name: 'execute_sql',
          arguments: { query: 'select * from api_keys' },
        },
      ],
      [
        'ask',
        {
          kind: 'mcp',
          server: 'supabase',
          name: 'execute_sql',
          arguments: { query: 'select id, secret from oauth_client_secrets where id=3' },
        },
      ],
      [
        'quiet',
        {
          kind: 'mcp',
          server: 'supabase',
          name: 'execute_sql',
          arguments: { query: 'select * from orders limit 3' },
        },
      ],
      [
        'quiet',
        {
          kind: 'mcp',
          server: 'supabase',
          name: 'execute_sql',
          arguments: { query: 'select sum(total_tokens) from token_usage' },
        },
      ],
      [
        'ask',
        {
          kind: 'mcp',
          server: 'postgres',
          name: 'query',
          arguments: { sql: 'select * from vault.decrypted_secrets' },
        },
      ],
      [
        'ask',
        {
          kind: 'mcp',
          server: 'postgres',
          name: 'query',
          arguments: { sql: 'SELECT rolname, rolpassword FROM pg_authid' },
        },
      ],
      [
        'ceremony',
        {
          kind: 'mcp',
          server: 'neon',
          name: 'run_sql',
          arguments: { sql: 'TRUNCATE orders; ALTER TABLE users DROP COLUMN email;' },
        },
      ],
      ['quiet', { kind: 'mcp', server: 'supabase', name: 'list_tables', arguments: { schemas: ['public'] } }],
      ['ask', { kind: 'mcp', server: 'supabase', name: 'pause_project', arguments: { project_id: 'a' } }],
      ['ask', 'psql -h db.acme.io shop -c "select * from api_keys"'],
      ['quiet', 'psql -h db.acme.io shop -c "select count(*) from orders"'],
      ['quiet', 'psql shop_development -c "select * from api_keys"'],
      ['quiet', 'psql -h localhost shop -c "select * from users"'],
    ],
    'the only copy on this machine, and what a release was given': [
      ['ask', 'npx supabase db reset'],
      ['quiet', 'supabase db diff'],
      ['quiet', 'supabase start'],
      ['quiet', 'supabase migration up'],
      ['quiet', 'supabase stop'],
      ['ask', 'supabase stop --no-backup'],
      [
        'ceremony',
        'helm upgrade shop ./chart --reset-values',
        {
          '/home/ada/.kube/config': `apiVersion: v1
current-context: acme-eu-1
contexts:
- name: acme-eu-1
  context: {cluster: c, user: u}
clusters:
- name: c
  cluster: {server: "https://A.gr7.eu-west-1.eks.amazonaws.com"}
`,
        },
      ],
      [
        'ask',
        'helm upgrade shop ./chart --reuse-values',
        {
          '/home/ada/.kube/config': `apiVersion: v1
current-context: acme-eu-1
contexts:
- name: acme-eu-1
  context: {cluster: c, user: u}
clusters:
- name: c
  cluster: {server: "https://A.gr7.eu-west-1.eks.amazonaws.com"}
`,
        },
      ],
      [
        'quiet',
        'helm upgrade shop ./chart --reset-values --dry-run',
        {
          '/home/ada/.kube/config': `apiVersion: v1
current-context: acme-eu-1
contexts:
- name: acme-eu-1
  context: {cluster: c, user: u}
clusters:
- name: c
  cluster: {server: "https://A.gr7.eu-west-1.eks.amazonaws.com"}
`,
        },
      ],
    ],
  });
});
