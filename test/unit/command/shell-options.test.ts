import assert from 'node:assert/strict';
import { readCommand } from '../../../src/core/command/read.js';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const world = memoryWorld({
  cwd: '/srv/app',
  home: '/home/ada',
  files: { '/srv/app/wipe.sh': 'rm -rf /home/u\n', '/srv/app/fine.sh': 'echo fine\n' },
});

/** Each family's ways to say "CODE is the program". */
const ways: Readonly<Record<string, readonly string[]>> = {
  'sh bash rbash': [
    '-fc CODE',
    '-efc CODE',
    '-cf CODE',
    '-f -c CODE',
    '-Cc CODE',
    '-eoc pipefail CODE',
    '-oc errexit CODE',
    '-Oc extglob CODE',
    '-ocO errexit extglob CODE',
    '-coo errexit pipefail CODE',
    '+c CODE',
    '+e -c CODE',
    '-c -e CODE',
    '-c - CODE',
    '-c -- CODE',
    '-norc -c CODE',
    '-rcfile fine.sh -c CODE',
    '-dc CODE',
    '-pc CODE',
    '- wipe.sh',
    '-f wipe.sh',
    '-C wipe.sh',
    '-oe errexit wipe.sh',
  ],
  'dash ash posh': ['-fc CODE', '-oc errexit CODE', '-ecoo errexit nounset CODE', '- wipe.sh', '-C wipe.sh'],
  zsh: ['-fc CODE', '-cf CODE', '-ceo errexit CODE', '-coerrexit CODE', '-bc CODE', '--emulate sh -c CODE'],
  'ksh mksh': ['-fc CODE', '-co errexit CODE', '-coerrexit CODE', '-C wipe.sh'],
  fish: [
    '-c CODE',
    '-cCODE',
    '-ic CODE',
    '-C CODE -c true',
    '-c true -c CODE',
    '-f x -c CODE',
    '-d 1 wipe.sh',
  ],
  'csh tcsh': ['-c CODE', '-fc CODE', '-cf CODE'],
  nu: ['-c CODE', '--commands=CODE', '-e CODE', '--config fine.sh -c CODE'],
  'elvish xonsh yash osh': ['-c CODE'],
  'busybox ash;busybox sh': ['-fc CODE', '-oc errexit CODE', '-C wipe.sh'],
};

describe('what a shell is started with', () => {
  for (const [shells, forms] of Object.entries(ways))
    for (const shell of shells.includes(';') ? shells.split(';') : shells.split(' '))
      it(`is found by ${shell}'s own rules`, () => {
        for (const form of forms) {
          const command = `${shell} ${form}`;
          assert.equal(asks(judged(command.replace('CODE', "'rm -rf /home/u'"), world)), true, command);
          const near = command.replace('CODE', "'echo fine'").replace('wipe', 'fine');
          assert.equal(asks(judged(near, world)), false, near);
        }
      });

  it('is not taken from a value or an argument', () => {
    for (const command of [
      "bash -c 'echo fine' 'rm -rf /home/u'",
      "bash -o errexit fine.sh 'rm -rf /home/u'",
      "bash fine.sh -c 'rm -rf /home/u'",
      "bash -- fine.sh -c 'rm -rf /home/u'",
      "sh -fc 'echo \"$1\"' x 'rm -rf /home/u'",
      "fish -fc 'rm -rf /home/u'",
    ])
      assert.equal(asks(judged(command, world)), false, command);
  });

  it('is unknown behind an unknown option', () => {
    for (const command of ['bash -$(head -c1 x) a b', 'bash -"$flags" a'])
      assert.equal(
        readCommand(command, 'bash', world).anomalies.some(({ kind }) => kind === 'opaque-code'),
        true,
        command,
      );
  });
});
