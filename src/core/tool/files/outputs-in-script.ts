/** Files that a program's own script writes: commands of a console or an editor, by a word or on standard input. */
import type { Invocation, Value } from '../../command/invocation.js';

/** A path, as it stands in such a script; where none stands there, nothing that matters is found. */
const path = String.raw`["']?((?:~|\/|\.{1,2}\/|\.\w)[^\s|"'\\]*)`;

const writing: readonly { readonly programs: RegExp; readonly commands: RegExp }[] = [
  // sqlite3 knows its commands by their beginnings.
  {
    programs: /^(?:sqlite3?|duckdb)$/,
    commands: new RegExp(
      String.raw`(?:^|\n)\s*\.(?:o\w*|ba\w*|sav\w*|log|dump|exc\w*|clone)\s+(?:[\w-]+\s+){0,2}${path}`,
      'g',
    ),
  },
  {
    programs: /^(?:psql|pgcli)$/,
    commands: new RegExp(String.raw`\\(?:w(?:rite)?|s|o(?:ut)?|gx?|lo_export\s+\d+)\s+${path}`, 'g'),
  },
  {
    programs: /^(?:ex|vi|vim|nvim|view|rvim|gvim|vimdiff|ed|red)$/,
    commands: new RegExp(
      String.raw`(?:^|[\s|:])[%\d,$.]*(?:wq?|wri\w*|sav\w*|up\w*|x|e(?:dit)?)!?\s*(?:>>\s*)?${path}`,
      'g',
    ),
  },
  {
    programs: /^(?:n?vim?|ex|view|rvim|gvim)$/,
    commands: new RegExp(String.raw`\b(?:writefile|rename)\([^)]*?,\s*${path}`, 'g'),
  },
  { programs: /^curl$/, commands: /%output\{(?:>>)?([^}]+)\}/g },
];

const programs = /^(?:sqlite3?|duckdb|psql|pgcli|ex|vi|n?vim|view|rvim|gvim|vimdiff|ed|red|curl)$/;

export function mayWriteByScript({ program, stdin, argv }: Invocation): boolean {
  return programs.test(program) && (stdin !== undefined || argv.length > 1);
}

export function outputsInScript({ program, argv, stdin }: Invocation): readonly Value[] {
  const fitting = writing.filter((one) => one.programs.test(program));
  const words = fitting.length === 0 ? [] : [...argv.slice(1, 64), ...(stdin === undefined ? [] : [stdin])];
  return words.flatMap((word) =>
    fitting.flatMap(({ commands }) =>
      [...word.text.slice(0, longest).matchAll(commands)].flatMap(([, found]) =>
        found === undefined ? [] : [{ ...word, text: found }],
      ),
    ),
  );
}

/** In characters of one word. */
const longest = 65_536;
