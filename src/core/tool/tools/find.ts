import { optionGrammar } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { draftOfDeletion } from '../files/deletion.js';
import { givenPath } from '../files/draft.js';
import { fileTool, onEach } from '../files/file-tool.js';
import { isScratchName } from '../files/scratch.js';
import type { Draft } from '../table.js';

/** find reads, unless it deletes or writes. What -exec starts is told as a program of its own. */
export const find = fileTool({
  programs: ['find', 'gfind', 'bfs'],
  grammar: optionGrammar({}),
  help: ['--help', '--version'],
  drafts: (setting) => {
    const words = setting.invocation.argv.slice(1);
    const written = words.flatMap((word, index) => {
      const path = words[index + 1];
      return /^-(?:fprintf?0?|fls)$/.test(word.text) && path !== undefined ? onEach('modify', [path], setting) : [];
    });
    return words.some((word) => word.text === '-delete') ? [...deletions(words, setting), ...written] : written;
  },
});

/** Where it starts: everything before the first test; the working directory when there is nothing. */
function startsOf(words: readonly Value[]): readonly Value[] {
  const skipped = words.findIndex((word) => !/^-(?:[HLP]|O\d|D)$/.test(word.text));
  const rest = skipped < 0 ? [] : words.slice(skipped);
  const end = rest.findIndex((word) => /^[-(!,]/.test(word.text));
  const starts = end < 0 ? rest : rest.slice(0, end);
  return starts.length > 0 ? starts : [{ text: '.', opaque: [] }];
}

function deletions(words: readonly Value[], setting: ToolInvocation): readonly Draft[] {
  const names = words.flatMap((word, index) => (/^-i?name$/.test(word.text) ? [words[index + 1]?.text ?? ''] : []));
  const onlyScratch = names.length > 0 && names.every((name) => isScratchName(name.replace(/^\*(?=\.)/, 'x')));
  return startsOf(words).map((value) => {
    const path = { ...givenPath(value, setting), many: true };
    const draft = draftOfDeletion(path, true, setting);
    if (path.place.region !== 'workspace-root' && path.place.region !== 'workspace') return draft;
    if (onlyScratch) return { ...draft, traits: ['scratch', 'recursive'] };
    return { ...draft, verb: 'delete', traits: ['unsaved', 'recursive'] };
  });
}
