/** Two real windows, each of its own person, and what they do in them. */
import type { Frame, Locator } from 'playwright-core';
import type { ServerHost } from './components.js';
import type { Person } from './person.js';
import { packedProduct } from './product.js';
import { until } from './until.js';
import { type EditorWindow, openWindow, webviewWith } from './window.js';

export function windowOf(
  host: ServerHost,
  person: Person,
  env: Readonly<Record<string, string>> = {},
): Promise<EditorWindow> {
  return openWindow({
    host,
    home: person.home,
    folder: person.workspace,
    install: [packedProduct()],
    env: { ...person.env, ...env },
  });
}

/** Accepts the team's policy as a person does at first use: from the notification, after having seen it. */
export async function acceptPolicy({ page }: EditorWindow): Promise<string> {
  const notices = page.locator('.notification-list-item');
  const review = notices
    .filter({ hasText: 'team policy' })
    .getByRole('button', { name: /Review and Accept/ });
  // The editor takes a notification away after some seconds; behind its bell it stays.
  const bell = page.locator('[id="status.notifications"]');
  const list = page.locator('.notifications-center.visible');
  const isReady = (): Promise<true | undefined> =>
    review.waitFor({ timeout: 2_000 }).then(
      () => true,
      () => undefined,
    );
  await until(
    'the notification of a new team',
    async () => {
      if (await isReady()) return true;
      if (!(await list.isVisible())) await bell.click();
      // The bell's own hover would lie over the buttons.
      await page.mouse.move(0, 0);
      return isReady();
    },
    60_000,
  );
  await review.press('Enter');
  const dialog = page.locator('.monaco-dialog-box', { hasText: 'Accept this team policy?' });
  await dialog.waitFor();
  const text = (await dialog.textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click();
  await notices.filter({ hasText: 'The team policy is in force' }).waitFor();
  if (await list.isVisible()) await bell.click();
  return text;
}

/** Other persons' requests, as this person finds them. */
export async function showPeers(window: EditorWindow): Promise<Frame> {
  await window.command('Countersign: Show Requests for My Countersignature');
  return webviewWith(window.page, 'Requests of others');
}

export interface PeerCard {
  readonly card: Locator;
  countersign(): Promise<void>;
  refuse(reason: string): Promise<void>;
  says(words: RegExp): Promise<void>;
  text(): Promise<string>;
}

/** The card of somebody else's request that waits for this person. */
export async function findPeerCard(window: EditorWindow, name: RegExp): Promise<PeerCard> {
  const view = await showPeers(window);
  const yes = view.getByRole('button', { name: /^Countersign: / });
  const found = view.getByRole('group', { name }).filter({ has: yes });
  await found.waitFor({ timeout: 60_000 });
  const id = await found.getAttribute('data-request');
  const card = view.locator(`[data-request="${id}"]`);
  return {
    card,
    countersign: async () => {
      await card.locator('.command .end').first().scrollIntoViewIfNeeded();
      await card.getByText('read the command to its end').waitFor({ state: 'detached' });
      const button = card.getByRole('button', { name: /^Countersign: / });
      await button.scrollIntoViewIfNeeded();
      await card.getByText('possible in a moment').waitFor({ state: 'detached' });
      await button.click();
    },
    refuse: async (reason) => {
      await card.getByRole('button', { name: 'Add a reason' }).click();
      await card.getByRole('textbox', { name: 'Reason' }).fill(reason);
      await card.getByRole('button', { name: /^Refuse: / }).click();
    },
    says: (words) => card.getByText(words).first().waitFor({ timeout: 60_000 }),
    text: async () => (await card.textContent()) ?? '',
  };
}
