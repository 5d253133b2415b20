import * as vscode from 'vscode';
import type { ProductionHint } from '../../core/countersign/production-hints.js';
import { isPlaceGlob } from '../../core/countersign/starter-policy.js';
import type { EnvironmentLine } from '../../core/policy/team-policy.js';
import type { FoundPlace } from '../../core/target/found-place.js';
import {
  hintDetail,
  nothingProduction,
  productionQuestion,
  typedDetail,
  usualProduction,
} from '../../messages/team/team.js';
import { type FoundRow, foundRow, isTickedAtFirst, turned } from '../places/found-rows.js';

/** A name that is production, or a place that was found. */
type Item = (vscode.QuickPickItem & { readonly found?: undefined }) | FoundRow;

/** What the first policy says of places: names that are production, and places by their system. */
export interface SaidOfProduction {
  readonly production: readonly string[];
  readonly places: readonly EnvironmentLine[];
}

/**
 * Which names are production, and what the places are that were found: what files tell is offered, and a person picks and adds.
 * Undefined when they give up.
 */
export function askProduction(
  hints: readonly ProductionHint[],
  places: readonly FoundPlace[],
): Promise<SaidOfProduction | undefined> {
  const usual = usualProduction.map(({ name, detail, picked }) => ({
    item: { label: name, detail },
    picked,
  }));
  const told = hints.map(({ name, path, line }) => ({
    item: { label: name, detail: hintDetail(path, line) },
    picked: true,
  }));
  const found = places.map((place) => {
    const item = foundRow(place);
    return { item, picked: isTickedAtFirst(item) && !isUsual(place) };
  });
  const offered: readonly { readonly item: Item; readonly picked: boolean }[] = [...usual, ...told, ...found];
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Item>();
    const own: Item[] = [];
    let shown = offered.map(({ item }) => item);
    Object.assign(pick, { ...productionQuestion, canSelectMany: true, ignoreFocusOut: true });
    pick.keepScrollPosition = true;
    pick.items = shown;
    pick.selectedItems = offered.filter(({ picked }) => picked).map(({ item }) => item);
    pick.onDidChangeValue((value) => {
      const name = value.trim();
      const typed = isPlaceGlob(name) ? [{ label: name, detail: typedDetail, alwaysShow: true }] : [];
      const selected = pick.selectedItems;
      pick.items = [...typed, ...own, ...shown];
      pick.selectedItems = selected;
    });
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.found === undefined) return;
      const next = turned(item);
      const selected = [...pick.selectedItems.filter((one) => one !== item), next];
      shown = shown.map((one) => (one === item ? next : one));
      pick.items = [...own, ...shown];
      pick.selectedItems = selected;
      pick.activeItems = [next];
    });
    pick.onDidAccept(() => {
      const name = pick.value.trim();
      if (isPlaceGlob(name)) {
        const added = { label: name };
        own.push(added);
        const selected = [...pick.selectedItems.filter(({ label }) => label !== name), added];
        pick.value = '';
        pick.items = [...own, ...shown];
        pick.selectedItems = selected;
      } else if (!pick.selectedItems.some(isProduction)) pick.placeholder = nothingProduction;
      else {
        resolve(saidBy(pick.selectedItems));
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

function isProduction(item: Item): boolean {
  return item.found === undefined || item.says === 'production';
}

/** The usual glob has it. */
function isUsual({ place }: FoundPlace): boolean {
  return /prod/i.test(place.name);
}

function saidBy(items: readonly Item[]): SaidOfProduction {
  const names = items.flatMap((item) => (item.found === undefined ? [item.label] : []));
  const places = items.flatMap((item) =>
    item.found === undefined
      ? []
      : [{ environment: item.says, system: item.found.place.system, name: item.found.place.name }],
  );
  return { production: [...new Set(names)], places };
}
