/** One MCP server in a client's configuration. `remote` ones are no programs, and no gateway can stand before them. */
export interface McpServer {
  readonly name: string;
  readonly state: 'open' | 'guarded' | 'remote';
}

/** By this a server behind the gateway is known again, whatever version put it there. */
const gatewayName = /(?:^|[\\/])countersign-mcp(?:\.cmd)?$/;

export function isGateway(program: string): boolean {
  return gatewayName.test(program);
}

/** What the gateway is told before the server's own arguments. */
export function gatewayArguments(name: string, program: string): readonly string[] {
  return ['--name', name, '--', program];
}

/** The words of a server's start: its program and its arguments. */
export function isBehindGateway(words: readonly string[]): boolean {
  return unguarded(words) !== undefined;
}

/** The server's own words behind the gateway; undefined when it stands in front of nothing. */
export function unguarded(words: readonly string[]): readonly string[] | undefined {
  const [program = '', option, , end, ...own] = words;
  const isOurs = isGateway(program) && option === '--name' && end === '--' && own.length > 0;
  return isOurs ? own : undefined;
}
