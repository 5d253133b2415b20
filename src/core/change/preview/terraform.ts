import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import type { Effect } from '../../tool/effect.js';
import { shownPath } from '../nearby.js';
import { notKnown, type Preview } from '../preview.js';
import { readTerraform, type TerraformCommand } from '../terraform/arguments.js';
import { type PlannedChange, planAt } from '../terraform/plan.js';
import { planRows, replacementRows, resourceRow } from '../terraform/rows.js';
import type { StateResource, States } from '../terraform/state.js';
import { previewNamed } from './named.js';

interface Found<T> {
  readonly value: T;
  readonly path: string;
}

/** Terraform's destroy and apply, from the state and the plan JSON that lie beside the configuration. Runs nothing. */
export function previewTerraform(effect: Effect, world: World, states: States): Preview | undefined {
  if (effect.verb === 'read' || effect.elsewhere) return undefined;
  const command = readTerraform(effect, world);
  if (command === undefined) return undefined;
  const state = findState(command, world, states);
  if (command.destroys && command.plan === undefined)
    return destroyed(command, state) ?? previewNamed(effect);
  if (command.replaced.length > 0 && effect.verb === 'replace') return replaced(command, state);
  if (command.command !== 'apply') return previewNamed(effect);
  return planned(command, state, world) ?? previewNamed(effect);
}

/** Everything in the state, or what `-target` aims at. */
function destroyed(
  command: TerraformCommand,
  state: Found<readonly StateResource[]> | undefined,
): Preview | undefined {
  if (state === undefined) return undefined;
  const managed = state.value.filter(({ mode }) => mode === 'managed');
  const aimed = managed.filter(
    ({ address }) => command.aimed.length === 0 || command.aimed.some((aim) => isWithin(address, aim)),
  );
  return {
    items: aimed.map(({ type, address }) => resourceRow(type, address, 'deleted')),
    sources: [state.path],
    // What depends on a target goes with it, and a state does not tell all of that.
    ...(command.aimed.length > 0 ? notKnown('dependents', command.aimed.join(', ')) : {}),
  };
}

/** `-replace` names what is deleted and re-created; what else the apply does is not known without a plan. */
function replaced(command: TerraformCommand, state: Found<readonly StateResource[]> | undefined): Preview {
  const all = state?.value ?? [];
  const items = command.replaced.flatMap((address) => {
    const known = all.find((resource) => resource.address === address);
    return replacementRows(known?.type ?? typeIn(address), address, known?.attributes ?? {}, all);
  });
  return {
    items,
    sources: state === undefined ? ['command'] : [state.path],
    ...notKnown('no-plan', command.folder),
  };
}

/** A saved plan shows everything when its JSON lies beside it; a plan beside a plain apply may be an old one. */
function planned(
  command: TerraformCommand,
  state: Found<readonly StateResource[]> | undefined,
  world: World,
): Preview | undefined {
  const plan = findPlan(command, world);
  if (plan === undefined) return undefined;
  return {
    items: planRows(plan.value, state?.value ?? []),
    sources: [plan.path],
    ...(plan.certain ? {} : notKnown('stale-plan', plan.path)),
  };
}

function findPlan(
  command: TerraformCommand,
  world: World,
): (Found<readonly PlannedChange[]> & { readonly certain: boolean }) | undefined {
  const { plan } = command;
  const beside = plan === undefined ? [] : [`${plan}.json`, plan.replace(/\.[^./]+$/, '.json')];
  for (const name of [...beside, 'plan.json', 'tfplan.json']) {
    const path = resolvePath(command.folder, name);
    const value = planAt(world, path);
    if (value) return { value, path: shownPath(path, world), certain: beside.includes(name) };
  }
  return undefined;
}

function findState(
  command: TerraformCommand,
  world: World,
  states: States,
): Found<readonly StateResource[]> | undefined {
  const workspace = fileText(world, resolvePath(command.folder, '.terraform/environment'))?.trim();
  const usual =
    workspace === undefined || workspace === '' || workspace === 'default'
      ? 'terraform.tfstate'
      : `terraform.tfstate.d/${workspace}/terraform.tfstate`;
  const path = resolvePath(command.folder, command.state ?? usual);
  const value = states(path);
  return value === undefined ? undefined : { value, path: shownPath(path, world) };
}

/** `module.web` takes everything below it; `aws_lb.front` takes its instances. */
function isWithin(address: string, aim: string): boolean {
  return address === aim || address.startsWith(`${aim}.`) || address.startsWith(`${aim}[`);
}

/** `module.web.aws_lb.front[0]` is an `aws_lb`. */
function typeIn(address: string): string {
  return /(?:^|\.)([a-z][a-z0-9]*_[a-z0-9_]+)\.[^.]+$/.exec(address)?.[1] ?? 'resource';
}
