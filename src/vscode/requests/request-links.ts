import * as vscode from 'vscode';
import type { Request } from '../../core/approval/request.js';
import { linkCopiedText, nothingToLinkText, unknownLinkText } from '../../messages/countersign/link.js';
import { whichRequestText } from '../../messages/window/requests.js';
import type { Clock } from '../../ports/ports.js';
import { decodeLink, linkText } from '../../protocol/link.js';
import { LinkPace } from './link-pace.js';
import { pickRequest } from './pick-request.js';

export interface RequestLinkParts {
  readonly clock: Pick<Clock, 'now'>;
  /** `publisher.name` of this extension. */
  readonly extension: string;
  /** Shows somebody else's request; false when none has this id. */
  show(id: string): Promise<boolean>;
  /** This window's own requests that peers are asked about. */
  asked(): readonly Request[];
}

/** Links lead to a request, whoever opens them; they show, and decide nothing. */
export class RequestLinks implements vscode.UriHandler, vscode.Disposable {
  private readonly pace = new LinkPace();
  private readonly registrations: vscode.Disposable;

  constructor(private readonly parts: RequestLinkParts) {
    this.registrations = vscode.Disposable.from(
      vscode.window.registerUriHandler(this),
      vscode.commands.registerCommand('countersign.copyRequestLink', () => this.copy()),
    );
  }

  async handleUri({ path, query }: vscode.Uri): Promise<void> {
    if (!this.pace.follow(this.parts.clock.now())) return;
    const link = decodeLink(path, query);
    const isShown = link.ok && (await this.parts.show(link.value.id));
    if (!isShown) void vscode.window.showInformationMessage(unknownLinkText);
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private async copy(): Promise<void> {
    const request = await pickRequest(this.parts.asked(), whichRequestText.link);
    if (request?.sent === undefined) {
      void vscode.window.showInformationMessage(nothingToLinkText);
      return;
    }
    await vscode.env.clipboard.writeText(
      linkText(vscode.env.uriScheme, this.parts.extension, { id: request.sent.id }),
    );
    void vscode.window.showInformationMessage(linkCopiedText(request));
  }
}
