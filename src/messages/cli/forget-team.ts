export const personExpectedText = 'expected a person at a terminal to let go of a team, got none';

export function folderOfTeamText(got: string): string {
  return `expected the whole name of a folder that had a team, got ${got}`;
}

/** For the record. `url` has no credentials. */
export function letGoText(account: string, url: string, folder: string): string {
  return `a person let go of the team of ${url} in ${folder}, by the account ${account}`;
}

export function notRecordedText(detail: string): string {
  return `expected to record it, got ${detail}`;
}

export function noTeamAnyMoreText(folder: string): string {
  return `${folder} has no team any more. What is found there next is a first use.`;
}
