/** A scripted model on loopback: an agent asks it what to do next, and it answers from a script. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { anthropic } from './model-protocols/anthropic.js';
import { editor } from './model-protocols/editor.js';
import { gemini } from './model-protocols/gemini.js';
import { openaiChat } from './model-protocols/openai-chat.js';
import { openaiResponses } from './model-protocols/openai-responses.js';
import type { ModelProtocol, ScriptedCall } from './model-protocols/protocol.js';

export interface ModelServer {
  readonly url: string;
  /** The bodies of the requests that carried the conversation, oldest first. */
  readonly bodies: readonly string[];
  /** When the first request with n tool results came, in milliseconds of this process's own clock. */
  readonly arrivals: readonly number[];
  /** What the agent told the model about each tool call so far, in order. */
  toolResults(): readonly string[];
  close(): Promise<void>;
}

const protocols: readonly ModelProtocol[] = [anthropic, openaiResponses, openaiChat, gemini, editor];

/** Starts a server that makes call n once n tool results have come back; past the end it says it is done. */
export async function startModelServer(script: readonly ScriptedCall[]): Promise<ModelServer> {
  const bodies: string[] = [];
  const arrivals: number[] = [];
  let results: readonly string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const arrived = performance.now();
    const body = await readBody(request);
    const protocol = protocols.find((candidate) => candidate.accepts(request.url ?? ''));
    if (protocol === undefined) {
      response.writeHead(404).end();
      return;
    }
    const asked = protocol.read(request.url ?? '', body);
    if (asked.conversation) {
      bodies.push(body);
      arrivals[asked.toolResults.length] ??= arrived;
      if (asked.toolResults.length >= results.length) results = asked.toolResults;
    }
    const call = asked.conversation ? script[asked.toolResults.length] : undefined;
    await call?.after;
    call?.meanwhile?.();
    protocol.write(response, asked, call);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    arrivals,
    toolResults: () => results,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
