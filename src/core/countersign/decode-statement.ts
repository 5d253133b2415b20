import * as v from 'valibot';
import { type CanonicalError, canonical } from '../shared/canonical.js';
import { readShape } from '../shared/decode-shape.js';
import { parseJson } from '../shared/json.js';
import { err, ok, type Result } from '../shared/result.js';
import type { Shape } from '../shared/shape.js';
import { type AnswerStatement, answerStatementShape, answerText } from './answer-statement.js';
import { envelopeLimitBytes } from './envelope.js';
import { type RequestStatement, requestStatementShape, requestText } from './request-statement.js';
import { predicateTypes, type StatementError, statementType } from './statement.js';

const outerShape = v.object({
  _type: v.literal(statementType),
  predicateType: v.string(),
  predicate: v.unknown(),
});

/** A request or a break-glass notice from its signed text. What comes back has exactly this text and no other. */
export function decodeRequestStatement(statement: string): Result<RequestStatement, StatementError> {
  const read = predicateOf(
    statement,
    [predicateTypes.request, predicateTypes.breakGlass],
    requestStatementShape,
  );
  return read.ok ? sameText(read.value, requestText, statement) : read;
}

export function decodeAnswerStatement(statement: string): Result<AnswerStatement, StatementError> {
  const read = predicateOf(statement, [predicateTypes.approval, predicateTypes.denial], answerStatementShape);
  return read.ok ? sameText(read.value, answerText, statement) : read;
}

function predicateOf<S extends v.GenericSchema>(
  statement: string,
  types: readonly string[],
  schema: S,
): Result<Shape<S>, StatementError> {
  if (statement.length > envelopeLimitBytes) return err({ code: 'too-large', detail: `${statement.length}` });
  const value = parseJson(statement);
  if (value === undefined) return err({ code: 'not-json', detail: '' });
  // Before any schema: it also bounds how deep the value is.
  const again = canonical(value);
  if (!again.ok || again.value !== statement) return err({ code: 'not-canonical', detail: '$' });
  const outer = v.safeParse(outerShape, value);
  if (!outer.success) return err({ code: 'wrong-type', detail: v.getDotPath(outer.issues[0]) ?? '$' });
  const { predicateType, predicate } = outer.output;
  if (!types.includes(predicateType)) return err(otherType(predicateType, types));
  const read = readShape(schema, predicate);
  if (read.kind === 'known') return ok(read.value);
  return err({ code: read.kind === 'damaged' ? 'wrong-fields' : 'newer-version', detail: read.at });
}

/** Another version of the same kind, as its name says, or another kind of statement. */
function otherType(predicateType: string, types: readonly string[]): StatementError {
  const [kind, version] = kindAndVersion(predicateType);
  const isLater = types.map(kindAndVersion).some(([ours, known]) => kind === ours && version > known);
  return { code: isLater ? 'newer-version' : 'wrong-type', detail: 'predicateType' };
}

function kindAndVersion(predicateType: string): readonly [kind: string, version: number] {
  const end = predicateType.lastIndexOf(':v');
  return [predicateType.slice(0, end), Number(predicateType.slice(end + 2))];
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
