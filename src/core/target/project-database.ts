import { optionValue } from '../command/arguments.js';
import { readAddress } from './address.js';
import { databasePlace, found } from './database.js';
import { projectVariable } from './dotenv.js';
import { directoryOf, findUp } from './files.js';
import { isBeyond, isStage, onlyHeard, stageVariables } from './stage.js';
import type { System } from './target.js';
import { type Clue, clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** Where a project's own migration tool goes: `DATABASE_URL` of the environment or a `.env` file, and the stage variables. */
export function projectDatabase(setting: ToolInvocation): Whereabouts {
  const flag =
    optionValue(setting.args, '--url', '--database-url', '-url', '--dsn', '-database', '--database') ??
    setting.args.operands.find(({ text }) =>
      /^(?:postgres|postgresql|mysql|mariadb|sqlserver|cockroachdb):\/\//.test(text),
    );
  const url =
    flag === undefined
      ? projectVariable(setting, 'DATABASE_URL')
      : { value: flag.text, source: '--url', opaque: flag.opaque.length > 0 };
  const address = url === undefined ? undefined : readAddress(url.value.replace(/^jdbc:/, ''));
  const direct =
    url !== undefined && address === undefined && !url.opaque ? clue('mention', url.source, url.value) : [];
  const where = databasePlace(systemOf(url?.value), {
    host: found(url?.source ?? '', address?.hosts.join(',')),
    database: found(url?.source ?? '', address?.database),
    user: found(url?.source ?? '', address?.user),
    more: [...direct, ...stageClues(setting)],
    opaque: url?.opaque === true ? [url.value] : [],
  });
  if (url !== undefined && !url.opaque && systemOf(url.value) === 'sqlite')
    return { ...where, local: { source: url.source, value: url.value } };
  if (isBeyond(where.account)) return { ...where, clues: where.clues.map(onlyHeard) };
  const stage = where.clues.find(isStage);
  return stage === undefined || where.account !== undefined ? where : { ...where, name: stage.value };
}

function systemOf(url: string | undefined): System {
  if (url === undefined) return 'database';
  if (/^(?:jdbc:)?(?:mysql|mariadb)/.test(url)) return 'mysql';
  if (/^(?:jdbc:)?sqlite|^file:/.test(url)) return 'sqlite';
  return url.startsWith('mongodb') ? 'mongodb' : 'postgres';
}

/** These load `.env.STAGE` and, where there is none, the one for everything: then the stage's name chose nothing. */
function isLoaded(setting: ToolInvocation, stage: string): boolean {
  if (!/^(?:artisan|console|ace|spark)$/.test(setting.invocation.program)) return true;
  return findUp(setting.world, directoryOf(setting), `.env.${stage}`) !== undefined;
}

function stageClues(setting: ToolInvocation): readonly Clue[] {
  const flag = optionValue(setting.args, '--env', '-e', '--environment', '--configuration', '-configFiles');
  const set = stageVariables.flatMap((name) => {
    if (name === 'DJANGO_SETTINGS_MODULE' && optionValue(setting.args, '--settings') !== undefined) return [];
    const own = clue('selector', name, variable(setting, name)?.text);
    if (own.length > 0) return own;
    const kept = projectVariable(setting, name);
    return kept === undefined ? [] : clue('mention', `${kept.source} ${name}`, kept.value);
  });
  return [
    ...(flag === undefined
      ? []
      : clue(isLoaded(setting, flag.text) ? 'selector' : 'mention', '--env', flag.text)),
    ...set,
  ];
}
