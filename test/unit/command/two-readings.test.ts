import assert from 'node:assert/strict';
import type { ShellName } from '../../../src/core/toolcall/toolcall.js';
import { asks, judged } from '../../support/judged.js';

function asked(command: string, shell: ShellName = 'bash'): boolean {
  return asks(judged(command, undefined, shell));
}

const destroys = 'terraform destroy -auto-approve';

describe('a text that shells read in two ways', () => {
  const dangerous = [
    `sh -c '((${destroys}))'`,
    `sh -c '((rm -rf /srv/data))'`,
    `dash -c 'if ((${destroys})); then :; fi'`,
    `busybox sh -c '((${destroys}))'`,
    `ssh web '((rm -rf /srv/data))'`,
    `echo '((${destroys}))' | sh`,
    `sh <<'E'\n((git push --force origin main))\nE`,
    `su -c '((rm -rf /srv/data))'`,
    `find . -exec sh -c '((rm -rf /srv/data))' \\;`,
    `python3 -c "import os; os.system('((rm -rf /srv/data))')"`,
    `sh -c '[[ -f x || rm -rf /srv/data ]]'`,
    `sh -c '[[ a > /etc/passwd ]]'`,
  ];
  for (const command of dangerous) it(`asks: ${command}`, () => assert.equal(asked(command), true));

  const quiet = [
    '((i++))',
    `bash -c '((i=1)); echo $i'`,
    `bash -c '((rm - rf / srv))'`,
    `zsh -c 'if ((n > 3)); then echo big; fi'`,
    `sh -c 'echo $((1+2))'`,
    `sh -c '[[ -f x ]] && echo y'`,
    `sh -c '[[ $a == b* ]] && echo y'`,
    `sh -c '(echo hi)'`,
    `eval '((i++))'`,
  ];
  for (const command of quiet) it(`stays quiet: ${command}`, () => assert.equal(asked(command), false));

  it('PowerShell: a backslash does not keep a quote from closing', () => {
    const { effects } = judged('cmd /c "rmdir /s /q \\"E:\\x\\""', undefined, 'pwsh');
    assert.deepEqual(
      effects.filter(({ verb }) => verb === 'destroy').map(({ resource }) => resource),
      ['/'],
    );
  });

  it('PowerShell: a path that ends in a backslash stays a path', () => {
    assert.equal(asked('Get-ChildItem "C:\\src\\" -Recurse', 'pwsh'), false);
  });
});
