import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PreviewScene } from './preview-scene.js';
import { root } from './source.js';

/** What lies in the folder in which the commands of a transcript are previewed, by the transcript's name. */
export const scenes: Readonly<Record<string, (scene: PreviewScene) => void>> = {
  terraform(scene) {
    const plan = readFileSync(join(root, 'test/unit/change/plans/terraform-1.11.4.tfplan'));
    scene.write('saved/plan.tfplan', plan);
    scene.write('saved/broken.tfplan', plan.subarray(0, 900));
    scene.write(
      'saved/terraform.tfstate',
      state(['terraform_data.db', 'terraform_data.web', 'terraform_data.old', 'terraform_data.many']),
    );
    scene.write(
      'saved/main.tf',
      `${['db', 'web', 'fresh']
        .map((name) => `resource "terraform_data" "${name}" {\n  input = "}"\n}\n`)
        .join('# resource "a" "b" {\n')}resource "terraform_data" "many" {\n  count = 1\n}\n`,
    );
    scene.write(
      'remote/main.tf',
      'terraform {\n  backend "s3" {\n    bucket = "b"\n  }\n}\n\nresource "aws_db_instance" "main" {\n  identifier = "shop"\n}\n\nresource "aws_instance" "web" {\n  for_each = var.names\n}\n\nmodule "queue" {\n  source = "./queue"\n}\n',
    );
  },
  cloudformation(scene) {
    scene.git('init -q');
    scene.write('template.yaml', stackTemplate('Orders', ''));
    scene.write('samconfig.toml', '[default.deploy.parameters]\nstack_name = "shop"\n');
    scene.write(
      'cdk.out/manifest.json',
      JSON.stringify({
        artifacts: {
          ShopStack: {
            type: 'aws:cloudformation:stack',
            properties: { templateFile: 'ShopStack.template.json' },
          },
          tree: { type: 'cdk:tree' },
        },
      }),
    );
    scene.write(
      'cdk.out/ShopStack.template.json',
      JSON.stringify({
        Resources: {
          Db: {
            Type: 'AWS::RDS::DBInstance',
            DeletionPolicy: 'Snapshot',
            Properties: { Engine: 'postgres' },
          },
          Logs: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
          Jobs: { Type: 'AWS::SQS::Queue' },
        },
      }),
    );
    scene.write('broken.yaml', 'Resources: [');
    scene.commit('Begin');
    scene.write(
      'template.yaml',
      stackTemplate('OrdersV2', '  Fresh:\n    Type: AWS::SNS::Topic\n')
        .replace(/ {2}Old:\n.*\n/, '')
        .replace('nodejs18.x', 'nodejs22.x'),
    );
  },
  kubernetes(scene) {
    scene.git('init -q');
    scene.write(
      'k8s/shop.yaml',
      [
        'kind: Namespace\nmetadata:\n  name: shop\n',
        'kind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 5\n',
        'kind: PersistentVolumeClaim\nmetadata:\n  name: orders\n  namespace: shop\nspec:\n  resources:\n    requests:\n      storage: 200Gi\n',
        'kind: StatefulSet\nmetadata:\n  name: db\n  namespace: shop\nspec:\n  replicas: 3\n  volumeClaimTemplates:\n    - metadata:\n        name: data\n      spec:\n        resources:\n          requests:\n            storage: 1Ti\n',
        'kind: PersistentVolume\nmetadata:\n  name: disk\nspec:\n  persistentVolumeReclaimPolicy: Retain\n  capacity:\n    storage: 10Gi\n',
      ].join('---\n'),
    );
    scene.write('base/kustomization.yaml', 'resources:\n  - web.yaml\n');
    scene.write('base/web.yaml', 'kind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 2\n');
    scene.write(
      'overlays/prod/kustomization.yaml',
      'namespace: prod\nnamePrefix: eu-\nresources:\n  - ../../base\n  - missing.yaml\n',
    );
    scene.write('charts/shop/Chart.yaml', 'name: shop\nversion: 1.0.0\n');
    scene.write(
      'charts/shop/templates/all.yaml',
      'kind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n---\nkind: PersistentVolumeClaim\n',
    );
  },
  compose(scene) {
    scene.write(
      'compose.yaml',
      'name: shop\nservices:\n  db:\n    image: postgres:16\n    volumes:\n      - data:/var/lib/postgresql/data\n      - ./init:/docker-entrypoint-initdb.d\n  web:\n    image: shop/web\nvolumes:\n  data:\n  shared:\n    external: true\n',
    );
  },
  packages(scene) {
    scene.write(
      'package.json',
      JSON.stringify({
        name: '@acme/till',
        version: '2.1.0',
        main: './lib/index.js',
        files: ['dist', '!dist/test'],
        publishConfig: { access: 'public' },
      }),
    );
    for (const path of [
      'dist/a.js',
      'dist/a.js.map',
      'dist/test/x.js',
      'dist/.env',
      'lib/index.js',
      'src/a.ts',
      'README.md',
      '.env',
      'node_modules/x/y.js',
    ])
      scene.write(path, 'x\n');
    scene.write('loose/package.json', JSON.stringify({ name: 'loose', version: '0.0.1' }));
    scene.write('loose/.npmignore', 'secret/\n');
    for (const path of ['loose/id_rsa', 'loose/secret/a', 'loose/index.js']) scene.write(path, 'x\n');
    scene.write('crate/Cargo.toml', '[package]\nname = "till"\nversion = "0.3.0"\n');
  },
  aws(scene) {
    scene.git('init -q');
    const resources = [
      [
        'aws_db_instance',
        'main',
        {
          id: 'shop-db',
          identifier: 'shop-db',
          engine: 'postgres',
          allocated_storage: 500,
          deletion_protection: false,
          backup_retention_period: 0,
          tags: { env: 'production' },
        },
      ],
      ['aws_instance', 'web', { id: 'i-0abc', instance_type: 'm5.large', tags: { Name: 'web-1' } }],
      ['aws_s3_bucket', 'raw', { id: 'shop-raw', bucket: 'shop-raw' }],
    ].map(([type, name, attributes]) => ({ mode: 'managed', type, name, instances: [{ attributes }] }));
    scene.write('terraform.tfstate', JSON.stringify({ version: 4, resources }));
    scene.write(
      '.elasticbeanstalk/config.yml',
      'global:\n  application_name: till\nbranch-defaults:\n  main:\n    environment: till-prod\n',
    );
    scene.write(
      '.elasticbeanstalk/saved_configs/prod.cfg.yml',
      'OptionSettings:\n  aws:rds:dbinstance:\n    DBEngine: postgres\n',
    );
  },
  sql(scene) {
    scene.git('init -q');
    scene.write(
      'db/schema.sql',
      [
        'CREATE TABLE orders (id serial PRIMARY KEY, total numeric(10, 2) NOT NULL, note text)',
        'CREATE TABLE order_lines (id serial, order_id int REFERENCES orders (id) ON DELETE CASCADE)',
        'CREATE TABLE refunds (id serial, order_id int REFERENCES orders ON DELETE SET NULL)',
        'CREATE VIEW revenue AS SELECT sum(total) FROM orders',
        'CREATE TABLE users (id serial, email text)',
      ].join(';\n'),
    );
  },
  migrations(scene) {
    const database = 'DATABASE_URL=postgres://u:p@db.acme.io/shop\n';
    for (const folder of ['prisma-app', 'drizzle-app', 'alembic-app', 'rails-app', 'django-app', 'knex-app'])
      scene.write(`${folder}/.env`, database);
    scene.write('prisma-app/prisma/migrations/20260101_a/migration.sql', 'CREATE TABLE "A" (id int);\n');
    scene.write(
      'prisma-app/prisma/migrations/20260102_b/migration.sql',
      'DROP TABLE "Order";\nALTER TABLE "User" DROP COLUMN "email";\n',
    );
    scene.write('drizzle-app/drizzle/0001_x.sql', 'ALTER TABLE "orders" DROP COLUMN "note";\n');
    scene.write('alembic-app/alembic/versions/a.py', 'def upgrade():\n    op.drop_table("users")\n');
    scene.write(
      'rails-app/db/migrate/20260101_x.rb',
      'class X < ActiveRecord::Migration[7.1]\n  def up\n    drop_table :users\n  end\nend\n',
    );
    scene.write('rails-app/bin/rails', '');
    scene.write('django-app/manage.py', '');
    scene.write(
      'django-app/shop/migrations/0002_x.py',
      'operations = [migrations.DeleteModel(name="Order")]\n',
    );
    scene.write('knex-app/migrations/20260101_x.js', "exports.up = (k) => k.schema.dropTable('orders');\n");
  },
  requests(scene) {
    scene.write('delete.json', '{"query":"mutation { projectDelete(id: \\"till\\") { id } }"}');
    scene.write('statement.json', '{"query":"DROP TABLE orders CASCADE"}');
    scene.write('call.sh', '#!/bin/sh\nkubectl --context prod-eu delete namespace shop\n');
  },
};

/** A state of Terraform with one instance a resource. */
function state(addresses: readonly string[]): string {
  const resources = addresses.map((address) => {
    const [type, name] = address.split('.');
    return { mode: 'managed', type, name, instances: [{ attributes: {} }] };
  });
  return JSON.stringify({ version: 4, resources });
}

function stackTemplate(table: string, more: string): string {
  return `Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub '${table}-\${AWS::StackName}'
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs18.x
      Policies: !If [A, !Ref B, {C: d}]
  Keep:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
  Old:
    Type: AWS::SQS::Queue
${more}`;
}
