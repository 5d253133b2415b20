import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '../../../src/engine/world.js';
import { asks, judged } from '../../support/judged.js';

const destroys: Readonly<Record<string, string>> = {
  sh: 'rm -rf /home/u\nexit\n',
  py: 'import os\nos.system("rm -rf /home/u")\n',
  js: 'require("child_process").execSync("rm -rf /home/u")\n',
  pl: 'system("rm -rf /home/u");\n',
  rb: 'system("rm -rf /home/u")\n',
  awk: 'BEGIN { system("rm -rf /home/u") }\n',
  mk: 'all:\n\trm -rf /home/u\n',
};
const fine: Readonly<Record<string, string>> = {
  sh: 'echo fine\nexit\n',
  py: 'print("fine")\n',
  js: 'console.log("fine")\n',
  pl: 'print "fine";\n',
  rb: 'puts "fine"\n',
  awk: 'BEGIN { print "fine" }\n',
  mk: 'all:\n\techo fine\n',
};
/** Ways by which text is no UTF-8 without a zero. */
const spoiled: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(`${text}# \0\n`, 'latin1'),
  (text) => Buffer.from(`# caf\xe9\n${text}`, 'latin1'),
  (text) => Buffer.from(`${text}# \xff\xc0\x80\n`, 'latin1'),
  (text) => Buffer.concat([Buffer.from(text), Buffer.alloc(5_000)]),
];
const runners: Readonly<Record<string, string>> = {
  sh: 'bash FILE;sh FILE;. ./FILE;./FILE;zsh FILE',
  py: 'python3 FILE',
  js: 'node FILE;bun FILE',
  pl: 'perl FILE',
  rb: 'ruby FILE',
  awk: 'awk -f FILE',
  mk: 'make -f FILE;make -f FILE all',
};

describe('a file that is no text', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  const isAsked = (command: string): boolean => asks(judged(command, createWorld(folder, folder, {})));
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-no-text-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [end, ways] of Object.entries(runners))
    it(`is read as its interpreter reads it: ${ways}`, () => {
      for (const [index, spoil] of spoiled.entries()) {
        writeFileSync(at(`wipe${index}.${end}`), spoil(destroys[end] ?? ''));
        writeFileSync(at(`fine${index}.${end}`), spoil(fine[end] ?? ''));
        for (const way of ways.split(';')) {
          const command = way.replace('FILE', `wipe${index}.${end}`);
          assert.equal(isAsked(command), true, command);
          assert.equal(isAsked(command.replace('wipe', 'fine')), false, command.replace('wipe', 'fine'));
        }
      }
    });

  it('is read in package.json too', () => {
    writeFileSync(
      at('package.json'),
      Buffer.from('{"author":"Ren\xe9","scripts":{"x":"rm -rf /home/u","y":"tsc"}}', 'latin1'),
    );
    assert.equal(isAsked('npm run x'), true);
    assert.equal(isAsked('npm run y'), false);
  });

  it('is unknown to who runs it, and nothing to who does not', () => {
    writeFileSync(at('app.pyz'), Buffer.from('PK\x03\x04\x14\0\0\0binary\nos.system()', 'latin1'));
    writeFileSync(at('picture.png'), Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'));
    writeFileSync(at('a.out'), Buffer.from('\x7fELF\x02\x01\x01\0\0\0\nrm', 'latin1'));
    writeFileSync(at('sparse.sh'), 'rm -rf /home/u\nexit\n');
    truncateSync(at('sparse.sh'), 10 * 1024 * 1024);
    for (const command of [
      'python3 app.pyz',
      'bash picture.png',
      'bash sparse.sh',
      '. ./sparse.sh',
      'make -f picture.png',
    ])
      assert.equal(isAsked(command), true, command);
    for (const command of [
      './a.out',
      'bash a.out',
      'file app.pyz',
      'cat picture.png',
      'grep -r x .',
      'unzip -l app.pyz',
      './picture.png',
    ])
      assert.equal(isAsked(command), false, command);
  });

  it('is read as well where the command wrote it', () => {
    for (const run of ['bash z.sh', '. ./z.sh', './z.sh', 'sh < z.sh'])
      assert.equal(isAsked(`printf 'rm -rf /home/u\\nexit\\n\\0' > z.sh; ${run}`), true, run);
  });

  it('is a pipe whose writer nobody knows', function () {
    if (process.platform === 'win32') return this.skip();
    execFileSync('mkfifo', [at('pipe.sh')]);
    symlinkSync('pipe.sh', at('link.sh'));
    for (const command of [
      'bash pipe.sh',
      '. ./pipe.sh',
      'bash link.sh',
      'python3 pipe.sh',
      'make -f pipe.sh',
    ])
      assert.equal(isAsked(command), true, command);
    for (const command of ['bash /dev/null', 'bash .', 'ls pipe.sh', 'bash absent.sh'])
      assert.equal(isAsked(command), false, command);
  });

  it('ends where PHP stops', () => {
    const archive = Buffer.alloc(3 * 1024 * 1024, 'a\0b');
    const stub = Buffer.from("#!/usr/bin/env php\n<?php\nPhar::mapPhar('x.phar');\n__HALT_COMPILER(); ?>\n");
    writeFileSync(at('x.phar'), Buffer.concat([stub, archive]));
    for (const command of ['php x.phar install', './x.phar install'])
      assert.equal(isAsked(command), false, command);
    writeFileSync(
      at('y.phar'),
      Buffer.concat([Buffer.from('#!/usr/bin/env php\n#__HALT_COMPILER();\nrm -rf /home/u\n'), archive]),
    );
    assert.equal(isAsked('bash y.phar'), true);
  });

  it('decides no place by being unread', () => {
    mkdirSync(at('.aws'));
    for (const [index, spoil] of spoiled.entries()) {
      writeFileSync(
        at('.aws/config'),
        spoil(
          '[default]\nregion = eu-west-1\nsso_account_id = 123456789012\nrole_arn = arn:aws:iam::123456789012:role/production-admin\n',
        ),
      );
      assert.equal(isAsked('aws s3 cp a s3://b/c'), true, `${index}`);
    }
    writeFileSync(
      at('.aws/config'),
      Buffer.from('#\0\n[default]\nrole_arn = arn:aws:iam::123456789012:role/production-admin\n'),
    );
    assert.equal(isAsked('aws s3 cp a s3://b/c'), true);
  });
});
