import { endingWord } from './task-words.js';

/** A program's own way to its API: `caprover api -m DELETE -t /apps/x`, `tool request POST /v1/apps/delete`. */
const ways = /^(?:api|request|requests|rest|raw|http|curl|call)$/;
const methodOption = /^(?:-X|-m|--method|--request|--http-method)$/;

/** The path that such a request ends something at, by its method or by a word of its path; undefined for any other. */
export function endedByApi(command: readonly string[], words: readonly string[]): string | undefined {
  if (!ways.test(command[0] ?? '')) return undefined;
  const method = words
    .map((word, at) =>
      methodOption.test(words[at - 1] ?? '')
        ? word
        : /^(?:-X|--method=|--request=)([A-Za-z]+)$/.exec(word)?.[1],
    )
    .find((found) => found !== undefined);
  const plain = method ?? words.find((word) => /^(?:GET|HEAD|POST|PUT|PATCH|DELETE)$/.test(word)) ?? '';
  const path = words.find((word) => /^(?:https?:\/\/[^\s/]+)?\/[\w%./:?=&-]+$/.test(word));
  if (/^delete$/i.test(plain)) return path ?? 'object';
  if (path === undefined || !/^(?:post|put|patch)$/i.test(plain)) return undefined;
  const parts = path.replace(/\?.*/s, '').split('/');
  return parts.some((part) => endingWord(part)) ? path : undefined;
}
