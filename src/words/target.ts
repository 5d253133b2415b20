import { inertLine } from '../core/shared/inert.js';
import type { Environment, Target } from '../core/target/target.js';

export const environmentWords: Readonly<Record<Environment, string>> = {
  production: 'production',
  staging: 'staging',
  development: 'development',
  local: 'this machine',
  unknown: 'environment unknown',
};

/** "cost-explorer-prod, aws 123456789012, us-east-1: production" */
export function targetWords(target: Target): string {
  const account = target.account === undefined ? target.system : `${target.system} ${target.account}`;
  const place = [target.name, target.scope, account, target.region].filter((part) => part !== undefined);
  return `${inertLine(place.join(', '))}: ${environmentWords[target.environment]}`;
}

/** Why that environment is believed: "--profile: prod-admin; name: prod". Empty when nothing says so. */
export function evidenceWords(target: Target): string {
  return target.evidence.map(({ source, value }) => inertLine(`${source}: ${value}`)).join('; ');
}
