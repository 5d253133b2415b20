import * as vscode from 'vscode';
import type { Trust } from '../../core/countersign/trust.js';
import type { Decider } from '../../core/record/decider.js';
import { acceptPolicy } from '../../desk/accept-policy.js';
import type { CountersignParts } from '../../desk/countersign-parts.js';
import { PeersDesk } from '../../desk/peers-desk.js';
import type { Judge } from '../../ports/judge.js';
import type { FindPlaces } from '../../ports/places.js';
import type { Clock, Random, RecordStore } from '../../ports/ports.js';
import type { TeamWorkspace } from '../../ports/team.js';
import type { TrustRoot } from '../../ports/trust.js';
import { PeersEditor } from '../peers/peers-editor.js';
import type { Editor } from '../requests/editor.js';
import { RequestLinks } from '../requests/request-links.js';
import { registerTeamCommands } from './team-commands.js';
import { TeamTrust } from './team-trust.js';

export interface TeamSideSetting {
  readonly team: {
    readonly parts: CountersignParts;
    readonly trust: TrustRoot & { attend(): void };
    readonly workspace: TeamWorkspace;
  };
  readonly judge: Judge;
  readonly find: FindPlaces;
  readonly editor: Editor;
  readonly clock: Clock;
  readonly random: Random;
  readonly record: RecordStore;
  readonly extension: { readonly id: string; readonly uri: vscode.Uri };
  /** Who sits here. */
  by(): Decider | undefined;
  /** A person has accepted the team's policy. */
  accepted(trust: Trust): void;
}

/** Others' requests, links to them, the team's commands, and the person's say over its policy. */
export function openTeamSide(setting: TeamSideSetting): vscode.Disposable {
  const { team, judge, find, editor, clock, random, record, extension } = setting;
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
    registerTeamCommands({ ...team.parts, workspace: team.workspace, clock, find }),
    new TeamTrust(
      team.trust,
      () => vscode.commands.executeCommand('countersign.showEffectivePolicy'),
      async (trust) => {
        const done = await acceptPolicy(team.trust, trust, record, setting.by());
        if (done.ok) setting.accepted(trust);
        return done;
      },
    ),
  );
}
