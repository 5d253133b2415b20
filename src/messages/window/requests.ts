/** Titles and questions of the commands about requests. */

export const productName = 'Countersign';

export const whichRequestText = {
  page: 'Open which request as a page',
  read: 'Read which request',
  deny: 'Deny which request',
  diff: 'Open the diff of which request',
  link: 'Copy a link to which request',
} as const;

export const whichFileText = 'Open which file';
export const noFileChangesText = 'No pending request changes a file.';

/** An input box: its title and what it asks for. */
export interface InputText {
  readonly title: string;
  readonly prompt: string;
}

export function denyQuestion(id: string): InputText {
  return { title: `Deny ${id}`, prompt: 'Reason, for the agent and the record. It may stay empty.' };
}

export function tooLongText(most: number): string {
  return `At most ${most} characters.`;
}

export const noticeButtons = { review: 'Review', silence: 'Do Not Show Again' } as const;

export function pageTitleText(id: string): string {
  return `Request ${id}`;
}

export const noFolderText = 'no folder';

export function changeDiffText(id: string, file: string): string {
  return `${id}: ${file}, now and afterwards`;
}

export const notScoredText = 'It could not be judged. A call like this would be denied.';

export const scoreQuestion: InputText = {
  title: 'Score this command',
  prompt: 'It is judged, never run.',
};

export function detachedText(commit: string): string {
  return `${commit} (detached)`;
}

/** A line of the extension's log. */
export function openedText(milliseconds: number): string {
  return `opened in ${milliseconds} ms`;
}

/** A line of the extension's log: from a request's arrival to its first frame. */
export function drawnText(id: string, milliseconds: number): string {
  return `${id} drawn after ${milliseconds} ms`;
}
