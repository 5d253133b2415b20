import type { Value } from './invocation.js';
import { isKnown, known, makeValue } from './value.js';

/** Standard input that commands consume line by line. */
export class Stream {
  private position = 0;

  constructor(private readonly value: Value) {}

  /** What has not been read yet. */
  rest(): Value {
    if (this.position === 0) return this.value;
    return makeValue(this.value.text.slice(this.position), this.value.opaque);
  }

  /** The next line without its newline; `end` when there is none; undefined when it cannot be known. `isWhole`: it had its newline. */
  line(): { readonly text: Value; readonly isWhole: boolean } | 'end' | undefined {
    if (!isKnown(this.value)) return undefined;
    const { text } = this.value;
    if (this.position >= text.length) return 'end';
    const newline = text.indexOf('\n', this.position);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(this.position, end);
    this.position = end + 1;
    return { text: known(line), isWhole: newline >= 0 };
  }
}
