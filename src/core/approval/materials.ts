import { isAbsolute, programName, resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import { isDeciding } from './deciding-variables.js';

/** Programs that read every file of a directory that is named to them. */
const wholeDirectories =
  /^(?:kubectl|oc|kustomize|helm|ansible|ansible-playbook|terraform|tofu|terragrunt|pulumi|cdk)$/;

/** Names beside a playbook that are read unasked. */
const besidePlaybook = ['roles', 'tasks', 'group_vars', 'host_vars', 'inventory', 'hosts'];

const deepest = 4;
const mostInDirectory = 256;
/** Of a text's words that may name an included file, this many are looked up. */
const mostWords = 400;
const longestText = 64 * 1024;
const including = /\.(?:sh|bash|zsh|ps1|py|rb|pl|js|mjs|cjs|ts|ya?ml|tf|mk|sql|json|toml)$|(?:^|\/)[^./]+$/;

/** Files that variables name: start-up files of shells, configurations, certificates. */
export function filesOfVariables(world: World): readonly string[] {
  const paths = Object.entries(world.env)
    .filter(([name]) => isDeciding(name) && name !== 'PATH')
    .flatMap(([, value]) => [value, ...value.split(/[:;]/)])
    .filter((value) => value.length < 4_096 && !value.includes('\0') && isAbsolute(value));
  return regular(paths, world);
}

/** What stands in directories that are named to a program that reads them whole; `paths` are absolute. */
export function filesBelow(
  paths: readonly string[],
  effects: readonly Effect[],
  world: World,
): readonly string[] {
  const programs = effects.map(({ argv }) => programName(argv[0] ?? ''));
  if (!programs.some((name) => wholeDirectories.test(name))) return [];
  const beside = programs.some((name) => name.startsWith('ansible'))
    ? besidePlaybook.map((name) => resolvePath(world.cwd, name))
    : [];
  const own = new Set([world.cwd, world.home, '/']);
  const found: string[] = [];
  const walk = (path: string, depth: number): void => {
    const kind = world.files.kind(path);
    if (kind === 'file' || kind === 'symlink') found.push(path);
    if (kind !== 'directory' || depth > deepest || own.has(path)) return;
    for (const name of world.files.list(path)) {
      if (found.length >= mostInDirectory) return;
      walk(resolvePath(path, name), depth + 1);
    }
  };
  for (const path of [...paths, ...beside]) if (world.files.kind(path) === 'directory') walk(path, 0);
  return regular(found, world);
}

/** Files that the texts of scripts and playbooks name, two steps deep. `files` are real paths. */
export function filesIncluded(files: readonly string[], world: World): readonly string[] {
  const all = new Set<string>();
  let next = files;
  for (let depth = 0; depth < 2; depth += 1) {
    next = next
      .flatMap((file) => namedIn(file, world))
      .filter((file) => !all.has(file) && !files.includes(file));
    for (const file of next) all.add(file);
  }
  return [...all];
}

function namedIn(file: string, world: World): readonly string[] {
  if (!including.test(file)) return [];
  const read = world.files.read(file);
  if (!read.ok || read.text.length > longestText) return [];
  const words = read.text
    .split(/[\s"'`;|&<>()=,[\]{}]+/)
    .filter((word) => /[./]/.test(word) && word.length < 1_024);
  const places = [resolvePath(file, '..'), world.cwd];
  const paths = [...new Set(words)]
    .slice(0, mostWords)
    .flatMap((word) => places.map((place) => resolvePath(place, word)));
  return regular(paths, world);
}

/** The regular files among paths, by their real paths. */
export function regular(paths: readonly string[], world: World): readonly string[] {
  const real = [...new Set(paths)].flatMap((path) => {
    const kind = world.files.kind(path);
    if (kind !== 'file' && kind !== 'symlink') return [];
    const end = world.files.real(path);
    return end !== undefined && world.files.kind(end) === 'file' ? [end] : [];
  });
  return [...new Set(real)];
}
