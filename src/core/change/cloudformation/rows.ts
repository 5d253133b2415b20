import type { Sign } from '../change.js';
import type { ObjectItem } from '../preview.js';
import type { TemplateResource } from './template.js';
import { fateOfResource, isIdentity, isRetained, nounOfResource } from './types.js';

/** A stack's end: what its policy keeps stays, everything else goes. */
export function goneRows(resources: readonly TemplateResource[]): readonly ObjectItem[] {
  return resources.map((resource) => goneRow(resource, 'deleted'));
}

/** From one template to the next: what is missing goes, what is new comes, what has another name or form is replaced. */
export function comparedRows(
  before: readonly TemplateResource[],
  after: readonly TemplateResource[],
): readonly ObjectItem[] {
  const next = new Map(after.map((resource) => [resource.id, resource]));
  const known = new Set(before.map(({ id }) => id));
  return [
    ...before.flatMap((resource) => {
      const to = next.get(resource.id);
      return to === undefined ? [goneRow(resource, 'deleted')] : changedRow(resource, to);
    }),
    ...after
      .filter(({ id }) => !known.has(id))
      .map(
        ({ id, type }): ObjectItem => ({
          kind: 'object',
          sign: 'created',
          noun: nounOfResource(type),
          name: id,
        }),
      ),
  ];
}

function changedRow(before: TemplateResource, after: TemplateResource): readonly ObjectItem[] {
  if (before.type !== after.type) return [goneRow(before, 'replaced', 'Type')];
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
  const changed = [...names].filter(
    (name) => JSON.stringify(before.properties[name]) !== JSON.stringify(after.properties[name]),
  );
  const causes = changed.filter(isIdentity);
  if (causes.length > 0) return [goneRow(before, 'replaced', causes.join(', '))];
  if (changed.length === 0 && before.policy === after.policy) return [];
  const what =
    changed.length === 0 ? `DeletionPolicy ${after.policy || 'Delete'}` : changed.slice(0, 6).join(', ');
  return [
    {
      kind: 'object',
      sign: 'changed',
      noun: nounOfResource(before.type),
      name: before.id,
      about: [{ is: 'arguments', text: what }],
    },
  ];
}

function goneRow({ id, type, policy }: TemplateResource, sign: Sign, cause?: string): ObjectItem {
  const fate = fateOfResource(type, policy);
  const about = [
    ...(cause === undefined ? [] : [{ is: 'cause', text: cause } as const]),
    ...(policy === '' ? [] : [{ is: 'policy', text: policy } as const]),
  ];
  return {
    kind: 'object',
    // What is retained leaves the stack and stays.
    sign: sign === 'deleted' && isRetained(policy) ? 'changed' : sign,
    noun: nounOfResource(type),
    name: id,
    ...(fate === undefined ? {} : { consequence: fate }),
    ...(about.length > 0 ? { about } : {}),
  };
}
