/** `open(path, 'w')`: a mode that writes among the arguments of any `open`. */
export function opensToWrite(code: string): boolean {
  return [...code.matchAll(/open\s*\(/gi)].some(({ index, 0: call }) => {
    const rest = code.slice(index + call.length, index + call.length + 500).split(')')[0] ?? '';
    return /,\s*(?:mode\s*=\s*)?['"][^'"]{0,10}[wax+]/i.test(rest);
  });
}
