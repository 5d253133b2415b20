import { isObject } from '../protocol/ring.js';

/** The session that a payload of Claude Code names; empty when it names none. */
export function sessionIn(payload: Uint8Array): string {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    const session = isObject(value) ? value['session_id'] : undefined;
    return typeof session === 'string' ? session : '';
  } catch {
    return '';
  }
}
