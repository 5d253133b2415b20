/** Which server's tool a call names. */
export interface McpName {
  readonly server: string;
  readonly name: string;
}

/** `server` is the MCP server that the agent names beside the tool, when it names one: it settles where the cut is. */
export type McpNaming = (tool: string, server: string | undefined) => McpName | undefined;

/** Names such as `mcp__server__tool`: a prefix, the server, a separator, the tool. */
export function mcpNamed(prefix: string, separator: string, cut: 'first' | 'last' = 'first'): McpNaming {
  return (tool, server) => {
    if (server !== undefined && tool.startsWith(`${prefix}${server}${separator}`)) {
      return { server, name: tool.slice(prefix.length + server.length + separator.length) };
    }
    if (!tool.startsWith(prefix)) return server === undefined ? undefined : { server, name: tool };
    const rest = tool.slice(prefix.length);
    const at = cut === 'first' ? rest.indexOf(separator, 1) : rest.lastIndexOf(separator);
    if (at > 0) return { server: rest.slice(0, at), name: rest.slice(at + separator.length) };
    return server === undefined ? undefined : { server, name: rest };
  };
}
