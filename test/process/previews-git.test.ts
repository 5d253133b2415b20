import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitScene } from '../support/git-scene.js';
import { type PreviewScene, retellPreviews } from '../support/preview-scene.js';

const update = process.env['UPDATE_GOLDEN'] === '1';

describe('previews of git and of files', function () {
  this.timeout(120_000);
  let scene: PreviewScene;

  before(() => {
    scene = gitScene();
  });
  after(() => scene.dispose());

  for (const name of ['git', 'files']) {
    it(`say what is lost, and change nothing: ${name}.txt`, async () => {
      const path = join(process.cwd(), 'test/golden/previews', `${name}.txt`);
      const golden = readFileSync(path, 'utf8');
      const before = scene.state();
      const now = await retellPreviews(golden, async (command) => {
        const text = await scene.preview(command);
        assert.equal(scene.state(), before, `something changed: ${command}`);
        return text;
      });
      if (update) writeFileSync(path, now);
      else assert.equal(now, golden);
    });
  }
});
