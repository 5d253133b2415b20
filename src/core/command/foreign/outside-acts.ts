import type { CallKind } from './calls.js';

/** What a call does on this machine, by the way its callee was come by: one line for each library. */
const kinds: readonly (readonly [languages: string, kind: CallKind, path: RegExp])[] = [
  [
    'python',
    'shell',
    /^(?:os\.(?:system|popen\d?)|subprocess\.(?:getoutput|getstatusoutput|run|call|check_call|check_output|Popen)|(?:commands|popen2)\.\w+|asyncio\.create_subprocess_shell|invoke\.run|sh\.bash)$/,
  ],
  [
    'python',
    'words',
    /^(?:os\.(?:exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)|pty\.spawn|asyncio\.create_subprocess_exec|sh\.Command)$/,
  ],
  ['python', 'shell', /^ctypes\..*\.(?:system|popen)$/],
  ['python', 'delete', /^ctypes\..*\.(?:unlink|remove|rmdir)$/],
  ['python', 'delete-tree', /^shutil\.rmtree$/],
  ['python', 'delete', /^os\.(?:remove|unlink|rmdir|removedirs)$/],
  ['python', 'code', /^(?:exec|eval|execfile|builtins\.(?:exec|eval))$/],
  [
    'javascript',
    'shell',
    /^(?:child_process\.(?:exec|execSync)|execa\.(?:execaCommand|execaCommandSync|command)|shelljs\.exec|execaCommand)$/,
  ],
  [
    'javascript',
    'words',
    /^(?:child_process\.(?:spawn|spawnSync|execFile|execFileSync|fork)|execa(?:\.(?:execa|execaSync|sync))?|cross-spawn(?:\.sync)?|Deno\.(?:Command|run)|Bun\.(?:spawn|spawnSync)|node-pty\.spawn)$/,
  ],
  [
    'javascript',
    'delete-tree',
    /^(?:(?:fs|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?(?:rm|rmSync|rmdir|rmdirSync|remove|removeSync|emptyDir|emptyDirSync)|rimraf(?:\.(?:rimraf|rimrafSync|sync|native))?|del(?:\.(?:deleteAsync|deleteSync))?|Deno\.remove(?:Sync)?)$/,
  ],
  [
    'javascript',
    'delete',
    /^(?:fs|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?(?:unlink|unlinkSync)$/,
  ],
  [
    'javascript',
    'write',
    /^(?:(?:fs|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?(?:writeFile|writeFileSync|appendFile|appendFileSync|outputFile|outputFileSync|createWriteStream|writeJson|writeJsonSync)|Deno\.write(?:Text)?File(?:Sync)?|Bun\.write)$/,
  ],
  ['javascript', 'code', /^(?:eval|Function|vm\.(?:runIn\w+|Script)|globalThis\.eval)$/],
  ['php', 'shell', /^(?:exec|system|passthru|shell_exec|proc_open|popen|pcntl_exec)$/],
  ['php', 'delete', /^(?:unlink|rmdir)$/],
  ['php', 'write', /^file_put_contents$/],
  ['php', 'code', /^(?:eval|assert|create_function)$/],
];

export function kindOfCall(language: string, path: string): CallKind | undefined {
  return kinds.find(([languages, , pattern]) => languages === language && pattern.test(path))?.[1];
}

/** Modules whose functions start programs: one that is called by a name which is not known may be any of them. */
export function startsPrograms(root: string): boolean {
  return /^(?:os|subprocess|pty|child_process|execa|shelljs|builtins)$/.test(root);
}
