import { shellFacts } from '../../command/shell-facts.js';
import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';

/** Where the call runs in a shell that has kept something from calls before. It weighs nothing; an approval is bound to it. */
export function keptShell({ shell }: Subject): readonly Finding[] {
  const facts = shell && shellFacts(shell.kept, shell.world);
  if (facts === undefined) return [];
  const { cwd, names, state } = facts;
  return [{ id: 'kept-shell', term: 'O', weight: 0, data: { cwd, names: names.join(' '), state } }];
}
