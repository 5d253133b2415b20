import * as vscode from 'vscode';
import type { TrustState } from '../../core/countersign/trust.js';
import {
  notOnRemoteYet,
  publishCommands,
  publishText,
  waitingForRemote,
  waitsForText,
} from '../../messages/team/team.js';
import { productName } from '../../messages/window/requests.js';
import type { TrustRoot } from '../../ports/trust.js';

const lookEveryMs = 2_000;
const waitMs = 3 * 60_000;

export interface Publishing {
  readonly trust: TrustRoot;
  readonly top: string;
  readonly digest: string;
  /** True when nobody had endorsed these files before. */
  readonly isNew: boolean;
  /** True when no team policy is in force yet. */
  readonly isFirst: boolean;
  /** Maintainers whose endorsement is missing still. */
  readonly missing: readonly string[];
}

/** Offers the commit and the push as commands; a person has them run, or runs them. Then waits for the remote to have it. */
export async function publish(publishing: Publishing): Promise<void> {
  const commands = publishCommands(publishing.isNew);
  const words = publishText(commands, !publishing.isFirst && publishing.missing.length > 0);
  const asked = { modal: true, detail: words.detail };
  const answer = await vscode.window.showInformationMessage(words.question, asked, words.run, words.copy);
  if (answer === undefined) return;
  if (answer === words.copy) await vscode.env.clipboard.writeText(commands.join('\n'));
  else runInTerminal(commands, publishing.top);
  await conclude(publishing, await arrival(publishing));
}

function runInTerminal(commands: readonly string[], cwd: string): void {
  const terminal = vscode.window.createTerminal({ name: productName, cwd });
  terminal.show(true);
  // PowerShell 5 knows no &&; each step runs only when the one before it went well.
  const isWindows = process.platform === 'win32';
  const [first = '', ...rest] = commands;
  const line = isWindows
    ? [first, ...rest.map((one) => `if ($?) { ${one} }`)].join('; ')
    : commands.join(' && ');
  terminal.sendText(line, true);
}

/** What the remote says once it has changed, or when the person no longer waits. */
function arrival(publishing: Publishing): Thenable<TrustState> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: waitingForRemote, cancellable: true },
    async (_, token) => {
      const end = Date.now() + waitMs;
      const { trust } = publishing;
      let state = await trust.refresh();
      while (!hasArrived(state, publishing) && !token.isCancellationRequested && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
        state = await trust.refresh();
      }
      return state;
    },
  );
}

/** While an endorsement is missing, to be refused for that is how it looks when it is there. */
function hasArrived(state: TrustState, { digest, missing }: Publishing): boolean {
  if (missing.length > 0) return state.kind === 'broken' && state.problem.code === 'not-endorsed';
  return (state.kind === 'unpinned' || state.kind === 'trusted') && state.trust.digest === digest;
}

async function conclude(publishing: Publishing, state: TrustState): Promise<void> {
  const { missing } = publishing;
  if (!hasArrived(state, publishing)) await vscode.window.showInformationMessage(notOnRemoteYet);
  else if (missing.length > 0) await vscode.window.showInformationMessage(waitsForText(missing));
  else if (state.kind === 'unpinned') await vscode.commands.executeCommand('countersign.acceptTeamPolicy');
}
