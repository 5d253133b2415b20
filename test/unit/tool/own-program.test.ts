import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completionCommand } from '../../../src/cli/completion.js';
import { ownCommands } from '../../../src/core/tool/guard/own-commands.js';
import { completionScripts } from '../../../src/messages/cli/completion-scripts.js';
import { helpText } from '../../../src/messages/cli/help.js';
import { ids, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const world = memoryWorld({ cwd: '/srv/app', home: '/home/ada', env: { HOME: '/home/ada' } });
const changesGuard = (command: string): boolean => ids(judged(command, world)).includes('guard-change');
const isQuiet = (command: string): boolean => judged(command, world).band === 'quiet';

/** What each command says of itself, with the options that it names. */
const helps = new Map(
  Object.entries(helpText).map(([name, text]) => {
    const { help } =
      typeof text === 'function' ? (name === 'log' ? helpText.log(20) : helpText.connect([])) : text;
    return [name, help];
  }),
);

/** Command lines, each with what Countersign itself would do by it. */
const looking = [
  'check -- rm -rf /',
  'check --jsonl',
  'completion bash',
  'doctor',
  'doctor --json',
  'export --format csv --since 7',
  'log --limit 3',
  'log --limit $N',
  'mcp --list',
  'places',
  'places list --json',
  'policy explain -- kubectl delete ns shop',
  'policy replay team.json',
  'receipt CS-1 --dir out',
  'report --from 2026-11-29T10:00:00Z',
  'requests --json',
  'restore',
  'restore --json',
  'retention',
  'show ab12',
  'verify',
  'verify r.json --require countersigned --roster allowed_signers --max-age 5',
  'uninstall --help',
  'lock -h',
];
const changing = [
  'approve ab12',
  'connect claude-code',
  'deny ab12 --reason no',
  'disconnect codex --scope workspace',
  'doctor --seen',
  'doctor --json --seen',
  'doctor $X',
  'export --otlp=http://c:4318',
  'hook claude-code',
  'lock',
  'mcp --disconnect',
  'mcp -- server',
  'places set kubernetes acme-eu-1 development',
  'places forget kubernetes acme-eu-1',
  'requests --accept abc',
  'requests --forget-team /srv/app',
  'restore CS-1 --replace',
  'retention --now',
  'retention --hold x',
  'retention --release=x',
  'uninstall',
  'unlock --json',
  'verify --witness origin',
  'verify r.json --require countersigned --once s',
  'verify --some-later-option',
];

describe('Countersign’s own command line, as an agent’s call', () => {
  it('has every command declared, and every option that its help names', () => {
    assert.deepEqual([...helps.keys()].sort(), Object.keys(ownCommands).sort());
    for (const [name, command] of Object.entries(ownCommands)) {
      if (command === 'changes') continue;
      const named = new Set((helps.get(name) ?? '').match(/--[a-z][a-z-]*/g) ?? []);
      const declared = [...command.reads, ...command.changes];
      assert.deepEqual(
        [...named].filter((one) => !declared.includes(one)),
        [],
        name,
      );
      assert.deepEqual(
        declared.filter((one) => !named.has(one)),
        [],
        name,
      );
    }
  });

  it('completes exactly the commands that are declared', async () => {
    const text: string[] = [];
    const others = Object.keys(ownCommands)
      .filter((name): name is keyof typeof ownCommands => name in ownCommands && name !== 'completion')
      .map((name) => ({ name, summary: '', help: helps.get(name) ?? '', run: async () => 0 }));
    const terminal = {
      cwd: '/',
      env: {},
      input: (async function* () {})(),
      out: async (part: string) => void text.push(part),
      error: async () => undefined,
    };
    for (const shell of Object.keys(completionScripts))
      await completionCommand(others).run([shell], terminal);
    for (const name of Object.keys(ownCommands))
      assert.ok(
        text.every((one) => one.includes(name)),
        name,
      );
  });

  for (const words of looking) it(`passes: ${words}`, () => assert.ok(isQuiet(`countersign ${words}`)));
  for (const words of changing) it(`asks: ${words}`, () => assert.ok(changesGuard(`countersign ${words}`)));
});

const name = fc.stringMatching(/^[a-z][a-z0-9]{1,3}zq[a-z0-9]{0,6}$/);
const option = fc.oneof(
  name.map((one) => `--${one}`),
  name.map((one) => `--${one}=${one}`),
  name.map((one) => `-${one.charAt(0)}`),
  name.map((one) => `-${one.charAt(0)} ${one}`),
  fc.constantFrom('-n', '-x 5', "'2020-01-01 10:00'", '/tmp/s', '--', '12'),
);
const launcher = fc.tuple(name, fc.array(option, { maxLength: 3 })).map((parts) => parts.flat().join(' '));
const program = fc.constantFrom(
  'countersign',
  '/usr/local/bin/countersign',
  './node_modules/.bin/countersign',
  'countersign@0.1.0',
  'Countersign',
  'node node_modules/countersign/dist/cli.js',
);
const quoting = fc.constantFrom<(line: string) => string>(
  (line) => line,
  (line) => `'${line}'`,
  (line) => `"cd /; ${line}"`,
  (line) => `--exec="${line}"`,
  (line) => `"bash -c '${line}'"`,
  (line) => `'${JSON.stringify(line.split(' '))}'`,
  (line) => `EXEC:"${line}",pty`,
  (line) => `-c "${line} > /dev/null 2>&1" out.cast`,
);
const plain = (words: string): boolean => !/[$"']/.test(words);

describe('Countersign’s own program behind one that nobody knows', () => {
  it('is started by it, however it is quoted and whatever stands before it', () => {
    fc.assert(
      fc.property(
        launcher,
        program,
        quoting,
        fc.constantFrom(...changing.filter(plain)),
        (before, own, quoted, words) => {
          const command = `${before} ${quoted(`${own} ${words}`)}`;
          assert.ok(changesGuard(command), command);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('stays quiet where it only looks', () => {
    fc.assert(
      fc.property(
        name,
        // Where it is installed, an unknown program has the file itself in its hands.
        program.filter((own) => !own.includes('/bin/')),
        fc.constantFrom(...looking.filter((words) => plain(words) && !/ -- /.test(words))),
        (before, own, words) => {
          const command = `${before} ${own} ${words}`;
          assert.ok(!changesGuard(command), command);
        },
      ),
      { numRuns: 200 },
    );
  });

  for (const command of [
    'grep countersign README.md',
    'echo "countersign uninstall"',
    'npm view countersign',
    'npm install --save-dev countersign',
    'npm uninstall countersign',
    'pnpm add countersign',
    'git commit -m "countersign retention"',
    'git commit -m "countersign uninstall asks now"',
    'rg "countersign unlock" src',
    'mytool add countersign',
    'mytool tag countersign v1.2',
    'mytool --name countersign --json',
    'sed -n "/countersign uninstall/p" README.md',
    'cat docs/countersign.md',
    'gh issue create -t "countersign uninstall fails"',
  ])
    it(`is not meant by: ${command}`, () => assert.ok(!changesGuard(command)));
});

describe('a copy of the program under another name', () => {
  const files = {
    '/srv/app/tool.js': '#!/usr/bin/env node\n//! countersign\nconst a = 1;',
    '/srv/app/dist/cli.js': '#!/usr/bin/env node\n//! countersign\nconst a = 1;',
    '/srv/app/other/cli.js': '#!/usr/bin/env node\nconst a = 1; //! countersign\n',
  };
  const here = memoryWorld({ cwd: '/srv/app', home: '/home/ada', env: { HOME: '/home/ada' }, files });
  const changes = (command: string): boolean => ids(judged(command, here)).includes('guard-change');
  const run = [
    'node tool.js',
    'node ./dist/cli.js',
    './tool.js',
    'cd dist; ./cli.js',
    'node --no-warnings tool.js',
  ];

  for (const one of run)
    it(`is known by its text: ${one}`, () => {
      for (const command of changing) assert.ok(changes(`${one} ${command}`), command);
      for (const command of ['verify', 'log --limit 3', 'check -- ls'])
        assert.ok(!changes(`${one} ${command}`));
    });

  it('is one when it is copied and then run', () => {
    assert.ok(changes('cp dist/cli.js q.js; node q.js disconnect codex'));
  });

  it('is not what has the mark elsewhere, or no command behind it', () => {
    for (const command of [
      'node other/cli.js unlock',
      'node tool.js build',
      'cat tool.js unlock',
      'node absent.js unlock',
    ])
      assert.ok(!changes(command), command);
  });
});
