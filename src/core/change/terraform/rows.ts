import { environmentParts, rowsOf } from '../beanstalk.js';
import type { ChangeItem, Sign } from '../change.js';
import { nounOfType, typeHoldsData } from '../nouns.js';
import type { ObjectItem } from '../preview.js';
import type { PlannedChange } from './plan.js';
import type { StateResource } from './state.js';

type RowSign = Exclude<Sign, 'stopped'>;

/** One resource as a row, named by its address. */
export function resourceRow(type: string, address: string, sign: RowSign): ObjectItem {
  const data = typeHoldsData(type);
  return {
    kind: 'object',
    sign,
    noun: nounOfType(type),
    name: address,
    ...(data && (sign === 'deleted' || sign === 'replaced') ? { consequence: 'data-lost' as const } : {}),
  };
}

/** A replacement deletes what is there and creates it anew: both are shown, and what was in it is not brought back. */
export function replacementRows(
  type: string,
  address: string,
  before: StateResource['attributes'],
  all: readonly StateResource[],
  causes: readonly string[] = [],
): readonly ChangeItem[] {
  const about = causes.length === 0 ? {} : { about: [{ is: 'cause' as const, text: causes.join(', ') }] };
  const parts = type === 'aws_elastic_beanstalk_environment' ? environmentParts(before, all) : [];
  return [{ ...resourceRow(type, address, 'replaced'), ...about }, ...rowsOf(parts, 'replaced')];
}

/** A whole plan: replacements first, as they are the ones that read as harmless. */
export function planRows(
  plan: readonly PlannedChange[],
  all: readonly StateResource[],
): readonly ChangeItem[] {
  const of = (action: PlannedChange['action']): readonly PlannedChange[] =>
    plan.filter((change) => change.action === action);
  return [
    ...of('replace').flatMap(({ type, address, before, causes }) =>
      replacementRows(type, address, before, all, causes),
    ),
    ...of('delete').map(({ type, address }) => resourceRow(type, address, 'deleted')),
    ...of('update').map(({ type, address }) => resourceRow(type, address, 'changed')),
    ...of('forget').map(
      ({ type, address }): ChangeItem => ({
        ...resourceRow(type, address, 'changed'),
        consequence: 'recoverable',
      }),
    ),
    ...of('create').map(({ type, address }) => resourceRow(type, address, 'created')),
  ];
}
