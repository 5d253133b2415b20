import assert from 'node:assert/strict';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const world = memoryWorld({
  cwd: '/srv/app',
  home: '/home/ada',
  files: {
    '/srv/app/clean.cmake': '# all of it\nfile(REMOVE_RECURSE "/home/ada/work")\n',
    '/srv/app/run.cmake': 'execute_process(\n  COMMAND rm -rf /home/ada/work\n  WORKING_DIRECTORY /tmp)\n',
    '/srv/app/version.cmake':
      'file(READ VERSION text)\nexecute_process(COMMAND git describe OUTPUT_VARIABLE v)\n',
    '/srv/app/Makefile': 'test:\n\techo tested\n',
  },
});

/** Options, variables and inputs by which a program that is known for something else runs a command. */
const handing: readonly ((code: string) => string)[] = [
  (code) => `make SHELL='${code}' test`,
  (code) => `make -e SHELL='${code}' test`,
  (code) => `git archive --remote=. --exec='${code}' HEAD`,
  (code) => `git fetch --upload-pack='${code}' .`,
  (code) => `just --command ${code}`,
  (code) => `just -c ${code}`,
  (code) => `cmake -E ${code}`,
  (code) => `cmake -E env A=1 ${code}`,
  (code) => `cmake -E chdir /tmp ${code}`,
  (code) => `mysql --pager='${code}' -e 'select 1'`,
  (code) => `ftp -n <<< '!${code}'`,
  (code) => `lftp -c '!${code}'`,
  (code) => `lftp -e 'open x; !${code}'`,
  (code) => `sftp host <<< '!${code}'`,
  (code) => `gdb -batch -ex 'shell ${code}'`,
  (code) => `gdb <<< 'shell ${code}'`,
  (code) => `mutt -e 'source "${code}|"'`,
  (code) => `dc <<< '!${code}'`,
  (code) => `frobnicate --exec '${code}' x`,
  (code) => `frobnicate --on-change-command='${code}'`,
  (code) => `frobnicate --post-hook '${code}'`,
];

describe('what a program hands on', () => {
  for (const hand of handing)
    it(`is judged as what it is: ${hand('CODE')}`, () => {
      for (const code of ['rm -rf ~/work', 'rm -r /home/ada/work'])
        assert.equal(asks(judged(hand(code), world)), true, hand(code));
    });

  for (const command of [
    'rg --pre rm pattern .',
    'make SHELL=/opt/other/run test',
    'cmake -E remove_directory ~/work',
    'cmake -E rm -rf ~/work',
    'cmake -P clean.cmake',
    'cmake -P run.cmake',
    'npm config set script-shell /opt/other/run',
    'pnpm config set script-shell=/opt/other/run',
    'npm set editor /opt/other/run',
  ])
    it(`asks: ${command}`, () => assert.equal(asks(judged(command, world)), true));

  for (const command of [
    'make SHELL=/bin/bash test',
    'make CC=clang test',
    'rg --pre cat pattern .',
    'git archive --format=tar HEAD',
    'git fetch --upload-pack=git-upload-pack origin',
    'just --command echo done',
    'cmake -E echo done',
    'cmake -E copy a b',
    'cmake -E make_directory build',
    'cmake -E remove_directory build',
    'cmake --build build',
    'cmake -P version.cmake',
    'cmake -P absent.cmake',
    'mysql --pager=less -e "select 1"',
    "lftp -c 'open x; ls'",
    "gdb -batch -ex 'bt' ./app",
    'npm config set registry https://registry.example.org',
    'npm config get script-shell',
    'npm config set fund false',
    "frobnicate --message 'rm old files'",
    "frobnicate --filter 'rm x'.txt",
    "frobnicate --exec 'echo done'",
  ])
    it(`stays quiet: ${command}`, () => assert.equal(asks(judged(command, world)), false));
});

describe('code that reaches files or processes by a name that is a value', () => {
  for (const command of [
    `ruby -e 'Dir["*"].each{|f| File.send(:delete,f)}'`,
    `ruby -e 'FileUtils.public_send("rm_rf", ARGV[0])'`,
    `ruby -e 'm = File.method(:unlink); m.call("x")'`,
    `ruby -e 'Object.const_get("Fi"+"le").open("x")'`,
    `ruby -e 'Kernel.send(name, "x")'`,
    `perl -e 'unlink glob "*"'`,
    `perl -e 'unlink <*.txt>'`,
    `perl -ne 'chomp; unlink' list`,
    `perl -nle 'unlink if -f' list`,
    `perl -e '@f = <*>; unlink @f'`,
    `perl -e '$_="sm"; y/a-z/za-y/; system $_'`,
    `perl -e '$x="sm"; $x =~ tr/a-z/za-y/; system($x)'`,
    `tclsh <<< 'file delete -force /home/ada/work'`,
    `node --import 'data:text/javascript,require("fs").rmSync("/home/ada/work",{recursive:true})' -e 0`,
    `node -r data:text/javascript,require%28%22fs%22%29.rmSync%28%22/home/ada/work%22%29 -e 0`,
    `node -p 'process.binding("fs").rmdir'`,
    `python3 -c "import ctypes;ctypes.CDLL(None).unlink(b'/home/ada/x')"`,
  ])
    it(`asks: ${command}`, () => assert.equal(asks(judged(command, world)), true));

  for (const command of [
    `ruby -e 'puts user.send(:name)'`,
    `ruby -e 'puts [1,2].map(&:to_s)'`,
    `ruby -e 'puts Object.const_get("String")'`,
    `perl -ne 'print if /unlink/' f`,
    `perl -e '$_="a"; y/a/b/; print'`,
    `perl -pe 's/a/b/' f`,
    `tclsh <<< 'puts [file exists x]'`,
    `node --import tsx -e 0`,
    `node --import data:text/javascript,console.log%281%29 -e 0`,
    `node -p 'process.version'`,
    `python3 -c "print(1)"`,
    `php -r 'echo strlen("x");'`,
  ])
    it(`stays quiet: ${command}`, () => assert.equal(asks(judged(command, world)), false));
});
