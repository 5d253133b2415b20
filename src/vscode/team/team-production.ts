import * as vscode from 'vscode';
import type { ProductionHint } from '../../core/countersign/production-hints.js';
import { isPlaceGlob } from '../../core/countersign/starter-policy.js';
import {
  hintDetail,
  nothingProduction,
  productionQuestion,
  typedDetail,
  usualProduction,
} from '../../messages/team/team.js';

interface Item extends vscode.QuickPickItem {
  readonly label: string;
}

/** Which names are production: what the files tell is offered, and a person picks and adds. Undefined when they give up. */
export function askProduction(hints: readonly ProductionHint[]): Promise<readonly string[] | undefined> {
  const usual = usualProduction.map(({ name, detail, picked }) => ({
    item: { label: name, detail },
    picked,
  }));
  const found = hints.map(({ name, path, line }) => ({
    item: { label: name, detail: hintDetail(path, line) },
    picked: true,
  }));
  const offered = [...usual, ...found];
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Item>();
    const own: Item[] = [];
    Object.assign(pick, { ...productionQuestion, canSelectMany: true, ignoreFocusOut: true });
    pick.items = offered.map(({ item }) => item);
    pick.selectedItems = offered.filter(({ picked }) => picked).map(({ item }) => item);
    pick.onDidChangeValue((value) => {
      const name = value.trim();
      const typed = isPlaceGlob(name) ? [{ label: name, detail: typedDetail, alwaysShow: true }] : [];
      const selected = pick.selectedItems;
      pick.items = [...typed, ...own, ...offered.map(({ item }) => item)];
      pick.selectedItems = selected;
    });
    pick.onDidAccept(() => {
      const name = pick.value.trim();
      if (isPlaceGlob(name)) {
        const added = { label: name };
        own.push(added);
        const selected = [...pick.selectedItems.filter(({ label }) => label !== name), added];
        pick.value = '';
        pick.items = [...own, ...offered.map(({ item }) => item)];
        pick.selectedItems = selected;
      } else if (pick.selectedItems.length === 0) pick.placeholder = nothingProduction;
      else {
        resolve([...new Set(pick.selectedItems.map(({ label }) => label))]);
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
