import type { CallToolResult, ProgressNotification } from '@modelcontextprotocol/client';
import type { RequestId } from './client-message.js';
import { jsonLine } from './strict-json.js';

/** The gateway's own messages to the client, each one line. */

/** A call that did not run, as a result: the model reads why, where a protocol error may only reach the client. */
export function stoppedLine(id: RequestId, reason: string, isSelfContained: boolean): string {
  const result: CallToolResult = { content: [{ type: 'text', text: reason }], isError: true };
  const whole = isSelfContained ? { resultType: 'complete', ...result } : result;
  return jsonLine({ jsonrpc: '2.0', id, result: whole });
}

const codes = { 'not-json': -32_700, other: -32_600 } as const;

/** A message that is no call, and was not passed on. */
export function errorLine(id: RequestId | undefined, kind: keyof typeof codes, message: string): string {
  return jsonLine({ jsonrpc: '2.0', id: id ?? null, error: { code: codes[kind], message } });
}

/** The server's own progress comes later under the same token and has to be larger: these steps are tiny. */
const step = 1e-6;

export function waitingLine(token: string | number, count: number, message: string): string {
  const notification: ProgressNotification = {
    method: 'notifications/progress',
    params: { progressToken: token, progress: count * step, message },
  };
  return jsonLine({ jsonrpc: '2.0', ...notification });
}
