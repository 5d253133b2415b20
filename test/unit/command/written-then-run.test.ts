import assert from 'node:assert/strict';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const world = memoryWorld({
  cwd: '/srv/app',
  home: '/home/ada',
  files: {
    '/srv/app/x.sh': 'echo fine\n',
    '/srv/app/a.txt': 'text\n',
    '/srv/app/wipe.txt': 'rm -rf /home/u\n',
  },
});
const isAsked = (command: string): boolean => asks(judged(command, world));
const runs = ['bash t.sh', 'sh ./t.sh', '. ./t.sh', './t.sh'];

describe('a file that is written and then run', () => {
  for (const write of [
    "dd of=t.sh <<< 'CODE'",
    "echo 'CODE' | dd of=t.sh bs=1 status=none",
    "dd if=/dev/stdin of=t.sh <<< 'CODE'",
    "cp /dev/stdin t.sh <<< 'CODE'",
    "install -m755 /dev/stdin t.sh <<< 'CODE'",
    "echo 'CODE' | sponge t.sh",
    "echo 'CODE' | tee t.sh",
  ])
    it(`is read as it was written: ${write}`, () => {
      for (const run of runs) {
        assert.equal(isAsked(`${write.replace('CODE', 'rm -rf /home/u')}; ${run}`), true, run);
        assert.equal(isAsked(`${write.replace('CODE', 'echo fine')}; ${run}`), false, run);
      }
    });

  it('is read where its text is that of another file', () => {
    for (const run of runs) {
      assert.equal(isAsked(`dd if=wipe.txt of=t.sh; ${run}`), true, run);
      assert.equal(isAsked(`dd if=x.sh of=t.sh; ${run}`), false, run);
    }
  });

  for (const write of [
    'sort -o t.sh a.txt',
    'sort a.txt --output=t.sh',
    'shuf -ot.sh a.txt',
    'uniq a.txt t.sh',
    'patch t.sh < p.diff',
    'ed t.sh < s.ed',
    `awk 'BEGIN { print "rm -rf /home/u" > "t.sh" }'`,
  ])
    it(`is unknown: ${write}`, () => {
      for (const run of runs) assert.equal(isAsked(`${write}; ${run}`), true, run);
      assert.equal(isAsked(`${write}; cat t.sh; bash x.sh`), isAsked(write), 'not run');
    });

  it('is left as it was by what git changes and by other programs', () => {
    for (const command of [
      'git pull && ./x.sh',
      'sort a.txt; bash x.sh',
      'patch -p1 < p.diff; bash x.sh',
      'dd of=o.bin if=a.txt; ls',
    ])
      assert.equal(isAsked(command), false, command);
  });
});
