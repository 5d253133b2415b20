/** `open(path, 'w')`, `open F, '>', path`: a mode that writes among the arguments of any `open`. */
export function opensToWrite(code: string): boolean {
  if (/\bopen\b[ \t]{0,8}\(?[^;,()'"\n]{0,60},[ \t]{0,8}['"]\+?>/.test(code)) return true;
  return [...code.matchAll(/open\s*\(/gi)].some(({ index, 0: call }) => {
    const rest = code.slice(index + call.length, index + call.length + 500).split(')')[0] ?? '';
    return /,\s*(?:mode\s*=\s*)?['"][^'"]{0,10}[wax+]/i.test(rest);
  });
}
