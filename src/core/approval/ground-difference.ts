import * as v from 'valibot';
import { sha256 } from '../shared/digest.js';
import { type Shape, text } from '../shared/shape.js';
import type { Ground } from './ground.js';

/** What a yes stood on and is another now. `before` and `after`: the first digits of each digest; empty where there is none. */
export const movedShape = v.strictObject({
  what: v.picklist(['directory', 'program', 'file', 'variable', 'unread']),
  name: text,
  before: text,
  after: text,
});
export type Moved = Shape<typeof movedShape>;

/** One variable of a ground, so that the one that changed can be named. Never leaves this machine. */
export const variableShape = v.strictObject({ name: text, sha256: text });
export type GroundVariable = Shape<typeof variableShape>;

/** More is not told; the yes is void all the same. */
const mostTold = 20;
const digits = 12;

/** The variables that a ground counts, each by a digest under the ground's own salt. */
export function variablesOf(
  { environment }: Ground,
  env: Readonly<Record<string, string>>,
  salt: string,
): readonly GroundVariable[] {
  return environment.names.map((name) => ({
    name,
    sha256: sha256(`${salt}\0${name}=${(Object.hasOwn(env, name) ? env[name] : undefined) ?? ''}`),
  }));
}

/** The materials that differ between the yes and now. Empty only where the grounds are the same, or variables are not known. */
export function differenceOf(
  before: Ground,
  after: Ground,
  variables: readonly [before: readonly GroundVariable[], after: readonly GroundVariable[]],
): readonly Moved[] {
  const directory = before.cwd === after.cwd ? [] : [moved('directory', after.cwd, '', '')];
  const all = [
    ...directory,
    ...differing('program', named(before.programs), named(after.programs)),
    ...differing('file', filed(before.files), filed(after.files)),
    ...differing('variable', valued(variables[0]), valued(variables[1])),
    ...differing('unread', unread(before), unread(after)),
  ];
  return all.slice(0, mostTold);
}

type Digests = ReadonlyMap<string, string>;

function differing(what: Moved['what'], before: Digests, after: Digests): readonly Moved[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => moved(what, name, before.get(name) ?? '', after.get(name) ?? ''));
}

function moved(what: Moved['what'], name: string, before: string, after: string): Moved {
  return { what, name, before: before.slice(0, digits), after: after.slice(0, digits) };
}

function named(programs: Ground['programs']): Digests {
  return new Map(
    programs.map(({ name, path, sha256: of }) => [name, of === '' ? path : sha256(`${path}\0${of}`)]),
  );
}

function filed(files: Ground['files']): Digests {
  return new Map(files.map(({ path, sha256: of }) => [path, of]));
}

function valued(variables: readonly GroundVariable[]): Digests {
  return new Map(variables.map(({ name, sha256: of }) => [name, of]));
}

function unread(ground: Ground): Digests {
  return new Map(ground.unread.map((name) => [name, 'unread']));
}
