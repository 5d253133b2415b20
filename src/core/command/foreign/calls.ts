/** What a call of another language does, as far as its name tells. */
export type CallKind =
  /** Runs shell text, or words when it is given a list. */
  | 'shell'
  /** Runs words: each argument, or each item of a list, is one. */
  | 'words'
  | 'delete'
  | 'delete-tree'
  | 'write'
  /** Runs text in its own language. */
  | 'code';

export interface CallPattern {
  readonly languages: string;
  readonly kind: CallKind;
  /** Matches up to and including the opening bracket, or the blank before a bare argument. */
  readonly pattern: RegExp;
}

const shells = 'system|popen[234]?|exec|passthru|shell_exec|proc_open|pcntl_exec';

export const callPatterns: readonly CallPattern[] = [
  {
    languages: 'python',
    kind: 'shell',
    pattern:
      /(?<![\w])(?:system|popen|getoutput|getstatusoutput|create_subprocess_shell)\s*\(|\bgetattr\(\s*(?:os|subprocess|__import__\((?:(?!getattr\()[^)])*\))\s*,(?:(?!getattr\()[^)])*\)\s*\(/g,
  },
  {
    languages: 'python',
    kind: 'shell',
    pattern: /\b(?:subprocess\.|sp\.|(?<![.\w]))(?:run|call|check_call|check_output|Popen)\s*\(/g,
  },
  {
    languages: 'python',
    kind: 'words',
    pattern: /\b(?:pty\.spawn|asyncio\.create_subprocess_exec|sh\.Command)\s*\(/g,
  },
  { languages: 'python', kind: 'words', pattern: /\bos\.(?:exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)\s*\(/g },
  { languages: 'python', kind: 'delete-tree', pattern: /(?:\bshutil\.|(?<![.\w]))rmtree\s*\(/g },
  { languages: 'python', kind: 'delete', pattern: /\bos\.(?:remove|unlink|rmdir|removedirs)\s*\(/g },
  {
    languages: 'python',
    kind: 'code',
    pattern: /(?<![.\w])(?:exec|eval|execfile|__import__\('os'\)\.exec)\s*\(/g,
  },
  {
    languages: 'javascript',
    kind: 'shell',
    pattern:
      /(?<![\w$]|\.prototype\.)(?:exec|execSync|execPromise|execAsync|execaCommand|execaCommandSync|shelljs\.exec|shell\.exec)\s*\(/g,
  },
  {
    languages: 'javascript',
    kind: 'words',
    pattern:
      /(?<![\w$])(?:spawn|spawnSync|execFile|execFileSync|fork|execa|execaSync|Deno\.Command|Deno\.run|Bun\.spawn|Bun\.spawnSync)\s*\(/g,
  },
  {
    languages: 'javascript',
    kind: 'delete-tree',
    pattern:
      /(?<![\w$])(?:rm|rmSync|rmdir|rmdirSync|rimraf|rimrafSync|removeSync|emptyDirSync|Deno\.remove(?:Sync)?)\s*\(/g,
  },
  { languages: 'javascript', kind: 'delete', pattern: /(?<![\w$])(?:unlink|unlinkSync)\s*\(/g },
  {
    languages: 'javascript',
    kind: 'write',
    pattern:
      /(?<![\w$])(?:writeFile|writeFileSync|appendFile|appendFileSync|outputFile|outputFileSync|createWriteStream|writeTextFile|writeTextFileSync|Bun\.write)\s*\(/g,
  },
  {
    languages: 'javascript',
    kind: 'code',
    pattern: /(?<![\w$.])(?:eval|new Function|Function|vm\.runIn\w+|runInThisContext|runInNewContext)\s*\(/g,
  },
  { languages: 'perl', kind: 'shell', pattern: /(?<![\w$@%>])(?:system|exec)(?:\s*\(|\s+(?=['"$q]))/g },
  {
    languages: 'perl',
    kind: 'delete',
    pattern: /(?<![\w$@%>])(?:unlink|rmdir)(?:\s*\(|\s+(?:glob\s*)?(?=['"$<]))/g,
  },
  {
    languages: 'perl',
    kind: 'delete',
    pattern: /(?<![\w$@%>])unlink(?=\s{0,8}(?:[;}]|chomp\b|@|glob\b|<|$|if\b|for\b))/g,
  },
  {
    languages: 'perl',
    kind: 'words',
    pattern: /(?<![\w$@%>])open\s*\(\s*(?:my\s+)?\$\w+\s*,\s*(?:"(?:\|-|-\|)"|'(?:\|-|-\|)')\s*,\s*/g,
  },
  { languages: 'perl', kind: 'words', pattern: /(?<![\w$@%>])(?:exec|system)\s*\{[^{}]*\}\s*/g },
  {
    languages: 'perl',
    kind: 'delete-tree',
    pattern: /(?<![\w$@%>])(?:rmtree|remove_tree)(?:\s*\(|\s+(?=['"$]))/g,
  },
  {
    languages: 'perl',
    kind: 'code',
    pattern: /(?<![\w$@%>])eval(?:\s*\(|\s+(?=["'$])|\s+(?=decode|pack|unpack|join))/g,
  },
  {
    languages: 'ruby',
    kind: 'shell',
    pattern:
      /(?<![\w$@.])(?:Kernel\.|IO\.|Open3\.)?(?:system|exec|spawn|popen|capture2e?|capture3)(?:\s*\(|\s+(?=['"%]))/g,
  },
  {
    languages: 'ruby',
    kind: 'delete',
    pattern:
      /\b(?:File\.(?:delete|unlink)|Dir\.(?:rmdir|delete|unlink)|FileUtils\.rm_?f?)(?:\s*\(|\s+(?=['"]))/g,
  },
  {
    languages: 'ruby',
    kind: 'delete-tree',
    pattern:
      /\b(?:FileUtils\.)?(?:rm_rf|rm_r|remove_dir|remove_entry(?:_secure)?|rmtree)(?:\s*\(|\s+(?=['"]))/g,
  },
  { languages: 'ruby', kind: 'write', pattern: /\b(?:File\.write|IO\.write)(?:\s*\(|\s+(?=['"]))/g },
  {
    languages: 'ruby',
    kind: 'code',
    pattern: /(?<![\w$@.])(?:eval|instance_eval|class_eval)(?:\s*\(|\s+(?=['"]))/g,
  },
  { languages: 'php', kind: 'shell', pattern: new RegExp(`(?<![\\w$>:])(?:${shells})\\s*\\(`, 'g') },
  { languages: 'php', kind: 'delete', pattern: /(?<![\w$>:])(?:unlink|rmdir)\s*\(/g },
  { languages: 'php', kind: 'write', pattern: /(?<![\w$>:])file_put_contents\s*\(/g },
  { languages: 'php', kind: 'code', pattern: /(?<![\w$>:])(?:eval|assert|create_function)\s*\(/g },
  { languages: 'lua', kind: 'shell', pattern: /\b(?:os\.execute|io\.popen)\s*\(?/g },
  { languages: 'lua', kind: 'delete', pattern: /\bos\.remove\s*\(?/g },
  { languages: 'lua', kind: 'code', pattern: /(?<![.\w])(?:load|loadstring|dofile)\s*\(/g },
  { languages: 'r', kind: 'shell', pattern: /(?<![.\w])(?:system|system2|shell)\s*\(/g },
  { languages: 'r', kind: 'delete-tree', pattern: /(?<![.\w])(?:unlink|file\.remove)\s*\(/g },
  { languages: 'applescript', kind: 'shell', pattern: /\bdo shell script\s+/g },
  { languages: 'applescript', kind: 'shell', pattern: /\bdo script\s+/g },
  {
    languages: 'tcl',
    kind: 'delete-tree',
    pattern: /(?:^|[;\n[{])[ \t]{0,20}file[ \t]{1,20}delete(?:[ \t]{1,20}-(?:force|-))*[ \t]{1,20}/g,
  },
  { languages: 'tcl', kind: 'shell', pattern: /(?:exec|spawn)(?<=(?:^|[;\n[{])\s*(?:exec|spawn))\s+/g },
  {
    languages: 'other',
    kind: 'delete-tree',
    pattern:
      /(?<![\w.])(?:File\.(?:rm_rf|rmdir|rm)!?|FileUtils\.\w{2,20}|Files\.delete(?:IfExists)?|os\.RemoveAll|fs::remove_\w{2,20}|rm)\s{0,9}\(/g,
  },
  {
    languages: 'other',
    kind: 'shell',
    pattern:
      /(?<![\w])(?:system|shell|os\.cmd|cmd|exec|execvp|run|execute|spawn|process|popen|sh|unix)\s*\(?\s*(?=["'`])/gi,
  },
];

/** Shell text between marks of its own: perl and ruby backticks, `qx`, `%x`, tagged templates. */
export const quotedShell: ReadonlyMap<string, readonly RegExp[]> = new Map([
  [
    'perl',
    [
      /(?<!\\)`([^`]+)`/g,
      /\bqx\s{0,8}\{([^}]{1,4000})/g,
      /\bqx\s{0,8}\(([^)]{1,4000})/g,
      /\bqx\s{0,8}\[([^\]]{1,4000})/g,
      /\bqx\s{0,8}([/|!#~])((?:(?!\1)[\s\S]){1,4000})/g,
    ],
  ],
  [
    'ruby',
    [
      /(?<!\\)`([^`]+)`/g,
      /%x\s{0,8}\{([^}]{1,4000})/g,
      /%x\s{0,8}\(([^)]{1,4000})/g,
      /%x\s{0,8}\[([^\]]{1,4000})/g,
      /%x\s{0,8}([/|!~])((?:(?!\1)[\s\S]){1,4000})/g,
    ],
  ],
  ['php', [/(?<!\\)`([^`]+)`/g]],
  ['other', [/(?<!\\)`([^`]+)`/g, /"([^"]+)"\s*\.\s*execute\(\)/g]],
  ['javascript', [/(?<![\w$])(?:\$|Bun\.\$|zx\.\$)`([^`]+)`/g]],
]);

/** `open("path", "w")` and its kin, and methods on a path. */
export const writePatterns: readonly RegExp[] = [
  /(?<![\w.])(?:io\.)?open\s*\(\s*(?:[rbuf]?)(["'])(?<path>[^"']+)\1\s*,\s*(?:mode\s*=\s*)?["'](?<mode>[wax]\+?[bt]?\+?|>{1,2})["']/g,
  /\bopen\s{0,8}(?:\(\s{0,8})?\w{1,40}\s{0,8},\s{0,8}["']\s{0,8}(?<mode>>{1,2})\s{0,8}(?<path>[^"'>&]+)["']/g,
  /\bPath\(\s*(["'])(?<path>[^"']+)\1\s*\)\s*\.\s*write_(?:text|bytes)\s*\(/g,
  /\bopen\s*(?:\(\s*)?(?:my\s+)?\$*\w+\s*,\s*(["'])(?<mode>>{1,2})\1\s*,\s*["'](?<path>[^"']+)["']/g,
];

export const pathDeletes = /\bPath\(\s*(["'])(?<path>[^"']+)\1\s*\)\s*\.\s*(?:unlink|rmdir)\s*\(/g;
