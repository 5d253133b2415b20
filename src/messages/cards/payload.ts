import type { Finding } from '../../core/risk/assessment.js';
import { assertNever } from '../../core/shared/assert-never.js';
import type { Effect } from '../../core/tool/effect.js';
import type { McpPayload, Payload } from '../../core/toolcall/toolcall.js';
import type { Card } from '../../protocol/card.js';
import { liftedLines, markedPieces } from './marked.js';

/** What the call holds, whole and inert. Only a command carries spans that point into it. */
export function payloadView(
  payload: Payload,
  findings: readonly Finding[],
  effects: readonly Effect[] = [],
): Card['payload'] {
  const { caption, text } = payloadText(payload);
  const pieces = payload.kind === 'shell' ? markedPieces(text, findings, effects) : markedPieces(text, []);
  return { caption, pieces, lifted: liftedLines(pieces) };
}

function payloadText(payload: Payload): { readonly caption: string; readonly text: string } {
  switch (payload.kind) {
    case 'shell':
      return { caption: 'Command, exactly as it will run', text: payload.command };
    case 'edit':
      return { caption: 'Files it will write', text: payload.edits.map((edit) => edit.path).join('\n') };
    case 'mcp':
      return {
        caption: 'Tool and arguments, exactly as sent',
        text: `${payload.server} \u203A ${payload.name}\n${JSON.stringify(payload.arguments, undefined, 2)}${launchText(payload)}`,
      };
    case 'fetch':
      return { caption: 'Address it will fetch', text: payload.url };
    case 'read':
      return { caption: 'File it will read', text: payload.path };
    case 'other':
      return { caption: 'Input, exactly as sent', text: payload.text };
    default:
      return assertNever(payload);
  }
}

/** The gateway knows what it has started. */
function launchText({ launch = [] }: McpPayload): string {
  return launch.length === 0 ? '' : `\n\nThe server was started as: ${launch.join(' ')}`;
}
