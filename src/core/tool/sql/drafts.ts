import { budgets, spend } from '../../shared/budgets.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { resourceName } from '../rows.js';
import type { Draft } from '../table.js';
import type { SqlAction } from './action.js';

/** Effects of SQL actions: what only reads is one effect, and the same action on the same thing is told once. */
export function draftsOfSql(actions: readonly SqlAction[], setting: ToolInvocation): readonly Draft[] {
  const writing = actions.filter((one) => one.verb !== 'read' || one.traits.length > 0);
  if (writing.length === 0) return [{ verb: 'read', resource: 'rows', span: setting.invocation.span }];
  const drafts = new Map<string, Draft>();
  if (writing.length > budgets.statements.most) spend(setting.world, 'statements');
  for (const one of writing.slice(0, budgets.statements.most)) {
    const resource = resourceName(one.noun, one.names);
    const key = [one.verb, resource, ...one.traits].join('\n');
    if (drafts.has(key)) continue;
    if (drafts.size < budgets.changes.most) drafts.set(key, draftOf(one, resource));
    else spend(setting.world, 'changes');
  }
  return [...drafts.values()];
}

function draftOf(one: SqlAction, resource: string): Draft {
  return {
    verb: one.verb,
    resource,
    // A table's name tells nothing about where it stands; a database's does.
    names: /^(?:database|schema)$/.test(one.noun) ? one.names : [],
    traits: one.traits,
    reach: one.uncountable === true ? 'uncountable' : 1,
    opaque: one.opaque ?? [],
  };
}
