import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import type { Effect } from '../../tool/effect.js';
import type { ChangeItem, UnknownPart } from '../change.js';
import { shownPath } from '../nearby.js';
import { nounOfType } from '../nouns.js';
import { notKnown, type ObjectItem, type Preview } from '../preview.js';
import { readTerraform, type TerraformCommand } from '../terraform/arguments.js';
import { savedPlanAt, typeOf } from '../terraform/binary-plan.js';
import { type Configuration, configurationAt } from '../terraform/configuration.js';
import { planAt } from '../terraform/plan.js';
import { planRows, replacementRows, resourceRow } from '../terraform/rows.js';
import type { StateResource, States } from '../terraform/state.js';
import { previewNamed } from './named.js';

interface Found<T> {
  readonly value: T;
  readonly path: string;
}

type State = Found<readonly StateResource[]> | undefined;

/** Terraform's destroy and apply, from the plan, the state and the configuration that lie there. Runs nothing. */
export function previewTerraform(effect: Effect, world: World, states: States): Preview | undefined {
  if (effect.verb === 'read' || effect.elsewhere) return undefined;
  const command = readTerraform(effect, world);
  if (command === undefined) return undefined;
  const state = findState(command, world, states);
  if (command.plan !== undefined) return planned(command.plan, command, state, world);
  if (command.destroys) return destroyed(command, state, world) ?? previewNamed(effect);
  if (command.replaced.length > 0 && effect.verb === 'replace') return replaced(command, state, world);
  if (command.command === 'apply') return applied(command, state, world);
  if (effect.resource.startsWith('state/') && effect.verb === 'delete') return forgotten(effect, state);
  return previewNamed(effect);
}

/** Everything in the state, or what `-target` aims at; without a state what the configuration declares. */
function destroyed(command: TerraformCommand, state: State, world: World): Preview | undefined {
  if (state === undefined) return declared(command, world);
  const aimed = managedIn(state).filter(({ address }) => isAimed(address, command));
  return {
    items: aimed.map(({ type, address, attributes }) =>
      protectedRow(resourceRow(type, address, 'deleted'), attributes),
    ),
    sources: [state.path],
    // What depends on a target goes with it, and a state does not tell all of that.
    ...(command.aimed.length > 0 ? notKnown('dependents', command.aimed.join(', ')) : {}),
  };
}

/** A resource that says itself that it may not be deleted. */
function protectedRow(row: ObjectItem, attributes: StateResource['attributes']): ObjectItem {
  if (attributes['deletion_protection'] === true)
    return { ...row, about: [{ is: 'policy', text: 'deletion_protection' }] };
  const skips = attributes['skip_final_snapshot'];
  const snapshot = attributes['final_snapshot_identifier'];
  if (skips !== false || typeof snapshot !== 'string') return row;
  return { ...row, consequence: 'recoverable', about: [{ is: 'policy', text: `snapshot ${snapshot}` }] };
}

/** The state is elsewhere: the addresses that the configuration has, and how many of each only the state knows. */
function declared(command: TerraformCommand, world: World): Preview | undefined {
  const configuration = configurationAt(command.folder, world);
  if (configuration === undefined) return undefined;
  const all = [...configuration.resources, ...configuration.modules].filter(({ address }) =>
    isAimed(address, command),
  );
  return {
    items: all.map(({ address, type, isSingle }): ObjectItem => {
      const row = type === 'module' ? moduleRow(address) : resourceRow(type, address, 'deleted');
      return isSingle && type !== 'module' ? row : { ...row, uncounted: true };
    }),
    sources: configuration.files.map((name) => shownPath(resolvePath(command.folder, name), world)),
    ...notKnown('not-looked-up', `state of ${shownPath(command.folder, world)}`),
  };
}

function moduleRow(name: string): ObjectItem {
  return { kind: 'object', sign: 'deleted', noun: 'module', name, uncounted: true };
}

/** `-replace` names what is deleted and re-created; what else the apply does is not known without a plan. */
function replaced(command: TerraformCommand, state: State, world: World): Preview {
  const all = state?.value ?? [];
  const items = command.replaced.flatMap((address) => {
    const known = all.find((resource) => resource.address === address);
    return replacementRows(known?.type ?? typeOf(address), address, known?.attributes ?? {}, all);
  });
  return {
    items,
    sources: state === undefined ? ['command'] : [state.path],
    ...notKnown('no-plan', shownPath(command.folder, world)),
  };
}

/** A saved plan says everything, in its own form or as the JSON that `show -json` made of it beside it. */
function planned(plan: string, command: TerraformCommand, state: State, world: World): Preview {
  const path = resolvePath(command.folder, plan);
  const saved = savedPlanAt(path, world);
  const shown = shownPath(path, world);
  if (saved !== undefined) {
    const items = planRows(saved.changes, saved.before.length > 0 ? saved.before : (state?.value ?? []));
    return { items, sources: [shown], ...(saved.isNewer ? notKnown('newer-form', shown) : {}) };
  }
  for (const name of [`${plan}.json`, plan.replace(/\.[^./]+$/, '.json'), plan]) {
    const beside = resolvePath(command.folder, name);
    const value = planAt(world, beside);
    if (value !== undefined)
      return {
        items: planRows(value, state?.value ?? []),
        sources: [shownPath(beside, world)],
      };
  }
  return { items: [], sources: [], ...notKnown('unreadable', shown) };
}

/** No plan was saved: what is in the state and in no configuration goes, what is only declared comes; the rest is not known. */
function applied(command: TerraformCommand, state: State, world: World): Preview {
  const configuration = configurationAt(command.folder, world);
  const unknown: readonly UnknownPart[] = [{ what: 'no-plan', of: shownPath(command.folder, world) }];
  if (configuration === undefined || state === undefined)
    return {
      items: [],
      sources: [],
      unknown: [...unknown, { what: 'not-looked-up', of: `state of ${shownPath(command.folder, world)}` }],
    };
  const items: readonly ChangeItem[] = [
    ...goneRows(command, state, configuration),
    ...newRows(command, state, configuration),
  ];
  const files = configuration.files.map((name) => shownPath(resolvePath(command.folder, name), world));
  return { items, sources: [state.path, ...files], unknown };
}

function goneRows(
  command: TerraformCommand,
  state: Found<readonly StateResource[]>,
  configuration: Configuration,
): readonly ObjectItem[] {
  const kept = [...configuration.resources, ...configuration.modules].map(({ address }) => address);
  return managedIn(state)
    .filter(({ address }) => isAimed(address, command))
    .filter(({ address }) => !kept.some((one) => isWithin(address, one)))
    .filter(({ address }) => !configuration.moved.some((one) => isWithin(address, one)))
    .map(({ type, address }) => ({
      ...resourceRow(type, address, 'deleted'),
      about: [{ is: 'undeclared', text: '' }],
    }));
}

function newRows(
  command: TerraformCommand,
  state: Found<readonly StateResource[]>,
  configuration: Configuration,
): readonly ObjectItem[] {
  return configuration.resources
    .filter(({ address, isSingle }) => isSingle && isAimed(address, command))
    .filter(({ address }) => !state.value.some((one) => isWithin(one.address, address)))
    .map(({ type, address }) => resourceRow(type, address, 'created'));
}

/** `state rm`: what is there stays, and Terraform no longer knows it. */
function forgotten(effect: Effect, state: State): Preview | undefined {
  const names = effect.resource.slice('state/'.length).split(',');
  const found =
    state === undefined
      ? []
      : managedIn(state).filter(({ address }) => names.some((one) => isWithin(address, one)));
  if (state === undefined || found.length === 0) return previewNamed(effect);
  return {
    items: found.map(({ type, address }) => ({
      kind: 'object',
      sign: 'deleted',
      noun: `entry of the state for ${nounOfType(type)}`,
      name: address,
      consequence: 'recoverable',
    })),
    sources: [state.path],
  };
}

function managedIn(state: Found<readonly StateResource[]>): readonly StateResource[] {
  return state.value.filter(({ mode }) => mode === 'managed');
}

function findState(command: TerraformCommand, world: World, states: States): State {
  const workspace = fileText(world, resolvePath(command.folder, '.terraform/environment'))?.trim();
  const usual =
    workspace === undefined || workspace === '' || workspace === 'default'
      ? 'terraform.tfstate'
      : `terraform.tfstate.d/${workspace}/terraform.tfstate`;
  const path = resolvePath(command.folder, command.state ?? usual);
  const value = states(path);
  return value === undefined ? undefined : { value, path: shownPath(path, world) };
}

function isAimed(address: string, { aimed }: TerraformCommand): boolean {
  return aimed.length === 0 || aimed.some((aim) => isWithin(address, aim) || isWithin(aim, address));
}

/** `module.web` takes everything below it; `aws_lb.front` takes its instances. */
function isWithin(address: string, aim: string): boolean {
  return address === aim || address.startsWith(`${aim}.`) || address.startsWith(`${aim}[`);
}
