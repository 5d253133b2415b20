import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asks, ids, judged, judgedPayload } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const home = '/home/ada';
const world = memoryWorld({
  cwd: '/srv/app',
  home,
  env: { HOME: home },
  files: { '/srv/app/a.txt': 'x', [`${home}/notes/a.txt`]: 'x' },
});

const guards = [
  '.claude/settings.json',
  '.codex/hooks.json',
  '.countersign/bin/hook.js',
  '.gemini/settings.json',
  '.aws/amazonq/mcp.json',
] as const;
const harmless = ['notes/today.json', 'projects/a/settings.txt', '.cache/x.json'] as const;

/** Programs that are known for something else and write where they are told to. */
const writers: readonly ((path: string) => string)[] = [
  (path) => `psql -h localhost -o ${path} -c 'select 1'`,
  (path) => `mysql -h 127.0.0.1 --tee=${path} -e 'select 1'`,
  (path) => `curl -h 2>&1 | ssh -h x; kubectl get pods --output-file ${path} -h`,
  (path) => `sqlite3 :memory: "vacuum into '${path}'"`,
  (path) => `awk 'BEGIN{print "{}" > ENVIRON["HOME"] "${path.replace(home, '')}"}'`,
  (path) =>
    `awk 'BEGIN{f=ENVIRON["HOME"] "${path.replace(home, '').slice(0, 6)}" "${path.replace(home, '').slice(6)}"; printf "" > f}'`,
  (path) => `awk -v f=${path} 'BEGIN{print 1 > f}'`,
  (path) => `perl -e 'open F,">",glob("${path}")'`,
  (path) => `perl -e 'open(my $f, ">>", "${path}")'`,
  (path) => `cp -l ${path} h && echo > h`,
  (path) => `cp -al ${path} h; truncate -s0 h`,
  (path) => `ssh localhost 'rm -f ${path}'`,
  (path) => `ssh ada@127.0.0.1 'echo > ${path.replace(`${home}/`, '')}'`,
  (path) => `scp /tmp/x localhost:${path.replace(`${home}/`, '')}`,
  (path) => `rsync /tmp/x localhost:${path}`,
  (path) => `ansible localhost -m file -a 'path=${path} state=absent'`,
];

/** What puts names that nobody knows into a folder. */
const spills: readonly ((folder: string) => string)[] = [
  (folder) => `cd ${folder} && patch -p0 < /tmp/x.patch`,
  (folder) => `patch -d ${folder} -p1 -i /tmp/x.patch`,
  (folder) => `git -C ${folder} apply /tmp/x.patch`,
  (folder) => `cd ${folder} && git am /tmp/x.patch`,
  (folder) => `git clone https://git.example/x ${folder}`,
  (folder) => `pip install --target ${folder} x`,
  (folder) => `docker build --output type=local,dest=${folder} .`,
  (folder) => `python3 -m zipfile -e /tmp/a.zip ${folder}`,
  (folder) => `python3 -c 'import zipfile; zipfile.ZipFile("/tmp/a.zip").extractall("${folder}")'`,
  (folder) => `python3 -c 'import shutil; shutil.unpack_archive("/tmp/a.tar", "${folder}")'`,
];

const mcp: readonly ((folder: string, name: string) => Parameters<typeof judgedPayload>[0])[] = [
  (folder, name) => call('move_file', { source: `${folder}/${name}`, destination: '/tmp/x' }),
  (folder, name) => call('put', { uri: `file://${folder}/${name}`, text: 'x' }),
  (folder, name) => call('put', { uri: `file://localhost${folder}/${name.replace('s', '%73')}`, text: 'x' }),
  (folder, name) => call('write', { dir: folder, name }),
  (folder, name) => call('save', { directory: folder, filename: name, content: '' }),
  (folder, name) => call('write_file', { path: `${folder}/${name}`.split('/').slice(1) }),
  (folder, name) => call('download', { url: 'https://x.example', savePath: `${folder}/${name}` }),
  (folder, name) => call('take_screenshot', { filename: `${folder}/${name}` }),
  (folder, name) => call('run', { cmd: 'rm', args: ['-rf', `${folder}/${name}`] }),
];

function call(
  name: string,
  given: Readonly<Record<string, string | readonly string[]>>,
): Parameters<typeof judgedPayload>[0] {
  return { kind: 'mcp', server: 's', name, arguments: given };
}

describe('what writes where it is told to', () => {
  it('is held where that is a guard', () => {
    fc.assert(
      fc.property(fc.constantFrom(...writers), fc.constantFrom(...guards), (write, file) => {
        const command = write(`${home}/${file}`);
        assert.ok(ids(judged(command, world)).includes('guard-change'), command);
      }),
      { numRuns: 300 },
    );
  });

  it('stays quiet elsewhere', () => {
    fc.assert(
      fc.property(fc.constantFrom(...writers), fc.constantFrom(...harmless), (write, file) => {
        const command = write(`${home}/${file}`);
        assert.ok(!ids(judged(command, world)).includes('guard-change'), command);
      }),
      { numRuns: 300 },
    );
  });

  it('with names that nobody knows is held above guards and where agents load what lies there', () => {
    for (const spill of spills)
      for (const folder of [home, `${home}/.claude/skills/x`, `${home}/.gemini/extensions/x`]) {
        const [isPatch] = [/patch|\bam\b/.test(spill(''))];
        if (isPatch && folder !== home) continue;
        assert.ok(asks(judged(spill(folder), world)), spill(folder));
      }
  });

  it('with such names stays quiet in a project', () => {
    for (const spill of spills)
      for (const folder of [`${home}/projects/x`, '/srv/app/vendor', '/tmp/x'])
        assert.ok(!ids(judged(spill(folder), world)).includes('guard-change'), spill(folder));
  });

  it('a patch that can be read and names no guard stays quiet above them', () => {
    const text = (name: string): string =>
      `patch -d ~ -p0 <<'E'\n--- ${name}\n+++ ${name}\n@@ -1 +1 @@\n-x\n+y\nE`;
    assert.ok(!asks(judged(text('notes/a.txt'), world)));
    assert.ok(asks(judged(text('.claude/settings.json'), world)));
    assert.ok(asks(judged(text('a/.claude/settings.json'), world)));
  });

  it('through a tool of a server is held by any argument that leads there', () => {
    for (const of of mcp)
      for (const file of guards) {
        const at = file.lastIndexOf('/');
        const payload = of(`${home}/${file.slice(0, at)}`, file.slice(at + 1));
        assert.ok(asks(judgedPayload(payload, world)), JSON.stringify(payload));
      }
    assert.ok(
      asks(
        judgedPayload(
          call('run_command', { command: 'workbench.extensions.uninstallExtension', args: ['a.b'] }),
          world,
        ),
      ),
    );
    assert.ok(asks(judgedPayload(call('executeCommand', { id: 'countersign.approve' }), world)));
    assert.ok(asks(judgedPayload(call('extract', { archive: '/tmp/a.zip', to: home }), world)));
    assert.ok(
      asks(
        judgedPayload(call('clone', { url: 'https://x.example', dest: `${home}/.claude/skills/x` }), world),
      ),
    );
  });

  it('through a tool of a server stays quiet elsewhere, in prose and where it looks', () => {
    for (const of of mcp) {
      const payload = of(`${home}/notes`, 'state.txt');
      assert.ok(!ids(judgedPayload(payload, world)).includes('guard-change'), JSON.stringify(payload));
    }
    for (const payload of [
      call('read_file', { path: `${home}/.claude/settings.json` }),
      call('create_issue', { title: 'x', body: `${home}/.claude/settings.json is gone` }),
      call('create_entities', { name: '~/.claude/settings.json' }),
      call('get-library-docs', { topic: 'drop table' }),
      call('clone', { url: 'https://x.example', dest: `${home}/projects/x` }),
    ])
      assert.ok(!asks(judgedPayload(payload, world)), JSON.stringify(payload));
  });

  it('takes hold of a process by a computed number', () => {
    for (const of of ['gdb -p', 'strace -p', 'prlimit --nofile=0 --pid', 'gdb -batch -p'])
      assert.ok(asks(judged(`${of} $(pgrep -f extensionHost)`, world)), of);
    for (const code of [
      "python3 -c 'import os,signal; os.kill(os.getppid(),9)'",
      "node -e 'process.kill(process.ppid)'",
    ])
      assert.ok(asks(judged(code, world)), code);
    for (const quiet of [
      'gdb -batch ./a.out',
      'strace -f ls',
      "node -e 'process.kill(child.pid)'",
      'gdb --args ./a.out',
    ])
      assert.ok(!asks(judged(quiet, world)), quiet);
  });
});
