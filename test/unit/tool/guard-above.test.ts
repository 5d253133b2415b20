import assert from 'node:assert/strict';
import { adapters } from '../../../src/agents/registry.js';
import { asks, ids, judged } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

const home = '/home/ada';
const world = memoryWorld({
  cwd: '/srv/app',
  home,
  files: {
    '/srv/app/.vscode/mcp.json': '{}',
    '/srv/app/.idea/a.xml': 'x',
    '/srv/app/sub/.claude/settings.json': '{}',
    [`${home}/.fork/extensions/x/a`]: 'x',
  },
});

/** What supervises an agent in a home, and the editors' own: every folder above one goes with it. */
const guards = [
  ...adapters.flatMap((agent) => agent.traces ?? []).map((trace) => `${trace}/x`),
  '.vscode/extensions/extensions.json',
  '.vscode-server/extensions/.obsolete',
  '.cursor/extensions/extensions.json',
  '.vscode-oss/argv.json',
  '.config/Code/User/globalStorage/state.vscdb',
  '.config/Code - Insiders/User/workspaceStorage/a/state.vscdb',
  '.config/VSCodium/User/profiles/a/settings.json',
  '.local/bin/claude',
  '.aws/amazonq/cli-agents/a.json',
  '.fork/extensions/extensions.json',
].filter((path) => !path.startsWith('.local/share') && !path.includes('/a/'));

const folders = [
  ...new Set(
    guards.flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, at) =>
          path
            .split('/')
            .slice(0, at + 1)
            .join('/'),
        ),
    ),
  ),
];

const acts: readonly ((folder: string) => string)[] = [
  (folder) => `mv ${folder} /tmp/y`,
  (folder) => `mv ${folder} ${folder}.bak`,
  (folder) => `rm -rf ${folder}`,
  (folder) => `chmod -R 000 ${folder}`,
  (folder) => `chmod 000 ${folder}`,
  (folder) => `chmod u-rwx ${folder}`,
  (folder) => `chmod -R a= ${folder}`,
  (folder) => `sudo chown -R root:root ${folder}`,
  (folder) => `find ${folder} -delete`,
  (folder) => `gzip -r ${folder}`,
  (folder) => `tar czf /tmp/a.tgz --remove-files ${folder}`,
];

/** The home as a whole is destroyed, which says more. */
const isHeld = (command: string): boolean => {
  const found = judged(command, world);
  return ids(found).includes('guard-change') || found.effects.some(({ verb }) => verb === 'destroy');
};

describe('a folder above a guard', () => {
  it('is held like the guard, whatever takes it away', () => {
    const missed = ['', ...folders].flatMap((folder) =>
      acts
        .map((act) => act(folder === '' ? home : `"${home}/${folder}"`))
        .filter((command) => !isHeld(command)),
    );
    assert.deepEqual(missed, []);
  });

  it('also where the home stands in a temporary folder', () => {
    const inTemporary = memoryWorld({ cwd: '/tmp/h/work', home: '/tmp/h', files: {} });
    for (const folder of ['~/.vscode', '~/.config', '~/.local', '~'])
      for (const act of acts) assert.ok(asks(judged(act(folder), inTemporary)), act(folder));
  });

  it('in a project is held where the disk says so', () => {
    assert.ok(asks(judged('mv .vscode .v', world)));
    assert.ok(asks(judged('rm -rf .vscode', world)));
  });

  it('is no other folder, and no right that its owner keeps', () => {
    for (const command of [
      'mv ~/projects ~/work',
      'mv ~/.cache ~/x',
      'mv ~/.config/nvim ~/.config/nvim.bak',
      'mv .idea /tmp/idea',
      'mv sub other',
      'chmod 700 ~',
      'chmod 755 ~',
      'chmod u+w ~',
      'chmod go-rwx ~',
      'chmod -R go-w ~/.config',
      'chmod -R u+rwX ~/.local/bin',
      'chmod -R 755 ~/.local',
      'chmod -R 000 data',
      'rm -rf .idea',
      'mkdir -p ~/.local/bin',
      'cp a.txt ~/.local/bin/',
    ])
      assert.ok(!ids(judged(command, world)).includes('guard-change'), command);
  });
});
