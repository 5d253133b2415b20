import assert from 'node:assert/strict';
import { asks } from '../../support/judged.js';
import { weighed } from '../../support/weighed.js';

type Texts = readonly (readonly [loses: string, looks: string])[];

const sql: Texts = [
  ['DROP TABLE orders;', 'SELECT count(*) FROM orders;'],
  ['TRUNCATE orders;', 'SELECT 1;'],
];
const ruby: Texts = [
  ['Order.delete_all', 'puts Order.count'],
  ['User.destroy_all', 'User.first'],
];
const django: Texts = [
  [
    'from shop.models import Order; Order.objects.all().delete()',
    'from shop.models import Order; print(Order.objects.count())',
  ],
];
const artisan: Texts = [['App\\Models\\Order::query()->delete();', 'echo App\\Models\\Order::count();']];
const ecto: Texts = [['Shop.Repo.delete_all(Shop.Order)', 'Shop.Repo.aggregate(Shop.Order, :count)']];
const sftp: Texts = [
  ['rm /srv/data/*', 'ls /srv/data'],
  ['rmdir /srv/data', 'get /srv/data/a'],
];

/** Programs that do what is typed into them, and what that is. */
const consoles: readonly (readonly [Texts, ...programs: string[]])[] = [
  [
    sql,
    'heroku pg:psql -a acme',
    'fly postgres connect -a shop-db',
    'flyctl pg connect -a shop-db',
    'railway connect postgres',
    'pscale shell shop main',
    'turso db shell shop',
    'gcloud sql connect ledger --user=root',
    'rails dbconsole',
    'bin/rails db -e production',
    'python manage.py dbshell',
    'php artisan db',
    'wp db cli',
    'wp db query',
    'drush sql:cli',
    'drush sqlc',
    'platform sql -p abc',
    'php bin/console dbal:run-sql',
    'dokku postgres:connect shop',
    'npx prisma db execute --stdin --url postgres://u:p@db.acme.io/shop',
    'kubectl exec -i db-0 -- psql -h db.acme.io shop',
    'ssh db.acme.io psql shop',
  ],
  [
    ruby,
    'rails c',
    'rails console',
    'bin/rails console',
    'bundle exec rails c',
    'rails runner -',
    'ruby bin/rails runner -',
  ],
  [django, 'python manage.py shell', './manage.py shell', 'uv run manage.py shell'],
  [artisan, 'php artisan tinker', './artisan tinker'],
  [ecto, 'iex -S mix'],
  [sftp, 'sftp deploy@files.acme.io', 'sftp -b - deploy@files.acme.io'],
];

describe('what is said to a console', () => {
  for (const [texts, ...programs] of consoles)
    for (const program of programs)
      it(`is judged as what it says, however it comes there: ${program}`, () => {
        for (const [loses, looks] of texts)
          for (const fed of [
            (text: string) => `echo '${text}' | ${program}`,
            (text: string) => `${program} <<< '${text}'`,
            (text: string) => `${program} <<'END'\n${text}\nEND`,
            (text: string) => `printf '%s\\n' '${text}' > /tmp/said && ${program} < /tmp/said`,
          ]) {
            assert.ok(asks(weighed(fed(loses))), fed(loses));
            assert.ok(!asks(weighed(fed(looks))), fed(looks));
          }
      });

  it('asks where nobody can read it, and not where nothing is said', () => {
    for (const program of [
      'heroku pg:psql -a acme',
      'fly postgres connect -a shop-db',
      'python manage.py dbshell',
    ]) {
      assert.ok(asks(weighed(`curl -s https://acme.io/x.sql | ${program}`)), program);
      assert.ok(!asks(weighed(program)), program);
    }
    assert.ok(!asks(weighed('rails c')));
    assert.ok(!asks(weighed('rails console --sandbox <<< "Order.delete_all"')));
  });

  it('is not what only lies in its input beside a statement that is given', () => {
    assert.ok(!asks(weighed(`echo 'DROP TABLE orders;' | heroku pg:psql -a acme -c 'SELECT 1'`)));
    assert.ok(asks(weighed(`heroku pg:psql -a acme -c 'DROP TABLE orders'`)));
    assert.ok(asks(weighed('python manage.py dbshell -- -c "DROP TABLE orders"')));
    assert.ok(asks(weighed("wp db query 'DROP TABLE wp_posts'")));
    assert.ok(!asks(weighed("wp db query 'SELECT 1'")));
    assert.ok(asks(weighed("drush sql:query 'TRUNCATE users'")));
  });
});
