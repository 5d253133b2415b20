/** Class: files of a workspace that are broken, cut, of another version or made to deceive. What they lose is told or not known; nothing changes. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitScene } from '../support/git-scene.js';
import { fiction, mutilatedBytes, mutilations } from '../support/mutilated.js';
import { PreviewScene, retellPreviews } from '../support/preview-scene.js';
import { scenes } from '../support/preview-scenes.js';

/** Each file in so many ways, before so many of the transcript's commands: another few each time. */
const ways = 8;
const commandsEach = 5;
/** Of the files that git makes of one commit after another so many, evenly. */
const mostFiles = 30;

const stages: readonly (readonly [name: string, begin: () => PreviewScene])[] = [
  ...Object.entries(scenes).map(([name, lay]) => {
    const begin = (): PreviewScene => {
      const scene = new PreviewScene();
      lay(scene);
      return scene;
    };
    return [name, begin] as const;
  }),
  ['git', gitScene],
  ['files', gitScene],
];

describe('previews over mutilated files', function () {
  this.timeout(60_000);

  for (const [name, begin] of stages)
    it(`tell what lies here or do not know, and change nothing: ${name}`, async () => {
      const scene = begin();
      try {
        const commands = await commandsOf(name);
        let turn = 0;
        for (const path of filesBelow(scene.app)) {
          const whole = readFileSync(path);
          for (const bytes of mutilated(whole)) {
            // Git makes its objects read-only.
            chmodSync(path, 0o644);
            writeFileSync(path, bytes);
            const before = scene.state();
            for (let count = 0; count < commandsEach; count += 1) {
              const command = commands[turn++ % commands.length] ?? '';
              assert.doesNotMatch(await scene.preview(command), fiction, `${command} over ${path}`);
            }
            assert.equal(scene.state(), before, path);
          }
          writeFileSync(path, whole);
        }
        assert.ok(turn > commands.length);
      } finally {
        scene.dispose();
      }
    });
});

async function commandsOf(transcript: string): Promise<readonly string[]> {
  const found: string[] = [];
  const golden = readFileSync(join(process.cwd(), 'test/golden/previews', `${transcript}.txt`), 'utf8');
  await retellPreviews(golden, async (command) => {
    found.push(command);
    return '';
  });
  return found;
}

function filesBelow(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[/\\]hooks$/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const step = Math.max(1, Math.floor(all.length / mostFiles));
  return all.filter((_, at) => at % step === 0);
}

function mutilated(whole: Buffer): readonly Buffer[] {
  if (whole.includes(0)) return mutilatedBytes(whole, ways);
  return mutilations(whole.toString(), ways).map((text) => Buffer.from(text));
}
