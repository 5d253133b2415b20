import assert from 'node:assert/strict';
import { judgeCall } from '../../../src/core/risk/judge.js';
import { parseProgram } from '../../../src/engine/program-grammars.js';
import { asks, callOf } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

type Texts = Readonly<Record<string, string>>;

/** A project's own command, or its tests, and the files that say what it does. */
const rows: readonly (readonly [expect: string, command: string, files: Texts, env: Texts])[] = [
  [
    'ask',
    'python -m flask recreate-db',
    {
      'app.py':
        "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nimport os\napp = Flask(__name__)\napp.config['SQLALCHEMY_DATABASE_URI'] = os.environ['SQLALCHEMY_DATABASE_URI']\ndb = SQLAlchemy(app)\n@app.cli.command('recreate-db')\ndef recreate_db():\n    db.drop_all()\n    db.create_all()\n@app.cli.command()\ndef show_stats():\n    print(1)\n@app.route('/x', methods=['DELETE'])\ndef x():\n    db.drop_all()\n",
      '.flaskenv':
        'FLASK_APP=app.py\nSQLALCHEMY_DATABASE_URI=postgresql://doadmin:pw@db-postgresql-fra1-1.b.db.ondigitalocean.com:25060/kts\n',
    },
    {},
  ],
  [
    'ask',
    'flask recreate-db',
    {
      'app.py':
        "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nimport os\napp = Flask(__name__)\napp.config['SQLALCHEMY_DATABASE_URI'] = os.environ['SQLALCHEMY_DATABASE_URI']\ndb = SQLAlchemy(app)\n@app.cli.command('recreate-db')\ndef recreate_db():\n    db.drop_all()\n    db.create_all()\n@app.cli.command()\ndef show_stats():\n    print(1)\n@app.route('/x', methods=['DELETE'])\ndef x():\n    db.drop_all()\n",
      '.flaskenv':
        'FLASK_APP=app.py\nSQLALCHEMY_DATABASE_URI=postgresql://doadmin:pw@db-postgresql-fra1-1.b.db.ondigitalocean.com:25060/kts\n',
    },
    {},
  ],
  [
    'allow',
    'flask show-stats',
    {
      'app.py':
        "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nimport os\napp = Flask(__name__)\napp.config['SQLALCHEMY_DATABASE_URI'] = os.environ['SQLALCHEMY_DATABASE_URI']\ndb = SQLAlchemy(app)\n@app.cli.command('recreate-db')\ndef recreate_db():\n    db.drop_all()\n    db.create_all()\n@app.cli.command()\ndef show_stats():\n    print(1)\n@app.route('/x', methods=['DELETE'])\ndef x():\n    db.drop_all()\n",
      '.flaskenv':
        'FLASK_APP=app.py\nSQLALCHEMY_DATABASE_URI=postgresql://doadmin:pw@db-postgresql-fra1-1.b.db.ondigitalocean.com:25060/kts\n',
    },
    {},
  ],
  [
    'allow',
    'flask routes',
    {
      'app.py':
        "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nimport os\napp = Flask(__name__)\napp.config['SQLALCHEMY_DATABASE_URI'] = os.environ['SQLALCHEMY_DATABASE_URI']\ndb = SQLAlchemy(app)\n@app.cli.command('recreate-db')\ndef recreate_db():\n    db.drop_all()\n    db.create_all()\n@app.cli.command()\ndef show_stats():\n    print(1)\n@app.route('/x', methods=['DELETE'])\ndef x():\n    db.drop_all()\n",
      '.flaskenv':
        'FLASK_APP=app.py\nSQLALCHEMY_DATABASE_URI=postgresql://doadmin:pw@db-postgresql-fra1-1.b.db.ondigitalocean.com:25060/kts\n',
    },
    {},
  ],
  [
    'ask',
    'flask recreate-db',
    {
      'wsgi.py':
        "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nimport os\napp = Flask(__name__)\napp.config['SQLALCHEMY_DATABASE_URI'] = os.environ['SQLALCHEMY_DATABASE_URI']\ndb = SQLAlchemy(app)\n@app.cli.command('recreate-db')\ndef recreate_db():\n    db.drop_all()\n    db.create_all()\n@app.cli.command()\ndef show_stats():\n    print(1)\n@app.route('/x', methods=['DELETE'])\ndef x():\n    db.drop_all()\n",
    },
    {},
  ],
  [
    'ask',
    'FLASK_APP=shop.main flask recreate-db',
    {
      'shop/main.py':
        "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nimport os\napp = Flask(__name__)\napp.config['SQLALCHEMY_DATABASE_URI'] = os.environ['SQLALCHEMY_DATABASE_URI']\ndb = SQLAlchemy(app)\n@app.cli.command('recreate-db')\ndef recreate_db():\n    db.drop_all()\n    db.create_all()\n@app.cli.command()\ndef show_stats():\n    print(1)\n@app.route('/x', methods=['DELETE'])\ndef x():\n    db.drop_all()\n",
    },
    {},
  ],
  [
    'ask',
    'FLASK_APP=shop:create_app flask recreate-db',
    {
      'shop/__init__.py':
        "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nimport os\napp = Flask(__name__)\napp.config['SQLALCHEMY_DATABASE_URI'] = os.environ['SQLALCHEMY_DATABASE_URI']\ndb = SQLAlchemy(app)\n@app.cli.command('recreate-db')\ndef recreate_db():\n    db.drop_all()\n    db.create_all()\n@app.cli.command()\ndef show_stats():\n    print(1)\n@app.route('/x', methods=['DELETE'])\ndef x():\n    db.drop_all()\n",
    },
    {},
  ],
  [
    'ask',
    'flask --app shop.main recreate-db',
    {
      'shop/main.py':
        "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\nimport os\napp = Flask(__name__)\napp.config['SQLALCHEMY_DATABASE_URI'] = os.environ['SQLALCHEMY_DATABASE_URI']\ndb = SQLAlchemy(app)\n@app.cli.command('recreate-db')\ndef recreate_db():\n    db.drop_all()\n    db.create_all()\n@app.cli.command()\ndef show_stats():\n    print(1)\n@app.route('/x', methods=['DELETE'])\ndef x():\n    db.drop_all()\n",
    },
    {},
  ],
  [
    'ask',
    'flask wipe',
    {
      'app.py':
        'from flask import Flask\nfrom shop.commands import wipe\napp=Flask(__name__)\napp.cli.add_command(wipe)\n',
      'shop/commands.py':
        "import click\nfrom flask.cli import with_appcontext\nfrom .models import db\n@click.command('wipe')\n@with_appcontext\ndef wipe():\n    db.drop_all()\n",
    },
    {},
  ],
  [
    'ask',
    'php artisan orders:purge',
    {
      artisan: '#!/usr/bin/env php\n<?php\n',
      'app/Console/Commands/Purge.php':
        "<?php\nnamespace App\\Console\\Commands;\nuse Illuminate\\Console\\Command;\nuse Illuminate\\Support\\Facades\\DB;\nclass Purge extends Command {\n  protected $signature = 'orders:purge {--force}';\n  public function handle() { DB::table('orders')->truncate(); }\n}\n",
    },
    {},
  ],
  [
    'allow',
    'php artisan orders:list',
    {
      artisan: '#!/usr/bin/env php\n<?php\n',
      'app/Console/Commands/Purge.php':
        "<?php\nnamespace App\\Console\\Commands;\nuse Illuminate\\Console\\Command;\nuse Illuminate\\Support\\Facades\\DB;\nclass Purge extends Command {\n  protected $signature = 'orders:purge {--force}';\n  public function handle() { DB::table('orders')->truncate(); }\n}\n",
    },
    {},
  ],
  ['ask', 'rails runner scripts/wipe.rb', { 'scripts/wipe.rb': 'User.delete_all\n' }, {}],
  ['allow', 'bin/rails runner scripts/ok.rb', { 'scripts/ok.rb': 'puts User.count\n' }, {}],
  [
    'ask',
    'bundle exec rake shop:purge',
    {
      'lib/tasks/shop.rake':
        "namespace :shop do\n  desc 'x'\n  task purge: :environment do\n    Order.delete_all\n  end\n  task stats: :environment do\n    puts Order.count\n  end\nend\n",
      Rakefile: "require_relative 'config/application'\nRails.application.load_tasks\n",
    },
    {},
  ],
  [
    'ask',
    'rails shop:purge',
    {
      'lib/tasks/shop.rake':
        "namespace :shop do\n  desc 'x'\n  task purge: :environment do\n    Order.delete_all\n  end\n  task stats: :environment do\n    puts Order.count\n  end\nend\n",
    },
    {},
  ],
  [
    'allow',
    'rake shop:stats',
    {
      'lib/tasks/shop.rake':
        "namespace :shop do\n  desc 'x'\n  task purge: :environment do\n    Order.delete_all\n  end\n  task stats: :environment do\n    puts Order.count\n  end\nend\n",
    },
    {},
  ],
  [
    'allow',
    'rake test',
    {
      'lib/tasks/shop.rake':
        "namespace :shop do\n  desc 'x'\n  task purge: :environment do\n    Order.delete_all\n  end\n  task stats: :environment do\n    puts Order.count\n  end\nend\n",
    },
    {},
  ],
  [
    'ask',
    'bundle exec rspec spec/models',
    {
      '.rspec': '--require spec_helper\n',
      'spec/spec_helper.rb': "require 'database_cleaner'\nDatabaseCleaner.clean_with :truncation\n",
    },
    { DATABASE_URL: 'postgres://u:pw@ec2-54-1-2-3.compute-1.amazonaws.com:5432/d3k' },
  ],
  [
    'allow',
    'bundle exec rspec spec/models',
    {
      '.rspec': '--require spec_helper\n',
      'spec/spec_helper.rb': "require 'database_cleaner'\nDatabaseCleaner.clean_with :truncation\n",
    },
    { DATABASE_URL: 'postgres://u:pw@localhost:5432/test' },
  ],
  [
    'allow',
    'bundle exec rspec spec/models',
    {
      '.rspec': '--require spec_helper\n',
      'spec/spec_helper.rb': "require 'database_cleaner'\nDatabaseCleaner.clean_with :truncation\n",
    },
    {},
  ],
  [
    'ask',
    'rspec',
    { 'spec/rails_helper.rb': "require 'database_cleaner'\nDatabaseCleaner.clean_with :truncation\n" },
    { DATABASE_URL: 'postgres://u:pw@db.acme.example:5432/d3k' },
  ],
  [
    'allow',
    'rspec',
    { 'spec/rails_helper.rb': 'require "rails"\n' },
    { DATABASE_URL: 'postgres://u:pw@db.acme.example:5432/d3k' },
  ],
  [
    'ask',
    'bin/rails test',
    { 'test/test_helper.rb': "require 'database_cleaner'\nDatabaseCleaner.clean_with :truncation\n" },
    { DATABASE_URL: 'postgres://u:pw@db.acme.example:5432/d3k' },
  ],
  [
    'ask',
    'npx jest',
    {
      'jest.config.js': "module.exports={globalSetup:'./test/setup.js'}",
      'test/setup.js':
        "const {Client}=require('pg');module.exports=async()=>{const c=new Client({connectionString:process.env.DATABASE_URL});await c.connect();await c.query('TRUNCATE users CASCADE')}",
    },
    { DATABASE_URL: 'postgres://u:pw@db.acme.example:5432/d3k' },
  ],
  [
    'ask',
    'pytest',
    {
      'conftest.py':
        "import os, pytest\nfrom sqlalchemy import create_engine\nfrom shop.models import Base\n@pytest.fixture(scope='session', autouse=True)\ndef db():\n    e = create_engine(os.environ['DATABASE_URL'])\n    Base.metadata.drop_all(e)\n    yield e\n",
    },
    { DATABASE_URL: 'postgres://u:pw@db.acme.example:5432/d3k' },
  ],
  [
    'allow',
    'pytest',
    {
      'conftest.py':
        "import os, pytest\nfrom sqlalchemy import create_engine\nfrom shop.models import Base\n@pytest.fixture(scope='session', autouse=True)\ndef db():\n    e = create_engine(os.environ['DATABASE_URL'])\n    Base.metadata.drop_all(e)\n    yield e\n",
    },
    { DATABASE_URL: 'postgres://u:pw@localhost:5432/d3k' },
  ],
];

describe('the commands that a project gives its framework', () => {
  for (const [expect, command, files, env] of rows)
    it(`${expect}: ${command} with ${JSON.stringify({ ...files, ...env })}`, () => {
      const placed = Object.entries(files).map(([path, text]) => [`/srv/app/${path}`, text] as const);
      const world = memoryWorld({
        cwd: '/srv/app',
        home: '/home/ada',
        files: Object.fromEntries(placed),
        env,
      });
      const call = callOf({ kind: 'shell', shell: 'bash', command });
      const told = judgeCall(call, world, { grammars: { programs: parseProgram } });
      assert.equal(asks(told), expect === 'ask');
    });
});
