import { hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { draftOfDeletion } from '../files/deletion.js';
import { draftOfPath, givenPath } from '../files/draft.js';
import { fileTool, onEach, readingSecrets } from '../files/file-tool.js';
import type { Draft, Tool } from '../table.js';
import { manyIntoOne } from './copy.js';

/** cmd.exe writes options with a slash, and they may stand anywhere. */
function slashed(setting: ToolInvocation): { readonly options: ReadonlySet<string>; readonly operands: readonly Value[] } {
  const words = setting.invocation.argv.slice(1);
  const isOption = (word: Value) => /^\/[a-z?](?::\S*)?$/i.test(word.text);
  return { options: new Set(words.filter(isOption).map((word) => word.text.slice(0, 2).toLowerCase())), operands: words.filter((word) => !isOption(word)) };
}

/** `\\` and `\\srv` start at the root of the drive that is current. */
function rooted(value: Value): Value {
  return /^\\(?!\\)/.test(value.text) ? { ...value, text: value.text.replaceAll('\\', '/') } : value;
}

const plain = optionGrammar({});

const del = fileTool({
  programs: ['del', 'erase', 'rd'],
  grammar: plain,
  help: ['/?'],
  drafts: (setting) => {
    const { options, operands } = slashed(setting);
    const recursive = options.has('/s');
    return operands.map((value) => {
      const drive = /^[a-z]:[\\/]*(?:\*(?:\.\*)?)?$/i.test(value.text);
      const path = givenPath(drive ? { ...value, text: `${value.text.slice(0, 2)}\\` } : rooted(value), setting);
      return draftOfDeletion(path, recursive || drive, setting, recursive ? ['force'] : []);
    });
  },
});

const format: Tool = {
  programs: ['format', 'Format-Volume', 'Clear-Disk', 'Initialize-Disk', 'Remove-Partition'],
  system: 'host',
  grammar: plain,
  target: () => ({ system: 'host', name: 'this machine', clues: [] }),
  rows: [],
  beyond: ({ args, invocation }) => {
    const names = args.operands.map((word) => word.text).filter((name) => !name.startsWith('/'));
    const isDisk = invocation.program !== 'format' || names.some((name) => /^[a-z]:/i.test(name));
    if (!isDisk) return [{ verb: 'unknown', resource: 'format' }];
    return [{ verb: 'destroy', resource: `disk ${names.join(' ')}`.trim(), traits: ['system', 'important'] }];
  },
};

const items = optionGrammar({
  style: 'single-dash',
  valued: '-Path -LiteralPath -Filter -Include -Exclude -Destination -Value -ItemType -Name -Encoding -Credential -FilePath -InputObject',
  flags: '-Recurse -Force -Confirm -WhatIf -Append -NoNewline -Verbose',
});

/** PowerShell abbreviates options: `-r`, `-rec`, `-fo`. */
function recurses(setting: ToolInvocation): boolean {
  return setting.invocation.argv.some((word) => /^-r(?:e(?:c(?:u(?:r(?:s(?:e)?)?)?)?)?)?$/i.test(word.text));
}

function pathsOf(setting: ToolInvocation): readonly Value[] {
  const { args } = setting;
  const named = [...(args.options.get('-Path') ?? []), ...(args.options.get('-LiteralPath') ?? []), ...(args.options.get('-FilePath') ?? [])];
  const paths = named.length > 0 ? named : args.operands;
  return paths.flatMap((value) => value.text.split(',').map((text) => rooted({ ...value, text: text.trim() })));
}

const isTrial = (setting: ToolInvocation) => hasOption(setting.args, '-WhatIf');

const removeItem = fileTool({
  programs: ['Remove-Item', 'ri'],
  grammar: items,
  help: ['-?'],
  drafts: (setting) => {
    if (isTrial(setting)) return [];
    return pathsOf(setting).map((value) => {
      const contents = /^(.*[\\/])\*$/.exec(value.text)?.[1];
      const path = givenPath(contents === undefined ? value : { ...value, text: contents }, setting);
      return draftOfDeletion(path, recurses(setting), setting);
    });
  },
});

const writeItem = fileTool({
  programs: [
    'Set-Content',
    'Clear-Content',
    'Out-File',
    'Tee-Object',
    'Add-Content',
    'New-Item',
    'Set-Item',
    'Export-Csv',
    'Rename-Item',
    'Set-Acl',
    'md',
    'ni',
    'sc-content',
  ],
  grammar: items,
  help: ['-?'],
  drafts: (setting) => (isTrial(setting) ? [] : onEach('modify', pathsOf(setting).slice(0, 1), setting)),
});

const copyItem = fileTool({
  programs: ['Copy-Item', 'Move-Item', 'copy', 'xcopy', 'robocopy', 'move', 'ren', 'rename', 'replace'],
  grammar: items,
  help: ['-?', '/?'],
  drafts: (setting) => {
    if (isTrial(setting)) return [];
    const operands = slashed(setting).operands.filter((value) => !value.text.startsWith('-'));
    const destination = optionValue(setting.args, '-Destination') ?? operands[1];
    const mirrors = setting.invocation.argv.some((word) => /^\/(?:mir|purge)$/i.test(word.text));
    if (destination === undefined) return [];
    const path = givenPath(destination, setting);
    const moves = /^(?:move|Move-Item)$/.test(setting.invocation.program) && manyIntoOne(operands.slice(0, 1), destination, setting);
    if (moves) return [draftOfPath('modify', path, setting, ['unsaved'])];
    const written: Draft = mirrors ? draftOfDeletion(path, true, setting) : draftOfPath('modify', path, setting);
    return [written, ...readingSecrets(operands.slice(0, 1), setting)];
  },
});

const readItem = fileTool({
  programs: [
    'Get-Content',
    'gc',
    'Get-ChildItem',
    'gci',
    'Get-Item',
    'Select-String',
    'Get-Date',
    'Write-Host',
    'Write-Output',
    'Start-Sleep',
    'Test-Path',
    'Get-Location',
    'Set-Location',
    'Select-Object',
    'Where-Object',
    'ForEach-Object',
    'Sort-Object',
    'Measure-Object',
    'Format-Table',
    'Format-List',
    'Out-String',
    'Out-Null',
    'ConvertFrom-Json',
    'ConvertTo-Json',
    'Get-Process',
    'Get-Service',
    'Get-Command',
    'Get-Help',
    'findstr',
    'ver',
    'chdir',
    'title',
    'rem',
    'cls',
  ],
  grammar: items,
  help: ['-?', '/?'],
  drafts: (setting) => readingSecrets(setting.args.operands, setting),
});

/** Files and disks as cmd.exe and PowerShell name them. */
export const windowsFiles: readonly Tool[] = [del, format, removeItem, writeItem, copyItem, readItem];
