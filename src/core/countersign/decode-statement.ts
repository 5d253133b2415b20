import * as v from 'valibot';
import { type CanonicalError, canonical } from '../shared/canonical.js';
import { err, ok, type Result } from '../shared/result.js';
import { type AnswerStatement, answerText } from './answer-statement.js';
import * as shape from './decode-shown.js';
import { envelopeLimitBytes } from './envelope.js';
import { type RequestStatement, requestText } from './request-statement.js';
import { predicateTypes, type StatementError, statementType } from './statement.js';

const { text, count, digest } = shape;

const request = v.strictObject({
  kind: v.picklist(['request', 'break-glass']),
  id: shape.requestId,
  name: v.pipe(text, v.regex(/^CS-[1-9]\d{0,8}$/)),
  createdAt: count,
  approveBy: count,
  useWithinMs: count,
  maxUses: v.literal(1),
  audience: v.strictObject({ machine: text, window: text }),
  requester: v.strictObject({ person: text, fingerprint: text, account: text }),
  call: shape.call,
  assessment: shape.assessment,
  change: shape.change,
  seal: v.strictObject({ digest, salt: v.exactOptional(text), withheld: count }),
  ground: shape.ground,
  repository: v.nullable(v.strictObject({ remote: text, commit: text, branch: text })),
  rule: shape.rule,
  typed: text,
  needs: v.array(shape.need),
  policy: shape.policy,
  shown: shape.shown,
  log: v.strictObject({ size: count, head: digest }),
  asked: count,
  reason: text,
});

const answer = v.strictObject({
  decision: v.picklist(['approval', 'denial']),
  request: digest,
  id: shape.requestId,
  seal: digest,
  approveBy: count,
  approver: v.strictObject({ person: text, fingerprint: text }),
  policy: shape.policy,
  shown: shape.shown,
  own: v.strictObject({ score: count, rule: text }),
  reviewedMs: count,
  comment: v.pipe(text, v.maxLength(4_000)),
  signedAt: count,
});

/** A request or a break-glass notice from its signed text. What comes back has exactly this text and no other. */
export function decodeRequestStatement(statement: string): Result<RequestStatement, StatementError> {
  const read = predicateOf(statement, [predicateTypes.request, predicateTypes.breakGlass], request);
  return read.ok ? sameText(read.value as RequestStatement, requestText, statement) : read;
}

export function decodeAnswerStatement(statement: string): Result<AnswerStatement, StatementError> {
  const read = predicateOf(statement, [predicateTypes.approval, predicateTypes.denial], answer);
  return read.ok ? sameText(read.value, answerText, statement) : read;
}

function predicateOf<S extends v.GenericSchema>(
  statement: string,
  types: readonly string[],
  schema: S,
): Result<v.InferOutput<S>, StatementError> {
  if (statement.length > envelopeLimitBytes) return err({ code: 'too-large', detail: `${statement.length}` });
  const value = parsed(statement);
  if (value === undefined) return err({ code: 'not-json', detail: '' });
  // Before any schema: it also bounds how deep the value is.
  const again = canonical(value);
  if (!again.ok || again.value !== statement) return err({ code: 'not-canonical', detail: '$' });
  const outer = v.safeParse(
    v.object({ _type: v.literal(statementType), predicateType: v.picklist(types), predicate: v.unknown() }),
    value,
  );
  if (!outer.success) return err({ code: 'wrong-type', detail: v.getDotPath(outer.issues[0]) ?? '$' });
  const read = v.safeParse(schema, outer.output.predicate, { abortEarly: true });
  return read.success
    ? ok(read.output)
    : err({ code: 'wrong-fields', detail: v.getDotPath(read.issues[0]) ?? '$' });
}

/** What was read, written again, must be the same: no field that nobody looked at, no subject of another predicate. */
function sameText<T>(
  value: T,
  write: (value: T) => Result<string, CanonicalError>,
  statement: string,
): Result<T, StatementError> {
  const again = write(value);
  if (!again.ok) return err({ code: 'not-canonical', detail: again.error.at });
  return again.value === statement ? ok(value) : err({ code: 'not-canonical', detail: '$' });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
