import assert from 'node:assert/strict';
import { environmentMap } from '../../../src/core/policy/environment-map.js';
import { judgeCall } from '../../../src/core/risk/judge.js';
import type { SaidPlace } from '../../../src/core/target/said-place.js';
import type { Target } from '../../../src/core/target/target.js';
import { effectsFor } from '../../support/effects.js';
import { asks, callOf } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const home = '/home/ada';
const kubeconfig = `
current-context: dev
contexts:
- name: dev
  context: { cluster: c1, user: ada }
- name: kind-a
  context: { cluster: kind-a, user: ada }
clusters:
- name: c1
  cluster: { server: "https://a1.eks.example.net" }
- name: kind-a
  cluster: { server: "https://127.0.0.1:6443" }
`;
const files = {
  [`${home}/.kube/config`]: kubeconfig,
  '/projects/app/k': kubeconfig,
  [`${home}/.aws/config`]: '[profile dev]\nsso_account_id = 111122223333\n',
  [`${home}/.config/gcloud/active_config`]: 'default',
  [`${home}/.config/gcloud/configurations/config_default`]: '[core]\nproject = acme-dev\n',
  [`${home}/.pg_service.conf`]: '[dev]\nhost=app.dev.example.net\n',
  '/projects/app/.env': 'DATABASE_URL=postgres://localhost/app_dev\n',
};
const said = (environment: SaidPlace['environment']): readonly SaidPlace[] => [
  { system: 'kubernetes', name: 'dev', knownBy: ['https://a1.eks.example.net'], environment },
  { system: 'aws', name: '111122223333', knownBy: ['111122223333'], environment },
  { system: 'gcp', name: 'acme-dev', knownBy: ['acme-dev'], environment },
];

function lastOf(command: string, words: readonly SaidPlace[] = []): Target {
  const context = { grammars: {}, environments: environmentMap([], false, words) };
  const effects = effectsFor(command, { files }, context);
  const target = effects.filter((one) => one.target.system !== 'filesystem').at(-1)?.target;
  assert.ok(target !== undefined, command);
  return target;
}

const kube = 'kubectl delete ns shop';
const aws = 'aws --profile dev s3 rb s3://files --force';
const gcp = 'gcloud sql instances delete main -q';
const prisma = 'npx prisma migrate reset --force';

/** What is changed in the line, by whatever, and used in it. */
const changed: readonly string[] = [
  `kubectl config set-cluster c1 --server=https://b2.eks.example.net && ${kube}`,
  `kubectl config set clusters.c1.server https://b2.eks.example.net; ${kube}`,
  `kubectl config set-context dev --cluster=c2 --namespace=x && ${kube} --context dev`,
  `kubectl config rename-context main dev && ${kube} --context dev`,
  `kubectx dev=main && ${kube} --context dev`,
  `aws eks update-kubeconfig --name main --alias dev && ${kube} --context dev`,
  `gcloud container clusters get-credentials main && ${kube}`,
  `doctl kubernetes cluster kubeconfig save main && ${kube}`,
  `sed -i s/a1/b2/ ~/.kube/config && ${kube}`,
  `printf 'x' > ~/.kube/config; ${kube}`,
  `cp /tmp/k ${home}/.kube/config && ${kube}`,
  `cat /tmp/k | tee ~/.kube/config && ${kube}`,
  `dd if=/tmp/k of=${home}/.kube/config; ${kube}`,
  `ln -sf /tmp/k ~/.kube/config && ${kube}`,
  `rm -rf ~/.kube && mv /tmp/.kube ~/.kube && ${kube}`,
  `./whatever.sh ~/.kube/config && ${kube}`,
  `printf x > k && kubectl --kubeconfig ./k delete ns shop`,
  `echo x > "$SOMEWHERE" && ${kube}`,
  `aws configure set profile.dev.role_arn arn:aws:iam::999988887777:role/x && ${aws}`,
  `printf '[profile dev]\\n' >> ~/.aws/config && ${aws}`,
  `gcloud config set api_endpoint_overrides/sql https://10.9.8.7/ && ${gcp}`,
  `gcloud config configurations create dev && ${gcp}`,
  `echo x > ~/.config/gcloud/configurations/config_default && ${gcp}`,
  `printf x > ~/.pg_service.conf && psql 'service=dev dbname=app' -c 'DROP TABLE users'`,
  `printf 'DATABASE_URL=%s' "$U" > .env && ${prisma}`,
  `cp /tmp/env .env && ${prisma}`,
  'docker context create dev --docker host=ssh://b2; docker --context dev volume rm pgdata',
  'docker context use b2 && docker volume rm pgdata',
  'doctl auth switch --context b2 && doctl --context dev databases delete x -f',
];

/** The same programs, where nothing is changed that they go by, or what follows is known. */
const unchanged: readonly string[] = [
  `kubectl config use-context dev && ${kube}`,
  `kubectl config set-context --current --namespace=shop && ${kube}`,
  `kubectx dev && ${kube}`,
  `kubectl config view > /tmp/out.yaml && ${kube}`,
  `cat ~/.kube/config && ${kube}`,
  `cp ~/.bashrc ~/.bashrc.old && ${kube}`,
  `cat > x.yaml <<< 'kind: Pod' && kubectl --context dev apply -f x.yaml`,
  `kubectl --kubeconfig ./k apply -f a.yaml && kubectl --kubeconfig ./k delete ns shop`,
  `kind create cluster --name a && ${kube} --context kind-a`,
  `aws configure set region eu-west-1 --profile dev && ${aws}`,
  `gcloud config set compute/region europe-west1 && ${gcp}`,
  `gcloud config set project acme-dev && ${gcp}`,
  `az account set --subscription acme-dev && az group delete -n x -y`,
  'terraform workspace select dev && terraform destroy -auto-approve',
  'docker context use default && docker volume rm pgdata',
  `npm ci && ${prisma}`,
  `echo 'select 1' > q.sql && psql -h localhost app -f q.sql -c 'DROP TABLE users'`,
];

describe('what a call itself changes of where its later programs go', () => {
  for (const command of changed)
    it(`is known by no name and no word: ${command}`, () => {
      for (const words of [[], said('development')])
        assert.equal(lastOf(command, words).environment, 'unknown');
    });

  for (const command of unchanged)
    it(`and what it leaves stays what it is: ${command}`, () => {
      assert.notEqual(lastOf(command).environment, 'unknown', JSON.stringify(lastOf(command)));
      assert.equal(lastOf(command).bends, undefined);
    });

  it('production survives it', () => {
    for (const command of changed.filter((one) => one.endsWith(kube)))
      assert.equal(lastOf(command, said('production')).environment, 'production', command);
  });
});

describe('an edit that makes a name another place', () => {
  const world = memoryWorld({ cwd: '/projects/app', home, files });
  const judge = (command: string) =>
    judgeCall(callOf({ kind: 'shell', shell: 'bash', command }), world, { grammars: {} });

  for (const command of [
    'kubectl config set-cluster c1 --server=https://b2.eks.example.net',
    'kubectl config set-context dev --cluster=c2 --user=u',
    'kubectl config rename-context main dev',
    "printf '[profile dev]\\nsource_profile=default\\n' >> ~/.aws/config",
    'cp /tmp/x ~/.config/gcloud/configurations/config_dev',
    'tee ~/.pg_service.conf < /tmp/x',
  ])
    it(`asks: ${command}`, () => assert.ok(asks(judge(command))));

  for (const command of [
    'kubectl config use-context dev',
    'kubectl config set-context --current --namespace=shop',
    'kubectl config view',
    'cat ~/.aws/config',
    'cat ~/.pg_service.conf',
  ])
    it(`does not ask: ${command}`, () => assert.ok(!asks(judge(command))));
});
