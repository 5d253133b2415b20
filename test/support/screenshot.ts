/** Makes the README's picture from the running product: the drill, held. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCard } from './card-view.js';
import { projectFolder, serverHost } from './components.js';
import { gateProcess } from './guard.js';
import { stillPicture } from './picture.js';
import { layOutDrill, packedProduct } from './product.js';
import { openWindow } from './window.js';

const host = serverHost();
if ('missing' in host) throw new Error(`the picture is taken in ${host.missing}, which is not here`);

// The directory is in the picture: a name that reads well, and no random letters.
const home = join(tmpdir(), 'countersign-picture');
rmSync(home, { recursive: true, force: true });
mkdirSync(home, { mode: 0o700 });
const folder = join(home, 'cost-explorer');
layOutDrill(folder);
const window = await openWindow({
  host,
  home,
  folder,
  install: [packedProduct()],
  size: { width: 1440, height: 1180 },
  scale: 2,
  userSettings: {
    'workbench.colorTheme': 'Dark Modern',
    'window.commandCenter': false,
    'workbench.layoutControl.enabled': false,
    'editor.minimap.enabled': false,
  },
});
try {
  const { page } = window;
  await gateProcess(home);
  await window.command('Countersign: Run the Drill');
  await findCard(page, /cost-explorer-prod/);
  // The whole card, as a page beside what its agent was doing.
  await window.command('Countersign: Open Request as a Page');
  await page.getByRole('tab', { name: /Request CS-1/ }).waitFor();
  await window.command('View: Toggle Primary Side Bar Visibility');
  await page.mouse.move(900, 10);
  writeFileSync(join(projectFolder, 'media', 'screenshot.png'), await stillPicture(page));
} catch (error) {
  await window.keepFailure('screenshot');
  throw error;
} finally {
  await window.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
}
