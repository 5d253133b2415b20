import { editorLine } from '../text/editor-line.js';
import type { Question } from './connect.js';

/** The command `countersign` in a folder of a person's PATH. */

/** What stands in the second line of the file: by it the file is known again. */
export const commandMark =
  'Countersign: Install Command in PATH has put this here; countersign uninstall takes it away.';

/** What the file says where it has nothing to start. `launcher` and `file` are as its shell spells them. */
export function commandGoneText(launcher: string, file: string): string {
  return `countersign: expected ${launcher}, got no such program: open an editor with Countersign once, or delete ${file}`;
}

export const whichFolderText = 'Put the command countersign into which folder';

export const otherFolderText = { label: 'Another Folder\u2026', pick: 'Put It Here' } as const;

/** One folder of the list: whether terminals look there, and what stands there. */
export function commandPlaceText(place: {
  readonly isInPath: boolean;
  readonly state: 'free' | 'ours' | 'foreign';
}): { readonly description: string; readonly detail: string } {
  return {
    description: place.isInPath ? 'in PATH' : 'not in PATH yet',
    detail: {
      free: 'Nothing of this name is there.',
      ours: 'The command is there already.',
      foreign: 'Another program of this name is there, and stays.',
    }[place.state],
  };
}

export function commandQuestion(path: string): Question {
  return {
    title: `Install Command in PATH: ${path}`,
    words: `Put the command countersign there? It starts the program that Countersign keeps in your home, and countersign uninstall takes it away.`,
    yes: 'write',
  };
}

export function commandThereText(path: string): string {
  return editorLine(`${path} is there already, and stays as it is.`);
}

/** The line that puts a folder into PATH, for a shell; the variable stands for the home. */
export function pathLine(folder: string, home: string): string {
  const named = folder.startsWith(`${home}/`) ? `$HOME${folder.slice(home.length)}` : folder;
  return `export PATH="${named.replace(/["\\`]|\$(?!HOME)/g, '\\$&')}:$PATH"`;
}

export const copyLineButton = 'Copy the Line';

/** What is left to do once the file is there. */
export function commandDoneText(done: {
  readonly file: string;
  readonly folder: string;
  readonly platform: 'posix' | 'win32';
  readonly isInPath: boolean;
  /** A program of the same name that a terminal finds first. */
  readonly hiddenBy: string | undefined;
}): string {
  const there = `${done.file} is written.`;
  if (done.hiddenBy !== undefined)
    return editorLine(
      `${there} A terminal finds ${done.hiddenBy} before it, since that folder comes first in PATH.`,
    );
  if (done.isInPath) return editorLine(`${there} Type countersign --version in a new terminal.`);
  return editorLine(
    done.platform === 'win32'
      ? `${there} No terminal finds it yet: add ${done.folder} to Path under "Edit environment variables for your account", then start the editor anew.`
      : `${there} No terminal finds it yet: put the line that adds ${done.folder} to PATH into ~/.profile (~/.zprofile for zsh), then log in again.`,
  );
}
