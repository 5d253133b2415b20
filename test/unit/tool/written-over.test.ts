import assert from 'node:assert/strict';
import { asks, ids, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const files = {
  '/srv/app/.git/HEAD': 'ref: refs/heads/main\n',
  '/srv/app/orders.db': 'x',
  '/srv/app/src/a.ts': 'export {};\n',
  '/home/ada/Documents/thesis.tex': 'x',
  '/home/ada/Documents/letter': 'x',
  '/home/ada/ledger.sqlite': 'x',
  '/home/ada/fetched.tar.gz': 'x',
  '/home/ada/run.log': 'x',
  '/home/ada/.local/share/tool/state.db': 'x',
};
const world = memoryWorld({ cwd: '/srv/app', home: '/home/ada', files });

/** Ways of putting nothing in the place of what stands in a file. */
const emptying: readonly ((path: string) => string)[] = [
  (path) => `cp /dev/null ${path}`,
  (path) => `mv /dev/null ${path}`,
  (path) => `: > ${path}`,
  (path) => `> ${path}`,
  (path) => `true > ${path}`,
  (path) => `cat /dev/null > ${path}`,
  (path) => `echo -n > ${path}`,
  (path) => `printf '' > ${path}`,
  (path) => `head -c 0 src/a.ts > ${path}`,
  (path) => `dd if=/dev/null of=${path}`,
  (path) => `dd if=/dev/zero of=${path} bs=1M count=1`,
  (path) => `sed -i d ${path}`,
  (path) => `sed -i '1,$d' ${path}`,
  (path) => `perl -i -ne '' ${path}`,
  (path) => `sort -o ${path} /dev/null`,
];

/** Ways of putting another file's content there. */
const replacing: readonly ((path: string) => string)[] = [
  (path) => `cp src/a.ts ${path}`,
  (path) => `cp -f src/a.ts ${path}`,
  (path) => `install src/a.ts ${path}`,
  (path) => `mv -f src/a.ts ${path}`,
  (path) => `tee ${path} < src/a.ts`,
  (path) => `cat src/a.ts > ${path}`,
  (path) => `uniq src/a.ts ${path}`,
  (path) => `iconv -o ${path} src/a.ts`,
  (path) => `curl -o ${path} https://example.org/x`,
  (path) => `wget -O ${path} https://example.org/x`,
  (path) => `openssl enc -aes-256-cbc -in src/a.ts -out ${path}`,
  (path) => `pandoc src/a.ts -o ${path}`,
];

describe('writing over a file', () => {
  for (const over of emptying)
    it(`loses it where nothing comes in its place: ${over('F')}`, () => {
      for (const path of ['orders.db', '~/ledger.sqlite', '~/Documents/thesis.tex', '~/Documents/letter'])
        assert.ok(ids(judged(over(path), world)).includes('unsaved-loss'), over(path));
      for (const path of [
        'src/a.ts',
        'absent.db',
        '~/absent',
        '~/run.log',
        '/tmp/x',
        '~/.local/share/tool/state.db',
      ])
        assert.equal(asks(judged(over(path), world)), false, over(path));
    });

  for (const over of replacing)
    it(`loses what nothing holds besides: ${over('F')}`, () => {
      for (const path of ['orders.db', '~/ledger.sqlite', '~/Documents/thesis.tex'])
        assert.ok(ids(judged(over(path), world)).includes('unsaved-loss'), over(path));
      for (const path of ['absent.db', '~/Documents/letter', '~/absent', '~/fetched.tar.gz', '/tmp/x.db'])
        assert.equal(asks(judged(over(path), world)), false, over(path));
    });

  for (const command of [
    'cp -n src/a.ts orders.db',
    "sed -i '/^#/d' orders.db",
    "sed -i 's/a/b/' ~/Documents/thesis.tex",
    "perl -i -pe 's/a/b/' ~/Documents/thesis.tex",
    'echo x >> ~/ledger.sqlite',
    'head -c 10 src/a.ts > ~/Documents/letter',
    '7z a /tmp/x.7z orders.db',
  ])
    it(`keeps what it edits or adds to: ${command}`, () => assert.equal(asks(judged(command, world)), false));

  it('asks where an archive takes away what it packs', () =>
    assert.equal(asks(judged('7z a -sdel /tmp/x.7z ~/Documents', world)), true));
});
