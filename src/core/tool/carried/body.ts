import { OPAQUE_MARK } from '../../command/invocation.js';
import { budgets, type Spending, spend } from '../../shared/budgets.js';
import type { JsonValue } from '../../shared/json-value.js';

/** A text that a request carries, and the name that it stands under; empty for the body as a whole. */
export interface CarriedText {
  readonly name: string;
  readonly text: string;
}

/** A body as its texts; `value` is what it is as JSON. */
export interface Body {
  readonly texts: readonly CarriedText[];
  readonly value?: unknown;
}

/** JSON, lines of JSON, a form, or text of its own kind: whatever the headers say, the form of the text decides. */
export function bodyOf(text: string, world: Spending): Body {
  const value = jsonOf(text);
  if (value !== undefined && typeof value === 'object') return { texts: textsIn(value, world), value };
  if (/^\s*[[{]/.test(text)) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const values = lines.slice(0, budgets.argumentFields.most).map(jsonOf);
    if (values.every((one) => one !== undefined)) return { texts: textsIn(values, world), value: values };
  }
  return { texts: isForm(text) ? formTexts(text) : [{ name: '', text }] };
}

/** Parsed text is JSON throughout. */
export function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}

/** What is not known stands for a value where it stands for one. */
function jsonOf(text: string): unknown {
  for (const form of [text, text.replace(/([:,[]\s*)\uFFFC+(?=\s*[,\]}])/g, '$1"\uFFFC"')]) {
    try {
      const value: unknown = JSON.parse(form);
      return value;
    } catch {
      // The next form is tried.
    }
  }
  return undefined;
}

function isForm(text: string): boolean {
  return /^[\w.[\]%-]{1,100}=/.test(text) && !/^\w+=\s/.test(text);
}

export function formTexts(text: string): readonly CarriedText[] {
  return text.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return {
      name: decoded(at < 0 ? pair : pair.slice(0, at)),
      text: decoded(at < 0 ? '' : pair.slice(at + 1)),
    };
  });
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** Every text of a value with the nearest name above it. */
function textsIn(value: unknown, world: Spending): readonly CarriedText[] {
  const found: CarriedText[] = [];
  collect(value, '', 0, found, world);
  return found;
}

function collect(value: unknown, name: string, depth: number, found: CarriedText[], world: Spending): void {
  if (found.length >= budgets.argumentFields.most || depth > budgets.argumentDepth.most) {
    if (value !== null && typeof value !== 'number' && typeof value !== 'boolean')
      spend(world, depth > budgets.argumentDepth.most ? 'argumentDepth' : 'argumentFields');
    return;
  }
  if (typeof value === 'string') found.push({ name, text: value });
  else if (Array.isArray(value)) for (const item of value) collect(item, name, depth + 1, found, world);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) collect(item, key, depth + 1, found, world);
}

/** True for a text of which nothing but its unknown parts is there. */
export function isUnknownText(text: string): boolean {
  return text.includes(OPAQUE_MARK) && !/[\p{L}\p{N}]/u.test(text.replaceAll(OPAQUE_MARK, ''));
}
