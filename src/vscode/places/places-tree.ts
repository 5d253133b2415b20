import * as vscode from 'vscode';
import type { StandingPlace } from '../../core/record/said-places.js';
import type { Sayable } from '../../core/target/said-place.js';
import { placeRow } from '../../messages/places/places.js';
import type { SaidPlaces } from '../../ports/places.js';

const placesViewId = 'countersign.places';

/** What the person has said of places: what, when, by what each is known. */
export class PlacesTree implements vscode.TreeDataProvider<StandingPlace>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<StandingPlace>;
  private readonly stop: () => void;

  constructor(private readonly places: SaidPlaces) {
    this.view = vscode.window.createTreeView(placesViewId, { treeDataProvider: this });
    this.stop = places.onChange(() => this.follow());
    this.follow();
  }

  /** An empty view would only take space from the cards. */
  private follow(): void {
    void vscode.commands.executeCommand('setContext', 'countersign.hasPlaces', this.places.list().length > 0);
    this.changed.fire();
  }

  getChildren(parent?: StandingPlace): StandingPlace[] {
    return parent === undefined ? [...this.places.list()] : [];
  }

  getTreeItem(place: StandingPlace): vscode.TreeItem {
    const { label, description, tooltip } = placeRow(place);
    const item = new vscode.TreeItem(label);
    item.id = JSON.stringify([place.system, place.name, place.knownBy]);
    item.description = description;
    item.tooltip = tooltip;
    item.contextValue = 'place';
    item.iconPath = iconOf(place.environment);
    item.accessibilityInformation = { label: `${label}, ${description}` };
    return item;
  }

  dispose(): void {
    this.stop();
    this.view.dispose();
    this.changed.dispose();
  }
}

function iconOf(environment: Sayable): vscode.ThemeIcon {
  return environment === 'production'
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('editorWarning.foreground'))
    : new vscode.ThemeIcon(environment === 'staging' ? 'layers' : 'beaker');
}
