import type { Span } from '../../shared/span.js';

/** Shorter words behind `bearer` are words. */
const shortestKey = 16;

/** Where no `=` stands: `Bearer value` without its header, lines of `.pgpass`, addresses that open a chat's channel. */
export function spokenSecrets(text: string): readonly Span[] {
  return [...bearers(text), ...passwordLines(text), ...hooks(text)];
}

function bearers(text: string): readonly Span[] {
  return [...text.matchAll(/\b(?:bearer|basic) /gi)].flatMap(({ index, 0: lead }) => {
    const from = index + lead.length;
    let to = from;
    while (to < text.length && /[A-Za-z0-9._~+/=-]/.test(text.charAt(to))) to += 1;
    return to - from < shortestKey || !/\d/.test(text.slice(from, to)) ? [] : [[from, to] as const];
  });
}

/** `host:port:database:user:password`. */
function passwordLines(text: string): readonly Span[] {
  return [
    ...text.matchAll(/^[ \t]{0,8}[\w.*-]{1,100}:(?:\d{2,5}|\*):[\w*-]{1,64}:[\w*-]{1,64}:(\S{1,200})$/gm),
  ].map(({ index, 0: all, 1: word = '' }) => [index + all.length - word.length, index + all.length] as const);
}

function hooks(text: string): readonly Span[] {
  const form =
    /\b(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/|outlook\.office\.com\/webhook\/)([\w/@.-]{10,400})/g;
  return [...text.matchAll(form)].map(
    ({ index, 0: all, 1: word = '' }) => [index + all.length - word.length, index + all.length] as const,
  );
}
