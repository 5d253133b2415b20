import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { environmentOfName } from '../../target/environment.js';
import { directoryOf } from '../../target/files.js';
import { clue, type ToolInvocation, type Whereabouts } from '../../target/whereabouts.js';
import type { Trait, Verb } from '../effect.js';
import { couldBeGuarded } from '../guard/reach.js';
import type { Draft } from '../table.js';
import { type FileLocation, locationOf } from './place.js';

/** A path as it was given, and the place it stands for. */
export interface GivenPath {
  readonly value: Value;
  readonly place: FileLocation;
  /** Everything in the folder is meant, not the folder: `*`, `dir/*`. */
  readonly contents: boolean;
  /** How many files a pattern or a folder may reach. */
  readonly many: boolean;
  readonly opaque: boolean;
}

/** Reads one path word. An opaque part leaves the folder before it; a pattern leaves the folder that it searches. */
export function givenPath(value: Value, setting: ToolInvocation): GivenPath {
  const relative = !/^(?:[/~]|[A-Za-z]:)/.test(value.text);
  const opaque =
    value.text.includes(OPAQUE_MARK) ||
    isPlaceholder(value.text, setting) ||
    (relative && setting.invocation.cwd.opaque.length > 0);
  const searched = value.glob === true || (/\/\*\*/.test(value.text) && setting.invocation.via.length > 0);
  const wild = searched ? value.text.search(/[*?[]/) : -1;
  const cut = value.text.lastIndexOf('/', wild) + 1;
  const contents = wild >= 0 && /^(?:\.?\*{1,2}|\.\[[^\]]*\]\*|\*\.\*|\*\/?)$/.test(value.text.slice(cut));
  const text = contents ? value.text.slice(0, cut) || '.' : value.text;
  const place = locationOf(knownPart(text), directoryOf(setting), setting.world);
  return { value, place, contents, many: wild >= 0, opaque };
}

/** A blank that xargs, parallel or find fills in, left as it was written. */
function isPlaceholder(text: string, setting: ToolInvocation): boolean {
  if (!/\{[}0-9#%./]/.test(text)) return false;
  return setting.invocation.via.some((link) => /^(?:xargs|parallel|find|fd)\b/.test(link));
}

function knownPart(text: string): string {
  const mark = text.indexOf(OPAQUE_MARK);
  if (mark < 0) return text;
  const folder = text.slice(0, text.lastIndexOf('/', mark) + 1);
  return folder === '' ? '.' : folder;
}

/** What doing `verb` to a path means. `extra` are traits that the program adds. */
export function draftOfPath(
  verb: Verb,
  path: GivenPath,
  setting: ToolInvocation,
  extra: readonly Trait[] = [],
): Draft {
  const { place, value, opaque } = path;
  const elsewhere = setting.invocation.elsewhere !== undefined;
  const traits = new Set<Trait>([...pathTraits(path, elsewhere), ...extra]);
  if (opaque && verb !== 'read') traits.add('opaque-path');
  if (
    verb !== 'read' &&
    !elsewhere &&
    (isUnsettled(value) || setting.invocation.cwd.glob === true) &&
    couldBeGuarded(
      setting.invocation.cwd.glob === true ? { ...value, glob: true } : value,
      directoryOf(setting),
      setting.world,
    )
  )
    traits.add('guard');
  return {
    verb: place.region === 'sink' ? 'read' : verb,
    resource: elsewhere ? remoteName(value) : place.path,
    names: elsewhere ? [remoteName(value)] : [],
    traits: place.region === 'sink' ? [] : [...traits],
    reach: path.many || extra.includes('recursive') ? 'uncountable' : 1,
    ...(value.span === undefined ? {} : { span: value.span }),
    ...(elsewhere ? {} : { where: whereOf(place, verb) }),
  };
}

/** A path on another machine as it was written: this machine's directory and home say nothing of it. */
function remoteName(value: Value): string {
  return value.text.replaceAll(OPAQUE_MARK, '\u2026') || '.';
}

/** A word that is a pattern, or computed: where it leads is not its text. */
function isUnsettled(value: Value): boolean {
  return value.glob === true || value.text.includes(OPAQUE_MARK) || value.text.includes('**');
}

/** A word that is opaque from its beginning may be any path: nothing about its folder can be trusted. */
function pathTraits(path: GivenPath, elsewhere: boolean): readonly Trait[] {
  const { traits } = path.place;
  const unanchored = /^(?:\.\/)?(?:\uFFFC|\{[}0-9#%./])/.test(path.value.text);
  const kept =
    path.opaque && unanchored ? traits.filter((one) => one !== 'scratch' && one !== 'important') : traits;
  if (!elsewhere) return kept;
  return kept.filter((one) => one !== 'scratch' && one !== 'guard');
}

/** This machine, unless the path's own name says production. */
export function whereOf(place: FileLocation, verb: Verb): Whereabouts {
  const outside = place.region === 'outside' || place.region === 'system';
  const named = outside && verb !== 'read' ? environmentOfName(place.path) : undefined;
  const root = place.root === undefined ? place.path : place.root;
  const inside = place.region === 'workspace' || place.region === 'workspace-root';
  const name = inside ? lastPart(root) : place.path;
  if (named?.environment === 'production') {
    return { system: 'filesystem', name, clues: clue('selector', 'path', place.path) };
  }
  return {
    system: 'filesystem',
    name,
    clues: [],
    local: { source: 'path', value: inside ? root : place.path },
  };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

/** Where a tool of files works when no path of its own says more. */
export function filesystemTarget(setting: ToolInvocation): Whereabouts {
  const directory = directoryOf(setting);
  return {
    system: 'filesystem',
    name: lastPart(directory),
    clues: [],
    local: { source: 'machine', value: directory },
  };
}
