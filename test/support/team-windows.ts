/** Two real windows, each of its own person, and what they do in them. */
import type { Frame, Locator } from 'playwright-core';
import type { ServerHost } from './components.js';
import type { Person } from './person.js';
import { packedProduct } from './product.js';
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
  const notice = page.locator('.notification-toast', { hasText: 'team policy' });
  await notice.getByRole('button', { name: /Review and Accept/ }).click({ timeout: 60_000 });
  const dialog = page.locator('.monaco-dialog-box', { hasText: 'Accept this team policy?' });
  await dialog.waitFor();
  const text = (await dialog.textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.locator('.notification-toast', { hasText: 'The team policy is in force' }).waitFor();
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
