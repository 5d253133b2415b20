/** What the MCP gateway tells an agent, a client and a person. */

const causes = {
  'not-json': 'expected one JSON message a line, in UTF-8 and nested at most 500 deep, got something else',
  'not-an-object': 'expected a JSON-RPC message, got another JSON value',
  'odd-field': 'expected the field names of the protocol, got one that differs only in its letters',
  'not-a-call': 'expected a tool call with a name and an object of arguments, got something else',
  'inexact-number':
    'expected numbers that a double holds exactly, so that what is judged is what is sent, got one that it does not; send it as a string',
  'too-large': 'expected a tool call of at most 8 MB, got more',
  'id-in-use': 'expected an id that no call waits under, got one that is in use',
} as const;

export type GatewayCause = keyof typeof causes;

/** Why a message was not passed on to the server. */
export function gatewayRefusalText(cause: GatewayCause, detail = ''): string {
  const more = detail === '' ? '' : ` (${detail})`;
  return `Countersign did not pass this on: ${causes[cause]}${more}. Nothing ran.`;
}

/** Progress that a client shows, or takes as a sign of life, while a person is asked. */
export function mcpWaitingText(request: string): string {
  return `waiting for approval ${request}`;
}

export function serverFailedText(program: string, detail: string): string {
  return `countersign: expected to start the MCP server ${program}, and could not (${detail}); check its name and PATH\n`;
}

const misuses = {
  'no-separator': 'expected -- and the MCP server to start, got no --',
  'no-server': 'expected an MCP server after --, got none',
  'empty-name': 'expected --name to be a name, got nothing',
} as const;

/** Why the words after `countersign mcp` start no gateway. */
export function gatewayUsageText(
  error: { readonly code: keyof typeof misuses } | { readonly code: 'unreadable'; readonly detail: string },
): string {
  return error.code === 'unreadable' ? error.detail : misuses[error.code];
}

/** The same for whoever reads the log of a client. */
export function gatewayMisuseText(error: Parameters<typeof gatewayUsageText>[0]): string {
  return `countersign: ${gatewayUsageText(error)}; see countersign mcp --help\n`;
}

export function gatewayFailedText(detail: string): string {
  return `countersign: the MCP gateway failed: ${detail}\n`;
}
