import * as vscode from 'vscode';
import { allRoles, type Role } from '../../core/countersign/roles.js';
import { personKey } from '../../core/countersign/same-person.js';
import { type Member, type PastedKey, readPastedKeys } from '../../core/countersign/team-draft.js';
import {
  alikeProblem,
  colleagueItems,
  colleaguesDone,
  keyFilters,
  listedAlready,
  pasteProblem,
  pasteQuestion,
  personQuestion,
  roleItem,
  rolesQuestion,
} from '../../messages/team/team.js';
import { askName } from './team-person.js';

const mostOfFile = 64 * 1024;

/** Adds colleagues until the person goes on; undefined when they give up. `known` are in the team already. */
export async function askColleagues(
  title: string,
  known: readonly Member[],
): Promise<readonly Member[] | undefined> {
  const members = [...known];
  for (;;) {
    const more = { ...colleagueItems.paste, take: typedText };
    const clipboard = { ...colleagueItems.clipboard, take: clipboardText };
    const file = { ...colleagueItems.file, take: fileText };
    const done = { ...colleaguesDone(members), take: undefined };
    // With a colleague named already, to go on is the next thing.
    const items =
      members.length > known.length ? [done, more, clipboard, file] : [more, clipboard, file, done];
    const picked = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
    if (picked === undefined) return undefined;
    if (picked.take === undefined) return members.slice(known.length);
    const text = await picked.take();
    if (text !== undefined) members.push(...(await membersIn(text, members)));
  }
}

async function typedText(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    ...pasteQuestion,
    ignoreFocusOut: true,
    validateInput: (value) => {
      const read = readPastedKeys(value);
      return read.ok || value === '' ? undefined : pasteProblem(read.error);
    },
  });
}

async function clipboardText(): Promise<string> {
  return vscode.env.clipboard.readText();
}

async function fileText(): Promise<string | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      filters: { [keyFilters.keys]: ['pub'], [keyFilters.all]: ['*'] },
    })) ?? [];
  if (uri === undefined) return undefined;
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > mostOfFile) return '';
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

async function membersIn(text: string, members: readonly Member[]): Promise<readonly Member[]> {
  const read = readPastedKeys(text);
  if (!read.ok) {
    await vscode.window.showErrorMessage(pasteProblem(read.error));
    return [];
  }
  const added: Member[] = [];
  for (const pasted of read.value) {
    const member = await memberOf(pasted, [...members, ...added]);
    if (member !== undefined) added.push(member);
  }
  return added;
}

async function memberOf(pasted: PastedKey, members: readonly Member[]): Promise<Member | undefined> {
  if (members.some(({ key }) => key.blob === pasted.key.blob)) {
    await vscode.window.showErrorMessage(listedAlready);
    return undefined;
  }
  const question = { ...personQuestion(pasted.key.fingerprint), value: pasted.person ?? '' };
  const person = await askName(question);
  if (person === undefined) return undefined;
  const alike = members.find((one) => personKey(one.person) === personKey(person));
  if (alike !== undefined && alike.person !== person) {
    await vscode.window.showErrorMessage(alikeProblem(alike.person));
    return undefined;
  }
  const roles = await askRoles(person);
  return roles === undefined || roles.length === 0 ? undefined : { person, key: pasted.key, roles };
}

async function askRoles(person: string): Promise<readonly Role[] | undefined> {
  const items = allRoles.map((role) => ({ ...roleItem(role), role, picked: true }));
  const picked = await vscode.window.showQuickPick(items, {
    title: rolesQuestion(person),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ role }) => role);
}
