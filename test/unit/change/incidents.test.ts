import assert from 'node:assert/strict';
import { incidents, layIncident } from '../../support/incidents.js';
import { PreviewScene } from '../../support/preview-scene.js';

describe('an incident that happened', () => {
  let scene: PreviewScene;

  beforeEach(() => {
    scene = new PreviewScene();
  });
  afterEach(() => scene.dispose());

  for (const [id, says, looks] of incidents)
    it(`would have shown what was going to be lost: ${id}`, async () => {
      const command = layIncident(id, scene);
      const text = await scene.preview(command);
      for (const words of says) assert.match(text, words);
      const offered = await scene.looks(command);
      assert.deepEqual(
        offered.map((place) => looks?.test(place)),
        looks === undefined ? [] : [true],
      );
    });
});

describe('files of another machine', () => {
  let scene: PreviewScene;

  beforeEach(() => {
    scene = new PreviewScene();
  });
  afterEach(() => scene.dispose());

  for (const [command, says, never] of [
    ['ssh vps rm -rf /srv/shop', /- path \/srv\/shop on vps, its data is lost/, /come\w* out empty/],
    ['ssh vps rm -rf /tmp/build', /- path \/tmp\/build on vps\n/, /its data is lost/],
    ['ssh vps rm -rf /tmp/../srv', /- path \/tmp\/\.\.\/srv on vps, its data is lost/, /nothing/],
    ['ssh vps "rm -rf /srv/$APP"', /comes out empty, it is \/srv\/ on vps/, /everything in/],
    ['ssh vps touch /srv/shop', /\+ path \/srv\/shop on vps/, /its data is lost/],
    ['docker exec web rm -rf /data', /- path \/data on web, its data is lost/, /everything in/],
    [
      'rsync -a --delete out/ vps:/srv/',
      /- path \/srv\/ on vps \(but for what is in out\/\), its data is lost/,
      /everything in/,
    ],
  ] as const)
    it(`are said with their machine: ${command}`, async () => {
      const text = await scene.preview(command);
      assert.match(text, says);
      assert.doesNotMatch(text, never);
    });
});
