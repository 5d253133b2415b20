import * as v from 'valibot';
import { countShape } from './shape.js';

/** A half-open range of UTF-16 offsets into the text that was judged: `[start, end)`. */
export type Span = readonly [start: number, end: number];

export const spanShape = v.tuple([countShape, countShape]);
