import * as vscode from 'vscode';
import { productName } from '../../messages/window/requests.js';
import type { Random } from '../../ports/ports.js';
import type { HostMessage } from '../../protocol/card.js';
import { pageHtml } from './page.js';

/** Gives a webview the card's document and carries its messages. Only the two shipped folders can be read by it. */
export function fillWebview(
  webview: vscode.Webview,
  extension: vscode.Uri,
  random: Random,
  receive: (message: unknown) => void,
): { readonly subscription: vscode.Disposable; post(message: HostMessage): void } {
  const dist = vscode.Uri.joinPath(extension, 'dist');
  const media = vscode.Uri.joinPath(extension, 'media');
  webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [dist, media] };
  const subscription = webview.onDidReceiveMessage(receive);
  webview.html = pageHtml({
    script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js')).toString(),
    stylesheet: webview.asWebviewUri(vscode.Uri.joinPath(media, 'card.css')).toString(),
    source: webview.cspSource,
    nonce: random.hex(16),
    title: productName,
  });
  return { subscription, post: (message) => void webview.postMessage(message) };
}
