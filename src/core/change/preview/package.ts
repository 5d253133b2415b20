import { parse as parseToml } from 'smol-toml';
import { resolvePath } from '../../command/paths.js';
import { type IgnoreRules, readIgnoreRules } from '../../git/ignore-rules.js';
import { isJsonObject, objectAt, parseJson, textAt, textsAt } from '../../shared/json.js';
import type { World } from '../../shared/world.js';
import { fileText } from '../../target/files.js';
import type { Effect } from '../../tool/effect.js';
import { shownPath, startOf } from '../nearby.js';
import type { ObjectItem, Preview } from '../preview.js';
import { isSecretFile } from '../secret-files.js';
import { walkBelow } from '../walk.js';

/** What no package takes, whatever its rules say. */
const never =
  /(?:^|\/)(?:node_modules|\.git|\.svn|\.hg|CVS)\/|(?:^|\/)(?:\.npmrc|\.npmignore|\.gitignore|\.DS_Store|\._[^/]*|[^/]*\.orig|npm-debug\.log|package-lock\.json|pnpm-lock\.yaml|yarn\.lock)$/;
/** What every package takes, in its own folder. */
const always = /^(?:package\.json|readme(?:\.[^/]*)?|licen[cs]e(?:\.[^/]*)?)$/i;

const listed = 30;

/** A package that is published: its name, version, who may read it, and the files that go along. */
export function previewPackage(effect: Effect, world: World): Preview | undefined {
  const program = effect.argv[0]?.replace(/^.*\//, '') ?? '';
  if (!effect.argv.includes('publish') || effect.elsewhere || effect.verb === 'read') return undefined;
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program)) return npmPreview(effect, world);
  return program === 'cargo' ? cargoPreview(effect, world) : undefined;
}

function npmPreview(effect: Effect, world: World): Preview | undefined {
  const words = effect.argv.slice(effect.argv.indexOf('publish') + 1);
  const given = words.find(
    (word, at) => !word.startsWith('-') && !/^--(?:tag|access|registry|otp)$/.test(words[at - 1] ?? ''),
  );
  const folder = resolvePath(startOf(effect, world), given ?? '.');
  const text = fileText(world, `${folder}/package.json`);
  const value = text === undefined ? undefined : parseJson(text);
  if (!isJsonObject(value)) return undefined;
  const config = objectAt(value, 'publishConfig');
  const option = (name: string): string =>
    words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ??
    words[words.indexOf(name) + 1 || -1] ??
    '';
  const name = textAt(value, 'name');
  const access =
    option('--access') || textAt(config, 'access') || (name.startsWith('@') ? 'restricted' : 'public');
  const tag = option('--tag') || textAt(config, 'tag') || 'latest';
  const { files, whole } = packedFiles(folder, textsAt(value, 'files'), textAt(value, 'main'), world);
  const own: ObjectItem = {
    kind: 'object',
    sign: 'created',
    noun: 'package',
    name,
    about: [
      { is: 'version', text: textAt(value, 'version') },
      { is: 'access', text: access },
      { is: 'tag', text: tag },
      ...(value['private'] === true ? [{ is: 'policy', text: 'private' } as const] : []),
    ],
  };
  return {
    items: [own, ...fileRows(files, folder, world)],
    sources: [shownPath(`${folder}/package.json`, world), 'disk'],
    ...(whole ? {} : { unknown: [{ what: 'too-large', of: shownPath(folder, world) }] }),
  };
}

/** What should not be among them first, then as many as can be read, then how many more. */
function fileRows(files: readonly string[], folder: string, world: World): readonly ObjectItem[] {
  const row = (path: string): ObjectItem => {
    const size = world.raw?.stat(`${folder}/${path}`)?.size;
    const odd = isSecretFile(path) ? 'credentials' : path.endsWith('.map') ? 'a source map' : undefined;
    const about = [
      ...(size === undefined ? [] : [{ is: 'bytes', text: String(size) } as const]),
      ...(odd === undefined ? [] : [{ is: 'secret', text: odd } as const]),
    ];
    return {
      kind: 'object',
      sign: 'created',
      noun: 'published file',
      name: path,
      ...(about.length > 0 ? { about } : {}),
    };
  };
  const odd = files.filter((path) => isSecretFile(path) || path.endsWith('.map'));
  const rest = files.filter((path) => !odd.includes(path));
  const more = rest.length - listed;
  return [
    ...odd.map(row),
    ...rest.slice(0, listed).map(row),
    ...(more > 0
      ? [{ kind: 'object', sign: 'created', noun: 'published file', name: '', count: more } as const]
      : []),
  ];
}

function packedFiles(
  folder: string,
  wanted: readonly string[],
  main: string,
  world: World,
): { readonly files: readonly string[]; readonly whole: boolean } {
  const walk = walkBelow(folder, world);
  const rules = rulesOf(folder, world);
  const included = wanted.length === 0 ? undefined : chosenBy(wanted.filter((one) => !one.startsWith('!')));
  const excluded = chosenBy(wanted.filter((one) => one.startsWith('!')).map((one) => one.slice(1)));
  const files = walk.files
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => !never.test(path))
    .filter((path) => {
      if (always.test(path) || path === main.replace(/^\.\//, '')) return true;
      return included === undefined
        ? !rules.ignores(path)
        : included.ignores(path) && !excluded.ignores(path);
    });
  return { files: files.sort(), whole: walk.whole && rules.isWhole };
}

/** `files` names from the package's own folder. */
function chosenBy(patterns: readonly string[]): IgnoreRules {
  return readIgnoreRules(patterns.map((pattern) => `/${pattern.replace(/^\.?\//, '')}`).join('\n'));
}

function rulesOf(folder: string, world: World): IgnoreRules {
  const text = fileText(world, `${folder}/.npmignore`) ?? fileText(world, `${folder}/.gitignore`) ?? '';
  return readIgnoreRules(text);
}

function cargoPreview(effect: Effect, world: World): Preview | undefined {
  const path = resolvePath(startOf(effect, world), 'Cargo.toml');
  const text = fileText(world, path);
  const value = text === undefined ? undefined : tomlOf(text);
  const crate = objectAt(value, 'package');
  if (textAt(crate, 'name') === '') return undefined;
  const about = [
    { is: 'version', text: textAt(crate, 'version') },
    { is: 'access', text: 'public' },
  ] as const;
  return {
    items: [
      { kind: 'object', sign: 'created', noun: 'package', name: textAt(crate, 'name'), about: [...about] },
    ],
    sources: [shownPath(path, world)],
    unknown: [{ what: 'chosen', of: shownPath(path, world) }],
  };
}

function tomlOf(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}
