/** OpenAI's Responses interface, as far as Codex needs it: always streamed. */
import type { ServerResponse } from 'node:http';
import { field, items } from '../json.js';
import type { Asked, ModelProtocol, ScriptedCall } from './protocol.js';

export const openaiResponses: ModelProtocol = {
  accepts: (path) => path.startsWith('/v1/responses'),
  read: (_, body) => read(body),
  write,
};

function read(body: string): Asked {
  const request: unknown = JSON.parse(body || '{}');
  const results = items(request, 'input')
    .filter((item) => String(field(item, 'type')).endsWith('_output'))
    .map((item) => textOf(field(item, 'output')));
  return {
    conversation: items(request, 'tools').length > 0,
    toolResults: results,
    counting: false,
    streaming: true,
    model: String(field(request, 'model')),
  };
}

function textOf(output: unknown): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}

function write(response: ServerResponse, asked: Asked, call: ScriptedCall | undefined): void {
  const turn = asked.toolResults.length;
  const item =
    call === undefined
      ? {
          type: 'message',
          id: `msg_${turn}`,
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Done.', annotations: [] }],
        }
      : {
          type: 'function_call',
          id: `fc_${turn}`,
          call_id: `call_${turn}`,
          name: call.tool,
          ...(call.namespace === undefined ? {} : { namespace: call.namespace }),
          arguments: JSON.stringify(call.input),
          status: 'completed',
        };
  const usage = { input_tokens: 10, output_tokens: 10, total_tokens: 20 };
  const id = `resp_${turn}`;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of [
    { type: 'response.created', response: { id, output: [] } },
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { id, output: [item], usage } },
  ]) {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
}
