import assert from 'node:assert/strict';
import { effectsFor, told } from '../../support/effects.js';

const rows = [
  ['terraform plan -out=p', 'read terraform unknown'],
  ['terraform validate', 'read terraform unknown'],
  ['terraform fmt', 'modify files local'],
  ['terraform init', 'modify .terraform local'],
  ['terraform apply', 'replace plan unknown'],
  ['terraform apply p.tfplan', 'replace plan/p.tfplan unknown'],
  ['terraform apply -destroy', 'destroy everything unknown'],
  ['terraform apply -refresh-only', 'modify state unknown'],
  ['terraform apply -replace aws_instance.web', 'replace resource/aws_instance.web unknown'],
  ['terraform apply --auto-approve -var-file=prod.tfvars', 'replace plan/prod.tfvars production'],
  ['terraform destroy -auto-approve', 'destroy everything unknown'],
  ['terraform -chdir=envs/prod destroy', 'destroy everything production'],
  ['terraform state rm module.db', 'delete state/module.db unknown'],
  ['terraform state list', 'read terraform unknown'],
  ['terraform state push x.tfstate', 'replace state/x.tfstate unknown'],
  ['terraform workspace delete prod', 'delete workspace/prod production'],
  ['terraform taint aws_instance.web', 'replace resource/aws_instance.web unknown'],
  ['terraform force-unlock 1234', 'stop lock/1234 unknown'],
  ['tofu destroy', 'destroy everything unknown'],
  ['TF_WORKSPACE=prod tofu apply', 'replace plan production'],
  ['TF_CLI_ARGS_apply=-destroy terraform apply', 'destroy everything unknown'],
  ['terragrunt run-all destroy', 'destroy everything unknown'],
  ['terragrunt run --all -- destroy', 'destroy everything unknown'],
  ['terragrunt destroy-all', 'destroy everything unknown'],
  ['terragrunt run-all plan', 'read terragrunt unknown'],
  ['pulumi up -s acme/prod --yes', 'replace stack production'],
  ['pulumi preview', 'read pulumi unknown'],
  ['pulumi destroy', 'destroy everything unknown'],
  ['pulumi stack rm dev --yes', 'destroy stack/dev unknown'],
  ['pulumi stack select prod && pulumi up', 'replace stack production'],
  ['cdk diff', 'read cdk unknown'],
  ['cdk destroy Web-Prod', 'destroy stack/Web-Prod production'],
  ['sam delete --stack-name web', 'destroy stack/web unknown'],
  ['serverless remove --stage prod', 'destroy service/prod production'],
  ['serverless deploy --stage dev', 'replace service/dev development'],
  ['amplify delete', 'destroy backend unknown'],
  ['eksctl delete cluster --name shop', 'destroy cluster/shop unknown'],
] as const;

describe('terraform and its like', () => {
  for (const [command, expected] of rows) {
    it(command, () => {
      const [verb, resource, environment] = (told(command).at(-1) ?? '').split(' ');
      const [wantedVerb, wantedResource, wantedEnvironment] = expected.split(' ');
      assert.deepEqual([verb, environment], [wantedVerb, wantedEnvironment]);
      if (wantedVerb !== 'read') assert.equal(resource, wantedResource);
    });
  }

  it('a workspace that an earlier command selects counts', () => {
    const [, effect] = effectsFor('terraform workspace select prod && terraform apply');
    assert.deepEqual([effect?.target.environment, effect?.target.name], ['production', 'prod']);
  });

  it('an apply that asks nobody is forced', () => {
    assert.deepEqual(effectsFor('terraform apply -auto-approve')[0]?.traits, ['in-part', 'force']);
    assert.equal(effectsFor('terraform apply')[0]?.safer, 'terraform plan -out=plan.tfplan');
  });
});
