import { digestOfCall } from '../../core/approval/digest.js';
import { type NewerRequest, type Request, requestShape } from '../../core/approval/request.js';
import type { SentRequest } from '../../core/approval/sent-request.js';
import { decodeEnvelope } from '../../core/countersign/decode-envelope.js';
import { decodeAnswerStatement, decodeRequestStatement } from '../../core/countersign/decode-statement.js';
import { readShape } from '../../core/shared/decode-shape.js';
import { isJsonObject, parseJson } from '../../core/shared/json.js';
import { err, ok, type Result } from '../../core/shared/result.js';
import { keptFields } from './kept-fields.js';

/** What lies in a request's file. */
export type StoredRequest =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'newer'; readonly request: NewerRequest };

/**
 * A request from its file; undefined when it is none, or when its digest is not that of the call it shows. Fields that a
 * newer version put beside ours stay in it; where they may change what a yes means, the request is that version's alone.
 */
export function decodeRequest(json: string): StoredRequest | undefined {
  const value = parseJson(json);
  const read = readShape(requestShape, value);
  if (read.kind === 'damaged') return undefined;
  if (read.kind === 'newer') return newer(value, read.at);
  const request = read.value;
  const decisive = read.kind === 'more' ? read.fields.find((field) => meaning.test(field)) : undefined;
  if (decisive !== undefined) return newer(value, decisive);
  const digest = digestOfCall(request.call, request.assessment);
  if (!digest.ok || digest.value !== request.digest) return undefined;
  return isNewerInSent(request.sent) ? newer(value, 'sent') : { kind: 'request', request };
}

/** What a person's yes is about, and what it takes. */
const meaning = /^(?:call|ceremony|state|basis|sent)\./;

function newer(value: unknown, unknown: string): StoredRequest | undefined {
  const id = isJsonObject(value) ? value['id'] : undefined;
  if (typeof id !== 'string' || !/^CS-[1-9]\d{0,8}$/.test(id)) return undefined;
  return { kind: 'newer', request: { id, unknown } };
}

/** True when what was signed or answered cannot be understood whole here, so that nothing may be concluded from it. */
function isNewerInSent(sent: SentRequest | undefined): boolean {
  if (sent === undefined) return false;
  const statement = decodeRequestStatement(sent.statement);
  if (!statement.ok && statement.error.code === 'newer-version') return true;
  return sent.answers.some((answer) => {
    const envelope = decodeEnvelope(new TextEncoder().encode(answer));
    const read = envelope.ok ? decodeAnswerStatement(envelope.value.statement) : undefined;
    return read !== undefined && !read.ok && read.error.code === 'newer-version';
  });
}

/** The file's new text. `before`: what lies there; its unknown fields are kept, and what only a newer version knows stays. */
export function encodeRequest(request: Request, before: string | undefined): Result<string, 'newer-version'> {
  if (before === undefined) return ok(JSON.stringify(request));
  const read = decodeRequest(before);
  if (read?.kind === 'newer') return err('newer-version');
  return ok(JSON.stringify({ ...(read && keptFields(before, requestShape.entries)), ...request }));
}

/** True when a newer version put nothing beside what this one writes. */
export function isPlain({ kind, request }: StoredRequest): boolean {
  return (
    kind === 'request' && Object.keys(request).every((name) => Object.hasOwn(requestShape.entries, name))
  );
}
