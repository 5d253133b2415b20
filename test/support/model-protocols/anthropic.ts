/** Anthropic's Messages interface, as far as an agent needs it: streamed and plain answers, and token counts. */
import type { ServerResponse } from 'node:http';
import { field, items } from '../json.js';
import type { Asked, ModelProtocol, ScriptedCall } from './protocol.js';

export const anthropic: ModelProtocol = {
  accepts: (path) => path.startsWith('/v1/messages'),
  read,
  write,
};

function read(path: string, body: string): Asked {
  const request: unknown = JSON.parse(body);
  const results = items(request, 'messages')
    .flatMap((message) => items(message, 'content'))
    .filter((block) => field(block, 'type') === 'tool_result')
    .map((block) => textOf(field(block, 'content')));
  return {
    conversation: items(request, 'tools').length > 0,
    toolResults: results,
    counting: path.includes('count_tokens'),
    streaming: field(request, 'stream') === true,
    model: String(field(request, 'model')),
  };
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => String(field(part, 'text') ?? '')).join('\n');
}

const usage = {
  input_tokens: 10,
  output_tokens: 10,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
};

function write(response: ServerResponse, asked: Asked, call: ScriptedCall | undefined): void {
  if (asked.counting) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ input_tokens: 10 }));
    return;
  }
  const content = blocksOf(asked, call);
  const stop = call === undefined ? 'end_turn' : 'tool_use';
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: asked.model,
    stop_sequence: null,
    usage,
  };
  if (!asked.streaming) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...message, content, stop_reason: stop }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  send(response, { type: 'message_start', message: { ...message, content: [], stop_reason: null } });
  content.forEach((block, index) => {
    sendBlock(response, block, index);
  });
  send(response, { type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage });
  send(response, { type: 'message_stop' });
  response.end();
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

function blocksOf(asked: Asked, call: ScriptedCall | undefined): readonly Block[] {
  if (call === undefined) return [{ type: 'text', text: 'Done.' }];
  return [{ type: 'tool_use', id: `toolu_${asked.toolResults.length}`, name: call.tool, input: call.input }];
}

function sendBlock(response: ServerResponse, block: Block, index: number): void {
  const empty = block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
  const delta =
    block.type === 'text'
      ? { type: 'text_delta', text: block.text }
      : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) };
  send(response, { type: 'content_block_start', index, content_block: empty });
  send(response, { type: 'content_block_delta', index, delta });
  send(response, { type: 'content_block_stop', index });
}

function send(
  response: ServerResponse,
  event: { readonly type: string; readonly [name: string]: unknown },
): void {
  response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}
