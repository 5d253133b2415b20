/** Rows of what was tried on the whole, run as they were written then. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callGate } from '../../src/client/gate-call.js';
import { homeAt } from '../../src/node/files/home.js';
import { startGate } from '../../src/node/gate/gate-server.js';
import { systemRandom } from '../../src/node/random.js';
import { answerIn } from '../../src/protocol/answer.js';
import { decodeOfflineAnswer, lineOfOffline } from '../../src/protocol/offline.js';
import { ids, judged, judgedPayload } from '../support/judged.js';
import { memoryWorld } from '../support/world.js';

const home = '/home/ada';
const cwd = '/srv/app';
const digest = 'a'.repeat(64);

const extension = `${home}/.vscode/extensions/countersign.countersign-0.1.0`;
const state = [
  `${extension}/dist/extension.js`,
  `${extension}/package.json`,
  `${home}/.vscode/extensions/extensions.json`,
  `${home}/.vscode/extensions/.obsolete`,
  `${home}/.vscode/argv.json`,
  `${home}/.config/Code/User/globalStorage/state.vscdb`,
  `${home}/.config/VSCodium/User/globalStorage/state.vscdb`,
] as const;

const own = ['bin/hook.js', 'bin/cli.js', 'guard/mode', 'record/segments/000000.jsonl', 'salt'].map(
  (path) => `${home}/.countersign/${path}`,
);

const world = memoryWorld({
  cwd,
  home,
  env: { HOME: home },
  files: Object.fromEntries([...state, ...own, `${cwd}/a.txt`].map((path) => [path, 'x'])),
});
const asks = (command: string): boolean => ids(judged(command, world)).includes('guard-change');

describe('what was tried, as it was written', function () {
  this.timeout(60_000);

  for (const program of [
    '~/.countersign/bin/cli.js',
    `${extension}/dist/cli.js`,
    '/srv/app/node_modules/countersign/dist/cli.js',
  ])
    for (const words of [
      `requests --accept ${digest}`,
      'uninstall',
      'disconnect claude-code',
      'retention --now',
    ])
      it(`row 10: node ${program} ${words}`, () => assert.ok(asks(`node ${program} ${words}`)));

  const changing: Readonly<Record<string, (path: string) => string>> = {
    overwritten: (path) => `cp a.txt ${path}`,
    'moved away': (path) => `mv ${path} /tmp/x`,
    'written to': (path) => `echo '{}' > ${path}`,
    deleted: (path) => `rm -f ${path}`,
    'changed in place': (path) => `sed -i s/a/b/ ${path}`,
    'opened by a database program': (path) => `sqlite3 ${path} "delete from ItemTable"`,
  };
  for (const path of state) {
    for (const [how, command] of Object.entries(changing))
      it(`row 13: ${path} ${how}`, () => assert.ok(asks(command(path))));
    it(`row 13: ${path} by the tool that writes files`, () => {
      const edit = { kind: 'edit', edits: [{ kind: 'write', path, content: '{}' }] } as const;
      assert.ok(ids(judgedPayload(edit, world)).includes('guard-change'));
    });
  }

  const byName: Readonly<Record<string, (path: string) => string>> = {
    rm: (path) => `rm -rf ${path}`,
    mv: (path) => `mv ${path} ${path}.old`,
    find: (path) => `find ${path} -delete`,
    'find -exec': (path) => `find ${path} -exec rm {} +`,
    chmod: (path) => `chmod 000 ${path}`,
    chattr: (path) => `chattr +i ${path}`,
    setfacl: (path) => `setfacl -m u:1:--- ${path}`,
    truncate: (path) => `truncate -s 0 ${path}`,
    mkfifo: (path) => `mkfifo ${path}`,
    ln: (path) => `ln -sf /dev/null ${path}`,
    shred: (path) => `shred -u ${path}`,
    install: (path) => `install -m 644 a.txt ${path}`,
  };
  for (const [how, command] of Object.entries(byName))
    it(`row 18: ${how} on the home, by name`, () => {
      for (const path of ['~/.countersign', `${home}/.countersign/run`, ...own])
        assert.ok(asks(command(path)), command(path));
    });

  describe('without a window', () => {
    let root: string;
    let work: string;
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'cs-written-'));
      work = join(root, 'work');
      mkdirSync(work);
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    const record = (): string => join(root, '.countersign', 'record');
    /** What the program without a window says. One that does not end by itself is ended, and has said nothing. */
    const rung = (command: string): string => {
      const payload = JSON.stringify({
        session_id: 's',
        hook_event_name: 'PreToolUse',
        tool_name: 'Bash',
        tool_input: { command },
        cwd: work,
      });
      const env = { HOME: root };
      const line = lineOfOffline({ agent: 'claude-code', cwd: work, env, bytes: Buffer.byteLength(payload) });
      const { stdout } = spawnSync(process.execPath, ['dist/offline.js'], {
        input: `${line}${payload}`,
        env: { ...env, PATH: process.env['PATH'] },
        encoding: 'utf8',
        timeout: 20_000,
        killSignal: 'SIGKILL',
      });
      const answer = decodeOfflineAnswer(stdout);
      assert.ok(answer, 'no answer');
      return `${answer.stdout}${answer.stderr}`;
    };

    for (const [file, command, text] of [
      ['.env', 'npm start', `A=${'\t\u2028'.repeat(1_300)}x\n`.repeat(3)],
      ['.env', 'prisma migrate deploy', `DATABASE_URL="${' \t'.repeat(1_300)}\n`.repeat(3)],
      [
        'ansible.cfg',
        'ansible-playbook site.yml',
        `[defaults]\ninventory=${'\t\u2028'.repeat(1_300)};\n`.repeat(3),
      ],
      ['ansible.cfg', 'ansible-playbook site.yml', `[${' ['.repeat(4_000)}\n`],
    ] as const)
      it(`row 22: ${command} beside ${file} of ${text.length} characters that no reader likes`, () => {
        writeFileSync(join(work, file), text);
        rung(command);
      });

    const instead: Readonly<Record<string, () => void>> = {
      'a link to another folder': () => {
        const other = join(root, 'other');
        mkdirSync(other);
        symlinkSync(other, record());
      },
      'a lock that leads nowhere': () => {
        mkdirSync(record(), { recursive: true });
        symlinkSync('/nowhere/at/all', join(record(), 'lock'));
      },
      'a segment that is a second name of a file of junk': () => {
        mkdirSync(join(record(), 'segments'), { recursive: true });
        writeFileSync(join(root, 'junk'), 'junk\nmore junk');
        linkSync(join(root, 'junk'), join(record(), 'segments', '000000.jsonl'));
      },
      'a list of MACs that is a pipe': () => {
        mkdirSync(record(), { recursive: true });
        spawnSync('mkfifo', [join(record(), 'macs')]);
      },
    };
    for (const [what, put] of Object.entries(instead))
      it(`row 52: ${what} lets nothing pass that needs a person, and is not waited for`, function () {
        if (process.platform === 'win32') return this.skip();
        mkdirSync(join(root, '.countersign'), { mode: 0o700 });
        put();
        assert.match(rung('aws s3 rb s3://orders --force'), /Blocked|not run|"deny"/);
        const quiet = rung('ls');
        const isRecorded = spawnSync('grep', ['-rqs', 'call.passed', `${record()}/`]).status === 0;
        assert.ok(isRecorded || /Blocked|not run|record/.test(quiet), quiet);
      });
  });

  it('row 62: answers each of 300 calls at once, beside connections that say nothing', async () => {
    const root = mkdtempSync(join(tmpdir(), 'cs-many-'));
    const there = homeAt(join(root, 'cs'));
    let asked = 0;
    const gate = await startGate({
      home: there,
      id: 'own',
      folders: [root],
      random: systemRandom,
      desk: {
        ring: async (ring) => {
          asked += 1;
          return answerIn(ring.agent, { kind: 'no-opinion' });
        },
      },
    });
    const silent = Array.from({ length: 100 }, () => connect(gate.registration.socket));
    for (const one of silent) one.on('error', () => undefined);
    try {
      const payload = Buffer.from(JSON.stringify({ text: 'x'.repeat(100_000) }));
      const ends = await Promise.all(
        Array.from({ length: 300 }, async () => {
          const call = {
            agent: 'claude-code',
            payload,
            cwd: root,
            env: {},
            budgetMs: 50_000,
            credentials: () => ({}),
          };
          return (await callGate(call, { home: there.root }).end).kind;
        }),
      );
      assert.deepEqual([...new Set(ends)], ['answered']);
      assert.equal(asked, 300);
    } finally {
      for (const one of silent) one.destroy();
      await gate.dispose();
      rmSync(root, { recursive: true, force: true });
    }
  });
});
