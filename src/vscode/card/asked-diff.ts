import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { whereToAnswerText } from '../../messages/agents/connect.js';

/** Documents of this scheme have the buttons in their title. */
const scheme = 'countersign-asked';

const yesCommands = {
  write: 'countersign.writeShown',
  sign: 'countersign.signShown',
  endorse: 'countersign.endorseShown',
} as const;

export interface DiffQuestion {
  /** Of the tab. */
  readonly title: string;
  /** What is asked, in a line. */
  readonly words: string;
  /** What a person says yes to; the button's words stand in the manifest. */
  readonly yes: keyof typeof yesCommands;
}

/** A file as it is and as it would be; null is a file that is not there. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

let open: { answer(isYes: boolean): void } | undefined;
/** One question after the other. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Shows files as they would be, and asks in the title of their difference, so that nothing lies over what is asked about. Closing it
 * says no; so does the next question.
 */
export function askAbout(question: DiffQuestion, files: readonly FileChange[]): Promise<boolean> {
  open?.answer(false);
  const answered = last.then(() => askNow(question, files));
  last = answered.catch(() => undefined);
  return answered;
}

async function askNow({ title, words, yes }: DiffQuestion, files: readonly FileChange[]): Promise<boolean> {
  // A command can be called by anybody: the button gives the address that it stands over, which nobody else knows.
  const nonce = randomBytes(16).toString('hex');
  const texts = new Map<string, string>();
  let answer = (_isYes: boolean): void => undefined;
  const answered = new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  const says = (isYes: boolean) => (over: unknown) => {
    if (over instanceof vscode.Uri && over.scheme === scheme && over.query === nonce) answer(isYes);
  };
  await closeTabs(title);
  open = { answer };
  const listening = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.commands.registerCommand(yesCommands[yes], says(true)),
    vscode.commands.registerCommand('countersign.cancelShown', says(false)),
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      // A tab that moved to another group was closed too, and is still there.
      if (closed.some(isTitled(title)) && tabsTitled(title).length === 0) answer(false);
    }),
  );
  try {
    await setAsked(yes);
    await show(title, files, (authority, path, text) => {
      const uri = vscode.Uri.from({
        scheme,
        authority,
        path: `/${path.replace(/^[\\/]+/, '')}`,
        query: nonce,
      });
      texts.set(uri.toString(), text);
      return uri;
    });
    // Another file that is looked at meanwhile would take its tab.
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    const location = vscode.ProgressLocation.Notification;
    const options = { location, title: whereToAnswerText(words), cancellable: true };
    return await vscode.window.withProgress(options, (progress, token) => {
      // A bar that stands still: nothing goes on, a person reads.
      progress.report({ increment: 0 });
      token.onCancellationRequested(() => answer(false));
      return answered;
    });
  } finally {
    open = undefined;
    await setAsked(undefined);
    await closeTabs(title);
    listening.dispose();
  }
}

type Keep = (side: 'before' | 'after', path: string, text: string) => vscode.Uri;

function show(title: string, files: readonly FileChange[], keep: Keep): Thenable<unknown> {
  const resources = files.map(({ path, before, after }) => ({
    originalUri: before === null && files.length > 1 ? undefined : keep('before', path, before ?? ''),
    modifiedUri: keep('after', path, after ?? ''),
  }));
  const [only, ...more] = resources;
  if (only !== undefined && more.length === 0)
    return vscode.commands.executeCommand('vscode.diff', only.originalUri, only.modifiedUri, title);
  // Unlike `vscode.changes` it takes the address that the buttons in its title give.
  const multiDiffSourceUri = keep('after', 'files', '');
  const shown = { title, multiDiffSourceUri, resources };
  return vscode.commands.executeCommand('_workbench.openMultiDiffEditor', shown);
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

function setAsked(yes: DiffQuestion['yes'] | undefined): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', 'countersign.asked', yes);
}
