/** Google's Generative Language interface, as far as Gemini CLI needs it. */
import type { ServerResponse } from 'node:http';
import { field, items } from '../json.js';
import type { Asked, ModelProtocol, ScriptedCall } from './protocol.js';

export const gemini: ModelProtocol = {
  accepts: (path) => /^\/v1(beta|alpha)?\/models\//.test(path),
  read,
  write,
};

function read(path: string, body: string): Asked {
  const request: unknown = JSON.parse(body || '{}');
  const results = items(request, 'contents')
    .flatMap((content) => items(content, 'parts'))
    .map((part) => field(part, 'functionResponse'))
    .filter((response) => response !== undefined)
    .map((response) => JSON.stringify(field(response, 'response')));
  return {
    conversation: items(request, 'tools').length > 0,
    toolResults: results,
    counting: path.includes(':countTokens'),
    streaming: path.includes(':streamGenerateContent'),
    model: /models\/([^:]+)/.exec(path)?.[1] ?? '',
  };
}

function write(response: ServerResponse, asked: Asked, call: ScriptedCall | undefined): void {
  if (asked.counting) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ totalTokens: 10 }));
    return;
  }
  const part =
    call === undefined ? { text: 'Done.' } : { functionCall: { name: call.tool, args: call.input } };
  const answer = {
    candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 },
    modelVersion: asked.model,
  };
  const text = JSON.stringify(answer);
  response.writeHead(200, {
    'content-type': asked.streaming ? 'text/event-stream' : 'application/json',
  });
  response.end(asked.streaming ? `data: ${text}\n\n` : text);
}
