/** An MCP server as people write them: the official package, over standard streams. It notes what ran in `$MCP_LOG`. */
import { appendFileSync } from 'node:fs';
import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

const log = process.env['MCP_LOG'] ?? '';

function ran(tool: string, given: unknown): { content: { type: 'text'; text: string }[] } {
  appendFileSync(log, `${JSON.stringify([tool, given])}\n`);
  return { content: [{ type: 'text', text: `${tool} ran` }] };
}

const server = new McpServer(
  { name: 'shop', version: '1.0.0' },
  { capabilities: { logging: {}, resources: {}, prompts: {}, tools: {} } },
);
const table = fromJsonSchema<{ table: string }>({
  type: 'object',
  properties: { table: { type: 'string' } },
  required: ['table'],
});

server.registerTool('list_rows', { inputSchema: table, annotations: { readOnlyHint: true } }, (given) =>
  ran('list_rows', given),
);
server.registerTool('delete_rows', { inputSchema: table, annotations: { readOnlyHint: true } }, (given) =>
  ran('delete_rows', given),
);
// By its name nobody would think so.
server.registerTool('list_orders', { inputSchema: table, annotations: { destructiveHint: true } }, (given) =>
  ran('list_orders', given),
);
server.registerTool('list_with_progress', { inputSchema: table }, async (given, context) => {
  const token = context.mcpReq._meta?.progressToken;
  for (const progress of [1, 2]) {
    if (token === undefined) break;
    await context.mcpReq.notify({
      method: 'notifications/progress',
      params: { progressToken: token, progress, total: 2 },
    });
  }
  // Clients drop progress that comes in one piece with the result: it goes when they have answered.
  await server.server.ping();
  return ran('list_with_progress', given);
});
server.registerTool('get_answer', { inputSchema: table }, async (given) => {
  const answer = await server.server.elicitInput({
    message: 'Which table?',
    requestedSchema: { type: 'object', properties: { name: { type: 'string' } } },
  });
  return ran('get_answer', [given, answer.content]);
});
server.registerTool('get_nothing', { inputSchema: table }, (given) => {
  ran('get_nothing', given);
  return new Promise(() => undefined);
});
server.registerTool('get_failure', { inputSchema: table }, () => {
  throw new Error('out of order');
});
server.registerResource('readme', 'file:///readme', {}, () => ({
  contents: [{ uri: 'file:///readme', text: 'read me' }],
}));
server.registerPrompt('greet', {}, () => ({
  messages: [{ role: 'user', content: { type: 'text', text: 'hello' } }],
}));

await server.connect(new StdioServerTransport());
