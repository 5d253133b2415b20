import { inertLine } from '../../core/shared/inert.js';
import type { Environment, Target } from '../../core/target/target.js';

const environmentText: Readonly<Record<Environment, string>> = {
  production: 'production',
  staging: 'staging',
  development: 'development',
  local: 'this machine',
  unknown: 'environment unknown',
};

/** "cost-explorer-prod, aws 123456789012, us-east-1: production" */
export function targetText(target: Target): string {
  const account = target.account === undefined ? target.system : `${target.system} ${target.account}`;
  const place = [target.name, target.scope, account, target.region].filter((part) => part !== undefined);
  return `${inertLine(place.join(', '))}: ${environmentText[target.environment]}`;
}

/** Why that environment is believed: "AWS_PROFILE, --profile: prod-admin; name: prod". Empty when nothing says so. */
export function evidenceText(target: Target): string {
  const sourcesOf = new Map<string, string[]>();
  for (const { source, value } of target.evidence) {
    sourcesOf.set(value, [...(sourcesOf.get(value) ?? []), source]);
  }
  return [...sourcesOf]
    .map(([value, sources]) => inertLine(`${named(sources).join(', ')}: ${value}`))
    .join('; ');
}

/** That a name says so is worth telling only where nothing better does. */
function named(sources: readonly string[]): readonly string[] {
  const better = [...new Set(sources)].filter((source) => source !== 'name');
  return better.length === 0 ? ['name'] : better;
}
