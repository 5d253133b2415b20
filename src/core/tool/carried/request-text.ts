/** A request of HTTP as it goes over a connection. */
export interface RequestText {
  readonly method: string;
  readonly path: string;
  /** `Name: value`, one line each. */
  readonly headers: readonly string[];
  readonly body: string;
}

const opening =
  /^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE|PURGE|TRACE) (\/\S{0,4000}|https?:\/\/\S{1,4000})(?: HTTP\/[\d.]{1,4})?$/i;

/** Requests that a text holds, one behind the other. Line ends may be written out, as `echo` leaves them. */
export function requestsIn(text: string): readonly RequestText[] {
  if (!/(?:^|\n)[A-Za-z]{3,7} (?:\/|http)/.test(text)) return [];
  const found: { method: string; path: string; headers: string[]; body: string[]; isInBody: boolean }[] = [];
  for (const line of text.replaceAll('\\r\\n', '\n').replaceAll('\r', '').split('\n')) {
    const [, method, path] = opening.exec(line.trimEnd()) ?? [];
    const last = found.at(-1);
    if (method !== undefined && path !== undefined)
      found.push({ method: method.toUpperCase(), path, headers: [], body: [], isInBody: false });
    else if (last === undefined) continue;
    else if (last.isInBody) last.body.push(line);
    else if (line.trim() === '') last.isInBody = true;
    else last.headers.push(line);
  }
  return found.map(({ method, path, headers, body }) => ({
    method,
    path,
    headers,
    body: body.join('\n').trim(),
  }));
}
