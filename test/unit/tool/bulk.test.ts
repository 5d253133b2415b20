import assert from 'node:assert/strict';
import { asks, ids, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const many = Array.from({ length: 60 }, (_, at) => `f${at}`);
const world = memoryWorld({
  cwd: '/srv/app',
  home: '/home/ada',
  files: {
    '/srv/app/.git/HEAD': 'ref: refs/heads/main\n',
    '/srv/app/.env': 'KEY=1\n',
    '/srv/app/.env.example': 'KEY=\n',
    '/srv/app/a.csv': 'b\na\n',
    '/srv/app/a.log': 'b\na\n',
    '/srv/app/lib2/a.ts': 'x',
    '/srv/app/lib2/deep/b.ts': 'x',
    '/srv/app/data/a.csv': 'x',
    '/srv/app/build/a.js': 'x',
    '/home/ada/Documents/list': 'b\na\n',
    ...Object.fromEntries(many.map((name) => [`/srv/app/${name}`, 'x'])),
  },
});

/** Ways of ending all that is in a folder without naming the folder. */
const ends: readonly ((folder: string) => string)[] = [
  (folder) => `rm ${folder}/*`,
  (folder) => `rm -f -- ${folder}/*`,
  (folder) => `for f in ${folder}/*; do rm "$f"; done`,
  (folder) => `find ${folder} -type f -exec rm {} +`,
  (folder) => `find ${folder} -type f -exec rm -f {} \\;`,
  (folder) => `find ${folder} -type f -exec cp /dev/null {} \\;`,
  (folder) => `find ${folder} -type f -exec sed -i d {} +`,
  (folder) => `cd ${folder} && rm *`,
  (folder) => `sed -i d ${folder}/*`,
  (folder) => `sed -i '1,$d' ${folder}/*`,
  (folder) => `perl -pi -e '$_=""' ${folder}/*`,
  (folder) => `perl -i -ne '' ${folder}/*`,
  (folder) => `tee ${folder}/* < /dev/null`,
  (folder) => `truncate -s 0 ${folder}/*`,
  (folder) => `unlink ${folder}/*`,
];

describe('all that a folder holds', () => {
  for (const end of ends)
    it(`is lost as the folder would be: ${end('DIR')}`, () => {
      for (const folder of ['lib2', 'data', './lib2'])
        assert.ok(ids(judged(end(folder), world)).includes('unsaved-loss'), end(folder));
      for (const folder of ['build', '/tmp/x', 'absent'])
        assert.ok(
          !ids(judged(end(folder), world)).includes('unsaved-loss') || end(folder).startsWith('truncate'),
          end(folder),
        );
    });

  it('is lost where its files are named one by one', () => {
    assert.ok(asks(judged(`rm ${many.join(' ')}`, world)));
    assert.ok(asks(judged(`unlink ${many.slice(0, 21).join(' ')}`, world)));
    for (const names of [
      many.slice(0, 20),
      many.map((name) => `${name}.orig`),
      many.map((name) => `build/${name}`),
      many.map((name) => `absent/${name}`),
    ])
      assert.ok(!asks(judged(`rm -f ${names.join(' ')}`, world)), names[0]);
  });

  it('is not what a pattern of names chooses, or what stays', () => {
    for (const command of [
      'rm *.orig',
      'rm lib2/*.ts',
      'find . -name "*.pyc" -exec rm {} +',
      'sed -i s/a/b/ data/*',
      "perl -pi -e 's/a/b/' data/*",
      'tee -a data/a.csv < a.csv',
      'cp a.csv data/',
    ])
      assert.ok(!asks(judged(command, world)), command);
  });
});

describe('a program whose output goes onto what it reads', () => {
  it('finds it empty', () => {
    for (const command of [
      'sort a.csv > a.csv',
      'sort -u ./a.csv > /srv/app/a.csv',
      'jq . a.csv >a.csv',
      'grep x < a.csv > a.csv',
      'cat a.csv a.csv > a.csv',
      'sort ~/Documents/list > ~/Documents/list',
    ])
      assert.ok(asks(judged(command, world)), command);
    for (const command of [
      'sort a.csv > b.csv',
      'sort a.csv >> a.csv',
      'sort -o a.csv a.csv',
      'echo a.csv > a.csv',
      'sort a.log > a.log',
      'sort absent > absent',
      'sort /tmp/x > /tmp/x',
    ])
      assert.ok(!asks(judged(command, world)), command);
  });
});

describe('what a program logs in with, kept nowhere else', () => {
  it('is lost where it is written over', () => {
    for (const command of [
      'cp -f .env.example .env',
      'cp .env.example .env',
      'mv .env.example .env',
      'echo KEY= > .env',
      'cat .env.example > .env',
      'tee .env < .env.example',
    ])
      assert.ok(asks(judged(command, world)), command);
    for (const command of [
      'cp -n .env.example .env',
      'echo B=2 >> .env',
      'cp .env.example .env.local',
      'cp .env .env.bak',
      'sed -i s/1/2/ .env',
    ])
      assert.ok(!ids(judged(command, world)).includes('unsaved-loss'), command);
  });
});

describe('a log', () => {
  it('is emptied so that it goes on', () => {
    for (const command of ['truncate -s 0 a.log', 'truncate -s 0 build/a.js', ': > a.log'])
      assert.ok(!asks(judged(command, world)), command);
    for (const command of ['truncate -s 0 a.csv', 'truncate -s 0 "$FILE"', 'truncate -s 0 /var/log/syslog'])
      assert.ok(asks(judged(command, world)), command);
  });
});
