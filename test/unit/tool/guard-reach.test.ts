import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { World } from '../../../src/core/shared/world.js';
import { codingAgents } from '../../../src/core/tool/tools/agents.js';
import type { Payload } from '../../../src/core/toolcall/toolcall.js';
import { ids, judged, judgedPayload } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const home = '/home/ada';
const cwd = '/srv/app';

const guards = [
  '.countersign/bin/hook.js',
  '.countersign/guard/mode',
  '.claude/settings.json',
  '.codex/config.toml',
  '.gemini/settings.json',
  '.vscode/extensions/countersign.countersign-0.1.0/dist/house.js',
  '.newest-fork/extensions/extensions.json',
  '.config/opencode/plugin/bell.ts',
] as const;

const harmless = [
  'notes/today.md',
  '.config/nvim/init.lua',
  'projects/a/settings.txt',
  '.cache/x/y.json',
] as const;

/** One way to name a file, and the world in which it leads there. */
interface Disguise {
  readonly path: string;
  readonly world: World;
}

type Dress = (file: string, random: number) => Disguise;

function worldWith(more: Parameters<typeof memoryWorld>[0] = {}): World {
  const files = Object.fromEntries([...guards, ...harmless].map((file) => [`${home}/${file}`, 'x']));
  return memoryWorld({ cwd, home, env: { HOME: home }, ...more, files: { ...files, [`${cwd}/a.txt`]: 'x' } });
}

/** A part of a path as a pattern that still meets it. */
function patterned(file: string, random: number): string {
  const parts = file.split('/');
  const at = random % parts.length;
  const part = parts[at] ?? '';
  const kept = part.slice(0, Math.max(part.startsWith('.') ? 2 : 1, random % part.length));
  const forms = [
    `${kept}*`,
    `${kept}${'?'.repeat(part.length - kept.length)}`,
    `[${part.charAt(0)}]${part.slice(1)}`,
  ];
  const form = part.startsWith('.') ? forms[random % 2] : forms[random % 3];
  return parts.map((one, index) => (index === at ? form : one)).join('/');
}

const disguises: Readonly<Record<string, Dress>> = {
  'by its name': (file) => ({ path: `${home}/${file}`, world: worldWith() }),
  'by the home': (file) => ({ path: `~/${file}`, world: worldWith() }),
  'by $HOME': (file) => ({ path: `$HOME/${file}`, world: worldWith() }),
  'by a way round': (file, random) => ({
    path: `${home}/x${random}/../${file.replace('/', '/./')}`,
    world: worldWith(),
  }),
  'by a relative way': (file) => ({ path: `../../home/ada/${file}`, world: worldWith() }),
  'through the process': (file, random) => ({
    path: `/proc/${random % 2 === 0 ? 'self' : random % 9999}/root${home}/${file}`,
    world: worldWith(),
  }),
  'by a link to it': (file, random) => ({
    path: `l${random}.txt`,
    world: worldWith({ links: { [`${cwd}/l${random}.txt`]: `${home}/${file}` } }),
  }),
  'by a link to its folder': (file, random) => ({
    path: `d${random}/${file.slice(file.lastIndexOf('/') + 1)}`,
    world: worldWith({ links: { [`${cwd}/d${random}`]: `${home}/${file.slice(0, file.lastIndexOf('/'))}` } }),
  }),
  'by a link to a link': (file) => ({
    path: 'b.txt',
    world: worldWith({ links: { [`${cwd}/b.txt`]: `${cwd}/c.txt`, [`${cwd}/c.txt`]: `${home}/${file}` } }),
  }),
  'by a pattern': (file, random) => ({ path: `~/${patterned(file, random)}`, world: worldWith() }),
  'by a part that is computed': (file) => ({
    path: `~/$WHICH${file.slice(file.lastIndexOf('/'))}`,
    world: worldWith(),
  }),
};

/** What writes to a path, as a shell would be told. */
const writers: Readonly<Record<string, (path: string) => string>> = {
  'a redirection': (path) => `echo x > ${path}`,
  'an appending redirection': (path) => `cat a.txt >> ${path}`,
  tee: (path) => `echo x | tee ${path} > /dev/null`,
  cp: (path) => `cp a.txt ${path}`,
  mv: (path) => `mv -f a.txt ${path}`,
  'sed -i': (path) => `sed -i s/a/b/ ${path}`,
  rm: (path) => `rm -f ${path}`,
  truncate: (path) => `truncate -s 0 ${path}`,
  dd: (path) => `dd if=a.txt of=${path}`,
  'a program that nobody knows': (path) => `./rewrite --quiet ${path}`,
  'an option of one': (path) => `rewriter --into=${path}`,
  'a script': (path) => `node tools/set.js ${path}`,
};

const anyNumber = fc.integer({ min: 0, max: 9_999 });

describe('invariant 12: a write that lands in what supervises an agent', () => {
  for (const [named, disguise] of Object.entries(disguises)) {
    for (const [written, command] of Object.entries(writers)) {
      // A deleted link is gone itself; what it led to stays.
      if (named.startsWith('by a link to ') && !named.endsWith('folder') && written === 'rm') continue;
      it(`is one ${named}, by ${written}`, () => {
        fc.assert(
          fc.property(fc.constantFrom(...guards), anyNumber, (file, random) => {
            const { path, world } = disguise(file, random);
            const text = command(path);
            const found = judged(text, world);
            assert.ok(ids(found).includes('guard-change'), `${text}: ${found.band} ${found.score}`);
          }),
          { numRuns: 4 },
        );
      });
    }
  }

  it('is one by a second name of the file', () => {
    for (const file of guards) {
      const world = worldWith({ names: { [`${cwd}/n.txt`]: `${home}/${file}` } });
      const found = judged('echo x > n.txt', world);
      assert.ok(ids(found).includes('guard-change'), file);
    }
  });

  it('is one where a guard’s folder itself is a link into somebody’s dotfiles', () => {
    const files = { '/srv/app/dot/claude/settings.json': '{}', '/srv/app/dot/claude/notes.md': '' };
    const world = memoryWorld({ cwd, home, files, links: { [`${home}/.claude`]: '/srv/app/dot/claude' } });
    assert.ok(ids(judged('echo x > dot/claude/settings.json', world)).includes('guard-change'));
    assert.ok(!ids(judged('echo x > dot/claude/notes.md', world)).includes('guard-change'));
  });

  it('is one for an edit of a file, and for a patch that is typed into a shell', () => {
    for (const file of guards) {
      const { world } = disguise('by a link to it', file);
      const edit: Payload = { kind: 'edit', edits: [{ kind: 'write', path: 'l1.txt', content: 'x' }] };
      assert.ok(ids(judgedPayload(edit, world)).includes('guard-change'), file);
      const patch = `*** Begin Patch\n*** Update File: ${home}/${file}\n@@\n-x\n+y\n*** End Patch`;
      assert.ok(ids(judged(`apply_patch <<'EOF'\n${patch}\nEOF`, world)).includes('guard-change'), file);
    }
  });

  it('is one where many names go into a home at once', () => {
    const world = memoryWorld({
      cwd,
      home,
      files: { '/srv/app/dot/.claude/settings.json': '{}', '/srv/app/doc/a.md': '' },
    });
    for (const command of [
      'unzip -d ~ a.zip',
      'tar xf a.tar -C ~',
      '7z x a.7z -o/home/ada',
      'rsync -a dot/ ~/',
      'rsync -a build@ci:/out/ ~/',
      'cp -r dot/. ~/',
      'stow -t ~ dot',
    ])
      assert.ok(ids(judged(command, world)).includes('guard-change'), command);
    for (const command of ['cp -r doc/. ~/', 'unzip -d build a.zip', 'tar xf a.tar', 'rsync -a dot/ backup/'])
      assert.ok(!ids(judged(command, world)).includes('guard-change'), command);
  });
});

function disguise(name: string, file: string): Disguise {
  const made = disguises[name]?.(file, 1);
  assert.ok(made);
  return made;
}

describe('a write that lands beside it', () => {
  for (const [named, disguise] of Object.entries(disguises)) {
    // What is computed below a home may be a guard, whatever it is.
    if (named === 'by a part that is computed') continue;
    for (const [written, command] of Object.entries(writers)) {
      it(`is none ${named}, by ${written}`, () => {
        fc.assert(
          fc.property(fc.constantFrom(...harmless), anyNumber, (file, random) => {
            const { path, world } = disguise(file, random);
            const text = command(path);
            // A pattern that short meets a guard's folder too.
            if (/\/\.c[*?][^/]*( |$)/.test(text)) return;
            assert.ok(!ids(judged(text, world)).includes('guard-change'), text);
          }),
          { numRuns: 4 },
        );
      });
    }
  }

  it('is none for reading, whatever is read', () => {
    for (const file of guards)
      for (const command of [
        `cat ~/${file}`,
        `grep -r x ~/${file}`,
        `ls -l ~/${file}`,
        `diff a.txt ~/${file}`,
      ])
        assert.ok(!ids(judged(command, worldWith())).includes('guard-change'), command);
  });
});

describe('Countersign’s own program', () => {
  const world = worldWith();
  const ways = [
    'node ~/.countersign/bin/cli.js disconnect claude-code',
    'cd ~/.countersign/bin && node cli.js uninstall',
    'bun ~/.countersign/bin/cli.js approve X',
    'deno run -A ~/.countersign/bin/cli.js approve X',
    `node -e "require('/home/ada/.countersign/bin/cli.js')"`,
    `node -e "require(process.env.HOME + '/.countersign/bin/cli.js')"`,
    'cp ~/.countersign/bin/cli.js x.js && node x.js disconnect claude-code',
    'ln ~/.countersign/bin/cli.js x.js; node x.js uninstall',
    "python3 -c \"import subprocess; subprocess.run(['node', '/home/ada/.countersign/bin/cli.js', 'approve', 'X'])\"",
    'node ~/.vscode/extensions/countersign.countersign-0.1.0/dist/cli.js approve X',
  ];
  for (const command of ways) {
    it(`is itself by ${command}`, () => assert.ok(ids(judged(command, world)).includes('guard-change')));
  }
});

describe('another agent, an editor’s extensions, and a hold on another process', () => {
  const asked = [
    `claude --settings '{"disableAllHooks":true}' -p hi`,
    'HOME=/x claude -p hi',
    'npx -y @anthropic-ai/claude-code -p hi',
    'npx -y @openai/codex exec hi',
    'amp -x hi',
    'aider --message hi',
    'goose run -t hi',
    'goose session',
    ...codingAgents.map((name) => `${name} hi there`),
    'copilot -p hi',
    'codex -c features.hooks=false exec hi',
    'claude mcp add z -- terraform destroy',
    'code --install-extension countersign-9.9.9.vsix --force',
    'cursor --install-extension ./any.vsix',
    'code --extensions-dir /tmp/e .',
    'code --inspect-extensions=9229',
    'kill -USR1 1234',
    'kill -s SIGUSR1 1234',
    'node inspect -p 1234',
    'gdb -p 1234',
    'xdotool key Return',
    'ydotool type yes',
  ];
  const quiet = [
    'claude --version',
    'codex --help',
    // What moves a database from one schema to another has an agent's name.
    'goose up',
    'goose -dir migrations postgres postgres://localhost/x down',
    'goose status',
    'claude mcp list',
    'code .',
    'kill 1234',
    'kill -HUP 1234',
    'gdb ./a.out',
    'node inspect a.js',
    'xdotool getactivewindow',
    'code --list-extensions',
  ];
  for (const command of asked) {
    it(`is asked about: ${command}`, () => assert.ok(ids(judged(command)).includes('guard-change')));
  }
  for (const command of quiet) {
    it(`is none: ${command}`, () => assert.ok(!ids(judged(command)).includes('guard-change')));
  }
});
