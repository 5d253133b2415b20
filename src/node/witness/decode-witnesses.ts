import * as v from 'valibot';
import { parseJson } from '../../core/shared/json.js';
import { countShape, type Shape, text } from '../../core/shared/shape.js';

/** A git remote that keeps this home's checkpoints, and the last one that was put there. Times are Unix milliseconds. */
const remoteShape = v.object({ url: text, since: countShape, size: countShape, at: countShape });
export type RemoteWitness = Shape<typeof remoteShape>;

const witnessesShape = v.object({ v: v.literal(1), remotes: v.array(remoteShape) });

/** Undefined for what is no such file. */
export function decodeWitnesses(content: string): readonly RemoteWitness[] | undefined {
  const read = v.safeParse(witnessesShape, parseJson(content));
  return read.success ? read.output.remotes : undefined;
}
