/** OpenAI's Chat Completions interface, as far as Copilot CLI needs it: streamed and plain. */
import type { ServerResponse } from 'node:http';
import { field, items } from '../json.js';
import type { Asked, ModelProtocol, ScriptedCall } from './protocol.js';

export const openaiChat: ModelProtocol = {
  accepts: (path) => /^(\/v1)?\/chat\/completions/.test(path),
  read: (_, body) => read(body),
  write,
};

function read(body: string): Asked {
  const request: unknown = JSON.parse(body || '{}');
  const results = items(request, 'messages')
    .filter((message) => field(message, 'role') === 'tool')
    .map((message) => textOf(field(message, 'content')));
  return {
    conversation: items(request, 'tools').length > 0,
    toolResults: results,
    counting: false,
    streaming: field(request, 'stream') === true,
    model: String(field(request, 'model')),
  };
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function write(response: ServerResponse, asked: Asked, call: ScriptedCall | undefined): void {
  const turn = asked.toolResults.length;
  const named = call && { name: call.tool, arguments: JSON.stringify(call.input) };
  const tool_calls = named && [{ index: 0, id: `call_${turn}`, type: 'function', function: named }];
  const said = tool_calls ? { tool_calls } : { content: 'Done.' };
  const finish_reason = call === undefined ? 'stop' : 'tool_calls';
  const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
  const whole = { id: `chat_${turn}`, model: asked.model, created: 0 };
  if (!asked.streaming) {
    const message = { role: 'assistant', content: null, ...said };
    const plain = {
      ...whole,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason }],
      usage,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(plain));
    return;
  }
  const object = 'chat.completion.chunk';
  const delta = (part: object, reason: string | null): object => ({
    ...whole,
    object,
    choices: [{ index: 0, delta: part, finish_reason: reason }],
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const chunk of [
    delta({ role: 'assistant' }, null),
    delta(said, null),
    delta({}, finish_reason),
    { ...whole, object, choices: [], usage },
  ]) {
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}
