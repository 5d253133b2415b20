/** What the scripted-model extension sends for the editor's own agent mode. */
import type { ServerResponse } from 'node:http';
import { field, items } from '../json.js';
import type { Asked, ModelProtocol, ScriptedCall } from './protocol.js';

export const editor: ModelProtocol = {
  accepts: (path) => path.startsWith('/editor/'),
  read,
  write,
};

function read(_path: string, body: string): Asked {
  const request: unknown = JSON.parse(body);
  const results = items(request, 'messages')
    .flatMap((message) => items(message, 'content'))
    .filter((part) => field(part, 'kind') === 'result')
    .map((part) => String(field(part, 'text')));
  // Errands such as a title for the chat come without the terminal.
  const conversation = items(request, 'tools').includes('run_in_terminal');
  return { conversation, toolResults: results, counting: false, streaming: false, model: 'scripted' };
}

function write(response: ServerResponse, asked: Asked, call: ScriptedCall | undefined): void {
  const answer =
    call === undefined ? { text: 'Done.' } : { call: { ...call, id: `call-${asked.toolResults.length}` } };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}
