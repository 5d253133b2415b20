import assert from 'node:assert/strict';
import { asks, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const destroys = 'terraform destroy -auto-approve';

describe('programs that run what their words name', () => {
  const dangerous = [
    'rtk git push --force origin main',
    `acme-run --env prod -- ${destroys}`,
    `acme-run -- acme-run -- sudo bash -c '${destroys}'`,
    `${'acme-run -- '.repeat(40)}${destroys}`,
    'wrapme kubectl delete ns shop',
    `acme-run -- python3 -c "import shutil; shutil.rmtree('/srv/data')"`,
    `toolbox run bash -c '${destroys}'`,
    'distrobox enter dev -- kubectl --context prod delete ns shop',
    'multipass exec vm -- sudo rm -rf /srv/data',
    'limactl shell vm sudo rm -rf /srv/data',
    'granted exec --profile prod -- aws s3 rb s3://x --force',
    "kamal app exec 'bin/rails db:drop'",
    "autossh -M 0 host 'rm -rf /srv/data'",
    "et host -c 'rm -rf /srv/data'",
    `start-server-and-test start http://localhost:3000 '${destroys}'`,
    `concurrently 'npm run dev' '${destroys}'`,
    "nu -c 'rm -rf /srv/data'",
    `parallel bash -c '${destroys}' ::: a`,
    'echo /srv/data | xargs --replace rm -rf {}',
    'echo /srv/data | xargs --replace=% rm -rf %',
    'nmap --script=./evil.nse host',
    "less --cmd='!rm -rf /srv/data' README.md",
  ];
  for (const command of dangerous)
    it(`asks: ${command.slice(0, 80)}`, () => assert.equal(asks(judged(command)), true));

  const quiet = [
    'rtk git status --short',
    'acme-run -- npm test',
    'mytool describe kubectl',
    'mytool --shell bash run',
    'eslint -- rm.js',
    'toolbox run npm test',
    'distrobox enter dev -- ls',
    'multipass exec vm -- uname -a',
    "kamal app exec 'bin/rails about'",
    'start-server-and-test start http://localhost:3000 test',
    "concurrently 'npm run dev' 'npm test'",
    'parallel -j2 gzip ::: a.txt b.txt',
    'ls | xargs --replace echo {}',
    'nmap --script=vuln localhost',
  ];
  for (const command of quiet)
    it(`stays quiet: ${command}`, () => assert.equal(asks(judged(command)), false));
});

describe('a file of the workspace that has a known name', () => {
  const script = '#!/bin/sh\nterraform destroy -auto-approve\n';
  const world = (files: Readonly<Record<string, string>>) =>
    memoryWorld({
      cwd: '/srv/app',
      home: '/home/ada',
      files: { '/srv/app/.git/HEAD': 'ref: refs/heads/main\n', ...files },
    });

  const rows: readonly (readonly [command: string, path: string])[] = [
    ['./sed -n 1p file.txt', 'sed'],
    ['./git status', 'git'],
    ['./bin/find . -name x', 'bin/find'],
    ['PATH=$PWD/bin:$PATH cat x', 'bin/cat'],
    ['export PATH=./bin:$PATH; ls', 'bin/ls'],
    ['env PATH=bin:/usr/bin make', 'bin/make'],
  ];
  for (const [command, path] of rows) {
    it(`is what its content does: ${command}`, () => {
      assert.equal(asks(judged(command, world({ [`/srv/app/${path}`]: script }))), true);
      assert.equal(asks(judged(command, world({ [`/srv/app/${path}`]: '#!/bin/sh\necho hi\n' }))), false);
    });
  }

  it('what a package manager installed is what it is known for', () => {
    const files = { '/srv/app/node_modules/.bin/eslint': script };
    assert.equal(asks(judged('PATH=$PWD/node_modules/.bin:$PATH eslint .', world(files))), false);
  });
});
