import * as vscode from 'vscode';
import { PeersDesk } from '../desk/peers-desk.js';
import type { Judge } from '../ports/judge.js';
import type { Clock, Random, RecordStore } from '../ports/ports.js';
import { PeersEditor } from '../vscode/peers/peers-editor.js';
import type { Editor } from '../vscode/requests/editor.js';
import { RequestLinks } from '../vscode/requests/request-links.js';
import { registerTeamCommands } from '../vscode/team/team-commands.js';
import { TeamTrust } from '../vscode/team/team-trust.js';
import type { Team } from './team.js';

export interface TeamSideSetting {
  readonly team: Team;
  readonly judge: Judge;
  readonly editor: Editor;
  readonly clock: Clock;
  readonly random: Random;
  readonly record: RecordStore;
  readonly extension: { readonly id: string; readonly uri: vscode.Uri };
}

/** Others' requests, links to them, the team's commands, and the person's say over its policy. */
export function openTeamSide(setting: TeamSideSetting): vscode.Disposable {
  const { team, judge, editor, clock, random, record, extension } = setting;
  const { documents } = editor;
  const desk = new PeersDesk({ ...team.parts, clock, record, judge });
  const stop = team.trust.onChange(() => void desk.refresh());
  const peers = new PeersEditor({
    desk,
    clock,
    random,
    extension: extension.uri,
    documents,
    waiting: (count) => editor.setPeersWaiting(count),
  });
  const links = new RequestLinks({
    clock,
    extension: extension.id,
    show: (id) => peers.reveal(id),
    asked: () => editor.askedOfPeers(),
  });
  return vscode.Disposable.from(
    { dispose: stop },
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) team.trust.attend();
    }),
    peers,
    links,
    registerTeamCommands({ ...team.parts, workspace: team.workspace, clock, documents }),
    new TeamTrust(team.trust, () => vscode.commands.executeCommand('countersign.showEffectivePolicy')),
  );
}
