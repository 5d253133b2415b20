import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PreviewScene } from './preview-scene.js';

/** A clone with a colleague's commits fetched, own ones unpushed, a stash, staged, changed, untracked and ignored files. */
export function gitScene(): PreviewScene {
  const scene = new PreviewScene();
  const bob = join(scene.root, 'bob');
  scene.git('init -q');
  scene.write('.gitignore', 'node_modules/\n.env\n*.log\n!keep.log\n');
  scene.write('src/till.ts', 'one\ntwo\nthree\n');
  scene.write('src/cart.ts', 'a\nb\n');
  scene.write('README.md', 'hello\n');
  scene.commit('Begin');
  mkdirSync(bob);
  scene.git(`clone -q --bare ${scene.app} ${scene.root}/origin.git`);
  scene.git(`remote add origin ${scene.root}/origin.git`);
  scene.git(`clone -q ${scene.root}/origin.git ${bob}`);
  for (const subject of ['Mend the till', 'Count the cart twice', 'Take the discount out'])
    scene.commit(subject, 'Bob', bob);
  scene.git('push -q origin HEAD:main HEAD~1:refs/heads/topic', 'Bob', bob);
  scene.git('fetch -q origin');
  scene.commit('Rename the shop');
  scene.commit('Paint it green');
  scene.git('branch work');
  scene.git('checkout -q work');
  scene.commit('Only on work');
  scene.git('checkout -q main');
  scene.git('tag v1');
  scene.write('src/till.ts', 'one\nTWO\nthree\nfour\n');
  scene.git('stash -q');
  scene.git('pack-refs --all');
  scene.git('repack -q -a -d');
  scene.write('src/till.ts', 'one\nthree\n');
  scene.write('src/new.ts', 'new\n');
  scene.git('add src/new.ts');
  scene.write('notes.txt', 'only here\n');
  scene.write('.env', 'TOKEN=1\n');
  scene.write('node_modules/a/index.js', 'x\n');
  scene.write('node_modules/b/index.js', 'x\n');
  scene.write('draft/one.txt', 'x\n');
  mkdirSync(join(scene.app, 'void', 'deeper'), { recursive: true });
  mkdirSync(join(scene.app, 'src', 'later'));
  scene.write('debug.log', 'x\n');
  scene.write('keep.log', 'x\n');
  return scene;
}
