import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createJudge } from '../../src/engine/judge.js';
import { CopiesOnDisk } from '../../src/node/copies/copies-on-disk.js';
import { listPath, readList } from '../../src/node/copies/copy-list.js';
import { restoreCopy } from '../../src/node/copies/restore.js';
import { PreviewScene } from '../support/preview-scene.js';

/** Text of each file of the worktree, by its path. */
function texts(folder: string): Map<string, string> {
  const all = new Map<string, string>();
  const walk = (path: string): void => {
    for (const name of readdirSync(path)) {
      const one = join(path, name);
      const stat = lstatSync(one);
      if (stat.isDirectory() && name !== '.git') walk(one);
      else if (stat.isFile()) all.set(one, readFileSync(one, 'latin1'));
    }
  };
  walk(folder);
  return all;
}

function workspace(): PreviewScene {
  const scene = new PreviewScene();
  scene.git('init -q');
  scene.write('.gitignore', 'node_modules/\n.env\n*.log\n');
  scene.write('src/till.ts', 'one\ntwo\n');
  scene.write('src/cart.ts', 'a\n');
  scene.write('README.md', 'hello\n');
  scene.commit('Begin');
  scene.write('src/till.ts', 'one\nchanged\n');
  scene.write('src/new.ts', 'staged\n');
  scene.git('add src/new.ts');
  scene.write('notes.txt', 'only here\n');
  scene.write('draft/deep/one.txt', 'draft\n');
  scene.write('.env', 'TOKEN=1\n');
  scene.write('debug.log', 'x\n');
  scene.write('build/out.js', 'made\n');
  scene.write('../elsewhere/kept.txt', 'outside\n');
  symlinkSync('../elsewhere/kept.txt', join(scene.app, 'link.txt'));
  return scene;
}

/** Commands that are really run, each in a workspace of its own. */
const commands = [
  'rm -rf .env notes.txt',
  'rm -rf src',
  'rm -rf draft build',
  'rm -rf *',
  'rm *.log',
  'rm -rf ./draft/..//draft',
  'find . -name "*.txt" -delete',
  'git clean -fdx',
  'git clean -fd',
  'git clean -fX',
  'git reset --hard',
  'git checkout -- .',
  'git checkout -f',
  'git restore .',
  'git restore --staged --worktree .',
  'git rm -rf src',
  'git stash -u && git stash drop',
  ': > notes.txt',
  'echo other > notes.txt',
  'echo other > link.txt',
  'cp README.md notes.txt',
  'mv README.md notes.txt',
  'truncate -s 0 notes.txt',
  'cd src && rm -f till.ts',
  'bash -c "rm -rf draft"',
] as const;

/** Those of which no copy is offered, and that are said to be beyond it. */
const notCopied: ReadonlySet<string> = new Set(['git stash -u && git stash drop']);

describe('what a command takes from this disk', function () {
  this.timeout(120_000);
  const judge = createJudge();

  for (const command of commands)
    it(`is there again, once ${command} has really run and its copy is restored`, async () => {
      const scene = workspace();
      try {
        const call = {
          agent: 'claude-code',
          session: '',
          callId: '',
          tool: 'Bash',
          cwd: scene.app,
          payload: { kind: 'shell', shell: 'bash', command },
        } as const;
        const site = { cwd: scene.app, home: scene.home, env: { HOME: scene.home } };
        const { copyable } = await judge.foresee(call, await judge.judge(call, site), site);
        if (notCopied.has(command)) return assert.equal(copyable, undefined);
        const before = texts(scene.root);
        const head = (path: string): string | undefined => {
          const below = path.slice(scene.app.length + 1);
          const said = spawnSync('git', ['show', `HEAD:${below}`], { cwd: scene.app, encoding: 'latin1' });
          return said.status === 0 ? said.stdout : undefined;
        };
        const committed = new Map([...before.keys()].map((path) => [path, head(path)]));
        assert.ok(copyable, 'nothing is offered');
        const folder = join(scene.root, 'copies');
        const copies = new CopiesOnDisk(folder, { now: () => Date.now() });
        const kept = await copies.keep({ id: 'CS-1', cwd: scene.app, summary: command }, copyable.paths);
        assert.ok(kept.ok && kept.value.files === copyable.files, JSON.stringify(kept));
        execFileSync('bash', ['-c', command], {
          cwd: scene.app,
          env: { HOME: scene.home, PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1' },
        });
        const gone = [...before].filter(([path, text]) => texts(scene.root).get(path) !== text);
        assert.ok(gone.length > 0, 'the command took nothing');
        const list = readList(listPath(folder, 'CS-1'), 'CS-1');
        assert.ok(list);
        const restored = await restoreCopy(folder, list, {
          replace: async () => ({ ok: true, value: undefined }),
        });
        assert.ok(restored.ok, JSON.stringify(restored));
        const now = texts(scene.root);
        for (const [path, text] of before)
          assert.ok(now.get(path) === text || committed.get(path) === text, `${path} is not as it was`);
        return undefined;
      } finally {
        scene.dispose();
      }
    });
});
