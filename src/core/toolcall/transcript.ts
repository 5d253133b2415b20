import { type Fields, fieldsOf, isFields, namedText } from './fields.js';
import type { JsonValue } from './toolcall.js';

/** A tool's call as an agent's own transcript tells of it. */
export interface ToldCall {
  readonly id: string;
  readonly tool: string;
  readonly input: JsonValue;
}

/** What a piece of a transcript tells: calls that began, and the ids of calls that ended well. */
export interface Told {
  readonly begun: readonly ToldCall[];
  readonly ended: readonly string[];
}

/**
 * Reads lines of Claude Code's transcript (one JSON object a line; a message's content holds `tool_use` and
 * `tool_result`). A call that failed may have been refused before any hook was asked, so only those that ended well
 * count. What is no such line is passed over.
 */
export function toldIn(text: string): Told {
  const [begun, ended]: [ToldCall[], string[]] = [[], []];
  for (const part of text.split('\n').flatMap(partsOf)) {
    const id = namedText(part, part['type'] === 'tool_use' ? 'id' : 'tool_use_id');
    if (id === undefined) continue;
    const tool = namedText(part, 'name');
    if (part['type'] === 'tool_use' && tool !== undefined)
      begun.push({ id, tool, input: part['input'] ?? {} });
    if (part['type'] === 'tool_result' && part['is_error'] !== true) ended.push(id);
  }
  return { begun, ended };
}

function partsOf(line: string): readonly Fields[] {
  if (!line.includes('"tool_')) return [];
  const content = fieldsOf(parsed(line), 'message')?.['content'];
  return Array.isArray(content) ? content.filter(isFields) : [];
}

function parsed(line: string): Fields {
  try {
    const value: JsonValue = JSON.parse(line);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

/** Where the agent says that its transcript stands; undefined where a payload names none, or no file of lines. */
export function transcriptOf(payload: Uint8Array | string): string | undefined {
  const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload);
  const path = namedText(parsed(text), 'transcript_path');
  return path !== undefined && /^(\/|[A-Za-z]:[\\/]).*\.jsonl$/.test(path) ? path : undefined;
}
