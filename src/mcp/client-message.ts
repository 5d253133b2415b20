import { CallToolRequestSchema, CancelledNotificationSchema } from '@modelcontextprotocol/core';
import { PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/core/internal';
import { type Fields, fieldsOf, isFields, namedText, own } from '../core/toolcall/fields.js';
import type { JsonValue } from '../core/toolcall/toolcall.js';
import { jsonLine, readStrictJson, type StrictJson } from './strict-json.js';

export type RequestId = string | number;

/** A `tools/call` on its way to the server. */
export interface ToolsCall {
  /** Absent for a call that wants no answer. */
  readonly id?: RequestId;
  readonly name: string;
  readonly arguments: JsonValue;
  /** What the call is told besides, such as to run as a task; `_meta` is left out. */
  readonly options?: Fields;
  /** The token under which the client wants to hear of progress. */
  readonly progress?: string | number;
  /** True where each request says which protocol it speaks, and each result has to say that it is whole. */
  readonly isSelfContained: boolean;
  /** What is passed on: the value that is judged, written anew. */
  readonly line: string;
}

export type MessageRefusal =
  | 'not-json'
  | 'not-an-object'
  | 'odd-field'
  | 'not-a-call'
  | 'inexact-number'
  | 'too-large';

/** What a line from the client is to the gateway. A batch is several of them. */
export type ClientMessage =
  | { readonly kind: 'pass'; readonly line: Uint8Array | string; readonly fields?: Fields }
  | { readonly kind: 'call'; readonly call: ToolsCall }
  /** Passed on unless the call that it names has not been. */
  | { readonly kind: 'cancel'; readonly request: RequestId; readonly line: Uint8Array | string }
  | {
      readonly kind: 'refuse';
      readonly code: MessageRefusal;
      readonly detail: string;
      readonly isCall: boolean;
      readonly isSelfContained: boolean;
      readonly id?: RequestId;
    };

/** Reads one line of the client. `callLimit` is the length in bytes above which a call is not judged. */
export function readClientLine(line: Buffer, callLimit: number): readonly ClientMessage[] {
  const json = readStrictJson(line);
  if (json === undefined) return [refuse('not-json', '')];
  const { value } = json;
  if (!Array.isArray(value))
    return [readMessage(value, json, json.isPlain ? line : jsonLine(value), line.length, callLimit)];
  return value.map((item: JsonValue) => readMessage(item, json, jsonLine(item), line.length, callLimit));
}

function readMessage(
  value: JsonValue,
  json: StrictJson,
  line: Uint8Array | string,
  size: number,
  callLimit: number,
): ClientMessage {
  if (!isFields(value)) return refuse('not-an-object', '');
  const odd = oddIn(value, ['jsonrpc', 'id', 'method', 'params']);
  if (odd !== undefined) return refuse('odd-field', odd, false, value);
  const method = namedText(value, 'method');
  if (method === 'tools/call') {
    return size > callLimit ? refuse('too-large', '', true, value) : readCall(value, json);
  }
  if (method !== undefined && isLikeCall(method)) return refuse('odd-field', method, false, value);
  const cancelled =
    method === 'notifications/cancelled' ? CancelledNotificationSchema.safeParse(value) : undefined;
  const request = cancelled?.data?.params.requestId;
  return request === undefined ? { kind: 'pass', line, fields: value } : { kind: 'cancel', request, line };
}

/** Another spelling of `tools/call`, which a server that trims, folds or splits names would run. */
function isLikeCall(method: string): boolean {
  return fold(method.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '')) === 'TOOLSCALL';
}

const callFields = ['name', 'arguments', '_meta', 'task'];

function readCall(value: Fields, { inexact }: StrictJson): ClientMessage {
  const params = fieldsOf(value, 'params') ?? {};
  const odd = oddIn(params, callFields);
  if (odd !== undefined) return refuse('odd-field', odd, true, value);
  if (inexact !== undefined) return refuse('inexact-number', inexact, true, value);
  const read = CallToolRequestSchema.safeParse(value);
  const id = own(value, 'id');
  if (!read.success || (id !== undefined && !isId(id))) return refuse('not-a-call', '', true, value);
  const { name, _meta: meta } = read.data.params;
  const options = Object.fromEntries(
    Object.entries(params).filter(([key]) => !['name', 'arguments', '_meta'].includes(key)),
  );
  return {
    kind: 'call',
    call: {
      ...(id === undefined ? {} : { id }),
      name,
      arguments: own(params, 'arguments') ?? {},
      ...(Object.keys(options).length === 0 ? {} : { options }),
      ...(meta?.progressToken === undefined ? {} : { progress: meta.progressToken }),
      isSelfContained: isSelfContained(value),
      line: jsonLine(value),
    },
  };
}

/** A field that some programs take for one of `names`, because they read names without regard to case. */
function oddIn(fields: Fields, names: readonly string[]): string | undefined {
  const folded = new Set(names.map(fold));
  return Object.keys(fields).find((name) => !names.includes(name) && folded.has(fold(name)));
}

/** Some letters become another's only in one of the two directions. */
function fold(name: string): string {
  return name.toLowerCase().toUpperCase();
}

function isSelfContained(message: Fields): boolean {
  const meta = fieldsOf(fieldsOf(message, 'params') ?? {}, '_meta');
  return meta !== undefined && own(meta, PROTOCOL_VERSION_META_KEY) !== undefined;
}

function isId(value: JsonValue): value is RequestId {
  return typeof value === 'string' || typeof value === 'number';
}

function refuse(code: MessageRefusal, detail: string, isCall = false, from: Fields = {}): ClientMessage {
  const id = own(from, 'id');
  return {
    kind: 'refuse',
    code,
    detail,
    isCall,
    isSelfContained: isSelfContained(from),
    ...(id !== undefined && isId(id) ? { id } : {}),
  };
}
