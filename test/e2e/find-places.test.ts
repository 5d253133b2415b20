import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serverHost, without } from '../support/components.js';
import { keepPicture } from '../support/picture.js';
import { packedProduct } from '../support/product.js';
import { type EditorWindow, openWindow } from '../support/window.js';

const kubeconfig = `
current-context: acme-eu-1
contexts:
- { name: acme-eu-1, context: { cluster: c1, user: ada } }
- { name: shop-staging, context: { cluster: c2, user: ada } }
clusters:
- { name: c1, cluster: { server: "https://a1.eks.example.net" } }
- { name: c2, cluster: { server: "https://b2.eks.example.net" } }
`;

/** A machine and a repository that name places: a person says in one list what they are. */
describe('finding places in a window', () => {
  const top = mkdtempSync(join(tmpdir(), 'countersign-places-'));
  const folder = join(top, 'shop');
  let window: EditorWindow | undefined;

  before(async function () {
    const host = serverHost();
    if ('missing' in host) return without(host.missing, this);
    const files = {
      'home/.kube/config': kubeconfig,
      'home/.aws/config': '[profile billing]\nsso_account_id = 418295723371\n',
      'shop/.env.production': 'DATABASE_URL=postgres://app:pw@db.shop-prod.example.net/shop\n',
      'shop/web/fly.toml': 'app = "shop-web"\n',
      'shop/infra/terraform.tfstate.d/live/terraform.tfstate': '{}',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(top, path)), { recursive: true });
      writeFileSync(join(top, path), text);
    }
    window = await openWindow({
      host,
      home: join(top, 'home'),
      env: { COUNTERSIGN_HOME: join(top, 'kept') },
      folder,
      install: [packedProduct()],
    });
    await window.page.locator('[id$="countersign.status"]').first().waitFor({ timeout: 40_000 });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window?.keepFailure(this.currentTest.title);
  });

  after(async () => {
    await window?.close();
    rmSync(top, { recursive: true, force: true, maxRetries: 5 });
  });

  it('shows each with a guess and its evidence, and says what is ticked', async () => {
    assert.ok(window !== undefined);
    const { page } = window;
    const row = (text: string) =>
      page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill('>Countersign: Find Places');
    await row('Find Places').click();
    await page.locator('.quick-input-titlebar', { hasText: 'what are these?' }).waitFor({ timeout: 40_000 });
    assert.match(
      (await row('acme-eu-1').textContent()) ?? '',
      /kubernetes; a tick says production.*Nothing shows what it is/,
    );
    assert.match(
      (await row('shop-staging').textContent()) ?? '',
      /a tick says staging.*Looks like staging by its name/,
    );
    for (const name of ['billing', 'db.shop-prod.example.net', 'shop-web', 'live']) await row(name).waitFor();
    const ticked = async (name: string): Promise<boolean> => row(name).locator('[role=checkbox]').isChecked();
    assert.deepEqual(
      await Promise.all(['acme-eu-1', 'shop-staging', 'billing', 'db.shop-prod', 'live'].map(ticked)),
      [false, false, false, true, true],
    );
    await keepPicture(page, 'find-places-1-list');
    await row('acme-eu-1').hover();
    await row('acme-eu-1').locator('.codicon-arrow-swap').click();
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: /acme-eu-1.*a tick says staging/ })
      .first()
      .waitFor();
    assert.deepEqual(await Promise.all(['acme-eu-1', 'shop-staging', 'live'].map(ticked)), [
      true,
      false,
      true,
    ]);
    await keepPicture(page, 'find-places-2-turned');
    await page.keyboard.press('Enter');
    const toast = page.locator('.notification-toast', { hasText: 'Said and recorded' }).first();
    await toast.waitFor({ timeout: 40_000 });
    await keepPicture(page, 'find-places-3-said');
    const text = (await toast.textContent()) ?? '';
    assert.match(text, /acme-eu-1 is staging, db\.shop-prod\.example\.net is production, live is production/);
  });
});
