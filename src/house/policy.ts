import { join } from 'node:path';
import * as vscode from 'vscode';
import { PolicyLog, type WorkspaceFile } from '../desk/policy-log.js';
import { workingFile } from '../node/workspace-git.js';
import type { RecordStore } from '../ports/ports.js';
import { workspaceFolders } from '../vscode/gate-folders.js';
import { PolicyDiagnostics } from '../vscode/policy-diagnostics.js';
import { PolicyView } from '../vscode/policy-view.js';
import { readSettings } from '../vscode/settings.js';
import type { Team } from './team.js';

const mostBytes = 1_000_000;
const watched = '**/{.countersign/policy.json,.vscode/settings.json}';
const settleMilliseconds = 500;

/** What a person sees of the rules, and what the record keeps of them. */
export function registerPolicy(team: Team, record: RecordStore): vscode.Disposable {
  const log = new PolicyLog(record, team.trust, workspaceFiles);
  const listeners = new Set<() => void>();
  let due: NodeJS.Timeout | undefined;
  const lookSoon = (): void => {
    clearTimeout(due);
    due = setTimeout(() => {
      log.look();
      for (const listener of listeners) listener();
    }, settleMilliseconds);
  };
  const files = vscode.workspace.createFileSystemWatcher(watched);
  lookSoon();
  return vscode.Disposable.from(
    files,
    files.onDidChange(lookSoon),
    files.onDidCreate(lookSoon),
    files.onDidDelete(lookSoon),
    { dispose: team.trust.onChange(lookSoon) },
    { dispose: () => clearTimeout(due) },
    new PolicyDiagnostics(),
    new PolicyView({
      settings: readSettings,
      source: () => team.trust.now(),
      team: () => team.facts()?.team,
      ignored: () => log.attempts(),
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  );
}

/** The files of the workspace that could speak about the rules, as they stand in the working tree. */
function workspaceFiles(): readonly WorkspaceFile[] {
  return workspaceFolders().flatMap((folder) => [
    ...fileAt(folder, '.countersign/policy.json', 'policy'),
    ...fileAt(folder, '.vscode/settings.json', 'settings'),
  ]);
}

function fileAt(folder: string, name: string, kind: WorkspaceFile['kind']): readonly WorkspaceFile[] {
  const bytes = workingFile(folder, name, mostBytes);
  return bytes === undefined ? [] : [{ path: join(folder, name), kind, text: bytes.toString('utf8') }];
}
