import * as vscode from 'vscode';
import type { Entry } from '../../core/record/entry.js';
import {
  fieldOf,
  isEmptyQuery,
  type QueryField,
  queryFields,
  queryParts,
  readQuery,
  textsOfField,
} from '../../core/record/query.js';
import { bands } from '../../core/risk/assessment.js';
import { outcomeText, queryFieldText, searchForText, searchText } from '../../messages/record/search.js';
import { editorLine } from '../../messages/text/editor-line.js';

interface QueryItem extends vscode.QuickPickItem {
  /** What stands in the box once it is taken; absent for the one that starts the search. */
  readonly typed?: string;
}

const mostValues = 20;

/**
 * Asks what to look for, and helps to say it: the fields there are, and of a field the values that `newest` have. Undefined where the
 * person has turned away.
 */
export function pickQuery(before: string, newest: readonly Entry[]): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<QueryItem>();
  pick.title = searchText.title;
  pick.placeholder = searchText.placeholder;
  pick.value = before;
  const offer = (): void => {
    pick.items = itemsFor(pick.value, newest);
  };
  offer();
  pick.onDidChangeValue(offer);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const typed = pick.activeItems[0]?.typed;
      if (typed === undefined) {
        resolve(pick.value.trim());
        pick.hide();
        return;
      }
      pick.value = typed;
      offer();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** The box shows what it is given, whatever stands in it. */
function itemsFor(typed: string, newest: readonly Entry[]): QueryItem[] {
  const isEmpty = isEmptyQuery(readQuery(typed));
  const label = isEmpty ? searchText.newest : editorLine(searchForText(typed));
  const start = { label: `$(${isEmpty ? 'list-ordered' : 'search'}) ${label}`, alwaysShow: true };
  const { head, tail } = lastPart(typed);
  const field = fieldOf(tail);
  const offered = field ? valuesOf(field.field, field.value, head, newest) : fieldsFor(tail, head);
  if (offered.length === 0) return [start];
  const kind = vscode.QuickPickItemKind.Separator;
  return [start, { label: field ? searchText.values : searchText.parts, kind }, ...offered];
}

/** What is being typed, and what stands before it. */
function lastPart(typed: string): { readonly head: string; readonly tail: string } {
  const last = queryParts(typed).at(-1);
  const isGoingOn = last !== undefined && last.start + last.text.length === typed.length;
  return isGoingOn ? { head: typed.slice(0, last.start), tail: last.text } : { head: typed, tail: '' };
}

function fieldsFor(tail: string, head: string): QueryItem[] {
  return queryFields
    .filter((name) => name.startsWith(tail.toLowerCase()))
    .map((name) => ({
      label: `${name}:`,
      description: queryFieldText[name],
      typed: `${head}${name}:`,
      alwaysShow: true,
    }));
}

function valuesOf(field: QueryField, value: string, head: string, newest: readonly Entry[]): QueryItem[] {
  return knownValues(field, newest)
    .filter(
      (one) => one.toLowerCase().includes(value.toLowerCase()) && one.toLowerCase() !== value.toLowerCase(),
    )
    .slice(0, mostValues)
    .map((one) => ({
      label: editorLine(one),
      ...(field === 'outcome' ? { description: outcomeText[one] ?? '' } : {}),
      typed: `${head}${field}:${one.includes(' ') ? `"${one.replaceAll('"', '')}"` : one} `,
      alwaysShow: true,
    }));
}

function knownValues(field: QueryField, newest: readonly Entry[]): readonly string[] {
  if (field === 'band') return [...bands].reverse();
  if (field === 'outcome') return Object.keys(outcomeText);
  const counts = new Map<string, number>();
  for (const { body } of newest)
    for (const text of textsOfField({ ...body }, field))
      if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
}
