import assert from 'node:assert/strict';
import { effectsFor } from '../../support/effects.js';

/** The safer way that the table of a command's first effect names. */
const rows = [
  // A name, and what chooses the place, as given.
  [
    'aws --profile team elasticbeanstalk rebuild-environment --environment-name web --region eu-west-1',
    'aws elasticbeanstalk describe-environment-resources --environment-name web --profile team --region eu-west-1',
  ],
  ['docker volume rm a b', 'docker volume inspect a b'],
  ["gh repo delete 'acme/my app'", "gh repo view 'acme/my app'"],
  [`git branch -D 'it'"'"'s'`, `git branch -d 'it'\\''s'`],
  // What is not known falls away, with its option.
  ['docker volume rm $X', 'docker volume inspect'],
  [
    'aws elasticbeanstalk rebuild-environment --environment-name $X',
    'aws elasticbeanstalk describe-environment-resources',
  ],
  ['eksctl delete cluster --name $X', 'eksctl get cluster'],
  // The same call, rehearsed.
  [
    'kubectl --context eu delete pod web -n shop',
    'kubectl --context eu delete pod web -n shop --dry-run=server',
  ],
  ['kubectl --context $C delete pod web', 'kubectl delete pod web --dry-run=server'],
  ['aws s3 rm s3://acme/logs --recursive', 'aws s3 rm s3://acme/logs --recursive --dryrun'],
  // Go's flag package wants its signs of equality.
  ['tofu -chdir=envs/prod apply -target=module.db', 'tofu -chdir=envs/prod plan -target=module.db'],
  ['terraform apply -target=a -target=b', 'terraform plan -target=a -target=b'],
  ['kubectl apply -f a.yaml -f b.yaml --force', 'kubectl diff -f a.yaml -f b.yaml'],
] as const;

describe('a safer way', () => {
  for (const [command, safer] of rows) {
    it(`than ${command}`, () => assert.equal(effectsFor(command)[0]?.safer, safer));
  }

  it('is not the same call where more options cannot follow, or nobody would read it', () => {
    assert.equal(effectsFor('kubectl delete pod -- web')[0]?.safer, undefined);
    assert.equal(effectsFor(`kubectl delete pod ${'web '.repeat(5_000)}`)[0]?.safer, undefined);
  });

  it('names no more resources than a person reads', () => {
    const [effect] = effectsFor(`docker volume rm ${'data '.repeat(5_000)}`);
    assert.ok((effect?.safer?.length ?? 0) < 700);
  });
});
