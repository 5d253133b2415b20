/** Files that a program's own script writes: commands of a console or an editor, by a word or on standard input. */
import type { Invocation, Value } from '../../command/invocation.js';

/** Each ends with a path, as it stands in such a script; where none stands there, nothing that matters is found. */
const writing: readonly { readonly programs: RegExp; readonly commands: RegExp }[] = [
  // sqlite3 knows its commands by their beginnings.
  {
    programs: /^(?:sqlite3?|duckdb)$/,
    commands:
      /(?:^|\n)[ \t]{0,80}\.(?:o\w*|ba\w*|sav\w*|log|dump|exc\w*|clone)\s+(?:[\w-]+\s+){0,2}["']?((?:~|\/|\.{1,2}\/|\.\w)[^\s|"'\\]*)/g,
  },
  {
    programs: /^(?:psql|pgcli)$/,
    commands: /\\(?:w(?:rite)?|s|o(?:ut)?|gx?|lo_export\s+\d+)\s+["']?((?:~|\/|\.{1,2}\/|\.\w)[^\s|"'\\]*)/g,
  },
  {
    programs: /^(?:ex|vi|vim|nvim|view|rvim|gvim|vimdiff|ed|red)$/,
    commands:
      /(?:^|[\s|:])[%\d,$.]*(?:wq?|wri\w*|sav\w*|up\w*|x|e(?:dit)?)!?\s*(?:>>\s*)?["']?((?:~|\/|\.{1,2}\/|\.\w)[^\s|"'\\]*)/g,
  },
  {
    programs: /^(?:n?vim?|ex|view|rvim|gvim)$/,
    commands: /\b(?:writefile|rename)\([^)]{0,200}?,\s*["']?((?:~|\/|\.{1,2}\/|\.\w)[^\s|"'\\]*)/g,
  },
  { programs: /^curl$/, commands: /%output\{(?:>>)?([^}%]{1,1000})\}/g },
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
      [...word.text.matchAll(commands)].flatMap(([, found]) =>
        found === undefined ? [] : [{ ...word, text: found }],
      ),
    ),
  );
}
