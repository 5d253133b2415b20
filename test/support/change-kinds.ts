/** The kinds of call whose change a card shows: a sample of each, and what stands there beyond the command's own words. */

export interface ChangeKind {
  readonly kind: string;
  /** Of test/golden/previews, or `look`: what a person sees on a click, of test/golden/looks.jsonl. */
  readonly from: string;
  /** The call as it stands there; of a look, how it ends or what it holds. */
  readonly call: string;
  /** None of it in the command. Empty: `why` says why there is nothing more. */
  readonly shows: readonly string[];
  /** Fictions that were shown once, or would be easy to show. */
  readonly never?: readonly string[];
  readonly why?: string;
}

const terraform: readonly ChangeKind[] = [
  {
    kind: 'a saved Terraform plan',
    from: 'terraform',
    call: 'cd saved && terraform apply plan.tfplan',
    shows: [
      'terraform_data.db (because of triggers_replace)',
      '- terraform_data terraform_data.old',
      '4 deleted',
    ],
    never: ['- plan', '+ plan'],
  },
  {
    kind: 'terraform apply without a plan',
    from: 'terraform',
    call: 'cd saved && terraform apply -auto-approve',
    shows: ['terraform_data.old (no longer in the configuration)', 'no saved plan was given'],
    never: ['terraform_data.db'],
  },
  {
    kind: 'terraform apply -replace',
    from: 'terraform',
    call: 'cd remote && terraform apply -replace=aws_db_instance.main',
    shows: ['its data is lost', '+ database (new), empty'],
  },
  {
    kind: 'terraform destroy, state here',
    from: 'terraform',
    call: 'cd saved && terraform destroy -auto-approve',
    shows: ['terraform_data.many', '4 deleted'],
    never: ['everything'],
  },
  {
    kind: 'terraform destroy, state elsewhere',
    from: 'terraform',
    call: 'cd remote && terraform destroy',
    shows: ['aws_db_instance.main, its data is lost', 'module.queue', 'At least 1 deleted'],
    never: ['everything'],
  },
  {
    kind: 'terraform destroy of one address',
    from: 'terraform',
    call: 'terraform -chdir=saved destroy -target=terraform_data.many',
    shows: [],
    why: 'what depends on an address stands in no state; that it is not known is said',
  },
  {
    kind: 'terraform state rm',
    from: 'terraform',
    call: 'cd saved && terraform state rm terraform_data.web',
    shows: ['entry of the state', 'can be brought back'],
    never: ['data is lost'],
  },
];

const migrations: readonly ChangeKind[] = [
  {
    kind: 'prisma migrate',
    from: 'migrations',
    call: 'cd prisma-app && npx prisma migrate deploy',
    shows: ['table Order, its data is lost', 'column User.email'],
  },
  {
    kind: 'drizzle migrate',
    from: 'migrations',
    call: 'cd drizzle-app && npx drizzle-kit migrate',
    shows: ['column orders.note, its data is lost'],
  },
  {
    kind: 'alembic upgrade',
    from: 'migrations',
    call: 'cd alembic-app && alembic upgrade head',
    shows: ['table users, its data is lost'],
  },
  {
    kind: 'rails db:migrate',
    from: 'migrations',
    call: 'cd rails-app && bin/rails db:migrate',
    shows: ['table users, its data is lost'],
  },
  {
    kind: 'django migrate',
    from: 'migrations',
    call: 'cd django-app && python manage.py migrate',
    shows: ['table Order, its data is lost'],
  },
  {
    kind: 'knex migrate',
    from: 'migrations',
    call: 'cd knex-app && npx knex migrate:latest',
    shows: ['table orders, its data is lost'],
  },
  {
    kind: 'a reset of a whole database',
    from: 'migrations',
    call: 'cd prisma-app && npx prisma migrate reset --force',
    shows: ['its data is lost', 'shop'],
  },
];

const statements: readonly ChangeKind[] = [
  {
    kind: 'DROP TABLE CASCADE',
    from: 'sql',
    call: "psql -c 'DROP TABLE orders CASCADE'",
    shows: ['foreign key order_lines to orders', 'view revenue', '4 deleted'],
  },
  {
    kind: 'DROP TABLE, looked at',
    from: 'look',
    call: 'DROP TABLE refunds;',
    shows: ['24.6 kB', '30 rows', 'which takes writes'],
  },
  {
    kind: 'TRUNCATE CASCADE',
    from: 'sql',
    call: "psql -c 'TRUNCATE orders CASCADE'",
    shows: ['all rows of orders', 'rows of order_lines (with CASCADE)'],
    never: ['- table orders', 'Drop the table'],
  },
  {
    kind: 'TRUNCATE, looked at',
    from: 'look',
    call: 'TRUNCATE refunds;',
    shows: ['all rows of refunds × 30', '24.6 kB'],
    never: ['- table refunds'],
  },
  {
    kind: 'DELETE with a condition',
    from: 'sql',
    call: "psql -c 'DELETE FROM orders WHERE id < 100'",
    shows: ['rows of order_lines (with ON DELETE CASCADE)', 'rows of refunds (with ON DELETE SET NULL)'],
    never: ['all rows of orders'],
  },
  {
    kind: 'DELETE with a condition, looked at',
    from: 'look',
    call: "DELETE FROM orders o WHERE o.status = 'old' AND total >= 500.5;",
    shows: ['rows of orders × 50', 'rows of order_lines × 250', 'At least 300 deleted'],
  },
  {
    kind: 'DELETE of all',
    from: 'sql',
    call: "psql -c 'DELETE FROM orders'",
    shows: ['all rows of orders', 'rows of order_lines (with ON DELETE CASCADE)'],
  },
  {
    kind: 'DELETE with LIMIT',
    from: 'sql',
    call: "mysql -e 'DELETE FROM orders LIMIT 10'",
    shows: ['at most 10 rows', 'rows of order_lines'],
    never: ['all rows'],
  },
  {
    kind: 'ALTER TABLE DROP COLUMN',
    from: 'sql',
    call: "psql -c 'ALTER TABLE orders DROP COLUMN total, DROP COLUMN note'",
    shows: ['orders.total (type numeric(10,2))', 'orders.note (type text)', '2 deleted'],
    never: ['column orders,'],
  },
  {
    kind: 'ALTER TABLE DROP COLUMN, looked at',
    from: 'look',
    call: 'psql ALTER TABLE orders DROP COLUMN note;',
    shows: ['a value in 3 rows'],
  },
  {
    kind: 'UPDATE of some rows',
    from: 'look',
    call: 'UPDATE orders SET total = 0 WHERE id <= 10;',
    shows: ['rows of orders × 10', '10 changed'],
    never: ['- rows'],
  },
  {
    kind: 'UPDATE of all rows',
    from: 'sql',
    call: 'psql -c "UPDATE users SET email = \'x\'"',
    shows: ['~ all rows of users (email)'],
    never: ['- rows', '- all rows'],
  },
  {
    kind: 'redis FLUSHALL, looked at',
    from: 'look',
    call: '-p 35405 FLUSHALL',
    shows: ['all keys of database 0 × 40', 'all keys of database 3 × 2', '42 deleted'],
  },
  {
    kind: 'redis DEL, looked at',
    from: 'look',
    call: 'DEL user:1 nobody',
    shows: ['160 bytes', 'type string'],
    never: ['key nobody'],
  },
  {
    kind: 'mongosh drop',
    from: 'sql',
    call: "mongosh --eval 'db.users.drop()'",
    shows: [],
    why: 'nothing here says what a collection holds, and there is no MongoDB to have a look proven against',
  },
];

const git: readonly ChangeKind[] = [
  {
    kind: 'git push --force',
    from: 'git',
    call: 'git push --force',
    shows: ['“Take the discount out” (by Bob, in origin/main)', '3 deleted'],
  },
  {
    kind: 'git push -f of another branch',
    from: 'git',
    call: 'git push -f origin work:topic',
    shows: ['“Mend the till” (by Bob', '2 deleted'],
  },
  {
    kind: 'git push --delete',
    from: 'git',
    call: 'git push origin --delete topic',
    shows: ['origin/topic@76e6045ff', 'What would bring it back'],
  },
  {
    kind: 'git push --mirror',
    from: 'git',
    call: 'git push --mirror',
    shows: ['branch origin/topic@', '(by Bob'],
  },
  {
    kind: 'git reset --hard to a commit',
    from: 'git',
    call: 'git reset --hard HEAD~2',
    shows: ['“Paint it green” (by Ada', 'src/till.ts (+1 −0 lines), nowhere committed', 'reflog'],
  },
  {
    kind: 'git reset --hard',
    from: 'git',
    call: 'git reset --hard',
    shows: ['src/till.ts (+1 −0 lines)'],
    never: ['commit 59c48be64 “'],
  },
  {
    kind: 'git reset of commits',
    from: 'git',
    call: 'git reset HEAD~1',
    shows: ['“Paint it green”', 'reflog'],
  },
  {
    kind: 'git rebase',
    from: 'git',
    call: 'git rebase origin/main',
    shows: ['“Rename the shop” (by Ada', '+ commit (new)'],
  },
  { kind: 'git commit --amend', from: 'git', call: 'git commit --amend -m x', shows: ['“Paint it green”'] },
  { kind: 'git branch -D', from: 'git', call: 'git branch -D work', shows: ['“Only on work” (by Ada'] },
  { kind: 'git tag -d', from: 'git', call: 'git tag -d v1', shows: ['v1@59c48be64', 'git object'] },
  { kind: 'git stash drop', from: 'git', call: 'git stash drop', shows: ['stash@{0}', 'src/till.ts'] },
  { kind: 'git stash clear', from: 'git', call: 'git stash clear', shows: ['stash@{0}', 'src/till.ts'] },
  {
    kind: 'git clean',
    from: 'git',
    call: 'git clean -fdx',
    shows: ['.env (8 bytes, holds credentials)', 'node_modules/ × 2', '9 deleted'],
  },
  {
    kind: 'git checkout of files',
    from: 'git',
    call: 'git checkout -- src',
    shows: ['src/till.ts (+1 −0 lines)'],
  },
  {
    kind: 'git restore',
    from: 'git',
    call: 'git restore src/till.ts',
    shows: ['+1 −0 lines', 'nowhere committed'],
  },
  {
    kind: 'git switch --discard-changes',
    from: 'git',
    call: 'git switch --discard-changes work',
    shows: ['src/till.ts (+1 −0 lines)', 'src/new.ts'],
  },
  {
    kind: 'git rm',
    from: 'git',
    call: 'git rm -r -f src',
    shows: ['src/new.ts, nowhere committed', '3 deleted'],
  },
];

const files: readonly ChangeKind[] = [
  {
    kind: 'rm of an untracked file',
    from: 'files',
    call: 'rm notes.txt',
    shows: ['- only here', 'not tracked by git'],
  },
  {
    kind: 'rm of a committed file',
    from: 'files',
    call: 'rm README.md',
    shows: ['commit 59c48be64'],
    never: ['Not brought back'],
  },
  {
    kind: 'rm of a folder',
    from: 'files',
    call: 'rm -rf src',
    shows: ['src/new.ts (4 bytes), nowhere committed', '5 deleted'],
  },
  {
    kind: 'rm of a history',
    from: 'files',
    call: 'rm -rf .git',
    shows: ['“Only on work”', 'stash stash@{0}'],
  },
  { kind: 'rm by a pattern', from: 'files', call: 'rm -f *.log', shows: ['debug.log', '2 deleted'] },
  {
    kind: 'find -delete',
    from: 'files',
    call: "find . -name '*.log' -delete",
    shows: ['debug.log', '2 deleted'],
  },
  {
    kind: 'mv over a file',
    from: 'files',
    call: 'mv notes.txt README.md',
    shows: ['- hello', '+ only here'],
  },
  {
    kind: 'cp over a file',
    from: 'files',
    call: 'cp notes.txt src/till.ts',
    shows: ['- three', 'nowhere committed'],
  },
  {
    kind: 'a redirection over a file',
    from: 'files',
    call: 'echo hi > notes.txt',
    shows: ['- only here', 'not tracked'],
  },
  { kind: 'truncate', from: 'files', call: 'truncate -s 0 src/till.ts', shows: ['- three', '+0 −2'] },
  {
    kind: 'a here-document',
    from: 'files',
    call: "cat > src/cart.ts <<'EOS'\nb\nc\nEOS",
    shows: ['- a', 'committed in git'],
  },
  {
    kind: 'sed -i',
    from: 'files',
    call: 'sed -i s/a/b/ src/cart.ts',
    shows: ['4 bytes', 'committed in git', 'holds afterwards'],
  },
  {
    kind: 'an archive that is unpacked',
    from: 'files',
    call: 'tar xzf release.tgz',
    shows: [],
    why: 'the names in an archive are not read before it is unpacked; that it is not known is said',
  },
];

const clouds: readonly ChangeKind[] = [
  {
    kind: 'rds delete without a snapshot',
    from: 'aws',
    call: 'aws rds delete-db-instance --db-instance-identifier shop-db --skip-final-snapshot',
    shows: ['engine postgres', 'days of backups 0', 'tags env=production'],
  },
  {
    kind: 'rds delete with a last snapshot',
    from: 'aws',
    call: 'aws rds delete-db-instance --db-instance-identifier shop-db --final-db-snapshot-identifier last',
    shows: ['deletion protection off', 'What would bring it back: snapshot last'],
    never: ['its data is lost', 'Not brought back'],
  },
  {
    kind: 'ec2 terminate',
    from: 'aws',
    call: 'aws ec2 terminate-instances --instance-ids i-0abc i-0def',
    shows: ['type m5.large', 'Name=web-1'],
  },
  {
    kind: 's3 rb',
    from: 'aws',
    call: 'aws s3 rb s3://shop-raw --force',
    shows: ['Terraform aws_s3_bucket.raw'],
  },
  {
    kind: 's3 rm --recursive, looked at',
    from: 'look',
    call: 's3 rm s3://shop-data --recursive',
    shows: ['1.0 kB', '2 deleted'],
  },
  {
    kind: 'dynamodb delete-table',
    from: 'aws',
    call: 'aws dynamodb delete-table --table-name Orders',
    shows: [],
    why: 'no state here names it, and looking at it is not built',
  },
  {
    kind: 'elastic beanstalk terminate',
    from: 'aws',
    call: 'eb terminate till-prod --force',
    shows: ['database of till-prod (in prod.cfg.yml), its data is lost'],
  },
  {
    kind: 'elastic beanstalk rebuild',
    from: 'aws',
    call: 'aws elasticbeanstalk rebuild-environment --environment-name till-prod',
    shows: ['+ database (new), empty', '- environment till-prod'],
  },
  {
    kind: 'cloudformation delete-stack',
    from: 'cloudformation',
    call: 'aws cloudformation delete-stack --stack-name shop',
    shows: ['table Table, its data is lost', 'bucket Keep (policy Retain)', '4 deleted'],
  },
  {
    kind: 'cloudformation deploy',
    from: 'cloudformation',
    call: 'aws cloudformation deploy --stack-name shop --template-file template.yaml',
    shows: ['table Table (because of TableName)', '2 deleted, 1 changed, 2 created'],
    never: ['- stack', '+ stack'],
  },
  {
    kind: 'sam deploy',
    from: 'cloudformation',
    call: 'sam deploy',
    shows: ['table Table (because of TableName)', 'queue Old'],
  },
  {
    kind: 'cdk destroy',
    from: 'cloudformation',
    call: 'cdk destroy ShopStack',
    shows: ['database Db (policy Snapshot), can be brought back', 'queue Jobs, its data is lost'],
  },
];

const clusters: readonly ChangeKind[] = [
  {
    kind: 'kubectl delete namespace',
    from: 'kubernetes',
    call: 'kubectl delete namespace shop',
    shows: ['pods shop/web × 5', 'shop/orders (200Gi), its data is lost', '13 deleted'],
  },
  {
    kind: 'kubectl delete namespace, looked at',
    from: 'look',
    call: 'kubectl delete namespace shop',
    shows: ['policy Delete, mounted by db-0', '15 deleted'],
  },
  {
    kind: 'kubectl delete of a workload',
    from: 'kubernetes',
    call: 'kubectl delete deploy web -n shop',
    shows: ['pods shop/web × 5'],
  },
  {
    kind: 'kubectl delete of a claim',
    from: 'kubernetes',
    call: 'kubectl delete pvc orders -n shop',
    shows: ['200Gi'],
  },
  {
    kind: 'kubectl delete of a volume',
    from: 'kubernetes',
    call: 'kubectl delete pv disk',
    shows: ['policy Retain', 'can be brought back'],
  },
  {
    kind: 'kubectl scale',
    from: 'kubernetes',
    call: 'kubectl scale deployment/web --replicas=0 -n shop',
    shows: ['5 → 0', '5 stopped'],
  },
  {
    kind: 'kubectl rollout restart',
    from: 'kubernetes',
    call: 'kubectl rollout restart deployment/web',
    shows: ['pods shop/web × 5'],
  },
  {
    kind: 'kubectl delete -f',
    from: 'kubernetes',
    call: 'kubectl delete -f k8s/shop.yaml -f gone.yaml',
    shows: ['14 deleted', 'could not be read'],
  },
  {
    kind: 'kustomize',
    from: 'kubernetes',
    call: 'kubectl delete -k overlays/prod',
    shows: ['prod/eu-api × 2', 'missing.yaml'],
  },
  {
    kind: 'helm uninstall',
    from: 'kubernetes',
    call: 'helm uninstall shop',
    shows: ['persistentvolumeclaim of shop, its data is lost'],
  },
  {
    kind: 'helm upgrade',
    from: 'kubernetes',
    call: 'helm upgrade shop ./charts/shop',
    shows: ['deployment of shop'],
  },
  {
    kind: 'docker volume rm',
    from: 'compose',
    call: 'docker volume rm shop_data other',
    shows: ['mounted by db:/var/lib/postgresql/data'],
  },
  {
    kind: 'docker compose down -v',
    from: 'compose',
    call: 'docker compose down -v',
    shows: ['volume shop_data', 'image postgres:16', '3 deleted'],
  },
];

const outwards: readonly ChangeKind[] = [
  {
    kind: 'npm publish',
    from: 'packages',
    call: 'npm publish',
    shows: [
      '@acme/till (version 2.1.0, tag latest, access public)',
      'dist/.env (2 bytes, holds credentials)',
      'a source map',
    ],
  },
  {
    kind: 'cargo publish',
    from: 'packages',
    call: 'cd crate && cargo publish',
    shows: ['till (version 0.3.0'],
  },
  {
    kind: 'npm unpublish',
    from: 'packages',
    call: 'npm unpublish @acme/till@2.0.0',
    shows: [],
    why: 'what depends on a package is known to its registry alone',
  },
  {
    kind: 'a request with a body of its own',
    from: 'requests',
    call: 'curl -X POST https://api.acme.example/graphql -d @delete.json',
    shows: ['project till'],
  },
  {
    kind: 'a statement that a request carries',
    from: 'requests',
    call: 'curl -X POST https://api.supabase.com/v1/projects/shop/database/query -d @statement.json',
    shows: ['table orders, its data is lost'],
  },
  { kind: 'a script', from: 'requests', call: 'sh call.sh', shows: ['namespace shop, its data is lost'] },
];

export const changeKinds: readonly ChangeKind[] = [
  ...terraform,
  ...migrations,
  ...statements,
  ...git,
  ...files,
  ...clouds,
  ...clusters,
  ...outwards,
];
