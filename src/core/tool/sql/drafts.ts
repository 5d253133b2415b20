import { budgets, spend } from '../../shared/budgets.js';
import type { Leaves } from '../../target/leaves.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { resourceName } from '../rows.js';
import type { Draft } from '../table.js';
import { type SqlAction, thingNames } from './action.js';

/** Effects of SQL actions: what only reads is one effect, and the same action on the same thing is told once. */
export function draftsOfSql(actions: readonly SqlAction[], setting: ToolInvocation): readonly Draft[] {
  const switches = switchesIn(
    actions.flatMap((one) => one.switches ?? []),
    setting,
  );
  const writing = actions.filter((one) => one.verb !== 'read' || one.traits.length > 0);
  if (writing.length === 0) return [{ verb: 'read', resource: 'rows', span: setting.invocation.span }];
  const drafts = new Map<string, Draft>();
  if (writing.length > budgets.statements.most) spend(setting.world, 'statements');
  for (const one of writing.slice(0, budgets.statements.most)) {
    const resource = resourceName(one.noun, thingNames(one));
    for (const draft of toldAt(draftOf(one, resource), switches)) {
      const key = [one.verb, resource, JSON.stringify(draft.leaves), ...one.traits].join('\n');
      if (drafts.has(key)) continue;
      if (drafts.size < budgets.changes.most) drafts.set(key, draft);
      else spend(setting.world, 'changes');
    }
  }
  return [...drafts.values()];
}

/** Where the statements of a text go besides, each once. */
export function switchesIn(told: readonly Leaves[], setting: ToolInvocation): readonly Leaves[] {
  const switches = [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
  if (switches.length > budgets.databaseSwitches.most) spend(setting.world, 'databaseSwitches');
  return switches.slice(0, budgets.databaseSwitches.most);
}

/** Once where the connection goes, and once at the end of each switch: which of them it comes behind is not followed. */
export function toldAt(draft: Draft, switches: readonly Leaves[]): readonly Draft[] {
  return [draft, ...switches.map((one) => ({ ...draft, leaves: { ...draft.leaves, ...one } }))];
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
    ...leavesOf(one),
  };
}

function leavesOf({ noun, names, traits }: SqlAction): Pick<Draft, 'leaves'> {
  if (traits.includes('opaque-code')) return {};
  if (noun === 'database') return names.length === 0 ? {} : { leaves: { databases: names } };
  // In MySQL a schema is a database, elsewhere a part of one: as the name before a dot.
  const qualified =
    noun === 'schema' ? names.map((name) => `${name}.*`) : names.filter((name) => name.includes('.'));
  return qualified.length === 0 ? {} : { leaves: { qualified } };
}
