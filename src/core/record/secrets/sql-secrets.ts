import type { Span } from '../../shared/span.js';
import { isReference, valueAt } from './value.js';

/** `IDENTIFIED BY 'value'`, `PASSWORD 'value'`, `SET PASSWORD FOR app = 'value'`, `SECRET 'value'`. */
export function sqlSecrets(text: string): readonly Span[] {
  const found: Span[] = [];
  for (const { index, 0: words } of text.matchAll(/\b(?:identified|password|secret|key_id)\b/gi)) {
    const from = index + words.length;
    if (from < (found.at(-1)?.[1] ?? 0)) continue;
    const rest = text.slice(from, from + 160);
    const gap =
      /^(?: ?\(| by(?: password)?| with [\w"']{1,40} (?:by|as)| for [^=;]{1,100}=| =|) ?(?=\\{0,2}["'])/i.exec(
        rest,
      )?.[0];
    if (gap === undefined || gap === '') continue;
    const value = valueAt(text, from + gap.length);
    if (!isReference(text, value)) found.push(value.span);
  }
  return found;
}
