import type { ToolInvocation, Whereabouts } from '../../target/whereabouts.js';
import { disarmedIn } from '../disarmed.js';
import { settingsOf } from '../setting-words.js';
import type { SqlDialect } from '../sql/action.js';
import { draftsOfSql } from '../sql/drafts.js';
import { actionsOfSql } from '../sql/read.js';
import type { Draft, ToolContext } from '../table.js';
import { type GraphqlField, graphqlFields, isUnknownField } from './graphql.js';
import { isOpening } from './opening.js';
import { nounOfName, verbOfName } from './operation-name.js';

/** Where a carried statement goes, and how it is read. */
export interface CarriedTo {
  readonly where?: Whereabouts;
  readonly dialect: SqlDialect;
}

/** SQL that something other than a database's own client carries to it. */
export function carriedSql(
  text: string,
  to: CarriedTo,
  setting: ToolInvocation,
  context: ToolContext,
): readonly Draft[] {
  return draftsOfSql(actionsOfSql(text, to.dialect, context), setting).map((draft) => placed(draft, to));
}

/** A GraphQL document: each mutation by its field; a document that only queries is one read. */
export function carriedGraphql(
  text: string,
  variables: ReadonlyMap<string, string>,
  to: CarriedTo,
): readonly Draft[] {
  const fields = graphqlFields(text);
  if (fields === undefined)
    return [placed({ verb: 'execute', resource: 'graphql document', traits: ['opaque-code'] }, to)];
  const mutations = fields.filter((field) => field.operation === 'mutation');
  if (mutations.length === 0) return [placed({ verb: 'read', resource: 'graphql' }, to)];
  return mutations.map((field) => placed(mutationDraft(field, variables), to));
}

function mutationDraft(field: GraphqlField, variables: ReadonlyMap<string, string>): Draft {
  if (isUnknownField(field))
    return { verb: 'execute', resource: 'graphql mutation', traits: ['opaque-code'], opaque: [field.name] };
  const given = field.values.flatMap(([name, value]) => settingsOf({ [name]: value }, {}));
  const isOff = disarmedIn(given, []) === 'off';
  const named = verbOfName(field.name) ?? 'modify';
  const changes = named === 'modify' && !isOff;
  const verb = changes && isOpening(given) ? 'expose' : named;
  const forces =
    changes &&
    /ref/i.test(field.name) &&
    given.some(({ name, value }) => name === 'force' && value === 'true');
  const names = namesOf(field, variables);
  const noun = nounOfName(field.name);
  return {
    verb,
    resource: names.length === 0 ? noun : `${noun}/${names.join(',')}`,
    names,
    traits: [
      ...(field.takesAll ? (['no-filter'] as const) : []),
      ...(isOff ? (['protection-off'] as const) : []),
      ...(forces ? (['rewrites-history', 'force'] as const) : []),
    ],
    reach: field.takesAll ? 'uncountable' : 1,
  };
}

/** What the arguments call the thing: its id or its name, as a literal or by a variable. */
function namesOf(field: GraphqlField, variables: ReadonlyMap<string, string>): readonly string[] {
  return field.values
    .filter(([name]) => /(?:^id|Id|_id|^name|Name|slug|key)$/.test(name))
    .flatMap(([, value]) => (value.startsWith('$') ? (variables.get(value.slice(1)) ?? []) : value))
    .filter((value) => value.length <= 100)
    .slice(0, 3);
}

function placed(draft: Draft, to: CarriedTo): Draft {
  return to.where === undefined ? draft : { ...draft, where: to.where };
}
