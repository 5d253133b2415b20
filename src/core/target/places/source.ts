import { optionValue } from '../../command/arguments.js';
import { projectVariable } from '../dotenv.js';
import { directoryOf, findUp, pathIn } from '../files.js';
import { type ToolInvocation, variable } from '../whereabouts.js';
import type { PlaceReader } from './readers.js';

/** A word that a source says, and where exactly it stands. */
export interface PlaceWord {
  readonly source: string;
  readonly value: string;
  readonly opaque: boolean;
}

/**
 * One place where a tool looks for where it goes. `place` names it (a stage, a project, a context), `address` is a URL or a
 * host, and a `mention` does not choose: it is only heard where it says production.
 */
export interface PlaceSource {
  readonly as: 'place' | 'address' | 'mention';
  /** What stands there, in the tool's own order; empty where nothing does. */
  readonly read: (setting: ToolInvocation) => readonly PlaceWord[];
}

type As = PlaceSource['as'];

/** The value of an option. */
export function option(as: As, ...names: readonly string[]): PlaceSource {
  return {
    as,
    read: ({ args }) => {
      const value = optionValue(args, ...names);
      return value === undefined
        ? []
        : [{ source: names[0] ?? '', value: value.text, opaque: value.opaque.length > 0 }];
    },
  };
}

/** Variables of the process, the first that is set. */
export function env(as: As, ...names: readonly string[]): PlaceSource {
  return {
    as,
    read: (setting) =>
      names.flatMap((name) => {
        const value = variable(setting, name);
        return value === undefined
          ? []
          : [{ source: name, value: value.text, opaque: value.opaque.length > 0 }];
      }),
  };
}

/** Variables of the process, else of the `.env` files that a framework loads. */
export function dotenv(as: As, ...names: readonly string[]): PlaceSource {
  return {
    as,
    read: (setting) =>
      names.flatMap((name) => {
        const found = projectVariable(setting, name);
        if (found === undefined) return [];
        return [found.source === name ? found : { ...found, source: `${found.source} ${name}` }];
      }),
  };
}

/** The same source where it says what the pattern wants; anything else there says nothing. */
export function only(pattern: RegExp, source: PlaceSource): PlaceSource {
  return {
    as: source.as,
    read: (setting) => source.read(setting).filter(({ value }) => pattern.test(value)),
  };
}

/** The first of these files that is there: `~/` in the home, others in the directory of the call or above it. */
export function file(as: As, paths: string | readonly string[], reader: PlaceReader): PlaceSource {
  const all = typeof paths === 'string' ? [paths] : paths;
  return {
    as,
    read: (setting) => {
      for (const path of all) {
        const found = placeOfFile(path, setting);
        if (found === undefined) continue;
        const words = reader({ path: found, setting });
        if (words.length > 0) return words.flatMap((word) => saidIn(path, word, setting));
      }
      return [];
    },
  };
}

function placeOfFile(path: string, setting: ToolInvocation): string | undefined {
  if (!path.startsWith('~/')) return findUp(setting.world, directoryOf(setting), path);
  const whole = pathIn('/', path, setting.world);
  return setting.world.files.kind(whole) === 'absent' ? undefined : whole;
}

/** `$NAME` stands for a variable that the file refers to. */
function saidIn(path: string, word: string, setting: ToolInvocation): readonly PlaceWord[] {
  const name = /^\$([A-Za-z_]\w*)$/.exec(word)?.[1];
  if (name === undefined) return word === '' ? [] : [{ source: path, value: word, opaque: false }];
  const found = projectVariable(setting, name);
  return found === undefined
    ? []
    : [{ ...found, source: found.source === name ? name : `${found.source} ${name}` }];
}
