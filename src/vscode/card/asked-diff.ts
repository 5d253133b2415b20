import * as vscode from 'vscode';
import { whereToAnswerText } from '../../messages/agents/connect.js';
import type { Random } from '../../ports/ports.js';

/** Documents of this scheme have the buttons in their title. */
export const askedScheme = 'countersign-asked';

const yesCommands = {
  write: 'countersign.writeShown',
  sign: 'countersign.signShown',
  endorse: 'countersign.endorseShown',
} as const;

/** What a person says yes to; the button's words stand in the manifest. */
export type Yes = keyof typeof yesCommands;

export interface DiffQuestion {
  /** Of the tab. */
  readonly title: string;
  /** What is asked, in a line. */
  readonly words: string;
  readonly yes: Yes;
}

interface Asked {
  readonly title: string;
  /** In the addresses of what is shown. A command can be called by anybody; the button in the title gives what it stands over. */
  readonly nonce: string;
  answer(isYes: boolean): void;
}

/** Asks about files in the title of their own difference, so that nothing lies over what is asked about. Closing it says no. */
export class AskedDiff implements vscode.Disposable {
  private asked: Asked | undefined;
  /** One question after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly registrations: vscode.Disposable;

  constructor(private readonly random: Random) {
    const says = (isYes: boolean) => (over: unknown) => {
      if (over instanceof vscode.Uri && over.scheme === askedScheme && over.query === this.asked?.nonce)
        this.asked.answer(isYes);
    };
    this.registrations = vscode.Disposable.from(
      ...Object.values(yesCommands).map((command) => vscode.commands.registerCommand(command, says(true))),
      vscode.commands.registerCommand('countersign.cancelShown', says(false)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.follow(closed)),
    );
  }

  /** `open` shows the files under addresses that carry the nonce. A question that is still open is answered by the next one: no. */
  ask(question: DiffQuestion, open: (nonce: string) => Thenable<unknown>): Promise<boolean> {
    this.asked?.answer(false);
    const answered = this.last.then(() => this.askNow(question, open));
    this.last = answered.catch(() => undefined);
    return answered;
  }

  private async askNow(
    { title, words, yes }: DiffQuestion,
    open: (nonce: string) => Thenable<unknown>,
  ): Promise<boolean> {
    const nonce = this.random.hex(16);
    const { promise, resolve } = withResolvers();
    await closeTabs(title);
    this.asked = { title, nonce, answer: resolve };
    try {
      await setAsked(yes);
      await open(nonce);
      // Another file that is looked at meanwhile would take its tab.
      await vscode.commands.executeCommand('workbench.action.keepEditor');
      const location = vscode.ProgressLocation.Notification;
      const options = { location, title: whereToAnswerText(words), cancellable: true };
      return await vscode.window.withProgress(options, (progress, token) => {
        // A bar that stands still: nothing goes on, a person reads.
        progress.report({ increment: 0 });
        token.onCancellationRequested(() => resolve(false));
        return promise;
      });
    } finally {
      this.asked = undefined;
      await setAsked(undefined);
      await closeTabs(title);
    }
  }

  dispose(): void {
    this.asked?.answer(false);
    this.registrations.dispose();
  }

  /** A tab that moved to another group was closed too, and is still there. */
  private follow(closed: readonly vscode.Tab[]): void {
    const { asked } = this;
    if (asked === undefined || !closed.some(isTitled(asked.title))) return;
    if (tabsTitled(asked.title).length === 0) asked.answer(false);
  }
}

function withResolvers(): { readonly promise: Promise<boolean>; resolve(isYes: boolean): void } {
  let resolve: (isYes: boolean) => void = () => undefined;
  const promise = new Promise<boolean>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The editor adds to the title of several files how many they are. */
function isTitled(title: string): (tab: vscode.Tab) => boolean {
  return ({ label }) => label.startsWith(title);
}

function tabsTitled(title: string): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isTitled(title));
}

async function closeTabs(title: string): Promise<void> {
  const tabs = tabsTitled(title);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}

function setAsked(yes: Yes | undefined): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', 'countersign.asked', yes);
}
