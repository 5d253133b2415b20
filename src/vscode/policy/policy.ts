import * as vscode from 'vscode';
import type { TeamInForce } from '../../core/policy/team-in-force.js';
import type { PolicyLog } from '../../desk/policy-log.js';
import type { Clock } from '../../ports/ports.js';
import type { TrustRoot } from '../../ports/trust.js';
import { readSettings } from '../settings.js';
import { PolicyDiagnostics } from './policy-diagnostics.js';
import { PolicyView } from './policy-view.js';

export interface PolicyParts {
  readonly log: PolicyLog;
  readonly trust: Pick<TrustRoot, 'now' | 'onChange' | 'refresh'>;
  readonly clock: Pick<Clock, 'now'>;
  team(): TeamInForce | undefined;
}

const watched = '**/{.countersign/policy.json,.vscode/settings.json}';
const settleMilliseconds = 500;

/** What a person sees of the rules; the log looks again whenever they, or the workspace's files about them, change. */
export function registerPolicy({ log, trust, team, clock }: PolicyParts): vscode.Disposable {
  const diagnostics = new PolicyDiagnostics(() => team()?.policy);
  const listeners = new Set<() => void>();
  let due: NodeJS.Timeout | undefined;
  const lookSoon = (): void => {
    clearTimeout(due);
    due = setTimeout(() => {
      void log.look();
      diagnostics.lookAtAll();
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
    vscode.workspace.onDidChangeConfiguration(lookSoon),
    { dispose: trust.onChange(lookSoon) },
    { dispose: () => clearTimeout(due) },
    diagnostics,
    new PolicyView({
      settings: readSettings,
      source: () => trust.now(),
      team,
      ignored: () => log.attempts(),
      look: async () => {
        await trust.refresh();
        return clock.now();
      },
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  );
}
