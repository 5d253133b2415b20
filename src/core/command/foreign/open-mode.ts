/** `open(path, 'w')`, `open F, '>', path`: a mode that writes among the arguments of any `open`. */
export function opensToWrite(code: string): boolean {
  if ([...code.matchAll(/\bopen\b/g)].some(({ index }) => isWritten(code.slice(index + 4, index + 84))))
    return true;
  return [...code.matchAll(/open\s*\(/gi)].some(({ index, 0: call }) => {
    const rest = code.slice(index + call.length, index + call.length + 500).split(')')[0] ?? '';
    return /,\s*(?:mode\s*=\s*)?['"][^'"]{0,10}[wax+]/i.test(rest);
  });
}

/** Behind `open`: a handle, and a mode that begins with an arrow. */
function isWritten(rest: string): boolean {
  const comma = rest.indexOf(',');
  return (
    comma >= 0 &&
    !/[;)'"\n]/.test(rest.slice(0, comma)) &&
    /^['"]\+?>/.test(rest.slice(comma + 1).trimStart())
  );
}
