/** Errors of one line of `check --jsonl`. A program reads them as often as a person. */

export function lineTooLongText(most: number): string {
  return `expected a line of at most ${most} bytes, got more`;
}

export const lineNoTextText = 'expected UTF-8 text, got other bytes';
export const lineNoJsonText = 'expected one JSON object on the line, got text that is not JSON';

export function lineNoObjectText(got: unknown): string {
  return `expected a JSON object, got ${kindOf(got)}`;
}

const wanted = {
  string: 'to be a string',
  'string-or-null': 'to be a string or null',
  boolean: 'to be a boolean',
  object: 'to be an object',
  strings: 'to be an object of strings',
  json: 'to be JSON',
  directory: 'to be a directory',
  file: 'to name a file',
  tool: 'to name a tool',
};

/** A field that is not what it should be. */
export function fieldText(field: string, want: keyof typeof wanted, got: unknown): string {
  return `expected "${field}" ${wanted[want]}, got ${kindOf(got)}`;
}

/** A field that is none of the values that it may have. */
export function fieldChoiceText(field: 'tool' | 'shell', got: unknown): string {
  const choice = { tool: 'shell, edit or mcp', shell: 'bash, pwsh or cmd' }[field];
  return `expected "${field}" to be ${choice}, got ${JSON.stringify(got)}`;
}

/** The engine itself failed: the line asks. */
export function notJudgedText(message: string | undefined): string {
  return `could not be judged: ${message ?? 'unknown failure'}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
