import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';

/** V: hooks of the workspace could change the call after it was judged. */
export function rewriting({ hooks }: Subject): readonly Finding[] {
  const [file] = hooks;
  if (file === undefined) return [];
  return [{ id: 'foreign-hook', term: 'V', weight: 5, data: { path: file } }];
}
