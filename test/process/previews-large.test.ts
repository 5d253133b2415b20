import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createJudge } from '../../src/engine/judge.js';
import { previewText } from '../../src/messages/cli/preview.js';
import { gitScene } from '../support/git-scene.js';
import { PreviewScene } from '../support/preview-scene.js';

/** What a preview says that had no time at all, or all the time. */
async function said(scene: PreviewScene, command: string, lookingMs: number): Promise<string> {
  const judge = createJudge({ lookingMs });
  const payload = { kind: 'shell', shell: 'bash', command } as const;
  const call = {
    agent: 'claude-code',
    session: '',
    callId: '',
    tool: 'Bash',
    cwd: scene.app,
    payload,
  } as const;
  const site = { cwd: scene.app, home: scene.home, env: { HOME: scene.home } };
  const { change, copyable } = await judge.foresee(call, await judge.judge(call, site), site);
  if (lookingMs < 0) assert.notEqual(copyable?.fits, true, 'a copy of what was not seen');
  return previewText(change);
}

/** What `git clean` itself would take, file by file. */
function takenByGit(scene: PreviewScene, words: string): readonly string[] {
  const told = execFileSync('git', ['clean', '-n', ...words.split(' ')], {
    cwd: scene.app,
    env: { PATH: process.env['PATH'], HOME: scene.home },
    encoding: 'utf8',
  });
  const below = (path: string): readonly string[] =>
    readdirSync(join(scene.app, path), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(`${path}${entry.name}/`) : [`${path}${entry.name}`],
    );
  return [...told.matchAll(/^Would remove (.+)$/gm)]
    .flatMap(([, path = '']) => (path.endsWith('/') ? below(path) : [path]))
    .sort();
}

/** The same by a preview: how many files. */
function countedIn(text: string): number {
  return [...text.matchAll(/^ {2}- (untracked file|files) \S+(?: × (\d+))?/gm)]
    .map(([, , count]) => Number(count ?? 1))
    .reduce((sum, count) => sum + count, 0);
}

describe('previews of many files', function () {
  this.timeout(120_000);
  let scene: PreviewScene;

  before(() => {
    scene = new PreviewScene();
    for (let at = 0; at < 300; at += 1) scene.write(`data/d${at % 10}/f${at}.log`, 'x');
    for (let at = 0; at < 300; at += 1) scene.write(`flat/f${at}.tmp`, 'x');
  });
  after(() => scene.dispose());

  it('count all where there is time', async () => {
    assert.match(await said(scene, 'rm -rf data', 60_000), /files data\/ × 300.*\n {2}311 deleted/);
    assert.match(await said(scene, 'rm -f flat/*', 60_000), /files flat\/ × 300/);
    assert.match(await said(scene, "find data -name '*.log' -delete", 60_000), /files data\/ × 300/);
  });

  it('say that the time was up, and never that it is all', async () => {
    for (const command of ['rm -rf data', "find data -name '*.log' -delete"]) {
      const text = await said(scene, command, -1);
      assert.match(text, /Not known: what else lies in data\/: counting stopped after 150 ms\./, command);
      assert.doesNotMatch(text, /^ {2}\d+ deleted/m, command);
    }
  });

  it('say the same of git, with how many were compared', async () => {
    const repository = gitScene();
    try {
      assert.match(
        await said(repository, 'git restore .', -1),
        /Not known: which other files have changes: comparing stopped after 150 ms, at 0 of \d+ files\./,
      );
      assert.match(
        await said(repository, 'git clean -fdx', -1),
        /Not known: what else lies in .*counting stopped/,
      );
      assert.match(await said(repository, 'git rm -r src', -1), /Not known: whether git has all of src/);
    } finally {
      repository.dispose();
    }
  });

  it('take what git clean itself would take, whatever lies there', async () => {
    const names = fc.constantFrom('a', 'b', 'x.log', 'keep.log', 'note.txt');
    const paths = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const rules = fc.constantFrom('', '*.log\n', 'a/\n', '*.log\n!keep.log\n', '/b\n');
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(paths, { maxLength: 8 }),
        rules,
        fc.nat(3),
        async (files, ignored, tracked) => {
          const one = new PreviewScene();
          try {
            one.git('init -q');
            one.write('.gitignore', ignored);
            const laid = files.filter(
              (path) => !files.some((other) => other !== path && other.startsWith(`${path}/`)),
            );
            for (const path of laid.slice(0, tracked)) one.write(path, 'x');
            one.commit('Begin');
            for (const path of laid.slice(tracked)) one.write(path, 'x');
            for (const words of ['-f', '-fd', '-fx', '-fX', '-fdx', '-fdX'])
              assert.equal(
                countedIn(await one.preview(`git clean ${words}`)),
                takenByGit(one, words).length,
                `${words} of ${laid.join()} (${tracked} tracked) under ${JSON.stringify(ignored)}`,
              );
          } finally {
            one.dispose();
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
