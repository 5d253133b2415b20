/** Commands that a person has to say yes to: what else is wrong is said before, and the want of a person has one code. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../../src/cli/command.js';
import { sayings } from '../../src/cli/person-here.js';
import { placesCommand } from '../../src/cli/places.js';
import { retentionCommand } from '../../src/cli/retention.js';
import { cosignatureType } from '../../src/core/record/checkpoint/cosignature.js';
import { noteKeyText } from '../../src/core/record/checkpoint/note.js';
import { changesSupervision, ownCommands } from '../../src/core/tool/guard/own-commands.js';
import { agentsSayNothingText } from '../../src/messages/cli/usage.js';
import { chooseArchive } from '../../src/node/archive/chosen.js';
import { homeAt } from '../../src/node/files/home.js';
import { TrustNotes } from '../../src/node/trust/trust-notes.js';
import { until } from '../support/until.js';

const cli = join(process.cwd(), 'dist/cli.js');
const archive = ['--to', 'folder:/tmp/none', '--key', 'k'];

/** Each with what is wrong, or with nothing but that nobody is there. */
const tried: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
  [['retention', '--hold', 'case 7'], 1, /expected a person/],
  [['retention', '--release', 'case 7'], 1, /nothing to release/],
  [['places', 'set', 'kubernetes', 'acme-eu-1', 'production'], 1, /expected a person/],
  [['places', 'set', 'kubernetes', 'acme-eu-1', 'harmless'], 2, /harmless/],
  [['places', 'forget', 'kubernetes', 'acme-eu-1'], 1, /acme-eu-1/],
  [['erase', 'CS-7', '--ground', 'g'], 1, /nothing/i],
  [['doctor', '--seen'], 1, /expected a person/],
  [['verify', '--witness', 'ssh://git@example.com/x.git'], 1, /expected a person/],
  [['verify', '--witness', 'ext::sh'], 2, /ext::sh/],
  [['requests', '--forget-team', '/srv/none'], 1, /\/srv\/none/],
  [['outbox', '--stop'], 1, /no archive/],
  [['outbox', ...archive], 2, /--key|URL|nats/],
  [['approve', 'CS-7'], 1, /team's repository/],
  [['approve'], 2, /expected one ID/],
];

/** What changes something, and says nothing for a person that loosens or decides. */
const loosensNothing: Readonly<Record<string, string>> = {
  collect: 'makes an archive of its own',
  connect: 'begins to supervise',
  'export --otlp': 'sends what is recorded, and changes none of it',
  hook: 'is the doorbell, which fails closed',
  lock: 'begins to supervise, and needs root',
  'mcp --connect': 'begins to supervise',
  'mcp --dry-run': 'only shows',
  'mcp --name': 'names the server',
  'outbox --send': 'sends to where a person let it go',
  'restore --into': 'brings back what was kept',
  'restore --replace': 'keeps what it replaces',
  'verify --once': 'only uses up',
};

/** Said by a script of a person's too. */
const unattended: readonly string[] = [
  'connect --http',
  'deny',
  'disconnect',
  'lock --without-user',
  'mcp --disconnect',
  'retention --now',
  'uninstall',
  'unlock',
];

/** What asks for a person at a terminal: what there is to say in a home that has something, or where it is tried without one. */
const attended: Readonly<Record<string, readonly string[] | string>> = {
  approve: 'test/process/countersign.test.ts',
  'doctor --seen': [],
  erase: 'test/process/erase.test.ts',
  'outbox --key': ['KEY', '--to', 'nats://127.0.0.1:9'],
  'outbox --stop': [],
  'outbox --to': ['nats://127.0.0.1:9', '--key', 'KEY'],
  'places forget': ['kubernetes', 'acme-eu-1'],
  'places set': ['kubernetes', 'acme-eu-1', 'production'],
  'requests --accept': 'test/process/countersign.test.ts',
  'requests --forget-team': ['/srv/shop'],
  'retention --hold': ['case 8'],
  'retention --release': ['case 7 is over'],
  'verify --witness': ['ssh://git@example.com/x.git'],
};

const said = Object.entries(sayings).flatMap(([name, words]) =>
  words === 'every' ? [[name]] : words.map((word) => [name, word]),
);

/** What makes a word a command line that has all it needs. */
const rest: Readonly<Record<string, readonly string[]>> = {
  approve: ['CS-7'],
  connect: ['claude-code'],
  deny: ['CS-7', '--reason', 'r'],
  disconnect: ['claude-code'],
  erase: ['CS-7', '--ground', 'g'],
};

const atTerminal: Omit<Terminal, 'env'> = {
  cwd: '/',
  isInteractive: true,
  input: (async function* () {
    yield new TextEncoder().encode('yes\n');
  })(),
  out: async () => undefined,
  error: async (text) => assert.fail(text),
};

describe('what is said for a person', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'cs-said-'));
  const home = join(folder, 'home');

  const full = homeAt(join(folder, 'full'));
  const key = noteKeyText({ name: 'archive', type: cosignatureType, key: new Uint8Array(32) });

  before(async () => {
    mkdirSync(home);
    mkdirSync(full.root);
    chooseArchive(full, { url: 'nats://127.0.0.1:9', key });
    new TrustNotes(full).noteRemote('/srv/shop', 'https://example.com/shop.git', 'origin');
    const set = ['set', 'kubernetes', 'acme-eu-1', 'production'];
    assert.equal(
      await placesCommand.run(set, { ...atTerminal, env: { HOME: home, COUNTERSIGN_HOME: full.root } }),
      0,
    );
    const env = { HOME: home, COUNTERSIGN_HOME: join(folder, 'held') };
    assert.equal(await retentionCommand.run(['--hold', 'case 7'], { ...atTerminal, env }), 0);
    assert.deepEqual(readdirSync(home), []);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  function byAgent(words: readonly string[]) {
    const env = { HOME: home, PATH: process.env['PATH'], CLAUDECODE: '1' };
    const options = { cwd: folder, env, encoding: 'utf8', input: '' } as const;
    return spawnSync(process.execPath, [cli, ...words], options);
  }

  it('is declared for every way in which a command changes something, or why that is nothing', () => {
    const changing = Object.entries(ownCommands).flatMap(([name, command]) => {
      if (command === 'changes') return [name];
      const words = 'looking' in command && name === 'places' ? ['set', 'forget'] : [];
      return [...words, ...command.changes].map((word) => `${name} ${word}`);
    });
    const declared = said.map((words) => words.join(' '));
    const known = [...declared, ...Object.keys(loosensNothing)];
    assert.deepEqual(
      changing.filter((one) => !known.includes(one)),
      [],
    );
    assert.deepEqual(
      said.filter((words) => !changesSupervision(words)),
      [],
    );
    assert.deepEqual(
      declared.filter((one) => one in loosensNothing),
      [],
    );
    assert.deepEqual([...unattended, ...Object.keys(attended)].sort(), declared.sort());
  });

  for (const [words, more] of Object.entries(attended))
    it(`asks for a person at a terminal: ${words}`, () => {
      if (typeof more === 'string')
        return assert.match(
          readFileSync(more, 'utf8'),
          /expected a person at a terminal|expected a terminal|isInteractive/,
        );
      const env = {
        HOME: home,
        PATH: process.env['PATH'],
        COUNTERSIGN_HOME: words === 'retention --release' ? join(folder, 'held') : full.root,
      };
      const line = [...words.split(' '), ...more].map((word) => (word === 'KEY' ? key : word));
      const options = { cwd: folder, env, encoding: 'utf8', input: 'yes\n' } as const;
      const done = spawnSync(process.execPath, [cli, ...line], options);
      assert.match(done.stderr, /^countersign: expected a person at a terminal/);
      assert.equal(done.status, 1);
      assert.equal(done.stdout, '');
    });

  // A machine that is locked is not to be unlocked by a test that fails.
  for (const words of said.filter(([name]) => name !== 'lock' && name !== 'unlock'))
    it(`is not said for an agent: ${words.join(' ')}`, () => {
      const [name = '', ...more] = words;
      const done = byAgent([name, ...(rest[name] ?? []), ...more]);
      assert.equal(done.stderr, `countersign: ${agentsSayNothingText}\n`);
      assert.equal(done.status, 1);
      assert.deepEqual(readdirSync(home), []);
    });

  for (const line of [
    'places list',
    'places',
    'retention',
    'outbox',
    'mcp --list',
    'mcp --disconnect --dry-run',
    'mcp --disconnect --help',
    'disconnect claude-code --dry-run',
    'connect claude-code --dry-run',
    'uninstall --help',
    'unlock --dry-run',
    'check -- countersign requests --accept abc',
    'verify',
    'requests',
  ])
    it(`is not what an agent is refused: ${line}`, () =>
      assert.ok(!byAgent(line.split(' ')).stderr.includes(agentsSayNothingText)));
});

describe('what needs a person', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'cs-person-'));
  const home = join(folder, 'home');

  before(() => mkdirSync(home));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  for (const [words, code, says] of tried)
    it(`${words.join(' ')}: ${code}`, () => {
      const env = { HOME: home, PATH: process.env['PATH'] };
      const done = spawnSync(process.execPath, [cli, ...words], {
        cwd: folder,
        env,
        encoding: 'utf8',
        input: '',
      });
      assert.match(done.stderr, says);
      assert.equal(done.status, code, done.stderr);
    });

  /** `places set` in a terminal of its own, under a process that nobody started, with these words before it. */
  async function inTerminal(name: string, before: readonly string[]): Promise<string> {
    const said = join(folder, name);
    const words = `${process.execPath} ${cli} places set kubernetes ${name} production`;
    const line = `env -u CLAUDECODE script -qec '${words}' ${said} </dev/null >/dev/null; echo ended >> ${said}`;
    const env = { HOME: home, PATH: process.env['PATH'] };
    spawnSync('setsid', ['-f', ...before, 'sh', '-c', `${line}`], { cwd: folder, env, stdio: 'ignore' });
    return until(`the answer to ${name}`, () => {
      const text = existsSync(said) ? readFileSync(said, 'utf8') : '';
      return text.includes('ended') ? text : undefined;
    });
  }

  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('is not given by an agent that takes its variables out, in a terminal of its own', async () => {
    assert.match(await inTerminal('by-agent', ['env', 'CLAUDECODE=1']), /expected a person/);
    assert.doesNotMatch(await inTerminal('by-person', []), /expected a person/);
  });

  it('is nowhere called a wrong usage', () => {
    const sources = readdirSync('src/cli').map(
      (name) => [name, readFileSync(join('src/cli', name), 'utf8')] as const,
    );
    const wrong = sources.filter(([, text]) =>
      /(?:isPersonHere|isInteractive)[^\n]*\n?[^\n]*misuse\(/.test(text),
    );
    assert.deepEqual(
      wrong.map(([name]) => name),
      [],
    );
  });
});
