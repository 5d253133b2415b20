import assert from 'node:assert/strict';
import { foundPlaces } from '../../../src/engine/found-places.js';
import { createJudge } from '../../../src/engine/judge.js';
import { foundRowText } from '../../../src/messages/places/found.js';
import { memoryWorld } from '../../support/world.js';

const kubeconfig = `
current-context: acme-eu-1
contexts:
- name: acme-eu-1
  context: { cluster: c1, user: ada }
- name: shop-staging
  context: { cluster: c2, user: ada }
clusters:
- name: c1
  cluster: { server: "https://a1.eks.example.net" }
- name: c2
  cluster: { server: "https://b2.eks.example.net" }
`;

async function found(
  files: Readonly<Record<string, string>>,
  said: Parameters<typeof foundPlaces>[3] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const worldOf = ({ cwd }: { readonly cwd: string }) => memoryWorld({ cwd, env, files });
  const site = { cwd: '/projects/app', env };
  return foundPlaces(createJudge({ worldOf }), site, worldOf(site), said);
}

async function rows(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await found(files)).map(({ place, guess, canBeHarmless }) =>
    [place.system, place.name, guess, ...(canBeHarmless ? [] : ['production or nothing'])].join(' '),
  );
}

/** Where each place is named, and what is found of it. */
const table: Readonly<Record<string, readonly [path: string, text: string, rows: readonly string[]]>> = {
  'contexts of a kubeconfig': [
    '/home/ada/.kube/config',
    kubeconfig,
    ['kubernetes acme-eu-1 unknown', 'kubernetes shop-staging staging'],
  ],
  'profiles with their accounts': [
    '/home/ada/.aws/config',
    '[default]\n[profile billing]\nsso_account_id = 418295723371\n[profile live]\nregion = eu-1\n',
    ['aws billing unknown', 'aws live production production or nothing'],
  ],
  'projects of gcloud': [
    '/home/ada/.config/gcloud/configurations/config_shop',
    '[core]\nproject = shop-prod-1\n',
    ['gcp shop-prod-1 production'],
  ],
  'subscriptions, whether their names have spaces or not': [
    '/home/ada/.azure/azureProfile.json',
    JSON.stringify({
      subscriptions: [
        { id: '11-22', name: 'Pay As You Go' },
        { id: '33-44', name: 'shop-prod' },
      ],
    }),
    ['azure Pay As You Go unknown', 'azure shop-prod production'],
  ],
  'services of PostgreSQL': [
    '/home/ada/.pg_service.conf',
    '[shop]\nhost=db.shop-prod.acme.io\n',
    ['postgres db.shop-prod.acme.io production'],
  ],
  'database hosts of a project': [
    '/projects/app/.env.production',
    'DATABASE_URL="postgres://app:pw@db.acme.io:5432/shop"\nREDIS_URL=rediss://cache.acme.io:6379\n',
    ['postgres db.acme.io unknown', 'redis cache.acme.io unknown'],
  ],
  'apps, wherever in the folder they stand': [
    '/projects/app/services/web/fly.toml',
    'app = "shop-web"\n',
    ['fly shop-web unknown'],
  ],
  'workspaces of Terraform': [
    '/projects/app/infra/terraform.tfstate.d/live/terraform.tfstate',
    '{}',
    ['terraform live production production or nothing'],
  ],
  'stacks of Pulumi': [
    '/projects/app/Pulumi.live.yaml',
    'config: {}\n',
    ['pulumi live production production or nothing'],
  ],
};

describe('places that are found', () => {
  for (const [name, [path, text, expected]] of Object.entries(table))
    it(name, async () => assert.deepEqual(await rows({ [path]: text }), expected));

  /** What stands beside a place and is none. */
  const none: Readonly<Record<string, readonly [path: string, text: string]>> = {
    'a database of this machine': [
      '/projects/app/.env',
      'DATABASE_URL=postgres://app:pw@localhost:5432/shop\n',
    ],
    'a template of variables': [
      '/projects/app/.env.example',
      'DATABASE_URL=postgres://app:pw@db.acme.io/shop\n',
    ],
    'a project that somebody else wrote': ['/projects/app/node_modules/x/fly.toml', 'app = "shop-web"\n'],
    'a name that could be an option or a command': [
      '/home/ada/.kube/config',
      'contexts:\n- name: "--help; rm -rf /"\n  context: { cluster: c1 }\n- name: $(id)\n',
    ],
    'a file that is no YAML': ['/home/ada/.kube/config', '{{{'],
    'a folder without any': ['/projects/app/README.md', 'nothing'],
  };
  for (const [name, [path, text]] of Object.entries(none))
    it(`${name} is none`, async () => assert.deepEqual(await rows({ [path]: text }), []));

  it('each says what its guess goes by, and what it is known by', async () => {
    const [acme, shop] = await found({ '/home/ada/.kube/config': kubeconfig });
    assert.ok(acme !== undefined && shop !== undefined);
    assert.deepEqual(foundRowText(acme, 'production'), {
      label: 'acme-eu-1',
      description: 'kubernetes; a tick says production',
      detail: 'Nothing shows what it is; known by https://a1.eks.example.net',
    });
    assert.equal(
      foundRowText(shop, 'staging').detail,
      'Looks like staging by its name; known by https://b2.eks.example.net',
    );
  });

  it('a person’s word is the guess', async () => {
    const files = { '/home/ada/.kube/config': kubeconfig };
    const [acme] = await found(files);
    assert.ok(acme !== undefined);
    const [again] = await found(files, [{ ...acme.place, environment: 'development' }]);
    assert.equal(again?.guess, 'development');
    assert.ok(again?.evidence !== undefined);
    assert.match(foundRowText(again, 'development').detail, /^You have said that it is development; /);
  });

  it('of very many folders and names some are looked at, and it ends', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, at) => [
        `/projects/app/a${at % 300}/b${at}/fly.toml`,
        `app = "app-${at}"\n`,
      ]),
    );
    assert.ok((await found(files)).length < 1_000);
  }).timeout(60_000);
});
