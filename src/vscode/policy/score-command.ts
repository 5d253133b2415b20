import * as os from 'node:os';
import * as vscode from 'vscode';
import { ruleOn } from '../../core/policy/rule-on.js';
import type { PolicySettings } from '../../core/policy/settings.js';
import type { ToolCall } from '../../core/toolcall/toolcall.js';
import { evaluateCall } from '../../desk/evaluate.js';
import type { DeskParts } from '../../desk/parts.js';
import { type Scored, scoredCard, scorePageTitle } from '../../messages/cards/judgement.js';
import { noFolderText, notScoredText, scoreQuestion } from '../../messages/window/requests.js';
import type { WorldOf } from '../../ports/judge.js';
import type { Clock } from '../../ports/ports.js';
import type { CardSource, ShownCard } from '../card/shown-card.js';
import { ownEnvironment } from '../own-environment.js';
import { branchOf } from '../requests/branch.js';
import type { Editor } from '../requests/editor.js';

export interface ScoreParts extends Pick<DeskParts, 'judge' | 'team' | 'places' | 'level'> {
  readonly editor: Pick<Editor, 'pagesOf' | 'documents'>;
  readonly clock: Clock;
  readonly worldOf: WorldOf;
  settings(): PolicySettings;
}

/** **Countersign: Score This Command**: the selected text as the card by which it would be held. Nothing runs, nothing is recorded, nothing can be decided. */
export function registerScore(parts: ScoreParts): vscode.Disposable {
  const pages = new ScorePages(parts);
  return vscode.Disposable.from(
    pages,
    vscode.commands.registerCommand('countersign.scoreCommand', async () => {
      const command = await commandToScore();
      if (command !== undefined && command.trim() !== '') await pages.score(callOf(command));
    }),
  );
}

class ScorePages implements CardSource, vscode.Disposable {
  private readonly open = new Map<string, Scored>();
  private readonly pages: ReturnType<Editor['pagesOf']>;
  private count = 0;

  constructor(private readonly parts: ScoreParts) {
    this.pages = parts.editor.pagesOf(this, (id) => this.open.delete(id));
  }

  /** Judged as the desk judges: under the places, the team and the settings of this window. */
  async score(call: ToolCall): Promise<void> {
    const { parts } = this;
    const ring = { agent: call.agent, payload: '', cwd: call.cwd, env: ownEnvironment(), budgetMs: 0 };
    const judged = await evaluateCall(ring, { call }, parts);
    if (!judged.ok) {
      void vscode.window.showErrorMessage(notScoredText);
      return;
    }
    const { assessment, site, team, digest } = judged.value;
    const verdict = ruleOn(assessment, { readsPass: () => false }, parts.settings(), team);
    const { change } = await parts.judge.foresee(call, assessment, site);
    this.count += 1;
    const id = `score-${this.count}`;
    this.open.set(id, { id, digest, call, assessment, change, verdict, at: parts.clock.now() });
    this.pages.show(id, scorePageTitle(this.count));
    this.pages.refresh();
  }

  cards(): readonly ShownCard[] {
    return [...this.open.values()].map((scored) => ({
      id: scored.id,
      digest: scored.digest,
      createdAt: scored.at,
      isOpen: false,
      listedUntil: Number.POSITIVE_INFINITY,
      armMilliseconds: 0,
      card: () => scoredCard(scored, this.surroundings()),
      arrival: () => '',
    }));
  }

  async decide(): Promise<'unknown-request'> {
    return 'unknown-request';
  }

  openDiff(id: string, index: number): void {
    const scored = this.open.get(id);
    if (scored !== undefined) void this.parts.editor.documents.showChange(id, scored.change, index);
  }

  openPage(): void {}

  openRule(id: string): void {
    const verdict = this.open.get(id)?.verdict;
    if (verdict !== undefined && 'rule' in verdict)
      void vscode.commands.executeCommand('countersign.showEffectivePolicy', verdict.rule.id);
  }

  breakGlass(): void {}

  drawn(): void {}

  dispose(): void {
    this.pages.dispose();
  }

  private surroundings() {
    const { worldOf } = this.parts;
    return {
      machine: os.hostname(),
      window: vscode.workspace.name ?? noFolderText,
      branch: (directory: string) => branchOf(worldOf({ cwd: directory, env: {} })),
    };
  }
}

async function commandToScore(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined ? '' : editor.document.getText(editor.selection);
  const terminal = selected === '' ? await terminalSelection() : '';
  return vscode.window.showInputBox({
    ...scoreQuestion,
    value: selected === '' ? terminal : selected,
  });
}

/** The editor hands a terminal's selection out only through the clipboard; what was there is put back. */
async function terminalSelection(): Promise<string> {
  if (vscode.window.activeTerminal === undefined) return '';
  const kept = await vscode.env.clipboard.readText();
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const selection = await vscode.env.clipboard.readText();
  await vscode.env.clipboard.writeText(kept);
  return selection;
}

function callOf(command: string): ToolCall {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return {
    agent: 'vscode',
    session: '',
    callId: '',
    tool: 'shell',
    cwd: folder?.uri.fsPath ?? process.cwd(),
    payload: { kind: 'shell', shell: process.platform === 'win32' ? 'pwsh' : 'bash', command },
  };
}
