/** Processes in which the guard lives: its own programs, an editor, and the host of an editor's extensions. */
const own = /countersign|\bbell-linux/i;
const editors =
  /extension-?host|vscode|vscodium|code-server|(?:^|[^\w-])(?:codium|code|code-insiders|code-oss|Code Helper|cursor|windsurf|kiro|positron)(?:$|[^\w.-])|bootstrap-fork/i;

/** True for a name or an expression that those processes fit. */
export function isSupervisor(text: string): boolean {
  if (text.length > 256) return false;
  const plain = text.replace(/[[\](){}\\^$*+?|]/g, '').replace(/\.exe$/i, '');
  return own.test(text) || editors.test(plain);
}
