/** The Pending view as a person or a screen reader finds it: by its accessible names. */
import type { Locator, Page } from 'playwright-core';
import { webviewWith } from './window.js';

/** What a person presses to go on: it approves, or it asks peers. */
const yes = /^(?:Approve once|Sign and ask peers): /;

export interface CardView {
  readonly card: Locator;
  /** Types the name and approves; resolves when the request no longer waits. */
  approve(name: string): Promise<void>;
  /** As `approve`, up to the press of the control. */
  tryToApprove(name: string): Promise<void>;
  /** Denies; resolves when the request no longer waits. */
  deny(reason: string): Promise<void>;
  /** Waits until the card says these words. */
  says(words: RegExp): Promise<void>;
  /** The card's whole text. */
  text(): Promise<string>;
}

/** Brings the view forward by the status bar; the icon of the activity bar would hide a view that is in front already. */
export async function showPending(page: Page): Promise<void> {
  await page.locator('.statusbar [id^="countersign.countersign"] a').first().click();
}

/** How many requests wait for a person, as the view shows them. */
export async function waitingCards(page: Page): Promise<number> {
  await showPending(page);
  return (await webviewWith(page, 'Requests')).locator('article.pending, article.parked').count();
}

/** The card that waits for a person and whose accessible name matches. */
export async function findCard(page: Page, name: RegExp): Promise<CardView> {
  await showPending(page);
  const view = await webviewWith(page, 'Requests');
  const approveButton = view.getByRole('button', { name: yes });
  const card = view.getByRole('group', { name }).filter({ has: approveButton });
  await card.waitFor({ timeout: 60_000 });
  const id = await card.getAttribute('data-request');
  return viewOf(view.locator(`[data-request="${id}"]`));
}

function viewOf(card: Locator): CardView {
  const approveButton = card.getByRole('button', { name: yes });
  const decided = (): Promise<void> => approveButton.waitFor({ state: 'detached' });
  const view: CardView = {
    card,
    approve: async (name) => {
      await view.tryToApprove(name);
      await decided();
    },
    tryToApprove: async (name) => {
      // Approving is locked until the command has been read to its end, and for a while after the control is in view.
      await card.locator('.command .end').first().scrollIntoViewIfNeeded();
      await card.getByText('read the command to its end').waitFor({ state: 'detached' });
      await card.getByRole('textbox', { name: /type the name/ }).fill(name);
      await approveButton.scrollIntoViewIfNeeded();
      // A click that waits inside a frame scrolls to and fro, and a control that leaves the view starts its delay anew.
      await card.getByText('possible in a moment').waitFor({ state: 'detached' });
      await approveButton.click();
    },
    deny: async (reason) => {
      if (reason !== '') {
        await card.getByRole('button', { name: 'Add a reason' }).click();
        await card.getByRole('textbox', { name: 'Reason' }).fill(reason);
      }
      await card.getByRole('button', { name: /^Deny/ }).click();
      await decided();
    },
    says: (words) => card.getByText(words).first().waitFor(),
    text: async () => (await card.textContent()) ?? '',
  };
  return view;
}
