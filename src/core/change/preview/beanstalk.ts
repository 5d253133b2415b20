import { textAt } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import { environmentParts, rowsOf } from '../beanstalk.js';
import type { ChangeItem } from '../change.js';
import { filesNear, shownPath, startOf } from '../nearby.js';
import type { Preview } from '../preview.js';
import type { StateResource, States } from '../terraform/state.js';
import { savedEnvironment } from './aws.js';
import { nounAndName, previewNamed } from './named.js';

/**
 * Rebuilding or terminating an Elastic Beanstalk environment. There is no dry run for either, so its parts are read from
 * a Terraform state near by; without one only the environment is named.
 */
export function previewBeanstalk(effect: Effect, world: World, states: States): Preview | undefined {
  if (!touchesEnvironment(effect)) return undefined;
  for (const path of effect.elsewhere ? [] : filesNear('terraform.tfstate', startOf(effect, world), world)) {
    const resources = states(path) ?? [];
    const environment = resources.find((resource) => isNamed(resource, effect));
    if (environment) {
      return { items: itemsOf(effect, environment, resources), sources: [shownPath(path, world)] };
    }
  }
  const named = previewNamed(effect);
  const saved = effect.elsewhere ? undefined : savedEnvironment(effect, world);
  if (named === undefined || saved === undefined) return named;
  const { items, sources, unknown = [] } = saved;
  return { items: [...named.items, ...items], sources, unknown };
}

function touchesEnvironment(effect: Effect): boolean {
  const losing = effect.verb === 'replace' || effect.verb === 'delete' || effect.verb === 'destroy';
  const program = effect.argv[0]?.replace(/^.*\//, '');
  return (
    losing &&
    effect.target.system === 'aws' &&
    /^environment\b/.test(effect.resource) &&
    (program === 'eb' || effect.argv.includes('elasticbeanstalk'))
  );
}

/** By name or by id (`e-…`), as the command gives it; `eb terminate` without a name means the target's. */
function isNamed(resource: StateResource, effect: Effect): boolean {
  if (resource.type !== 'aws_elastic_beanstalk_environment') return false;
  const named = effect.resource.includes('/') ? nounAndName(effect).name : effect.target.name;
  return textAt(resource.attributes, 'name') === named || textAt(resource.attributes, 'id') === named;
}

function itemsOf(
  effect: Effect,
  environment: StateResource,
  all: readonly StateResource[],
): readonly ChangeItem[] {
  const parts = environmentParts(environment.attributes, all);
  if (effect.verb === 'replace') {
    return [...rowsOf(parts, 'replaced'), ...endpoint(environment, 'changed')];
  }
  return [...rowsOf(parts, 'deleted'), ...endpoint(environment, 'deleted')];
}

/** Clients that know the load balancer's own address lose it. */
function endpoint(environment: StateResource, sign: 'changed' | 'deleted'): readonly ChangeItem[] {
  const name = textAt(environment.attributes, sign === 'deleted' ? 'cname' : 'endpoint_url');
  return name === '' ? [] : [{ kind: 'object', sign, noun: 'endpoint', name }];
}
