import type { Span } from '../../shared/span.js';

/** Each is looked for to the end of the text; after so many, the rest of the text is taken. */
const most = 32;

/** The lines between `<<WORD` and the line that is that word. */
export class HereDocuments {
  private count = 0;

  constructor(private readonly text: string) {}

  /** `at`: where the word stands; `to`: where the text around it ends. */
  of(at: number, to: number): Span | undefined {
    const { text } = this;
    const mark = /^-?\s?["'\\]{0,2}(\w{1,40})/.exec(text.slice(at, at + 50))?.[1];
    if (mark === undefined || this.count > most) return undefined;
    this.count += 1;
    const line = text.indexOf('\n', at);
    if (line < 0 || line >= to) return undefined;
    if (this.count > most) return [line + 1, to];
    const end = text.indexOf(`\n${mark}`, line);
    return [line + 1, end < 0 || end > to ? to : Math.max(end, line + 1)];
  }
}
