/** A half-open range of UTF-16 offsets into the text that was judged: `[start, end)`. */
export type Span = readonly [start: number, end: number];
