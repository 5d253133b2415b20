/** From the installation of the package into a fresh profile to the first held call, steps as a person takes them, without their pauses. */
import { rmSync } from 'node:fs';
import { serverHost } from './components.js';
import { firstStop, newHome } from './first-stop.js';
import { packedProduct } from './product.js';

const host = serverHost();
if ('missing' in host) {
  console.log(`not measured, because this machine lacks ${host.missing}`);
  process.exit(0);
}
const product = packedProduct();
const home = newHome('countersign-first-stop');
try {
  const { installed, walkthrough, held, window } = await firstStop({ host, home, product });
  await window.close();
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  console.log(
    `installed and open ${seconds(installed)}, walkthrough ${seconds(walkthrough)}, first call held ${seconds(held)} after the installation began (budget 60 s)`,
  );
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
}
