import type { ResolvedEdit } from '../../change/resolve-edit.js';
import { budgets, spend } from '../../shared/budgets.js';
import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import { migrationFormOf } from '../../tool/frameworks/migration-places.js';
import { lossesOf } from '../../tool/frameworks/migration-text.js';
import { resourceName } from '../../tool/rows.js';
import type { ToolContext } from '../../tool/table.js';
import { loses } from '../whole.js';
import { deployCommands, holdsOwnDatabase } from './deploy-files.js';
import type { PlannedEffect } from './infrastructure.js';

/** What a command would do, by the shell's reading: that reads edits in turn. */
export type ReadCommand = (command: string, world: World) => readonly Effect[];

/** What an edited file makes others do without a further call: commands of a deploy file, steps of a migration. */
export function laterEffects(
  edit: ResolvedEdit,
  world: World,
  context: ToolContext,
  readCommand: ReadCommand,
): readonly PlannedEffect[] {
  if (edit.after === null) return [];
  return [
    ...ofMigration(edit.path, edit.before, edit.after, context),
    ...ofDeployFile(edit.path, edit.before, edit.after, world, readCommand),
  ];
}

function ofMigration(
  path: string,
  before: string | null,
  after: string,
  context: ToolContext,
): readonly PlannedEffect[] {
  const form = migrationFormOf(path);
  if (form === undefined) return [];
  const named = (text: string) =>
    lossesOf(form, text, 'other', context).map(({ verb, noun, name }) => ({
      verb,
      resource: resourceName(noun, name === undefined ? [] : [name]),
    }));
  const known = new Set(named(before ?? '').map(({ resource }) => resource));
  return distinct(named(after).filter(({ resource }) => !known.has(resource)));
}

/** Words without which no command takes anything away: most lines of such a file are none. */
const mayLose =
  /reset|drop|destroy|delet|wipe|fresh|flush|clean|truncat|purge|push|rollback|undo|down|\brm\b|remove|terminat|fixtures|load|restore|import|uninstall|zero|base|\brb\b|prune|evict|nuke|recreate|rebuild|sync|install/i;

/** Systems of the machine on which the file's commands run, which is made anew each time. */
const ofTheMachine = new Set('filesystem host git docker script npm agent sqlite process'.split(' '));
const stores = new Set('database postgres mysql mongodb redis'.split(' '));

function ofDeployFile(
  path: string,
  before: string | null,
  after: string,
  world: World,
  readCommand: ReadCommand,
): readonly PlannedEffect[] {
  const commands = deployCommands(path, after);
  if (commands === undefined) return [];
  const known = new Set(before === null ? [] : deployCommands(path, before));
  const added = [...new Set(commands)].filter((command) => !known.has(command) && mayLose.test(command));
  const isOwn = holdsOwnDatabase(after);
  const effects: Effect[] = [];
  let read = 0;
  for (const command of added) {
    read += command.length;
    if (read > budgets.command.most) {
      spend(world, 'command');
      break;
    }
    // What it runs lies where the file will be, and its place is that of the pipeline.
    effects.push(...readCommand(command, world));
  }
  return distinct(
    effects
      .filter(
        (effect) =>
          loses(effect) && !ofTheMachine.has(effect.target.system) && !effect.traits.includes('scratch'),
      )
      .filter(
        ({ target }) => !(isOwn && stores.has(target.system)) && !/^(?:test|testing)$/i.test(target.name),
      )
      .map(({ verb, resource }) => ({ verb, resource })),
  );
}

function distinct(found: readonly Pick<PlannedEffect, 'verb' | 'resource'>[]): readonly PlannedEffect[] {
  const seen = new Set<string>();
  return found
    .filter(
      ({ verb, resource }) =>
        !seen.has(`${verb} ${resource}`) && seen.add(`${verb} ${resource}`).size <= budgets.changes.most,
    )
    .map((one) => ({ ...one, traits: ['infrastructure', 'ci'] }));
}
