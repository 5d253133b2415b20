import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PreviewScene, retellPreviews } from '../support/preview-scene.js';
import { scenes } from '../support/preview-scenes.js';

const update = process.env['UPDATE_GOLDEN'] === '1';

describe('previews', function () {
  this.timeout(60_000);

  for (const [name, lay] of Object.entries(scenes))
    it(`say what lies here, and change nothing: ${name}.txt`, async () => {
      const scene = new PreviewScene();
      try {
        lay(scene);
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
      } finally {
        scene.dispose();
      }
    });
});
