import { type Namespace, namespaces } from './namespace.js';

/** What a person may do in a team. In the roster a role is the namespaces in which the person's key may sign. */
const roles = {
  asks: [namespaces.request],
  countersigns: [namespaces.approval, namespaces.denial],
  maintains: [namespaces.policy],
} as const satisfies Record<string, readonly Namespace[]>;

export type Role = keyof typeof roles;

export const allRoles: readonly Role[] = ['asks', 'countersigns', 'maintains'];

export function namespacesOf(chosen: readonly Role[]): readonly Namespace[] {
  return allRoles.filter((role) => chosen.includes(role)).flatMap((role) => roles[role]);
}
