import { parentOf } from '../../command/paths.js';
import { directoryOf, fileText, findUp, namesIn, pathIn } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { trackedIn } from '../files/only-copy.js';
import { resourceName } from '../rows.js';
import type { SqlDialect } from '../sql/action.js';
import type { Draft, ToolContext } from '../table.js';
import { migrationFormOf } from './migration-places.js';
import { lossesOf } from './migration-text.js';

/** What only the database knows is which migrations it has had: the newest by name may be missing there, and what git does not hold. */
const newest = 3;
const untracked = 12;

/** What the migrations that a step forward may apply take away. */
export function pendingLosses(
  folders: readonly string[],
  dialect: SqlDialect,
  setting: ToolInvocation,
  context: ToolContext,
): readonly Draft[] {
  const { world } = setting;
  const seen = new Set<string>();
  return folders
    .flatMap((folder) => pendingIn(folder, setting))
    .flatMap((path) => {
      const form = migrationFormOf(path);
      const text = form === undefined ? undefined : fileText(world, path);
      if (form === undefined || text === undefined) return [];
      return lossesOf(form, text, dialect, context).flatMap(({ verb, noun, name }): readonly Draft[] => {
        const resource = resourceName(noun, name === undefined ? [] : [name]);
        if (seen.has(`${verb} ${resource}`) || seen.size >= 20) return [];
        seen.add(`${verb} ${resource}`);
        return [
          {
            verb,
            resource,
            traits: noun === 'rows' ? ['no-filter'] : [],
            reach: 'uncountable',
            span: setting.invocation.span,
          },
        ];
      });
    });
}

function pendingIn(folder: string, setting: ToolInvocation): readonly string[] {
  const { world } = setting;
  const place = pathIn(directoryOf(setting), folder, world);
  const files = namesIn(world, place)
    .flatMap((name) => {
      const path = `${place}/${name}`;
      // Prisma keeps each in a folder of its own.
      return migrationFormOf(path) === undefined ? [`${path}/migration.sql`, `${path}/up.sql`] : [path];
    })
    .filter((path) => migrationFormOf(path) !== undefined);
  if (files.length === 0) return [];
  const git = findUp(world, place, '.git');
  const root = git === undefined ? undefined : parentOf(git);
  const tracked = root === undefined ? undefined : trackedIn(root, world);
  const added =
    tracked === undefined || root === undefined
      ? []
      : files.filter((path) => !tracked.has(path.slice(root.length + 1)));
  return [...new Set([...files.slice(-newest), ...added.slice(-untracked)])];
}
