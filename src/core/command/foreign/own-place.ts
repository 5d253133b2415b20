/** What a program says of where it lies itself: `import.meta.url`, `__dirname`, `__file__`, `process.cwd()`. */
import { parentOf } from '../paths.js';
import { type Around, type Known, knownText, type LeadingCall, type Thing } from './known.js';

/** The file that a program stands in, the directory in which it starts, and what its neighbours export. */
export interface OwnPlace {
  readonly file: string;
  /** Absent where the program may change it. */
  readonly cwd: string | undefined;
  /** The value of an exported constant of a module beside it. */
  readonly exported: (module: string, name: string) => Known | undefined;
  /** Absent where the words that it is started with are not known. */
  readonly flags?: Flags;
}

/** What the command line says of a program's flags. */
export interface Flags {
  /** The member of what was read of the command line, where it is a flag that says yes or no. */
  readonly of: (read: Thing, name: string, calls: readonly LeadingCall[]) => Known | undefined;
  /** The same for what a function is handed by its decorators. */
  readonly param: (marks: readonly Around[], name: string) => Known | undefined;
  /** What leaves a function or the program leaves it: nothing stands around that runs all the same. */
  readonly ends: boolean;
}

const names: Readonly<Record<string, (place: OwnPlace) => string>> = {
  'import.meta.url': ({ file }) => `file://${file}`,
  'import.meta.filename': ({ file }) => file,
  'import.meta.dirname': ({ file }) => parentOf(file),
  __filename: ({ file }) => file,
  __dirname: ({ file }) => parentOf(file),
  __file__: ({ file }) => file,
};

const ownDirectory = /^(?:process\.cwd|os\.getcwd|pathlib\.Path\.cwd|getcwd)$/;

/** The value of a name of the language, where it tells of the program's own place. */
export function ownName(path: string, place: OwnPlace | undefined): Known | undefined {
  return place !== undefined && Object.hasOwn(names, path)
    ? knownText(names[path]?.(place) ?? '')
    : undefined;
}

export function ownCall(path: string, place: OwnPlace | undefined): Known | undefined {
  return place?.cwd !== undefined && ownDirectory.test(path) ? knownText(place.cwd) : undefined;
}

/** What a path says of itself: `file.parent`, `new URL(…).pathname`. */
export function partOfPath(text: string, name: string): Known | undefined {
  if (name === 'parent' && text.startsWith('/')) return knownText(parentOf(text));
  return name === 'pathname' && text.startsWith('file:///')
    ? knownText(text.slice('file://'.length))
    : undefined;
}

/** What a module beside it gives under a name. */
export function exportedBy(
  module: string,
  member: string | undefined,
  place: OwnPlace | undefined,
): Known | undefined {
  return member !== undefined && /^\.{1,2}\//.test(module) ? place?.exported(module, member) : undefined;
}
