import type { CarriedPart } from './request.js';

const overrides = ['x-http-method-override', 'x-http-method', 'x-method-override'];
const field = /(?:^|[&?{,])\s{0,4}["']?_method["']?\s{0,4}[=:]\s{0,4}["']?([A-Za-z]{3,7})\b/;

/** The method that a server takes a request for: frameworks let a POST say in a header or a field that it is meant as another. */
export function meantMethod(
  method: string,
  headers: ReadonlyMap<string, string> = new Map(),
  parts: readonly CarriedPart[] = [],
): string {
  if (method === 'DELETE' || method === 'GET' || method === 'HEAD') return method;
  const header = overrides.map((name) => headers.get(name)).find((value) => value !== undefined);
  const inBody = parts
    .map((part) => ('text' in part ? field.exec(part.text)?.[1] : undefined))
    .find((one) => one !== undefined);
  const meant = (header ?? inBody ?? '').toUpperCase();
  // Only what makes it worse counts: whoever reads no such word obeys the method.
  return meant === 'DELETE' || meant === 'PURGE' ? meant : method;
}
