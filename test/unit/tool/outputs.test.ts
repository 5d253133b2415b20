import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asks, judged } from '../../support/judged.js';

describe('a reader that writes by an option', () => {
  const dangerous = [
    'git log --output=/etc/cron.d/x',
    'git show --output ~/.ssh/authorized_keys HEAD:k',
    'git diff --output=.git/hooks/pre-commit',
    'openssl rand -out /dev/sda 1000',
    'xxd -r x.hex /etc/hosts',
    'strace -o /etc/cron.d/x true',
    '/usr/bin/time -o /etc/passwd true',
    'tree -o /etc/hosts',
    'yq -i .a=1 /etc/netplan/x.yaml',
    "sqlite3 x.db '.output /etc/passwd'",
    'tcpdump -w /etc/cron.d/x -i eth0',
    'script -c true /etc/passwd',
    'objcopy a.out /usr/bin/ls',
    'nmap -oN /etc/cron.d/x host',
  ];
  for (const command of dangerous) it(`asks: ${command}`, () => assert.equal(asks(judged(command)), true));

  const quiet = [
    'git diff --output=changes.patch',
    'git log --output-indicator-new=+',
    'openssl rand -out key.bin 32',
    'xxd -p a.bin out.hex',
    'strace -o trace.log true',
    'tree -o tree.txt',
    'grep -o /etc/passwd README.md',
    'ls -o /etc',
    'kubectl get pods --output json',
    'journalctl --output cat',
    'pandoc a.md -o a.html',
    "sqlite3 x.db '.output out.txt'",
  ];
  for (const command of quiet)
    it(`stays quiet: ${command}`, () => assert.equal(asks(judged(command)), false));

  it('whatever the program, an output in a system place is a change of it', () => {
    const program = fc.constantFrom(
      'git diff',
      'jq .',
      'acmectl report',
      'kubectl get pods',
      'pytest',
      'mytool',
    );
    const option = fc.constantFrom('--output=', '--output ', '--log-file=', '--outfile ', '--save-to ');
    const place = fc.constantFrom(
      '/etc/hosts',
      '/etc/cron.d/x',
      '~/.ssh/authorized_keys',
      '~/.bashrc',
      '/dev/sda',
      '/usr/bin/ls',
    );
    fc.assert(
      fc.property(program, option, place, (name, word, path) => {
        assert.equal(asks(judged(`${name} ${word}${path}`)), true);
        assert.equal(asks(judged(`${name} ${word}out.txt`)), false);
      }),
    );
  });
});
