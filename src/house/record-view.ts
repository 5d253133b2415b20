import type { Home } from '../node/files/home.js';
import { standingOfEntry } from '../node/record/entry-proof.js';
import { RecordReader } from '../node/record/read-record.js';
import { keptRequest } from '../node/requests/kept-request.js';
import { sightingOfEntry } from '../node/witness/person-sightings.js';
import type { RecordStore } from '../ports/ports.js';
import { EntryPages, type SeenBy } from '../vscode/record/entry-pages.js';
import { RecordSearch } from '../vscode/record/record-search.js';
import type { Editor } from '../vscode/requests/editor.js';

/** What the view of this home's record does besides showing its newest entries. `program` is the bundle of the reading thread. */
export function recordView(
  home: Home,
  record: Pick<RecordStore, 'newest' | 'isOurs'>,
  editor: Editor,
  program: string,
): { dispose(): void } {
  const reader = new RecordReader(home.record, program);
  const search = new RecordSearch({
    find: (sought, found, signal) => reader.find(sought, found, signal),
    newest: (limit) => {
      const read = record.newest(limit);
      return read.ok ? read.value : [];
    },
    tree: editor.record,
  });
  const pages = new EntryPages({
    editor,
    entry: (seq, seen, found) => reader.entry(seq, seen, found),
    isOurs: (entry) => record.isOurs(entry),
    seen: (seq) => firstToSee(home, seq),
    standing: (seq, line) => standingOfEntry(home.record, seq, line),
    kept: (request) => keptRequest(home.root, request),
  });
  return {
    dispose: () => {
      search.dispose();
      pages.dispose();
    },
  };
}

function firstToSee(home: Home, seq: number): SeenBy | undefined {
  const { witness, size, head, at } = sightingOfEntry(home, seq) ?? {};
  if (witness === undefined || size === undefined || head === undefined || at === undefined) return undefined;
  return { by: witness.name, size, head, at };
}
