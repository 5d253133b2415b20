/** The front door: it opens at once, and the house is built behind it, so that the editor's start does not wait. */
import type { ExtensionContext } from 'vscode';

let shut: (() => Promise<void>) | undefined;

/** Resolves when the gate is open, or has been shown not to be. */
export async function activate(context: ExtensionContext): Promise<void> {
  const house = await import('./house.js');
  shut = house.shut;
  await house.open(context);
}

/** Whoever waits is answered, with a no, before the window goes. */
export async function deactivate(): Promise<void> {
  await shut?.();
}
