import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentMap } from '../../../src/core/policy/environment-map.js';
import { placeOf, type SaidPlace } from '../../../src/core/target/said-place.js';
import type { Target } from '../../../src/core/target/target.js';
import { effectsFor } from '../../support/effects.js';

const home = '/home/ada';
const cluster = (more = '') => `
current-context: dev
contexts:
- name: dev
  context: { cluster: c1, user: ada }
- name: main
  context: { cluster: c2, user: ada }
clusters:
- name: c1
  cluster: { server: "https://a1.eks.example.net"${more} }
- name: c2
  cluster: { server: "https://b2.eks.example.net" }
`;
const files = {
  [`${home}/.kube/config`]: cluster(),
  [`${home}/.aws/config`]: '[profile dev]\nsso_account_id = 111122223333\n',
  [`${home}/.config/gcloud/active_config`]: 'default',
  [`${home}/.config/gcloud/configurations/config_default`]: '[core]\nproject = acme-dev\n',
  [`${home}/.pg_service.conf`]: '[bent]\nhost=app.dev.example.net\nhostaddr=10.9.8.7\n',
};
const saidOf = (environment: SaidPlace['environment']): readonly SaidPlace[] => [
  { system: 'kubernetes', name: 'dev', knownBy: ['https://a1.eks.example.net'], environment },
  { system: 'aws', name: 'dev', knownBy: ['111122223333'], environment },
  { system: 'aws', name: '111122223333', knownBy: ['111122223333'], environment },
  { system: 'gcp', name: 'acme-dev', knownBy: ['acme-dev'], environment },
  { system: 'http', name: 'api.dev.example.net', knownBy: ['api.dev.example.net'], environment },
];

function targetOf(
  command: string,
  said: readonly SaidPlace[] = [],
  more: Readonly<Record<string, string>> = {},
): Target {
  const context = { grammars: {}, environments: environmentMap([], false, said) };
  const [effect] = effectsFor(command, { files: { ...files, ...more } }, context)
    .filter(({ target }) => target.system !== 'filesystem' && target.system !== 'ssh')
    .slice(-1);
  assert.ok(effect !== undefined, command);
  return effect.target;
}

const plain = {
  kubernetes: 'kubectl --context dev delete ns shop',
  aws: 'aws --profile dev rds delete-db-instance --db-instance-identifier main',
  awsVariable: 'AWS_PROFILE=dev aws s3 rb s3://customer-files --force',
  gcp: 'gcloud sql instances delete main -q',
  http: 'curl -X DELETE https://api.dev.example.net/v1/projects/1',
  postgres: "psql -h app.dev.example.net app -c 'DROP TABLE users'",
};

/** Each with what it bends. Nearly all of them stand in no list of this program. */
const bent: readonly (readonly [command: string, source: string])[] = [
  [`HTTPS_PROXY=http://10.9.8.7:3128 ${plain.kubernetes}`, 'HTTPS_PROXY'],
  [`https_proxy=$P ${plain.kubernetes}`, 'https_proxy'],
  [`export ALL_PROXY=socks5://10.9.8.7; ${plain.kubernetes}`, 'ALL_PROXY'],
  [`env all_proxy=socks5://10.9.8.7 ${plain.gcp}`, 'all_proxy'],
  [`GLOBAL_AGENT_HTTPS_PROXY=http://10.9.8.7:1 ${plain.aws}`, 'GLOBAL_AGENT_HTTPS_PROXY'],
  [`${plain.kubernetes} --tls-server-name=b2.eks.example.net`, '--tls-server-name'],
  [`${plain.kubernetes} --server https://b2.eks.example.net`, '--server'],
  [`${plain.kubernetes} -s https://b2.eks.example.net`, '-s'],
  [`${plain.kubernetes} --cluster c2`, '--cluster'],
  ['kubectl --context main --cluster dev delete ns shop', '--cluster'],
  ['helm --kube-context dev --kube-apiserver https://b2.eks.example.net uninstall web', '--kube-apiserver'],
  ['helm --kube-context dev --kube-tls-server-name b2.example.net uninstall web', '--kube-tls-server-name'],
  [`${plain.http} --resolve api.dev.example.net:443:10.9.8.7`, '--resolve'],
  [`${plain.http} --resol api.dev.example.net:443:10.9.8.7`, '--resolve'],
  [`${plain.http} --connect-to ::b2.example.net:443`, '--connect-to'],
  [`${plain.http} -x http://10.9.8.7:1`, '-x'],
  [`${plain.http} --proxy=http://10.9.8.7:1`, '--proxy'],
  [`${plain.http} --preproxy socks5://10.9.8.7:1`, '--preproxy'],
  [`${plain.http} --socks5-hostname=10.9.8.7:1080`, '--socks5-hostname'],
  [`${plain.http} --interface tun7`, '--interface'],
  [`${plain.http} --unix-socket /tmp/s`, '--unix-socket'],
  [`${plain.http} --abstract-unix-socket=x`, '--abstract-unix-socket'],
  [`${plain.http} --dns-servers=10.9.8.7`, '--dns-servers'],
  [`${plain.http} --doh-url=https://10.9.8.7/q`, '--doh-url'],
  [`${plain.http} -H 'Host: b2.example.net'`, '-H'],
  [`${plain.aws} --endpoint-url https://10.9.8.7`, '--endpoint-url'],
  [`AWS_ENDPOINT_URL=https://10.9.8.7 ${plain.aws}`, 'AWS_ENDPOINT_URL'],
  [`AWS_ENDPOINT_URL_RDS=https://10.9.8.7 ${plain.aws}`, 'AWS_ENDPOINT_URL_RDS'],
  [
    `CLOUDSDK_API_ENDPOINT_OVERRIDES_SQL=https://10.9.8.7/ ${plain.gcp}`,
    'CLOUDSDK_API_ENDPOINT_OVERRIDES_SQL',
  ],
  [
    `CLOUDSDK_API_ENDPOINT_OVERRIDES_WHATEVERCOMES=https://10.9.8.7/ ${plain.gcp}`,
    'CLOUDSDK_API_ENDPOINT_OVERRIDES_WHATEVERCOMES',
  ],
  [`CLOUDSDK_PROXY_ADDRESS=10.9.8.7 ${plain.gcp}`, 'CLOUDSDK_PROXY_ADDRESS'],
  [`AWS_ACCESS_KEY_ID=AKIAAAAAAAAAAAAAPROD ${plain.awsVariable}`, 'AWS_ACCESS_KEY_ID'],
  [`AWS_ACCESS_KEY_ID=$K ${plain.awsVariable}`, 'AWS_ACCESS_KEY_ID'],
  [`export AWS_ACCESS_KEY_ID=AKIAAAAAAAAAAAAAPROD && ${plain.awsVariable}`, 'AWS_ACCESS_KEY_ID'],
  ['DIGITALOCEAN_ACCESS_TOKEN=x doctl --context dev databases delete x -f', 'DIGITALOCEAN_ACCESS_TOKEN'],
  ['HCLOUD_TOKEN=$T hcloud --context dev server delete x', 'HCLOUD_TOKEN'],
  ['CLOUDFLARE_API_TOKEN=x wrangler d1 delete app --env dev', 'CLOUDFLARE_API_TOKEN'],
  [`PGHOSTADDR=10.9.8.7 ${plain.postgres}`, 'PGHOSTADDR'],
  ["psql 'host=app.dev.example.net hostaddr=10.9.8.7 dbname=app' -c 'DROP TABLE users'", 'connection string'],
  ["psql 'postgres://app.dev.example.net/app?hostaddr=10.9.8.7' -c 'DROP TABLE users'", 'connection string'],
  ["psql 'service=bent dbname=app' -c 'DROP TABLE users'", 'pg_service.conf'],
  ["ssh -o ProxyCommand='nc 10.9.8.7 22' dev dropdb app", '-o'],
  ['ssh -o HostName=10.9.8.7 dev dropdb app', '-o'],
  ['ssh -oHostName=10.9.8.7 dev dropdb app', '-o'],
  ['ssh -J 10.9.8.7 dev dropdb app', '-J'],
];

/** The same places, reached by their names. */
const straight: readonly string[] = [
  ...Object.values(plain),
  `HTTPS_PROXY= ${plain.kubernetes}`,
  `NO_PROXY=10.9.8.7 ${plain.kubernetes}`,
  `OTEL_EXPORTER_OTLP_ENDPOINT=http://10.9.8.7:4317 ${plain.kubernetes}`,
  `HTTPS_PROXY=http://10.9.8.7:3128 ${plain.postgres}`,
  `${plain.kubernetes} --token abc --request-timeout 5s`,
  `${plain.http} --noproxy api.dev.example.net --connect-timeout 2.5 -H 'X-Host: b2.example.net'`,
  `${plain.aws} --endpoint-url https://rds.eu-west-1.amazonaws.com`,
  `AWS_ACCESS_KEY_ID=AKIAAAAAAAAAAAAAPROD ${plain.aws}`,
  `${plain.gcp} --project acme-dev`,
  'GITHUB_TOKEN=x wrangler d1 delete app --env dev',
  'AWS_ACCESS_KEY_ID=AKIAAAAAAAAAAAAAPROD TF_WORKSPACE=dev terraform destroy -auto-approve',
  'aws --profile dev rds delete-db-proxy --db-proxy-name shop',
  "PGHOSTADDR=127.0.0.1 psql -h app.dev.example.net app_test -c 'DROP TABLE users'",
  'ssh -o StrictHostKeyChecking=no -p 2222 dev dropdb app',
];

describe('a connection that is bent by something besides its name', () => {
  for (const [command, source] of bent)
    it(`is harmless by no name and no word: ${command}`, () => {
      for (const said of [[], saidOf('development'), saidOf('staging')]) {
        const target = targetOf(command, said);
        assert.equal(target.environment, 'unknown');
        assert.ok(
          target.bends?.some((bend) => bend.source === source),
          JSON.stringify(target),
        );
      }
    });

  for (const command of straight)
    it(`and one that is not stays what it is called: ${command}`, () => {
      const target = targetOf(command);
      assert.notEqual(target.environment, 'unknown', JSON.stringify(target));
      assert.equal(target.bends, undefined);
    });

  it('production survives what bends it', () => {
    for (const [command] of bent) {
      if (placeOf(targetOf(command)) === undefined) continue;
      const { system, name } = targetOf(command);
      if (!saidOf('production').some((one) => one.system === system && one.name === name)) continue;
      assert.equal(targetOf(command, saidOf('production')).environment, 'production', command);
    }
  });

  it('a kubeconfig’s own proxy and other name bend too, and take this machine away', () => {
    for (const more of [', proxy-url: "http://10.9.8.7:1"', ', tls-server-name: b2.example.net']) {
      const bentFile = { [`${home}/.kube/config`]: cluster(more) };
      const here = {
        [`${home}/.kube/config`]: cluster(more).replace('a1.eks.example.net', '127.0.0.1:6443'),
      };
      assert.equal(targetOf(plain.kubernetes, saidOf('development'), bentFile).environment, 'unknown');
      assert.equal(targetOf(plain.kubernetes, [], here).environment, 'unknown');
    }
    const straightHere = {
      [`${home}/.kube/config`]: cluster().replace('a1.eks.example.net', '127.0.0.1:6443'),
    };
    assert.equal(
      targetOf('kubectl --context main --cluster c1 delete ns x', [], straightHere).environment,
      'local',
    );
  });

  it('what stands at its end is heard: production always, harmless where it says so itself', () => {
    const end = (host: string) => targetOf(`${plain.http} --connect-to ::${host}:443`);
    assert.equal(end('api.prod.example.net').environment, 'production');
    assert.equal(end('10.9.8.7').account, '10.9.8.7');
    assert.equal(targetOf(`${plain.aws} --endpoint-url http://localhost:4566`).environment, 'local');
    const emulator = `CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB=http://localhost:8085/ gcloud pubsub topics delete x`;
    assert.equal(targetOf(emulator).environment, 'local');
  });

  it('shows no password of a proxy', () => {
    const { bends } = targetOf(`HTTPS_PROXY=http://ada:hunter2@10.9.8.7:1 ${plain.kubernetes}`);
    assert.deepEqual(bends, [{ source: 'HTTPS_PROXY', value: 'http://10.9.8.7:1' }]);
  });

  const secret = 's3cretpw9';
  for (const command of [
    `curl -x ada:${secret}@p.example:3128 -X DELETE https://api.dev.example.net/v1/projects/1`,
    `curl -x p.example:1 --proxy-user ada:${secret} -X DELETE https://api.dev.example.net/v1/projects/1`,
    `curl -x p.example:1 --proxy-header 'Authorization: Bearer ${secret}.x' -X DELETE https://api.dev.example.net/1`,
    `curl --preproxy socks5://ada:${secret}@p.example -X DELETE https://api.dev.example.net/1`,
    `HTTPS_PROXY=ada:${secret}@p.example:3128 ${plain.kubernetes}`,
    `HTTPS_PROXY=http://ada:x@${secret}@p.example:3128 ${plain.kubernetes}`,
    `AWS_ENDPOINT_URL=https://ada:${secret}@e.example aws s3 rb s3://x --force`,
    `HCLOUD_TOKEN=${secret} hcloud server delete web`,
    `sometool --some-proxy-password=${secret}.x --tunnel-token ${secret}/x ${plain.kubernetes.replace('kubectl', '')}`,
    `kubectl --proxy-password=${secret}.x --context dev delete ns shop`,
    `psql "postgres://ada:${secret}@db.example/app?hostaddr=10.9.8.7" -c 'DROP TABLE users'`,
  ])
    it(`tells no part of a credential: ${command.replaceAll(secret, '…')}`, () => {
      for (const { target } of effectsFor(command, { files }))
        for (const part of [secret, secret.slice(-4)])
          assert.ok(!JSON.stringify(target).includes(part), JSON.stringify(target));
    });

  it('localhost is not this machine where the address of another one is given', () => {
    const target = targetOf("PGHOSTADDR=10.9.8.7 psql -h localhost app -c 'DROP TABLE users'");
    assert.deepEqual([target.environment, target.account], ['unknown', '10.9.8.7']);
  });

  it('any proxy variable and any option that is named after one, whoever’s', () => {
    const word = fc.stringMatching(/^[A-Z]{1,8}$/).filter((one) => one !== 'NO' && one !== 'OTEL');
    fc.assert(
      fc.property(word, fc.constantFrom('PROXY', 'ENDPOINT'), fc.boolean(), (prefix, kind, isOption) => {
        const command = isOption
          ? `${plain.kubernetes} --${prefix.toLowerCase()}-${kind.toLowerCase()}=http://10.9.8.7:1`
          : `${prefix}_${kind}=http://10.9.8.7:1 ${plain.kubernetes}`;
        assert.equal(targetOf(command, saidOf('development')).environment, 'unknown', command);
      }),
      { numRuns: 60 },
    );
  });
});
