import { basename, dirname, join } from 'node:path';
import { PolicyLog, type WorkspaceFile } from '../desk/policy-log.js';
import { workingFile } from '../node/git/workspace-git.js';
import type { RecordStore } from '../ports/ports.js';
import { workspaceFile, workspaceFolders } from '../vscode/gate-folders.js';
import type { Team } from './team.js';

const mostBytes = 1_000_000;

/** What the record keeps of the rules of this window. */
export function policyLog(team: Team, record: RecordStore): PolicyLog {
  return new PolicyLog(record, team.trust, workspaceFiles);
}

/** The files of the workspace that could speak about the rules, as they stand in the working tree. */
function workspaceFiles(): readonly WorkspaceFile[] {
  const ofWindow = workspaceFile();
  return [
    ...workspaceFolders().flatMap((folder) => [
      ...fileAt(folder, '.countersign/policy.json', 'policy'),
      ...fileAt(folder, '.vscode/settings.json', 'settings'),
    ]),
    ...(ofWindow === undefined ? [] : fileAt(dirname(ofWindow), basename(ofWindow), 'settings')),
  ];
}

function fileAt(folder: string, name: string, kind: WorkspaceFile['kind']): readonly WorkspaceFile[] {
  const bytes = workingFile(folder, name, mostBytes);
  return bytes === undefined ? [] : [{ path: join(folder, name), kind, text: bytes.toString('utf8') }];
}
